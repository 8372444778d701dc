"""The coordinator's desk: open a gathering, ask, merge, have it checked, send."""
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult import clock
from consult.comments.forms import HideForm, SureForm
from consult.comments.models import Submission
from consult.comments.rules import CommentKind
from consult.comments.views.blueprint import section_name
from consult.coordination.actions import gathering as leading
from consult.coordination.actions import merging
from consult.coordination.forms import AsideForm, AskForm, GatherForm, ItemForm
from consult.coordination.models import Gathering, JointContribution, JointItem
from consult.coordination.queries import gatherings
from consult.coordination.queries.gatherings import Whole
from consult.coordination.rules import Aside, ContributionState, check_end, fits
from consult.coordination.views.blueprint import GATHERING, bp, check_days, desk, facts, page
from consult.i18n import N_
from consult.organisations.models import Organisation
from consult.organisations.rules import OrganisationKind
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.web.access import access, actor
from consult.web.answer import act, answer


@bp.route("/<int:number>/gather", methods=["GET", "POST"])
@access(Action.COORDINATION_GATHER, on=("number", rounds.public))
def gather(round_: Round) -> Any:
    """Open a gathering and ask the organisations of one's party."""
    party = gatherings.coordinated(actor())[0]
    if (there := gatherings.gathering_of(round_, party)) and request.method != "POST":
        return redirect(desk(there))
    listed = gatherings.organisations_of(party)
    form = GatherForm(data={"organisations": [one.id for one in listed if one.kind == OrganisationKind.CLUSTER]})
    form.organisations.choices = [(one.id, one.name) for one in listed]
    return answer(form, lambda: render_template("coordination/gather.html", form=form, round=round_, party=party, days=check_days()),
                  lambda: leading.gather(actor(), round_, _chosen(form, party), form.note.data or ""), desk)


def _chosen(form: AskForm, party: str) -> list[Organisation]:
    return [one for one in gatherings.organisations_of(party) if one.id in (form.organisations.data or [])]


@bp.get("/<int:number>/<party>/desk", endpoint="desk")
@access(Action.COORDINATING, on=GATHERING)
def show_desk(gathering: Gathering) -> str:
    """What waits, what is in items, what is set aside; who answered; what comes next."""
    whole = Whole(gathering)
    return render_template("coordination/desk.html", asking=_not_asked(gathering), **facts(whole))


def _not_asked(gathering: Gathering) -> list[Organisation]:
    asked = {row.organisation_id for row in gathering.asked}
    return [one for one in gatherings.organisations_of(gathering.party_code) if one.id not in asked]


@bp.route("/<int:number>/<party>/ask", methods=["GET", "POST"])
@access(Action.COORDINATION_ASK, on=GATHERING)
def ask(gathering: Gathering) -> Any:
    """Ask more organisations."""
    form = AskForm()
    form.organisations.choices = [(one.id, one.name) for one in _not_asked(gathering)]
    return answer(form, lambda: render_template("coordination/ask.html", form=form, **facts(Whole(gathering))),
                  lambda: leading.ask(actor(), gathering, _chosen(form, gathering.party_code)), lambda _none: desk(gathering))


@bp.route("/<int:number>/<party>/items/new", methods=["GET", "POST"])
@access(Action.COORDINATION_WRITE, on=GATHERING)
def new(gathering: Gathering) -> Any:
    """Write an item from the contributions that the address names."""
    whole = Whole(gathering)
    named = [row for row in whole.contributions if str(row.id) in request.args.getlist("contribution")] or whole.in_state(ContributionState.WAITING)[:1]
    return _item(whole, None, named)


@bp.route("/items/<int:item_id>/edit", methods=["GET", "POST"])
@access(Action.COORDINATION_WRITE, on=("item_id", gatherings.item))
def edit(item: JointItem) -> Any:
    """Write an item anew."""
    return _item(Whole(item.gathering), item, item.contributions)


def _item(whole: Whole, item: JointItem | None, named: list[JointContribution]) -> Any:
    gathering = whole.gathering
    form = ItemForm(obj=item, data=_beginning(item, named))
    form.section.choices = [("", _(N_("The whole document"))), *((s.uid, section_name(s)) for s in whole.contents)]
    form.contributions.choices = [(row.id, row.organisation.name) for row in whole.contributions]

    def do() -> JointItem:
        words = merging.Words(form.section.data or None, CommentKind(form.kind.data), form.body.data, form.quote.data, form.proposed.data, form.reason.data, form.language.data)
        chosen = [row for row in whole.contributions if row.id in (form.contributions.data or [])]
        return merging.write(actor(), gathering, words, chosen, item)

    here = url_for("coordination.edit", item_id=item.id) if item else url_for("coordination.new", number=gathering.round.number, party=gathering.party_code)
    return answer(form, lambda: render_template("coordination/item.html", form=form, item=item, named=named, here=here, **facts(whole)), do,
                  lambda row: f"{desk(row.gathering)}#item-{row.id}")


def _beginning(item: JointItem | None, named: list[JointContribution]) -> dict[str, Any]:
    """A new item begins with the words of the first contribution in it."""
    chosen = {"contributions": [row.id for row in named]}
    if item is not None or not named:
        return chosen | ({"section": item.section_uid or ""} if item else {})
    first = named[0]
    return chosen | {"section": first.section_uid or "", "kind": first.kind.value, "body": "\n\n".join(row.body for row in named), "quote": first.quote,
                     "proposed": first.proposed, "reason": first.reason, "language": first.language}


@bp.post("/items/<int:item_id>/drop")
@access(Action.COORDINATION_DROP, on=("item_id", gatherings.item))
def drop(item: JointItem) -> Any:
    """Drop an item; its contributions wait again."""
    return act(lambda: merging.drop(actor(), item), lambda _none: desk(item.gathering))


@bp.route("/contributions/<int:contribution_id>/set-aside", methods=["GET", "POST"])
@access(Action.COORDINATION_SET_ASIDE, on=("contribution_id", gatherings.contribution))
def set_aside(contribution: JointContribution) -> Any:
    """Leave a contribution out of the items, with a reason."""
    form = AsideForm()
    return answer(form, lambda: render_template("coordination/set_aside.html", form=form, contribution=contribution, **facts(Whole(contribution.gathering))),
                  lambda: merging.set_aside(actor(), contribution, Aside(form.aside.data), form.reason.data), lambda _none: desk(contribution.gathering))


@bp.post("/contributions/<int:contribution_id>/restore")
@access(Action.COORDINATION_RESTORE, on=("contribution_id", gatherings.contribution))
def restore(contribution: JointContribution) -> Any:
    """Put a contribution back to those that wait."""
    return act(lambda: merging.restore(actor(), contribution), lambda _none: desk(contribution.gathering))


@bp.route("/<int:number>/<party>/check", methods=["GET", "POST"])
@access(Action.COORDINATION_START_CHECK, on=GATHERING)
def start_check(gathering: Gathering) -> Any:
    """Freeze the text and let the organisations check it."""
    form, now = SureForm(), clock.now()
    return answer(form, lambda: render_template("coordination/check.html", form=form, ends=check_end(now, check_days()), in_time=fits(now, gathering.round.closes_at, check_days()),
                                                **facts(Whole(gathering))),
                  lambda: leading.start_check(actor(), gathering, check_days()), lambda _none: desk(gathering))


@bp.route("/<int:number>/<party>/reopen", methods=["GET", "POST"])
@access(Action.COORDINATION_REOPEN, on=GATHERING)
def reopen(gathering: Gathering) -> Any:
    """Break the check off to change the text."""
    form = SureForm()
    return answer(form, lambda: render_template("coordination/reopen.html", form=form, **facts(Whole(gathering))), lambda: leading.reopen(actor(), gathering),
                  lambda _none: desk(gathering))


@bp.route("/<int:number>/<party>/send", methods=["GET", "POST"])
@access(Action.COORDINATION_SEND, on=GATHERING)
def send(gathering: Gathering) -> Any:
    """Send the joint submission."""
    form = SureForm()
    return answer(form, lambda: render_template("coordination/send.html", form=form, **facts(Whole(gathering))), lambda: leading.send(actor(), gathering),
                  lambda sent: _sent(gathering, sent))


def _sent(gathering: Gathering, sent: Submission) -> str:
    flash(ngettext("The joint submission is sent: %(num)s comment, receipt %(receipt)s.", "The joint submission is sent: %(num)s comments, receipt %(receipt)s.",
                   len(sent.comments), receipt=sent.receipt), "success")
    return page(gathering)


@bp.route("/contributions/<int:contribution_id>/hide", methods=["GET", "POST"])
@access(Action.COORDINATION_HIDE, on=("contribution_id", gatherings.contribution))
def hide(contribution: JointContribution) -> Any:
    """Hide the words of a published contribution."""
    form = HideForm()
    return answer(form, lambda: render_template("coordination/hide.html", form=form, contribution=contribution, **facts(Whole(contribution.gathering))),
                  lambda: leading.hide(actor(), contribution, form.reason.data), lambda _none: page(contribution.gathering))

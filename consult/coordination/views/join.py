"""What the organisations of a party do: give drafts to the coordinator, take them back, check, declare that there is no comment."""
from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.comments.models import Draft
from consult.comments.queries import threads
from consult.comments.views.blueprint import section_name
from consult.coordination.actions import contributing
from consult.coordination.forms import CheckForm, ContributeForm, DeclareForm, check_form, choices_of
from consult.coordination.models import CheckAnswer, Declaration, Gathering, JointContribution, JointItem
from consult.coordination.queries import gatherings
from consult.coordination.queries.gatherings import Whole
from consult.coordination.rules import WHOLE
from consult.coordination.views.blueprint import GATHERING, bp, facts, page
from consult.documents.queries import stored
from consult.i18n import N_
from consult.organisations.models import Organisation
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.web.access import access, actor
from consult.web.answer import act, answer

#: What stands for the whole text in a list of sections.
WHOLE_TEXT = "whole"


@bp.route("/<int:number>/<party>/contribute", methods=["GET", "POST"])
@access(Action.COORDINATION_CONTRIBUTE, on=GATHERING)
def contribute(gathering: Gathering) -> Any:
    """Give drafts to the coordinator."""
    drafts, own = gatherings.drafts_for(actor(), gathering), gatherings.signing(actor(), gathering.party_code)
    form = ContributeForm(data={"organisation": own[0].id, "drafts": []})
    form.organisation.choices = [(one.id, one.name) for one in own]
    form.drafts.choices = [(draft.id, draft.body) for draft in drafts]
    whole, places = Whole(gathering), threads.sections_of([(draft.round.version_id, draft.section_uid) for draft in drafts])
    return answer(form, lambda: render_template("coordination/contribute.html", form=form, drafts=drafts, sections=places, **facts(whole)),
                  lambda: _contribute(form, gathering, drafts, own), lambda given: _given(gathering, len(given)))


def _contribute(form: ContributeForm, gathering: Gathering, drafts: list[Draft], own: list[Organisation]) -> list[JointContribution]:
    speaking = next(one for one in own if one.id == form.organisation.data)
    return contributing.contribute(actor(), gathering, speaking, [draft for draft in drafts if draft.id in (form.drafts.data or [])])


def _given(gathering: Gathering, count: int) -> str:
    flash(ngettext("%(num)s draft is with your coordinator. You can take it back until the joint submission is sent.",
                   "%(num)s drafts are with your coordinator. You can take them back until the joint submission is sent.", count), "success")
    return page(gathering) + "#mine"


@bp.post("/contributions/<int:contribution_id>/take-back")
@access(Action.COORDINATION_TAKE_BACK, on=("contribution_id", gatherings.contribution))
def take_back(contribution: JointContribution) -> Any:
    """Take words back from the coordinator."""
    return act(lambda: contributing.take_back(actor(), contribution), lambda _none: page(contribution.gathering) + "#mine")


@bp.route("/<int:number>/<party>/answer", methods=["GET", "POST"])
@access(Action.COORDINATION_ANSWER, on=GATHERING)
def check(gathering: Gathering) -> Any:
    """Check the joint submission for an organisation: a position on each item."""
    whole, own = Whole(gathering), gatherings.signing(actor(), gathering.party_code)
    ordered = sorted(own, key=lambda one: one.id not in {row.id for row in whole.missing})
    form = check_form(whole.items)(data=_former(whole, ordered[0]))
    form.organisation.choices = [(one.id, one.name) for one in ordered]
    return answer(form, lambda: render_template("coordination/answer.html", form=form, own=own, former=whole.latest.get(ordered[0].id), **facts(whole)),
                  lambda: _answer(form, gathering, whole.items, own), lambda _row: _answered(gathering))


def _former(whole: Whole, organisation: Organisation) -> dict[str, Any]:
    """The form begins with what the organisation said last."""
    last = whole.latest.get(organisation.id)
    known = {"organisation": organisation.id, "not_rendered": last.not_rendered if last else ""}
    for stance in last.stances if last else []:
        known |= {f"choice_{stance.item_id}": stance.choice.value, f"reason_{stance.item_id}": stance.reason}
    return known


def _answer(form: CheckForm, gathering: Gathering, items: list[JointItem], own: list[Organisation]) -> CheckAnswer:
    speaking = next(one for one in own if one.id == form.organisation.data)
    return contributing.answer(actor(), gathering, speaking, choices_of(form, items), form.not_rendered.data or "")


def _answered(gathering: Gathering) -> str:
    flash(_(N_("Your answer is recorded. You can give another one until the joint submission is sent; the last one counts.")), "success")
    return page(gathering)


@bp.route("/<int:number>/no-comment", methods=["GET", "POST"])
@access(Action.COORDINATION_DECLARE, on=("number", rounds.public))
def declare(round_: Round) -> Any:
    """Declare for an organisation that there is no comment on sections, or on the whole text."""
    led, contents = gatherings.led(actor()), stored.contents(round_.version)
    form = DeclareForm(data={"organisation": led[0].id, "sections": []})
    form.organisation.choices = [(one.id, one.name) for one in led]
    form.sections.choices = [(WHOLE_TEXT, _(N_("The whole text"))), *((s.uid, section_name(s)) for s in contents)]

    def do() -> list[Declaration]:
        speaking = next(one for one in led if one.id == form.organisation.data)
        chosen = form.sections.data or []
        return contributing.declare(actor(), round_, speaking, [WHOLE] if WHOLE_TEXT in chosen else chosen)

    return answer(form, lambda: render_template("coordination/declare.html", form=form, round=round_), do, lambda _rows: _declared(round_))


def _declared(round_: Round) -> str:
    flash(_(N_("It is on record. You can take it back while the round is open.")), "success")
    return url_for("coordination.grid", number=round_.number) + "#declared"


@bp.post("/declarations/<int:declaration_id>/take-back")
@access(Action.COORDINATION_REVOKE, on=("declaration_id", gatherings.declaration))
def revoke(declaration: Declaration) -> Any:
    """Take a declaration back."""
    return act(lambda: contributing.revoke(actor(), declaration), lambda _none: url_for("coordination.grid", number=declaration.round.number) + "#declared")

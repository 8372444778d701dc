"""Late links: given by an editor with a public reason, taken up by the person who got one."""
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from consult import clock
from consult.comments.actions import late
from consult.comments.forms import SureForm
from consult.comments.queries import threads
from consult.comments.views.blueprint import bp
from consult.i18n import N_
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.submissions import queries
from consult.submissions.forms import LateLinkForm
from consult.submissions.models import LateLink
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.paths import public
from consult.web.spent import led_to


@bp.route("/late-links/<int:number>", methods=["GET", "POST"])
@access(Action.COMMENTS_GIVE_LATE_LINK, on=("number", rounds.public))
def give_late_link(round_: Round) -> Any:
    """The late links of a round; a new one is shown once, on the page that answers the form."""
    form, made = LateLinkForm(), []
    here = url_for("comments.give_late_link", number=round_.number)

    def do() -> LateLink:
        link, token = late.give_late_link(actor(), round_, form.reason.data, form.days.data)
        made.append((link.id, token))
        return link

    if form.is_submitted() and led_to(form.form_key.data or ""):
        flash(_(N_("This link was made before. It is shown only once: if it was lost, take it back and give a new one.")), "warning")
        return redirect(here, 303)
    response = answer(form, lambda: _page(round_, form), do, lambda _link: here)
    return _page(round_, LateLinkForm(formdata=None), *made[0]) if made and getattr(response, "status_code", 0) == 303 else response


def _page(round_: Round, form: LateLinkForm, new: int = 0, token: str = "") -> str:
    address = public(url_for("comments.claim_late_link", token=token)) if token else ""
    return render_template("comments/late_links.html", round=round_, form=form, links=queries.links_of(round_), new=new, address=address, now=clock.now())


@bp.post("/late-link/<int:link_id>/withdraw")
@access(Action.COMMENTS_WITHDRAW_LATE_LINK, on=("link_id", queries.link))
def withdraw_late_link(link: LateLink) -> Any:
    """Take back a late link that nobody has used."""
    number = link.round.number
    return act(lambda: late.withdraw_late_link(actor(), link), lambda _none: url_for("comments.give_late_link", number=number))


@bp.route("/late/<token>", methods=["GET", "POST"])
@access(Action.OWN, on=("token", queries.link_by_token))
def claim_late_link(link: LateLink) -> Any:
    """What a late link is good for, and taking it up."""
    form, token_page = SureForm(), url_for("comments.drafts")
    mine = link.holder_id == actor().id
    return answer(form, lambda: _claiming(link, form, mine), lambda: late.claim_late_link(actor(), link),
                  lambda _none: token_page if threads.drafts_of(actor(), link.round) else url_for("comments.new", round=link.round.number))


def _claiming(link: LateLink, form: SureForm, mine: bool) -> str:
    return render_template("comments/late_link.html", link=link, form=form, mine=mine, free=allowed(actor(), Action.COMMENTS_CLAIM_LATE_LINK, link))

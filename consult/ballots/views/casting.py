"""Giving the position of a seat, and entering one that was received in writing."""
from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext

from consult.ballots import actions, queries
from consult.ballots.forms import CastForm, EnterForm
from consult.ballots.models import Ballot
from consult.ballots.rules.life import FRESH_MINUTES, Choice
from consult.ballots.rules.wording import in_words
from consult.ballots.views.blueprint import THE_BALLOT, bp, own_mandate
from consult.errors import NotAllowed
from consult.evidence.actions import keep
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.proving import Proof
from consult.workgroup import queries as workgroup


@bp.route("/<int:number>/cast", methods=["GET", "POST"])
@access(Action.BALLOTS_CAST, on=THE_BALLOT)
def cast(ballot: Ballot) -> Any:
    """Give the position of one's seat: question, text, rule, deadline, mandate and former positions on one page."""
    mandate = own_mandate(ballot)
    if mandate is None:
        raise NotAllowed(N_("You hold no mandate of a seat of this ballot that is in force now."))
    form = CastForm(digest=ballot.version_digest)
    proof = Proof(form, FRESH_MINUTES)

    def do() -> Any:
        return actions.cast(actor(), ballot, Choice(form.choice.data), form.reason.data or "", form.digest.data or "")

    def then(position: Any) -> str:
        flash(f"ballot-{ballot.number}", "draft-sent")
        flash(gettext("Your position is recorded."), "success")
        return url_for("ballots.receipt", receipt=position.receipt)

    return answer(form, lambda: render_template("ballots/cast.html", form=form, ballot=ballot, mandate=mandate, proof=proof, rule=in_words(ballot.rule, len(ballot.seats)),
                                                history=queries.history(ballot, mandate.party_code)), do, then, before=proof.check)


@bp.route("/<int:number>/enter", methods=["GET", "POST"])
@access(Action.BALLOTS_ENTER, on=THE_BALLOT)
def enter(ballot: Ballot) -> Any:
    """Enter a position received in writing."""
    form = EnterForm(digest=ballot.version_digest)
    mandates = {m.id: m for m in workgroup.all_in_force([seat.party_code for seat in ballot.seats])}
    form.mandate.choices = [(m.id, f"{m.party_code}: {m.holder_name}") for m in mandates.values()]

    def do() -> Any:
        return actions.enter(actor(), ballot, mandates[form.mandate.data], Choice(form.choice.data), form.reason.data or "", form.digest.data or "", keep(*form.evidence.taken()))

    def then(position: Any) -> str:
        flash(gettext("The position is entered. The holder of the mandate and the others of the seat are told now."), "success")
        return url_for("ballots.receipt", receipt=position.receipt)

    return answer(form, lambda: render_template("ballots/enter.html", form=form, ballot=ballot), do, then)

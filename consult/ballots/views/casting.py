"""Giving the position of a seat, and entering one that was received in writing."""
from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext

from consult.ballots import actions, queries
from consult.ballots.forms import CastForm, EnterForm, offer
from consult.ballots.models import Ballot, Position
from consult.ballots.rules.casting import becomes_public, effects
from consult.ballots.rules.life import FRESH_MINUTES, Choice
from consult.ballots.rules.wording import procedure_in_words
from consult.ballots.views.blueprint import THE_BALLOT, bp, own_mandate
from consult.documents.queries import versions
from consult.errors import NotAllowed
from consult.evidence.actions import keep
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.proving import Proof
from consult.workgroup import queries as workgroup
from consult.workgroup.models import Mandate
from consult.workgroup.rules import MandateRole

#: What the concordance says of sections whose words are not those of before.
NEW_WORDS = frozenset({"edited", "retitled", "split", "merged", "deleted", "inserted"})


@bp.route("/<int:number>/cast", methods=["GET", "POST"])
@access(Action.BALLOTS_CAST, on=THE_BALLOT)
def cast(ballot: Ballot) -> Any:
    """Give the position of one's seat: question, text, rule, deadline, mandate and former positions on one page."""
    mandate = own_mandate(ballot)
    if mandate is None:
        raise NotAllowed(N_("You hold no mandate of a seat of this ballot that is in force now."))
    form = CastForm(digest=ballot.version_digest, **_begun(ballot, mandate))
    offer(form, ballot.procedure)
    proof = Proof(form, FRESH_MINUTES)

    def do() -> Any:
        return actions.cast(actor(), ballot, Choice(form.choice.data), form.reason.data or "", form.digest.data or "")

    def then(position: Any) -> str:
        flash(f"ballot-{ballot.number}", "draft-sent")
        flash(gettext("Your position is recorded."), "success")
        return url_for("ballots.receipt", receipt=position.receipt)

    return answer(form, lambda: render_template("ballots/cast.html", form=form, proof=proof, **_told(ballot, mandate)), do, then, before=proof.check)


def _begun(ballot: Ballot, mandate: Mandate) -> dict[str, str]:
    """What stands in the form at first: the position of the seat, to be changed; or its former one on the ballot that this one repeats, as a draft."""
    position = queries.standing(ballot).get(mandate.party_code) or queries.former(ballot, mandate.party_code)
    if position is None:
        return {"choice": Choice.AGAINST.value} if ballot.silence else {}
    return {"choice": position.choice.value, "reason": position.reason}


def _told(ballot: Ballot, mandate: Mandate) -> dict[str, Any]:
    """All that the page says around the form."""
    code, history = mandate.party_code, queries.history(ballot, mandate.party_code)
    former = None if history else queries.former(ballot, code)
    since = queries.last_seen(ballot, code)
    return {
        "ballot": ballot, "mandate": mandate, "history": history, "former": former, "done": queries.answered(ballot).get(former.id) if former else None,
        "seat": next(seat for seat in ballot.seats if seat.party_code == code), "rule": procedure_in_words(ballot.procedure, ballot.rule, len(ballot.seats)),
        "others": [m for m in workgroup.all_in_force([code]) if m.id != mandate.id], "since": since or ballot.version.base, "seen": since is not None,
        "changed": _changed(ballot, since or ballot.version.base), "effects": effects(ballot.procedure, ballot.rule), "public": becomes_public(ballot.kind),
        "spoken_for": mandate.role == MandateRole.ALTERNATE and queries.principal_stands(ballot, code),
    }


def _changed(ballot: Ballot, since: Any) -> int | None:
    """In how many sections the text differs from the version it follows; nothing of versions further back, which would have to be compared first."""
    if since is None or ballot.version.base_id != since.id:
        return None
    return sum(bool(NEW_WORDS & set(link.kinds.split())) for link in versions.concordance(ballot.version))


@bp.route("/<int:number>/enter", methods=["GET", "POST"])
@access(Action.BALLOTS_ENTER, on=THE_BALLOT)
def enter(ballot: Ballot) -> Any:
    """Enter a position received in writing."""
    form = EnterForm(digest=ballot.version_digest)
    offer(form, ballot.procedure)
    mandates = {m.id: m for m in workgroup.all_in_force([seat.party_code for seat in ballot.seats])}
    form.mandate.choices = [(m.id, f"{m.party_code}: {m.holder_name}") for m in mandates.values()]

    def do() -> Any:
        return actions.enter(actor(), ballot, mandates[form.mandate.data], Choice(form.choice.data), form.reason.data or "", form.digest.data or "", keep(*form.evidence.taken()))

    def then(position: Position) -> str:
        flash(gettext("The position is entered. The holder of the mandate and the others of the seat are told now."), "success")
        return url_for("ballots.receipt", receipt=position.receipt)

    return answer(form, lambda: render_template("ballots/enter.html", form=form, ballot=ballot), do, then)

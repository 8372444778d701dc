"""The roll call as files: for spreadsheets and machines in English, as a sheet to print in the reader's language."""
from typing import Any

from flask import Response
from flask_babel import gettext as _

from consult import clock
from consult.ballots import queries
from consult.ballots.exports import receipts, tables
from consult.ballots.models import Ballot, BallotSeat, Position
from consult.ballots.rules.life import OBJECTION, BallotPhase
from consult.ballots.rules.wording import outcome_in_words, procedure_in_words
from consult.ballots.views.blueprint import THE_BALLOT, bp, by_name, said, seat_name
from consult.ballots.views.reading import refuse_hidden
from consult.errors import NotFound
from consult.exports.formats import FORMATS
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web.access import access
from consult.web.downloads import handed_out
from consult.web.locale import chosen, footnotes, named, until, when


@bp.get("/<int:number>/roll-call.<format>")
@access(Action.READ, on=THE_BALLOT)
def roll_call(ballot: Ballot, format: str) -> Response:
    """The roll call: head, rows and foot."""
    refuse_hidden(ballot)
    if format == "pdf":
        at = ballot.certified_at or clock.now()
        return handed_out(receipts.printed(receipts.ROLL_CALL, _words(ballot), at), "application/pdf", f"roll-call-{ballot.number}.pdf")
    if format not in FORMATS:
        raise NotFound(N_("This table is not handed out in that format."))
    content = tables.as_json(ballot) if format == "json" else FORMATS[format].write(*tables.sheet(ballot))
    return Response(content, content_type=FORMATS[format].media_type, headers={"Content-Disposition": f'attachment; filename="roll-call-{ballot.number}.{format}"'})


def _words(ballot: Ballot) -> dict[str, Any]:
    """All that the sheet says, in the reader's language."""
    standing, count = queries.standing(ballot), queries.count(ballot)
    outcome = [] if ballot.phase == BallotPhase.WITHDRAWN else [said(one) for one in outcome_in_words(ballot.procedure, ballot.rule, count)]
    rows = [_row(ballot, seat, standing.get(seat.party_code)) for seat in by_name(ballot)]
    counts = [(_(N_("For")), count.approve), (_(N_("Against")), count.against), (_(N_("Abstaining")), count.abstain), (_(N_("Not taking part")), count.not_taking_part),
              (_(N_("Without a position")), count.none), (_(N_("Seats")), count.seats)]
    return {"language": chosen().code, "title": _(N_("Roll call of ballot %(number)s"), number=ballot.number), "lead": ballot.question, "facts": _head(ballot),
            "columns": [_(N_("Seat")), _(N_("Position")), _(N_("Given by")), _(N_("Reason")), _(N_("Receipt"))], "rows": rows,
            "counts": [[name, str(number)] for name, number in counts], "outcome": outcome, "notes": footnotes()}


def _head(ballot: Ballot) -> list[tuple[str, str]]:
    version, certified = ballot.version, (ballot.result or {}).get("certified") or {}
    facts = [
        (_(N_("Text")), f"{version.document.title} {version.label}"), ("SHA-256", ballot.version_digest), (_(N_("Where it stands")), named(ballot.phase)),
        (_(N_("Opens")), f"{when(ballot.opens_at)} ({queries.written(ballot.opens_at)})"), (_(N_("Closes")), f"{until(ballot.closes_at)} ({queries.written(ballot.closes_at)})"),
        (_(N_("How it is decided")), " ".join(said(one) for one in procedure_in_words(ballot.procedure, ballot.rule, len(ballot.seats)))),
        (_(N_("Certified")), f"{when(ballot.certified_at)}, {certified.get('by', '')}" if ballot.certified_at else ""),
        (_(N_("Record")), f"result-{ballot.number}.json" + (f", {queries.seal(ballot)}" if ballot.result else "")), (_(N_("Withdrawn")), ballot.withdrawn_reason),
    ]
    return [fact for fact in facts if fact[1]]


def _row(ballot: Ballot, seat: BallotSeat, position: Position | None) -> list[str]:
    """One line of the sheet; what came before the position that counts is told by its number."""
    if position is None:
        return [seat_name(seat), _(N_("no position")), "", "", ""]
    earlier = len(queries.history(ballot, seat.party_code)) - 1
    entered = [_(N_("received in writing and entered by the secretariat"))] if position.entered_by else []
    by = [f"{position.caster_name}, {named(position.capacity)}", when(position.at), *entered, *([_(N_("Earlier positions: %(number)s"), number=earlier)] if earlier else [])]
    return [seat_name(seat), _(OBJECTION) if ballot.silence else named(position.choice), "\n".join(by), position.reason, position.receipt]

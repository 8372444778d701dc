"""The roll call as a table (sheet C of the templates)."""
from collections.abc import Iterable, Sequence
from typing import Any

from consult.ballots import queries
from consult.ballots.models import Ballot, Position

COLUMNS = ("seat", "name", "position", "position_at", "cast_by", "capacity", "mandate", "entered_by_secretariat", "reason", "earlier_positions", "receipt")


def rows(ballot: Ballot) -> Iterable[Sequence[Any]]:
    """One row for each seat, with the position that counts and how many came before it."""
    standing = queries.standing(ballot)
    for seat in ballot.seats:
        position = standing.get(seat.party_code)
        name = seat.names.get("en", seat.party_code) + ("*" if seat.footnote else "")
        yield (seat.party_code, name, *(_told(ballot, position) if position else ("none", None, "", "", None, False, "", 0, "")))


def _told(ballot: Ballot, position: Position) -> Sequence[Any]:
    return (position.choice.value, position.at, position.caster_name, position.capacity.value, position.mandate_id, position.entered_by is not None, position.reason,
            len(queries.history(ballot, position.party_code)) - 1, position.receipt)

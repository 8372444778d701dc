"""Holding frozen reports against their hashes, the journal, their own sums, and the rows they were counted from."""
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult.db import db
from consult.journal.models import JournalEntry
from consult.reporting import rules
from consult.reporting.models import FrozenReport
from consult.reporting.queries import figures
from consult.rounds.models import Round
from consult.rounds.rules import RoundState

#: What a comment is counted by that nothing changes after the close.
LASTING = ("party", "kind", "channel", "language", "section")


def broken() -> Iterator[str]:
    """A sentence for each report that is not what was frozen, or whose figures are not those of the rows (R6)."""
    told = {entry.subject_id: entry.facts.get("report") for entry in db.session.scalars(select(JournalEntry).where(JournalEntry.kind == "rounds.complete"))}
    kept = {row.round_id: row for row in db.session.scalars(select(FrozenReport).options(joinedload(FrozenReport.round).joinedload(Round.version)))}
    for round_ in db.session.scalars(select(Round).where(Round.state == RoundState.COMPLETE).order_by(Round.number)):
        said = told.get(str(round_.id))
        if said is not None and round_.id not in kept:
            yield f"the report of round {round_.number} is missing"
        elif round_.id in kept:
            yield from (f"the report of round {round_.number}: {fault}" for fault in _faults(kept[round_.id], said))


def _faults(row: FrozenReport, said: str | None) -> Iterator[str]:
    if rules.digest(row.content) != row.digest:
        yield "its text does not have its hash"
        return
    if said != row.digest:
        yield "the journal has another hash"
    facts = json.loads(row.content)
    yield from rules.faults(facts)
    yield from _recounted(row, facts)


def _recounted(row: FrozenReport, facts: dict[str, Any]) -> Iterator[str]:
    rows = figures.counted(row.round)
    for group in facts["groups"]:
        field = group["field"]
        if field in LASTING:
            now: dict[Any, int] = {}
            for one, number in rows:
                word = str(one[field]) if one[field] is not None else None
                now[word] = now.get(word, 0) + number
            if now != {word: number for word, number in group["rows"]}:
                yield f"the comments by {field} are others than those counted then"

"""Freezing a report when its round is completed: a part of rounds.complete, whose entry carries the hash."""
from consult import clock
from consult.db import db
from consult.reporting.models import FrozenReport
from consult.reporting.queries import facts
from consult.reporting.rules import content, digest
from consult.rounds.models import Round


def freeze(round_: Round) -> str:
    """Keep the facts of the report for ever; their hash."""
    told = content(facts.gather(round_))
    db.session.add(FrozenReport(round_id=round_.id, content=told, digest=digest(told), at=clock.now()))
    db.session.flush()
    return digest(told)

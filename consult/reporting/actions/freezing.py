"""Freezing a report when its round is completed: a part of rounds.complete, whose entry carries the hash."""
from typing import Any

from consult import clock
from consult.db import db
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.reporting.models import FrozenReport
from consult.reporting.queries import facts
from consult.reporting.rules import content, digest
from consult.rounds.models import Round


def freeze(actor: Any, round_: Round) -> str:
    """Keep the facts of the report for ever; their hash."""
    require(actor, Action.REPORTING_FREEZE, round_)
    told = content(facts.gather(round_))
    db.session.add(FrozenReport(round_id=round_.id, content=told, digest=digest(told), at=clock.now()))
    db.session.flush()
    return digest(told)

"""Reading the settings: what counts at a moment, and how it came to be."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consult.accounts.models import Account
from consult.db import db
from consult.settings.models import Decision
from consult.settings.rules import Setting

Value = TypeVar("Value")


class Values:
    """All settings at one moment: what was decided, and the defaults of this installation for the rest."""

    def __init__(self, defaults: Mapping[str, Any], decided: Mapping[str, Any]):
        self.all = {**defaults, **decided}

    def of(self, one: Setting[Value]) -> Value:
        """The value of a setting."""
        return self.all[one.key]


def decided(at: datetime | None = None) -> dict[str, Any]:
    """The values in force at the moment (default: the latest) of all settings that were decided, in one statement."""
    query = select(Decision.key, Decision.value).order_by(Decision.number)
    rows = db.session.execute(query.where(Decision.decided_at <= at) if at is not None else query)
    return {key: value for key, value in {key: value for key, value in rows}.items() if value is not None}


def dated(one: Setting[Any]) -> list[tuple[datetime, Any]]:
    """From when on which value of a setting counted, the latest first; none where the default counted again."""
    return [(at, value) for at, value in db.session.execute(select(Decision.decided_at, Decision.value).where(Decision.key == one.key).order_by(Decision.number.desc()))]


def count(one: Setting[Any]) -> int:
    """How many decisions there are on a setting: the number of the latest."""
    return db.session.scalar(select(func.max(Decision.number)).where(Decision.key == one.key)) or 0


def history() -> dict[str, list[Decision]]:
    """All decisions by setting, the latest first, with who decided."""
    found: dict[str, list[Decision]] = {}
    for row in db.session.scalars(select(Decision).order_by(Decision.number.desc()).options(joinedload(Decision.decider).lazyload(Account.grants))):
        found.setdefault(row.key, []).append(row)
    return found

"""Deciding a setting."""
from collections.abc import Mapping
from typing import Any

from consult import clock
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.settings import queries
from consult.settings.models import Decision
from consult.settings.rules import Setting, agree, tidied
from consult.text import legible


def change(actor: Any, one: Setting[Any], value: Any, reason: str, seen: int, defaults: Mapping[str, Any]) -> Decision:
    """Decide a setting for what begins from now on, for a reason that everybody reads; without a value the default counts again.

    `seen` is the number of the decision that the person had before them; `defaults` are the values of this installation where nothing is decided.
    """
    require(actor, Action.SETTINGS_CHANGE, one)
    now = queries.decided()
    if queries.count(one) != seen:
        raise Conflict(N_("Somebody else has decided this setting meanwhile. What counts now stands above your words; look at it, and send once more if you still want yours."))
    kept = None if value is None else tidied(one, value)
    former = {**defaults, **now}[one.key]
    reason = legible.written(reason, "reason", N_("Say why; everybody will read it."))
    after = {**defaults, **now, one.key: defaults[one.key] if kept is None else kept}
    if after[one.key] == former and (kept is not None) == (one.key in now):
        raise Invalid(N_("This is what counts already; nothing would change."), field="value")
    agree(after)
    row = Decision(key=one.key, number=seen + 1, value=kept, reason=reason, decided_by=actor.id, decided_at=clock.now())
    db.session.add(row)
    facts = {"before": former, "after": after[one.key]} if one.told else {"before": None, "after": None}
    record(Action.SETTINGS_CHANGE, actor, row, setting=one.key, reason=reason, **facts)
    return row

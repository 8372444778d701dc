"""What takes long to count, kept by the process for as long as nothing has happened that could change it: the journal tells.

Everything that a count here rests on leaves an entry in the journal, in the same transaction. So what was counted at one last entry is true until there is another;
entries of accounts (somebody signs in) do not count. What is dear may be shown, where the page says so, for SPARE times as long as it took to count although something
has happened since: else a busy round of a million comments would be counted without end. Others who ask while it is being counted wait for it.
"""
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from consult import clock
from consult.journal import queries as journal

#: How many times as long as it took to count something dear may be shown.
SPARE = 20.0


@dataclass(frozen=True)
class Counted:
    """Something counted: at which last entry of the journal, when, until when it may be shown if it is dear, and whether it is true now."""

    value: Any
    entry: str
    at: datetime
    until: float
    true: bool = True


def counted(name: Hashable, count: Callable[[], Any], dear: Callable[[Any], bool] | None = None) -> Counted:
    """What `count` gives, counted now or before; what is `dear` may be a little old (`true` says whether it is). The value is shared: nobody changes it."""
    entry = journal.last()
    kept, locks = current_app.extensions.setdefault("counted", ({}, {}))
    if found := _usable(kept.get(name), entry, dear):
        return found
    with locks.setdefault(name, threading.Lock()):
        if found := _usable(kept.get(name), entry, dear):
            return found
        began, at = time.monotonic(), clock.now()
        value = count()
        now = time.monotonic()
        kept[name] = Counted(value, entry, at, now + (now - began) * SPARE)
        return kept[name]


def _usable(found: Counted | None, entry: str, dear: Callable[[Any], bool] | None) -> Counted | None:
    """What is kept, if it is true or may be shown although it is not."""
    if found is None or found.entry == entry:
        return found
    return Counted(found.value, found.entry, found.at, found.until, true=False) if dear and dear(found.value) and time.monotonic() < found.until else None

"""The settings as pages, jobs and actions get them: what was decided, else what the environment says, else the default."""
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from flask import current_app, g

from consult.settings.queries import Values, dated, decided
from consult.settings.rules import EVERY, REACT_DAYS, Setting
from consult.submissions.rules import Interest

Value = TypeVar("Value")
#: For how long, in seconds, a process shows the frame of the pages (secretariat, languages) as it read it last; rules are read anew each time.
KEPT = 20.0


def defaults() -> dict[str, Any]:
    """The value of each setting where nothing has been decided."""
    return {one.key: current_app.config.get(one.config, one.default) if one.config else one.default for one in EVERY}


def setting(one: Setting[Value], at: datetime | None = None) -> Value:
    """What counts now, or for something that began at a moment: a change never reaches back."""
    return Values(defaults(), decided(at)).of(one)


def several(at: datetime | None = None) -> Values:
    """All settings together, in one statement."""
    return Values(defaults(), decided(at))


def interest_asked(round_: Any) -> Interest:
    """Whether a round asks for a declaration of interest: as it was when the round opened."""
    from_rules: Mapping[str, Any] = several(round_.opens_at).all
    return Interest(from_rules["interest"])


def reaction_days(published_at: datetime) -> int:
    """How long an author may react to an answer: as it was when the answer was published; read once for a page of many answers."""
    if "reaction_days" not in g:
        g.reaction_days = dated(REACT_DAYS)
    value = next((value for at, value in g.reaction_days if at <= published_at), None)
    return int(defaults()[REACT_DAYS.key] if value is None else value)


def shown(one: Setting[Value]) -> Value:
    """What the frame of every page shows; it is read a few times a minute, not with each page."""
    until, values = current_app.extensions.get("settings_shown", (0.0, None))
    if values is None or time.monotonic() > until:
        values = several()
        current_app.extensions["settings_shown"] = (time.monotonic() + KEPT, values)
    return values.of(one)


def forget_shown() -> None:
    """A setting has changed: read it with the next page."""
    current_app.extensions.pop("settings_shown", None)

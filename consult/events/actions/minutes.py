"""The minutes of an event: written by the secretariat, adopted by the delegations, then published once."""
import hashlib
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from consult import clock
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.events.models import Event, EventMinutes
from consult.events.rules import LIFE, MINUTES_MAX
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible


def write_minutes(actor: Any, event: Event, words: str, language: str, revision: int) -> EventMinutes:
    """Write the minutes, or write them anew unless somebody was quicker; nobody but the editors reads them before they are published."""
    require(actor, Action.EVENTS_WRITE_MINUTES, event)
    minutes = event.minutes
    if (minutes.revision if minutes else 0) != revision:
        raise Conflict(N_("Somebody else changed the minutes since you opened them. Your words are kept below: look at the minutes as they are now and bring both together."))
    legible.check_source(words, "words", MINUTES_MAX)
    words = legible.written(words, "words", N_("Write the minutes."))
    if minutes is None:
        minutes = EventMinutes(event=event, written_by=actor.id, written_at=clock.now())
        db.session.add(minutes)
    minutes.words, minutes.language, minutes.written_by, minutes.written_at = words, language, actor.id, clock.now()
    db.session.flush()
    record(Action.EVENTS_WRITE_MINUTES, actor, event, event=event.number)
    return minutes


def publish_minutes(actor: Any, event: Event, adopted_on: date, adopted_how: str) -> None:
    """Publish the minutes with the day on which, and the way in which, the delegations adopted them; they never change again."""
    require(actor, Action.EVENTS_PUBLISH_MINUTES, event)
    minutes = event.minutes
    if minutes is None:
        raise Invalid(N_("There are no minutes yet. Write them first."))
    today = clock.now().astimezone(clock.BRUSSELS).date()
    if not event.starts_at.astimezone(ZoneInfo(event.zone)).date() <= adopted_on <= today:
        raise Invalid(N_("Minutes are adopted on a day between the event and today."), field="adopted_on")
    minutes.adopted_how = legible.written(adopted_how, "adopted_how", N_("Say how the delegations adopted the minutes."))
    minutes.adopted_on, minutes.published_at, minutes.digest = adopted_on, clock.now(), hashlib.sha256(minutes.words.encode()).hexdigest()
    event.state = LIFE.advance(event.state, "publish_minutes")
    event.changed_at = clock.now()
    record(Action.EVENTS_PUBLISH_MINUTES, actor, event, event=event.number, digest=minutes.digest, adopted=adopted_on.isoformat())

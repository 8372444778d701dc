"""Planning an event, announcing it, changing it, naming its outcome, and calling it off."""
from dataclasses import asdict, dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from consult import clock
from consult.db import db
from consult.documents.models import Version
from consult.documents.rules import VersionState
from consult.errors import Conflict, Invalid
from consult.events.models import Event
from consult.events.queries import events, signing
from consult.events.rules import LIFE, WORDS_MAX, moved
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible


@dataclass(frozen=True)
class Invitation:
    """What an event is: its name, when and where, who invites, and words about it."""

    title: str
    language: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    host: str
    words: str = ""


def plan(actor: Any, invitation: Invitation) -> Event:
    """Plan an event; nobody but the editors sees it until it is announced."""
    require(actor, Action.EVENTS_PLAN)
    now = clock.now()
    event = Event(number=events.next_number(), uid=token_hex(16), sequence=0, planned_by=actor.id, planned_at=now, changed_at=now, **_checked(invitation))
    db.session.add(event)
    record(Action.EVENTS_PLAN, actor, event, event=event.number, starts=event.starts_at.isoformat())
    return event


def revise(actor: Any, event: Event, invitation: Invitation) -> None:
    """Change an event that nobody has been told of."""
    require(actor, Action.EVENTS_REVISE, event)
    _change(actor, event, invitation)
    record(Action.EVENTS_REVISE, actor, event, event=event.number, starts=event.starts_at.isoformat())


def announce(actor: Any, event: Event) -> None:
    """Make an event public, with its agenda and its delegations, and have everybody told who sits for a party or coordinates."""
    require(actor, Action.EVENTS_ANNOUNCE, event)
    if event.starts_at <= clock.now():
        raise Invalid(N_("The event would have begun already. Change its time first."))
    if not event.items:
        raise Invalid(N_("Write at least one point of the agenda before the event is announced."))
    event.state = LIFE.advance(event.state, "announce")
    event.announced_at = event.changed_at = clock.now()
    record(Action.EVENTS_ANNOUNCE, actor, event, event=event.number, starts=event.starts_at.isoformat(), ends=event.ends_at.isoformat(), items=len(event.items),
           delegations=len(event.delegations))


def amend(actor: Any, event: Event, invitation: Invitation, reason: str) -> None:
    """Change an event that has been announced, with a reason; calendars take the new time over, and everybody is told again."""
    require(actor, Action.EVENTS_AMEND, event)
    reason = legible.written(reason, "reason", N_("Say why the event is changed."))
    if invitation.starts_at <= clock.now():
        raise Invalid(N_("The event would have begun already. Choose a time that lies ahead."), field="starts_day")
    changed = _change(actor, event, invitation)
    if not changed:
        raise Invalid(N_("Nothing would be different. Change what is to be changed, or leave this page."))
    event.sequence += 1
    record(Action.EVENTS_AMEND, actor, event, event=event.number, starts=event.starts_at.isoformat(), changed=sorted(changed), reason=reason)


def name_outcome(actor: Any, event: Event, version: Version | None, exception: str) -> None:
    """Name the text that is to come out of the event: final and carried by a certified ballot, or with the reason why not (H2)."""
    require(actor, Action.EVENTS_NAME_OUTCOME, event)
    if version is not None and version.state != VersionState.PUBLISHED:
        raise Invalid(N_("Only a published version can be the outcome of an event."), field="version")
    ballot = events.carrying(version) if version is not None and version.final else None
    exception = "" if ballot else legible.written(exception, "exception", N_(
        "No certified ballot has carried this text as final. State why the event is held all the same, or choose another version."))
    event.version_id, event.version_digest = (version.id, version.digest) if version else (None, None)
    event.ballot_id, event.exception, event.changed_at = ballot.id if ballot else None, exception, clock.now()
    record(Action.EVENTS_NAME_OUTCOME, actor, event, event=event.number, label=version.label if version else None, digest=event.version_digest,
           ballot=ballot.number if ballot else None, exception=exception)


def cancel(actor: Any, event: Event, reason: str) -> None:
    """Call an event off, with a reason; what was signed at it stands, and then it can only be concluded."""
    require(actor, Action.EVENTS_CANCEL, event)
    reason = legible.written(reason, "reason", N_("Say why the event does not take place."))
    if signing.standing(signing.signatures(event)):
        raise Conflict(N_("Signatures were given at this event. It is concluded, not cancelled."))
    event.state = LIFE.advance(event.state, "cancel")
    event.cancel_reason, event.cancelled_at, event.changed_at, event.sequence = reason, clock.now(), clock.now(), event.sequence + 1
    record(Action.EVENTS_CANCEL, actor, event, event=event.number, reason=reason)


def _checked(invitation: Invitation) -> dict[str, Any]:
    """The columns of an invitation, tidied; refuses one without name, place or host, and one that ends before it begins."""
    if invitation.ends_at <= invitation.starts_at:
        raise Invalid(N_("An event ends after it begins."), field="ends_day")
    legible.check_source(invitation.words, "words", WORDS_MAX)
    return asdict(invitation) | {
        "title": legible.written(invitation.title, "title", N_("Give the event a name.")),
        "place": legible.written(invitation.place, "place", N_("Say where the event takes place.")),
        "host": legible.written(invitation.host, "host", N_("Say who hosts the event.")),
        "words": legible.tidy(invitation.words, "words"),
    }


def _change(actor: Any, event: Event, invitation: Invitation) -> set[str]:
    """Take the new columns over, and the agenda along with the beginning; the names of those that differ."""
    before, columns = (event.starts_at, event.zone), _checked(invitation)
    changed = {name for name, value in columns.items() if getattr(event, name) != value}
    for name in changed:
        setattr(event, name, columns[name])
    if changed & {"starts_at", "zone"}:
        for item in event.items:
            item.starts_at = moved(item.starts_at, before, (event.starts_at, event.zone))
            record(Action.EVENTS_CHANGE_ITEM, actor, item, event=event.number, item=item.id)
    event.changed_at = clock.now()
    return changed

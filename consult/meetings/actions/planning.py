"""Planning a meeting, inviting the group, changing it, and calling it off."""
from dataclasses import asdict, dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from consult import clock
from consult.db import db
from consult.errors import Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.meetings import queries
from consult.meetings.models import Meeting
from consult.meetings.rules import LIFE, WORDS_MAX
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible


@dataclass(frozen=True)
class Call:
    """What a meeting is: its name, when, and where or by which link."""

    title: str
    language: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    link: str
    words: str


def plan(actor: Any, call: Call) -> Meeting:
    """Plan a meeting; nobody but the editors sees it until the group is invited."""
    require(actor, Action.MEETINGS_PLAN)
    now = clock.now()
    meeting = Meeting(number=queries.next_number(), uid=token_hex(16), sequence=0, planned_by=actor.id, planned_at=now, changed_at=now, **_checked(call))
    db.session.add(meeting)
    record(Action.MEETINGS_PLAN, actor, meeting, meeting=meeting.number, starts=meeting.starts_at.isoformat())
    return meeting


def change(actor: Any, meeting: Meeting, call: Call, reason: str = "") -> None:
    """Change a planned meeting; once the group is invited with a reason, into the future only, and everybody is told again."""
    require(actor, Action.MEETINGS_CHANGE, meeting)
    if meeting.invited_at is not None:
        reason = legible.written(reason, "reason", N_("Say why the meeting is changed."))
        if call.starts_at <= clock.now():
            raise Invalid(N_("The meeting would have begun already. Choose a time that lies ahead."), field="starts_day")
    columns = _checked(call)
    changed = sorted(name for name, value in columns.items() if getattr(meeting, name) != value)
    if not changed:
        raise Invalid(N_("Nothing would be different. Change what is to be changed, or leave this page."))
    for name in changed:
        setattr(meeting, name, columns[name])
    meeting.changed_at, meeting.sequence = clock.now(), meeting.sequence + (meeting.invited_at is not None)
    record(Action.MEETINGS_CHANGE, actor, meeting, meeting=meeting.number, starts=meeting.starts_at.isoformat(), changed=changed, reason=reason)


def invite(actor: Any, meeting: Meeting) -> None:
    """Invite the group: the meeting and its agenda become public, and whoever holds a mandate or observes gets a mail."""
    require(actor, Action.MEETINGS_INVITE, meeting)
    if meeting.starts_at <= clock.now():
        raise Invalid(N_("The meeting would have begun already. Change its time, or record it as held."))
    if not meeting.items:
        raise Invalid(N_("Write at least one point of the agenda before the group is invited."))
    meeting.invited_at = meeting.changed_at = clock.now()
    record(Action.MEETINGS_INVITE, actor, meeting, meeting=meeting.number, starts=meeting.starts_at.isoformat(), items=len(meeting.items))


def cancel(actor: Any, meeting: Meeting, reason: str) -> None:
    """Call a meeting off, with a reason; whoever was invited is told."""
    require(actor, Action.MEETINGS_CANCEL, meeting)
    meeting.cancel_reason = legible.written(reason, "reason", N_("Say why the meeting does not take place."))
    meeting.state = LIFE.advance(meeting.state, "cancel")
    meeting.changed_at, meeting.sequence = clock.now(), meeting.sequence + 1
    record(Action.MEETINGS_CANCEL, actor, meeting, meeting=meeting.number, reason=meeting.cancel_reason)


def _checked(call: Call) -> dict[str, Any]:
    """The columns of a meeting, tidied; refuses one without name, nowhere, and one that ends before it begins."""
    if call.ends_at <= call.starts_at:
        raise Invalid(N_("A meeting ends after it begins."), field="ends_hour")
    legible.check_source(call.words, "words", WORDS_MAX)
    place, link = legible.tidy(call.place, "place"), legible.seen(call.link).strip()
    if not place and not link:
        raise Invalid(N_("Say where the meeting takes place, or give the link to it."), field="place")
    if link and (not link.startswith("https://") or " " in link):
        raise Invalid(N_("A link to a meeting begins with https:// and has no spaces."), field="link")
    title = legible.written(call.title, "title", N_("Give the meeting a name."))
    return asdict(call) | {"title": title, "place": place, "link": link, "words": legible.tidy(call.words, "words")}

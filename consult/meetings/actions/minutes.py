"""The minutes of a meeting: written by the secretariat, published once, corrected by dated additions."""
import hashlib
from typing import Any

from consult import clock
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.meetings.models import Meeting, MeetingMinutes, MinutesCorrection
from consult.meetings.rules import CORRECTION_MAX, LIFE, MINUTES_MAX
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible


def write_minutes(actor: Any, meeting: Meeting, words: str, language: str, revision: int) -> MeetingMinutes:
    """Write the minutes, or write them anew unless somebody was quicker; nobody but the editors reads them before they are published."""
    require(actor, Action.MEETINGS_WRITE_MINUTES, meeting)
    minutes = meeting.minutes
    if (minutes.revision if minutes else 0) != revision:
        raise Conflict(N_("Somebody else changed the minutes since you opened them. Your words are kept below: look at the minutes as they are now and bring both together."))
    legible.check_source(words, "words", MINUTES_MAX)
    words = legible.written(words, "words", N_("Write the minutes."))
    if minutes is None:
        minutes = MeetingMinutes(meeting=meeting, words=words, language=language, written_by=actor.id, written_at=clock.now())
        db.session.add(minutes)
    minutes.words, minutes.language, minutes.written_by, minutes.written_at = words, language, actor.id, clock.now()
    db.session.flush()
    record(Action.MEETINGS_WRITE_MINUTES, actor, meeting, meeting=meeting.number)
    return minutes


def publish_minutes(actor: Any, meeting: Meeting) -> None:
    """Publish the minutes with attendance and decisions; from now on none of them changes."""
    require(actor, Action.MEETINGS_PUBLISH_MINUTES, meeting)
    minutes = meeting.minutes
    if minutes is None:
        raise Invalid(N_("There are no minutes yet. Write them first."))
    if not meeting.attendance:
        raise Invalid(N_("Record first which seats were present and which sent apologies."))
    minutes.published_at, minutes.digest = clock.now(), hashlib.sha256(minutes.words.encode()).hexdigest()
    db.session.flush()  # before the meeting says so: the database asks for it
    meeting.state = LIFE.advance(meeting.state, "publish_minutes")
    meeting.changed_at = clock.now()
    record(Action.MEETINGS_PUBLISH_MINUTES, actor, meeting, meeting=meeting.number, digest=minutes.digest, decisions=len(meeting.decisions))


def add_correction(actor: Any, meeting: Meeting, words: str) -> MinutesCorrection:
    """Say under published minutes what they ought to say; they themselves stay as they are."""
    require(actor, Action.MEETINGS_ADD_CORRECTION, meeting)
    legible.check_source(words, "words", CORRECTION_MAX)
    correction = MinutesCorrection(words=legible.written(words, "words", N_("Say what is corrected.")), added_by=actor.id, added_at=clock.now())
    meeting.corrections.append(correction)
    db.session.flush()
    record(Action.MEETINGS_ADD_CORRECTION, actor, meeting, meeting=meeting.number)
    return correction

"""A meeting as files: for calendars (RFC 5545), and everything public of it as data."""
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from consult.events.exports.calendar import MAKER
from consult.meetings.models import Meeting, MeetingItem
from consult.meetings.rules import MeetingState


def calendar(meeting: Meeting, address: str) -> bytes:
    """A calendar of one meeting; who took it over before gets its changes, and its cancellation, under the same UID with a higher SEQUENCE."""
    zone, entry = ZoneInfo(meeting.zone), icalendar.Event()
    agenda = "\n".join(f"{number}. {item.title}" for number, item in enumerate(meeting.items, 1))
    for name, value in (("uid", meeting.uid), ("sequence", meeting.sequence), ("dtstamp", meeting.changed_at), ("last-modified", meeting.changed_at),
                        ("dtstart", meeting.starts_at.astimezone(zone)), ("dtend", meeting.ends_at.astimezone(zone)), ("summary", meeting.title),
                        ("location", meeting.place or meeting.link), ("description", f"{agenda}\n{meeting.link}".strip()), ("url", address),
                        ("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")):
        entry.add(name, value)
    whole = icalendar.Calendar()
    for name, value in (("prodid", MAKER), ("version", "2.0"), ("method", "PUBLISH")):
        whole.add(name, value)
    whole.add_component(entry)
    whole.add_missing_timezones(first_date=meeting.starts_at.date().replace(month=1, day=1), last_date=meeting.ends_at.date().replace(month=12, day=31))
    return bytes(whole.to_ical())


def told(meeting: Meeting) -> dict[str, Any]:
    """Everything public of a meeting: attendance, decisions and minutes once the minutes are published."""
    minutes = meeting.minutes if meeting.state == MeetingState.MINUTES_PUBLISHED else None
    return {
        "number": meeting.number, "title": meeting.title, "state": meeting.state.value, "starts": _at(meeting.starts_at, meeting.zone), "ends": _at(meeting.ends_at, meeting.zone),
        "zone": meeting.zone, "place": meeting.place, "link": meeting.link or None, "words": meeting.words, "language": meeting.language,
        "cancelled_because": meeting.cancel_reason or None, "agenda": [_item(item) for item in meeting.items],
        "attendance": [{"party": row.party_code, "presence": row.presence.value, "name": row.name or None} for row in meeting.attendance] if minutes else None,
        "decisions": [{"number": row.number, "words": row.words, "version": row.version.label if row.version else None, "ballot": row.ballot.number if row.ballot else None,
                       "round": row.round.number if row.round else None} for row in meeting.decisions] if minutes else None,
        "minutes": {"words": minutes.words, "language": minutes.language, "sha256": minutes.digest, "published": _instant(minutes.published_at),
                    "corrections": [{"words": row.words, "added": _instant(row.added_at)} for row in meeting.corrections]} if minutes else None,
    }


def _item(item: MeetingItem) -> dict[str, Any]:
    return {"title": item.title, "words": item.words, "version": item.version.label if item.version else None, "ballot": item.ballot.number if item.ballot else None}


def _at(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None

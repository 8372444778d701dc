"""An event for calendars (RFC 5545): in the zone of its place, always under the same name, its number of changes counted."""
from zoneinfo import ZoneInfo

import icalendar

from consult.events.models import Event
from consult.events.rules import EventState

MAKER = "-//Smart Balkan Cluster Policy Model//consult//EN"


def calendar(event: Event, address: str, description: str) -> bytes:
    """A calendar of one event; who took it over before gets its changes, and its cancellation, under the same UID with a higher SEQUENCE."""
    zone = ZoneInfo(event.zone)
    entry = icalendar.Event()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    entry.add("summary", event.title)
    entry.add("location", event.place)
    entry.add("description", description)
    entry.add("url", address)
    entry.add("status", "CANCELLED" if event.state == EventState.CANCELLED else "CONFIRMED")
    whole = icalendar.Calendar()
    whole.add("prodid", MAKER)
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add_component(entry)
    whole.add_missing_timezones(first_date=event.starts_at.date().replace(month=1, day=1), last_date=event.ends_at.date().replace(month=12, day=31))
    return bytes(whole.to_ical())

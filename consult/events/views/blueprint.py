"""The blueprint of events, and how the pages find what they are about."""
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask import Blueprint, url_for
from flask_babel import get_locale

from consult.documents.models import Version
from consult.events.models import Event, EventPaper
from consult.events.queries import events
from consult.events.rules import wall
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.web.access import actor

bp = Blueprint("events", __name__, url_prefix="/events")
bp.add_app_template_global(events.of_act, "signed_at_event")


def seen(number: int) -> Event | None:
    """An event that this reader may see: once announced everybody, before that the secretariat."""
    event = events.by_number(number)
    return event if event and (event.public or allowed(actor(), Action.EVENT_DESK)) else None


def seen_paper(number: int, paper_id: int) -> EventPaper | None:
    """A document of the agenda of such an event."""
    paper = events.paper(number, paper_id)
    return paper if paper and (paper.event.public or allowed(actor(), Action.EVENT_DESK)) else None


THE_EVENT = ("number", seen)
THE_DELEGATION = (("number", "code"), events.delegation)


@bp.app_template_filter("hour_at")
def hour_at(moment: datetime, zone: str) -> str:
    """The hour that the clock at the place shows."""
    return f"{wall(moment, zone):%H:%M}"


@bp.app_template_filter("zone_city")
def zone_city(zone: str) -> str:
    """The city that a zone is called after, in the reader's language."""
    return str(get_timezone_location(ZoneInfo(zone), locale=get_locale(), return_city=True))


def page(event: Event) -> str:
    """The address of an event."""
    return url_for("events.show", number=event.number)


def text_choices(none: str) -> tuple[dict[str, Version], list[tuple[str, str]]]:
    """The published texts by number, and as choices; the first choice is none."""
    texts = {str(version.id): version for version in events.texts()}
    return texts, [("", none), *((key, f"{version.document.title} {version.label}") for key, version in texts.items())]

"""What everybody reads of events: the list, one event, its papers, and its files."""
from flask import Response, render_template, url_for
from flask_babel import gettext

from consult.errors import NotFound
from consult.events.exports import calendar as calendars
from consult.events.exports import tables
from consult.events.models import Event, EventPaper
from consult.events.queries import events, signing
from consult.events.rules import wall
from consult.events.views.blueprint import THE_EVENT, bp, seen_paper
from consult.exports.catalogue import EXPORTS
from consult.exports.formats import FORMATS
from consult.i18n import N_
from consult.journal.rules import canonical
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.downloads import handed_out
from consult.web.locale import chosen
from consult.web.paths import public


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """All events, the latest first."""
    return render_template("events/index.html", events=events.all_events(planned=allowed(actor(), Action.EVENT_DESK)))


@bp.get("/<int:number>/")
@access(Action.READ, on=THE_EVENT)
def show(event: Event) -> str:
    """One event: when and where, agenda, delegations, outcome, signatures, minutes."""
    signed = signing.signatures(event)
    return render_template("events/show.html", event=event, seats=signing.ceremony(event, chosen().code, signed), listed=signing.listed(signed),
                           counted=len(signing.counting(signed)),
                           waiting=len([one for one in signing.standing(signed) if not one.verified]), formats=list(FORMATS))


@bp.get("/<int:number>/documents/<int:paper_id>")
@access(Action.READ, on=(("number", "paper_id"), seen_paper))
def paper(paper: EventPaper) -> Response:
    """A document of the agenda, as it was received."""
    return handed_out(paper.file.content, paper.file.media_type, paper.file.name)


@bp.get("/<int:number>/event.ics")
@access(Action.READ, on=THE_EVENT)
def calendar(event: Event) -> Response:
    """The event for the reader's own calendar."""
    lines = [gettext("Host: %(name)s", name=event.host), *(f"{wall(item.starts_at, event.zone):%H:%M} {item.title}" for item in event.items)]
    content = calendars.calendar(event, public(url_for("events.show", number=event.number)), "\n".join(lines))
    return Response(content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="event-{event.number}.ics"'})


@bp.get("/<int:number>/event.json")
@access(Action.READ, on=THE_EVENT)
def data(event: Event) -> Response:
    """Everything public of the event as data."""
    return Response(canonical(tables.told(event)), content_type="application/json")


@bp.get("/<int:number>/signatures.<format>")
@access(Action.READ, on=THE_EVENT)
def download(event: Event, format: str) -> Response:
    """The signatures as a table."""
    if format not in FORMATS:
        raise NotFound(N_("This table is not handed out in that format."))
    table = EXPORTS["signatures"]
    return Response(FORMATS[format].write(table.columns, table.rows(event)), content_type=FORMATS[format].media_type,
                    headers={"Content-Disposition": f'attachment; filename="signatures-{event.number}.{format}"'})

"""What everybody reads of meetings: the list, one meeting, the calendar file and the data."""
from flask import Response, render_template, url_for

from consult.journal.rules import canonical
from consult.meetings import exports, queries
from consult.meetings.models import Meeting
from consult.meetings.views.blueprint import THE_MEETING, bp
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.paths import public


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """All meetings, the latest first."""
    return render_template("meetings/index.html", meetings=queries.all_meetings(planned=allowed(actor(), Action.MEETING_DESK)))


@bp.get("/<int:number>/")
@access(Action.READ, on=THE_MEETING)
def show(meeting: Meeting) -> str:
    """One meeting: when and where, agenda, attendance, decisions, minutes."""
    return render_template("meetings/show.html", meeting=meeting, desk=allowed(actor(), Action.MEETING_DESK))


@bp.get("/<int:number>/meeting.ics")
@access(Action.READ, on=THE_MEETING)
def calendar(meeting: Meeting) -> Response:
    """The meeting for the reader's own calendar."""
    content = exports.calendar(meeting, public(url_for("meetings.show", number=meeting.number)))
    return Response(content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="meeting-{meeting.number}.ics"'})


@bp.get("/<int:number>/meeting.json")
@access(Action.READ, on=THE_MEETING)
def data(meeting: Meeting) -> Response:
    """Everything public of the meeting as data."""
    return Response(canonical(exports.told(meeting)), content_type="application/json")

"""Two meetings of the working group, one with its minutes and one ahead; and a mandate that ends in some weeks."""
from datetime import time, timedelta

from consult import clock
from consult.demo.cast import Cast
from consult.demo.round_one import version
from consult.errors import NotFound
from consult.events.rules import instant
from consult.meetings import queries
from consult.meetings.actions import agenda, minutes, planning, recording
from consult.meetings.models import Meeting
from consult.meetings.rules import Presence
from consult.rounds import queries as rounds

#: Days from today to the meeting that is past and to the one ahead.
PAST, AHEAD = -20, 24
MINUTES = """## Opening

The chair opened the meeting and the agenda was adopted.

## Draft 0.2

The secretariat presented what was heard in round 1. Members asked for a clearer size of clusters; see decision 1.
"""


def meet(cast: Cast) -> None:
    """Planned, invited, held, minuted, corrected; then the next one."""
    cast.on(PAST - 14, lambda: _call(cast, "Second meeting of the working group (sample)", 14, "Zagreb, Chamber of Economy (sample)", ""))
    cast.on(PAST + .9, lambda: _record(cast))
    cast.on(PAST + 3, lambda: minutes.publish_minutes(cast.person("editor"), _meeting(1)))
    cast.on(PAST + 6, lambda: minutes.add_correction(cast.person("editor2"), _meeting(1), "The meeting closed at 12:30, not at 13:00 (sample)."))
    cast.on(-3, lambda: _call(cast, "Third meeting of the working group (sample)", AHEAD + 3, "", "https://meet.example.org/working-group"))


def _call(cast: Cast, title: str, days: int, place: str, link: str) -> None:
    day, zone = (clock.now() + timedelta(days=days)).date(), "Europe/Zagreb" if place else "Europe/Brussels"
    call = planning.Call(title, "en", instant(day, time(9, 30), zone), instant(day, time(13), zone), zone, place, link, "Everything on this page is a sample.")
    meeting = planning.plan(cast.person("editor"), call)
    agenda.add_item(cast.person("editor"), meeting, "Opening and agenda")
    agenda.add_item(cast.person("editor"), meeting, "The draft as it stands", "What was heard and what changed.", version("0.2"))
    agenda.add_item(cast.person("editor"), meeting, "Next steps and dates")
    planning.invite(cast.person("editor"), meeting)


def _record(cast: Cast) -> None:
    meeting, editor = _meeting(1), cast.person("editor")
    recording.hold(editor, meeting)
    marks = {"RS": (Presence.PRESENT, "Member for RS (sample)"), "HR": (Presence.PRESENT, "Member for HR (sample)"), "BG": (Presence.APOLOGIES, "")}
    recording.take_attendance(editor, meeting, marks)
    recording.add_decision(editor, meeting, "The secretariat prepares a clearer wording on the **size of clusters**.", version("0.2"))
    recording.add_decision(editor, meeting, "Comments on draft 0.2 are taken until the end of round 2.", None, None, rounds.by_number(2))
    minutes.write_minutes(editor, meeting, MINUTES, "en", 0)


def _meeting(number: int) -> Meeting:
    meeting = queries.by_number(number)
    if meeting is None:
        raise NotFound("The meeting is missing.")
    return meeting

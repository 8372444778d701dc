"""Conditions on meetings of the working group and on handing a mandate over."""
from typing import Any

from consult.i18n import N_
from consult.meetings.rules import MeetingState
from consult.permissions.conditions import says


@says(N_("the meeting is planned"))
def meeting_planned(actor: Any, subject: Any) -> bool:
    """Subject: a meeting, or a point of its agenda."""
    return subject.meeting.state == MeetingState.PLANNED


@says(N_("the group has not been invited yet"))
def meeting_not_invited(actor: Any, subject: Any) -> bool:
    """Subject: a meeting."""
    return subject.meeting.invited_at is None


@says(N_("the meeting was held and its minutes are not published"))
def meeting_held(actor: Any, subject: Any) -> bool:
    """Subject: a meeting, or a decision of it."""
    return subject.meeting.state == MeetingState.HELD


@says(N_("the minutes of the meeting are published"))
def meeting_minuted(actor: Any, subject: Any) -> bool:
    """Subject: a meeting."""
    return subject.meeting.state == MeetingState.MINUTES_PUBLISHED


@says(N_("the handing over waits for verification"))
def handing_waits(actor: Any, subject: Any) -> bool:
    """Subject: the handing over of a mandate."""
    return subject.verified_at is None and not subject.set_aside_reason


@says(N_("the mandate is in force and nobody has ended it"))
def mandate_in_force(actor: Any, subject: Any) -> bool:
    """Subject: a mandate."""
    return not subject.end_reason and subject.standing == "active"

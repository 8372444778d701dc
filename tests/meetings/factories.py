"""A meeting at every stage of its life, made by the real actions."""
from dataclasses import replace
from datetime import date, time

from consult.db import db
from consult.events.rules import instant
from consult.meetings import queries
from consult.meetings.actions import agenda, minutes, planning, recording
from consult.meetings.actions.planning import Call
from consult.meetings.rules import Presence
from tests.ballots.factories import who

#: The day of the meeting, and an hour after it.
DAY = date(2026, 11, 20)
AFTER = instant(DAY, time(15), "Europe/Sarajevo")
CALL = Call("Third meeting", "en", instant(DAY, time(9, 30), "Europe/Sarajevo"), instant(DAY, time(13), "Europe/Sarajevo"), "Europe/Sarajevo", "Sarajevo",
            "https://meet.example.org/three", "**Welcome.**")


def planned(**more):
    """A meeting with one point on its agenda."""
    meeting = planning.plan(who("editor"), replace(CALL, **more))
    agenda.add_item(who("editor"), meeting, "Opening")
    return meeting


def invited(**more):
    """A meeting to which the group is invited."""
    meeting = planned(**more)
    planning.invite(who("editor"), meeting)
    return meeting


def held(number=1):
    """The meeting, recorded as held with who came and one decision; call it AFTER, of a meeting planned before."""
    meeting = queries.by_number(number)
    recording.hold(who("editor"), meeting)
    recording.take_attendance(who("editor"), meeting, {"RS": (Presence.PRESENT, "Member of RS"), "HR": (Presence.APOLOGIES, "")})
    recording.add_decision(who("editor"), meeting, "The secretariat prepares **draft 0.3**.")
    return meeting


def published(number=1):
    """The same with published minutes."""
    meeting = held(number)
    minutes.write_minutes(who("editor"), meeting, "The meeting opened at 9:30.", "en", 0)
    minutes.publish_minutes(who("editor"), meeting)
    db.session.flush()
    return meeting

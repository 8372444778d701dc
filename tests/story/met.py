"""What stands for the names in the addresses of meetings and of mandates that are handed over."""
from typing import Any

from sqlalchemy import select

from consult.db import db
from consult.meetings.models import Meeting, MeetingDecision, MeetingItem
from consult.workgroup.models import HandingOver


def met() -> dict[tuple[str, tuple[str, ...]], list[Any]]:
    """One meeting of each state, and of some of them a point and a decision."""
    states = {state: number for number, state in db.session.execute(select(Meeting.number, Meeting.state))}
    items = db.session.execute(select(MeetingItem.id, Meeting.number).join(MeetingItem.meeting).order_by(MeetingItem.id.desc()).limit(3))
    decisions = db.session.execute(select(Meeting.number, MeetingDecision.number).join(MeetingDecision.meeting).limit(2))
    return {
        ("meetings", ("number",)): list(states.values()) or [1],
        ("meetings", ("item_id", "number")): [tuple(row) for row in items] or [(1, 1)],
        ("meetings", ("number", "which")): [tuple(row) for row in decisions] or [(1, 1)],
        ("workgroup", ("handing_id",)): list(db.session.scalars(select(HandingOver.id).limit(2))) or [1],
    }

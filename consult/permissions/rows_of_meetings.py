"""The rows of the table that are about meetings of the working group, and about handing a mandate over."""
from consult.permissions import conditions as c
from consult.permissions import on_meetings as m
from consult.permissions import on_seats
from consult.permissions.words import Action

A = Action
ROWS: dict[Action, list[list[c.Condition]]] = {
    A.WORKGROUP_HAND_OVER: [[c.editor, on_seats.not_holder, m.mandate_in_force], [c.administrator, on_seats.not_holder, m.mandate_in_force]],
    A.WORKGROUP_VERIFY_HANDING: [[c.editor, on_seats.not_recorder, on_seats.not_holder, m.handing_waits],
                                 [c.administrator, on_seats.not_recorder, on_seats.not_holder, m.handing_waits]],
    A.WORKGROUP_SET_ASIDE_HANDING: [[c.editor, m.handing_waits], [c.administrator, m.handing_waits]],
    A.MEETING_DESK: [[c.editor]],
    A.MEETINGS_PLAN: [[c.editor]],
    A.MEETINGS_CHANGE: [[c.editor, m.meeting_planned]],
    A.MEETINGS_INVITE: [[c.editor, m.meeting_planned, m.meeting_not_invited]],
    A.MEETINGS_CANCEL: [[c.editor, m.meeting_planned]],
    A.MEETINGS_ADD_ITEM: [[c.editor, m.meeting_planned]],
    A.MEETINGS_CHANGE_ITEM: [[c.editor, m.meeting_planned]],
    A.MEETINGS_RAISE_ITEM: [[c.editor, m.meeting_planned]],
    A.MEETINGS_DROP_ITEM: [[c.editor, m.meeting_planned]],
    A.MEETINGS_HOLD: [[c.editor, m.meeting_planned]],
    A.MEETINGS_TAKE_ATTENDANCE: [[c.editor, m.meeting_held]],
    A.MEETINGS_ADD_DECISION: [[c.editor, m.meeting_held]],
    A.MEETINGS_CHANGE_DECISION: [[c.editor, m.meeting_held]],
    A.MEETINGS_DROP_DECISION: [[c.editor, m.meeting_held]],
    A.MEETINGS_WRITE_MINUTES: [[c.editor, m.meeting_held]],
    A.MEETINGS_PUBLISH_MINUTES: [[c.editor, m.meeting_held]],
    A.MEETINGS_ADD_CORRECTION: [[c.editor, m.meeting_minuted]],
}

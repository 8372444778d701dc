"""The rows of the table that are about high-level events."""
from consult.permissions import conditions as c
from consult.permissions import on_events as e
from consult.permissions import on_seats
from consult.permissions.words import Action

A = Action
ROWS: dict[Action, list[list[c.Condition]]] = {
    A.EVENT_DESK: [[c.editor], [c.administrator]],
    A.EVENTS_PLAN: [[c.editor]],
    A.EVENTS_REVISE: [[c.editor, e.event_planned]],
    A.EVENTS_ANNOUNCE: [[c.editor, e.event_planned]],
    A.EVENTS_AMEND: [[c.editor, e.event_announced]],
    A.EVENTS_NAME_OUTCOME: [[c.editor, e.event_announced]],
    A.EVENTS_BEGIN: [[c.editor, e.event_announced]],
    A.EVENTS_CONCLUDE: [[c.editor, e.event_in_session]],
    A.EVENTS_CANCEL: [[c.editor, e.event_ahead]],
    A.EVENTS_WRITE_MINUTES: [[c.editor, e.event_minuted]],
    A.EVENTS_PUBLISH_MINUTES: [[c.editor, e.event_concluded]],
    A.EVENTS_ADD_ITEM: [[c.editor, e.event_ahead]],
    A.EVENTS_CHANGE_ITEM: [[c.editor, e.event_ahead]],
    A.EVENTS_DROP_ITEM: [[c.editor, e.event_ahead]],
    A.EVENTS_ADD_PAPER: [[c.editor, e.event_ahead]],
    A.EVENTS_DROP_PAPER: [[c.editor, e.event_ahead]],
    A.EVENTS_ADD_DELEGATION: [[c.editor, e.event_ahead]],
    A.EVENTS_DROP_DELEGATION: [[c.editor, e.event_ahead]],
    A.EVENTS_NAME_DELEGATE: [[c.editor, e.event_ahead]],
    A.EVENTS_DROP_DELEGATE: [[c.editor, e.event_ahead]],
    A.EVENTS_RECORD_CREDENTIALS: [[c.editor, e.event_receiving], [c.administrator, e.event_receiving]],
    A.EVENTS_VERIFY_CREDENTIALS: [[c.editor, on_seats.not_recorder, e.credentials_unverified, e.event_receiving],
                                   [c.administrator, on_seats.not_recorder, e.credentials_unverified, e.event_receiving]],
    A.EVENTS_SIGN: [[c.editor, e.event_in_session], [c.administrator, e.event_in_session]],
}

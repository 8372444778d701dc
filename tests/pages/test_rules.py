"""The stage line follows from facts."""
import itertools
from datetime import UTC, datetime, timedelta

import pytest

from consult.ballots.rules.life import BallotPhase as B
from consult.events.rules import EventState
from consult.pages.rules import STAGES, ahead, event_stage, stages
from consult.rounds.rules import Phase as R


@pytest.mark.parametrize(("facts", "current"), [
    ((False, None, None, False, False), "draft"),
    ((True, None, None, False, False), "draft"),
    ((True, R.SCHEDULED, None, False, True), "draft"),
    ((True, R.OPEN, B.CERTIFIED, False, True), "round"),
    ((True, R.CLOSED, None, False, True), "answers"),
    ((True, R.DISPOSITION, None, False, True), "answers"),
    ((True, R.COMPLETE, None, False, True), "answers"),
    ((True, R.COMPLETE, B.OPEN, False, True), "ballot"),
    ((True, R.COMPLETE, B.OPEN, False, False), "draft"),
    ((True, R.COMPLETE, B.OPEN, True, False), "ballot"),
    ((True, None, B.CERTIFIED, True, False), "adoption"),
])
def test_the_line_stands_where_the_facts_say(facts, current):
    line = stages(*facts)
    assert [name for name, _ in line] == list(STAGES)
    assert [name for name, state in line if state == "current"] == [current]
    before = [state for name, state in line if STAGES.index(name) < STAGES.index(current)]
    assert set(before) <= {"done"}


@pytest.mark.parametrize("facts", list(itertools.product((True, False), (None, *R), (None, *B), (True, False), (True, False))))
def test_in_every_phase_one_stage_is_now_what_is_before_is_done_and_what_is_after_is_to_come(facts):
    states = [state for _, state in stages(*facts)]
    at = states.index("current")
    assert states == ["done"] * at + ["current"] + ["coming"] * (len(STAGES) - at - 1)


@pytest.mark.parametrize(("state", "said"), [
    (None, []), (EventState.PLANNED, []), (EventState.CANCELLED, []), (EventState.ANNOUNCED, ["coming"]), (EventState.IN_SESSION, ["current"]),
    (EventState.CONCLUDED, ["done"]), (EventState.MINUTES_PUBLISHED, ["done"]),
])
def test_the_event_is_the_last_stage_once_it_is_announced(state, said):
    assert [word for _, word in event_stage(state)] == said


def test_what_lies_ahead_is_named_the_nearest_first_and_what_has_passed_is_not():
    now = datetime(2026, 11, 2, tzinfo=UTC)
    days = {"late": 9, "past": -1, "now": 0, "soon": 1}
    things = [(now + timedelta(days=number), name) for name, number in days.items()] + [(None, "undated")]
    assert [name for _, name in ahead(things, now)] == ["soon", "late"]

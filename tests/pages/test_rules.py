"""The stage line follows from facts."""
import pytest

from consult.ballots.rules.life import BallotPhase as B
from consult.pages.rules import STAGES, stages
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

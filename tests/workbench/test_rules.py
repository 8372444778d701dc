"""Which steps still stand, and how two edits of one text come together."""
from hypothesis import given
from hypothesis import strategies as st

from consult.text import threeway
from consult.workbench.rules import Cause, Step, standing

words = st.lists(st.sampled_from(["ten", "members", "of", "a", "cluster", "may", "accept", "fewer", "\n\n", "* item", "**bold**"]), max_size=14).map(" ".join)
TEXT = "A cluster has at least ten members. A party may accept fewer, but not fewer than eight."


def test_undoing_takes_a_step_away_and_undoing_that_gives_it_back():
    steps = [Step(1, Cause.FOUND), Step(2, Cause.PROPOSAL), Step(3, Cause.UNDONE, 2), Step(4, Cause.UNDONE, 3)]
    assert standing(steps[:2]) == {1, 2}
    assert standing(steps[:3]) == {1, 3}
    assert standing(steps) == {1, 2, 4}


def test_bringing_back_a_state_leaves_the_steps_that_stood_then():
    steps = [Step(1, Cause.FOUND), Step(2, Cause.PROPOSAL), Step(3, Cause.EDITED), Step(4, Cause.RESTORED, 1), Step(5, Cause.RESTORED, 3)]
    assert standing(steps[:4]) == {1, 4}
    assert standing(steps) == {1, 2, 3, 5}


def test_edits_that_do_not_touch_come_together():
    mine, theirs = TEXT.replace("ten", "twelve"), TEXT.replace("eight", "nine")
    assert threeway.merged(threeway.parts(TEXT, mine, theirs)) == TEXT.replace("ten", "twelve").replace("eight", "nine")


def test_edits_of_the_same_words_wait_and_each_choice_is_kept_to_the_letter():
    mine, theirs = TEXT.replace("ten", "twelve"), TEXT.replace("ten", "six")
    found = threeway.parts(TEXT, mine, theirs)
    assert threeway.merged(found) is None
    clash, = threeway.clashes(found)
    assert (clash.base, clash.mine, clash.theirs) == ("ten", "twelve", "six")
    assert threeway.merged(found, {0: clash.theirs}) == theirs
    assert threeway.merged(found, {0: clash.base}) == TEXT


def test_edits_that_stand_beside_each_other_touch():
    assert threeway.clashes(threeway.parts(TEXT, TEXT.replace("ten", "twelve"), TEXT.replace("members", "firms")))


@given(words, words, words)
def test_whatever_both_typed_mine_theirs_and_base_can_be_had_from_the_parts(base, mine, theirs):
    found = threeway.parts(base, mine, theirs)
    assert "".join(part.base for part in found) == base
    assert "".join(part.mine for part in found) == mine
    assert "".join(part.theirs for part in found) == theirs


@given(words, words)
def test_who_alone_changed_is_right(base, other):
    assert threeway.merged(threeway.parts(base, other, base)) == other
    assert threeway.merged(threeway.parts(base, base, other)) == other
    assert threeway.merged(threeway.parts(base, other, other)) == other

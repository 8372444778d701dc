"""The rules of the channel, tried at random: nothing is lost, every organisation is in exactly one place, nobody is sent past."""
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.coordination.rules import (
    CONTRIBUTION_LIFE,
    LIFE,
    Choice,
    ContributionState,
    GatheringState,
    Given,
    Said,
    Voice,
    balance,
    cell,
    check_end,
    fits,
    may_send,
    missing_answers,
    voices,
)
from consult.errors import IllegalMove

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
STANCE = st.tuples(st.sampled_from(Choice), st.text(max_size=5))
ANSWERS = st.dictionaries(st.integers(1, 8), st.builds(Given, st.integers(1, 3), st.dictionaries(st.integers(1, 4), STANCE)))


@given(st.lists(st.sampled_from(ContributionState)))
def test_every_contribution_is_counted_in_exactly_one_place(states):
    counted = balance(states)
    assert counted.total == len(states) == counted.standing + counted.taken_back
    assert counted.waiting + counted.grouped + counted.aside == counted.standing


@given(st.lists(st.sampled_from(["group", "set_aside", "restore", "take_back"]), max_size=12))
def test_no_way_leads_out_of_the_four_places_and_taken_back_is_final(steps):
    state = ContributionState.WAITING
    for step in steps:
        try:
            state = CONTRIBUTION_LIFE.advance(state, step)
        except IllegalMove:
            continue
        assert state in set(ContributionState)
    assert CONTRIBUTION_LIFE.steps(ContributionState.TAKEN_BACK) == []


def test_what_is_sent_is_over():
    assert LIFE.steps(GatheringState.SENT) == []


@given(st.integers(1, 4), st.integers(1, 3), st.lists(st.integers(1, 8), unique=True), ANSWERS)
def test_every_organisation_is_heard_once_and_only_for_the_words_it_saw(item, check, organisations, given_answers):
    heard = voices(item, check, organisations, given_answers)
    assert [one.organisation for one in heard] == organisations
    for one in heard:
        answer = given_answers.get(one.organisation)
        spoken = answer is not None and answer.check == check and item in answer.choices
        assert (one.voice in {Voice.FAVOUR, Voice.AGAINST, Voice.NO_VIEW}) == spoken
        if one.voice == Voice.SILENT:
            assert answer is None or answer.check == check
        if one.voice == Voice.EARLIER:
            assert answer is not None
            assert answer.check != check


@given(st.integers(1, 3), st.lists(st.integers(1, 8), unique=True), ANSWERS, st.timedeltas(timedelta(days=-5), timedelta(days=5)))
def test_it_goes_out_only_when_the_time_is_over_or_all_have_answered(check, contributing, given_answers, left):
    missing = missing_answers(check, contributing, given_answers)
    assert set(missing) == {one for one in contributing if one not in given_answers or given_answers[one].check != check}
    assert may_send(NOW, NOW + left, missing) == (left <= timedelta() or not missing)
    assert not may_send(NOW, None, missing)


@given(st.integers(0, 5), st.integers(0, 5), st.booleans())
def test_a_cell_says_the_first_thing_that_fits(comments, contributions, declared):
    found = cell(comments, contributions, declared)
    expected = Said.COMMENTED if comments else Said.CONTRIBUTED if contributions else Said.NOTHING if declared else Said.SILENT
    assert found.said == expected
    assert found.count == (comments or contributions)


@pytest.mark.parametrize(("days", "in_time"), [(2, True), (3, False), (4, False)])
def test_a_check_fits_when_it_ends_before_the_close(days, in_time):
    assert fits(NOW, NOW + timedelta(days=3), days) == in_time
    assert check_end(NOW, days) == NOW + timedelta(days=days)

"""The life of a round is a matter of its dates, its state and the clock."""
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.errors import Invalid
from consult.rounds.rules import LIFE, Limits, Phase, RoundState, check_length, is_late, phase

OPENS = datetime(2026, 11, 1, tzinfo=UTC)
moments = st.datetimes(datetime(2026, 10, 1), datetime(2027, 1, 31), timezones=st.just(UTC))


@given(st.timedeltas(timedelta(milliseconds=1), timedelta(days=90)), moments)
def test_a_scheduled_round_is_before_open_or_after_by_the_clock_alone(length, moment):
    closes = OPENS + length
    found = phase(RoundState.SCHEDULED, OPENS, closes, moment)
    assert found == (Phase.SCHEDULED if moment < OPENS else Phase.OPEN if moment < closes else Phase.CLOSED)


@given(st.timedeltas(timedelta(days=20), timedelta(days=90)), moments)
def test_R3_a_comment_belongs_to_the_round_exactly_while_it_is_open(length, moment):
    closes = OPENS + length
    if moment >= OPENS:
        assert is_late(OPENS, closes, moment) == (phase(RoundState.SCHEDULED, OPENS, closes, moment) != Phase.OPEN)


def test_the_closing_instant_itself_is_closed():
    closes = OPENS + timedelta(days=30)
    assert phase(RoundState.SCHEDULED, OPENS, closes, closes) == Phase.CLOSED
    assert phase(RoundState.SCHEDULED, OPENS, closes, closes - timedelta(milliseconds=1)) == Phase.OPEN
    assert is_late(OPENS, closes, closes)


@pytest.mark.parametrize("state", [s for s in RoundState if s != RoundState.SCHEDULED])
def test_no_other_state_depends_on_the_clock(state):
    assert {phase(state, OPENS, OPENS + timedelta(days=30), OPENS + timedelta(days=n)) for n in (-5, 5, 50)} == {Phase(state.value)}


def test_R5_nothing_leads_out_of_a_complete_or_cancelled_round():
    assert not LIFE.steps(RoundState.COMPLETE)
    assert not LIFE.steps(RoundState.CANCELLED)


@pytest.mark.parametrize(("days", "reason", "field"), [(0, "why", "closes_on"), (19, "why", "closes_on"), (29, "", "short_reason"), (29, "  ", "short_reason")])
def test_a_round_too_short_is_refused_on_the_field_to_correct(days, reason, field):
    with pytest.raises(Invalid) as refused:
        check_length(OPENS, OPENS + timedelta(days=days), reason, Limits())
    assert refused.value.field == field


@pytest.mark.parametrize(("days", "reason"), [(20, "Agreed by the working group."), (29, "why"), (30, ""), (90, "")])
def test_a_round_long_enough_or_with_a_reason_is_taken(days, reason):
    check_length(OPENS, OPENS + timedelta(days=days), reason, Limits())


def test_the_lengths_are_settings():
    check_length(OPENS, OPENS + timedelta(days=5), "", Limits(usual=10, reason_below=5, shortest=3))
    with pytest.raises(Invalid, match="at least 40 days"):
        check_length(OPENS, OPENS + timedelta(days=39), "why", Limits(shortest=40))

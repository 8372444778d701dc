"""Terms: who is in force when, and how many at once (invariants M1-M5)."""
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from consult.workgroup.rules import MandateState, covers, overlap, state

DAY = datetime(2026, 11, 2, tzinfo=UTC)
moments = st.integers(0, 30).map(lambda n: DAY + timedelta(days=n))
terms = st.tuples(moments, st.integers(1, 30), st.booleans()).map(lambda t: (t[0], None if t[2] else t[0] + timedelta(days=t[1])))


@dataclass
class Term:
    starts_at: datetime
    ends_at: datetime | None
    verified_at: datetime | None = DAY
    end_reason: str = ""


def within(term, moment):
    return term[0] <= moment and (term[1] is None or moment < term[1])


@given(terms, st.lists(terms, max_size=6))
def test_M1_the_overlap_is_the_most_at_once_of_any_day(term, others):
    days = [DAY + timedelta(days=n) for n in range(-1, 70)]
    assert overlap(*term, others) == max(sum(within(o, day) for o in others) for day in days if within(term, day))


@given(terms, moments)
def test_M5_only_a_verified_term_covers_a_moment_within_it(term, moment):
    assert covers(Term(*term), moment) == within(term, moment)
    assert not covers(Term(*term, verified_at=None), moment)


@given(terms, moments)
def test_M3_a_term_is_in_force_exactly_while_it_covers(term, moment):
    assert (state(Term(*term), moment) == MandateState.ACTIVE) == covers(Term(*term), moment)


def test_M1_handing_over_at_one_instant_overlaps_nothing():
    noon = DAY + timedelta(hours=12)
    assert overlap(noon, None, [(DAY, noon)]) == 0
    assert not covers(Term(DAY, noon), noon)
    assert covers(Term(noon, None), noon)


def test_a_mandate_ended_before_anybody_verified_it_has_ended():
    assert state(Term(DAY, None, None, "the wrong person"), DAY) == MandateState.ENDED
    assert state(Term(DAY, None, None), DAY) == MandateState.RECORDED

"""Whatever people do, in whatever order: every contribution is in exactly one place, and its words are as they were given."""
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.coordination.actions import contributing, merging
from consult.coordination.actions import gathering as leading
from consult.coordination.models import JointContribution
from consult.coordination.queries.gatherings import Whole
from consult.coordination.rules import ContributionState
from consult.db import db
from consult.errors import ConsultError

NAMES = ("metal", "tourism", "wood")
#: One step of somebody on the numbered contribution and item; the table and the rules may refuse it.
WAYS = {
    "give": lambda channel, number, row, item: channel.give(NAMES[number % 3], f"Words {len(channel.gathering().contributions)}."),
    "group": lambda channel, number, row, item: row and channel.merge(row, words="Joint.", item=item if number % 2 else None),
    "aside": lambda channel, number, row, item: row and channel.set_aside(row),
    "restore": lambda channel, number, row, item: row and merging.restore(channel.person("coordinator"), row),
    "drop": lambda channel, number, row, item: item and merging.drop(channel.person("coordinator"), item),
    "back": lambda channel, number, row, item: row and contributing.take_back(channel.person_of(row.organisation.name.split()[0].lower()), row),
    "check": lambda channel, number, row, item: channel.check(),
    "reopen": lambda channel, number, row, item: leading.reopen(channel.person("coordinator"), channel.gathering()),
    "send": lambda channel, number, row, item: channel.send(),
    "hold": lambda channel, number, row, item: channel.hold(NAMES[number % 3]),
}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(WAYS)), st.integers(0, 5)), min_size=4, max_size=14)
#: What every story begins with, so that most steps find something to be about.
BEGINNING = [("give", 0), ("give", 1), ("give", 2), ("group", 0), ("group", 1)]


def take(channel, step, number):
    """Choose what the step is about, and take it."""
    gathering = channel.gathering()
    rows, items = gathering.contributions, [item for item in gathering.items if item.dropped_at is None]
    WAYS[step](channel, number, *(things[number % len(things)] if things else None for things in (rows, items)))


def attempt(channel, step, number):
    """The step, or nothing of it."""
    point = db.session.begin_nested()
    try:
        take(channel, step, number)
        db.session.flush()
    except ConsultError:
        point.rollback()
        return 0
    point.commit()
    return step == "give"


@pytest.fixture
def begun(channel):
    """Three contributions, of which two are in items."""
    channel.gather("metal", "tourism", "wood")
    for step in BEGINNING:
        attempt(channel, *step)
    return channel


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_nothing_is_lost_whatever_is_done(begun, steps):
    point = db.session.begin_nested()
    given_ones = 3 + sum(attempt(begun, *step) for step in steps)
    whole = Whole(begun.gathering())
    rows = db.session.query(JointContribution).all()
    assert len(rows) == given_ones == whole.balance.total
    assert sorted(row.body for row in rows) == sorted(f"Words {number}." for number in range(given_ones))
    places = Counter(row.state for row in rows)
    assert whole.balance.waiting == places[ContributionState.WAITING] == len(whole.in_state(ContributionState.WAITING))
    assert whole.balance.grouped == sum(len(item.contributions) for item in whole.items)
    assert whole.balance.aside == len([row for row in rows if row.aside_reason])
    if whole.gathering.state == "sent":
        assert whole.balance.waiting == 0
        assert len(whole.gathering.submission.comments) == len(whole.items)
        assert all(item.contributions for item in whole.items)
    point.rollback()
    db.session.expire_all()

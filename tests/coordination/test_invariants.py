"""Whatever people do, in whatever order: every contribution is in exactly one place, and its words are as they were given."""
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.coordination.actions import contributing, merging
from consult.coordination.actions import gathering as leading
from consult.coordination.models import JointContribution
from consult.coordination.queries.gatherings import Whole
from consult.coordination.rules import ContributionState
from consult.db import db
from consult.errors import ConsultError

STEPS = st.lists(st.tuples(st.sampled_from(["give", "group", "aside", "restore", "drop", "back", "check", "reopen", "send", "hold"]), st.integers(0, 5)), max_size=14)
NAMES = ("metal", "tourism", "wood")


def take(channel, step, number):
    """One step of somebody; the table and the rules may refuse it."""
    gathering = channel.gathering()
    rows, items = gathering.contributions, [item for item in gathering.items if item.dropped_at is None]
    row, item = (things[number % len(things)] if things else None for things in (rows, items))
    name, coordinator = NAMES[number % 3], channel.person("coordinator")
    if step == "give":
        channel.give(name, f"Words {len(rows)}.")
    elif step == "group" and row:
        channel.merge(row, words="Joint.", item=item if number % 2 else None)
    elif step == "aside" and row:
        channel.set_aside(row)
    elif step == "restore" and row:
        merging.restore(coordinator, row)
    elif step == "drop" and item:
        merging.drop(coordinator, item)
    elif step == "back" and row:
        contributing.take_back(channel.person_of(row.organisation.name.split()[0].lower()), row)
    elif step == "check":
        channel.check()
    elif step == "reopen":
        leading.reopen(coordinator, gathering)
    elif step == "send":
        channel.send()
    elif step == "hold":
        channel.hold(name)


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


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_nothing_is_lost_whatever_is_done(channel, steps):
    point = db.session.begin_nested()
    channel.gather("metal", "tourism", "wood")
    given_ones = sum(attempt(channel, *step) for step in steps)
    whole = Whole(channel.gathering())
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

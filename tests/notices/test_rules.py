"""When something is told: the morning after, the Monday after, the nearer of two reminders."""
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult import clock
from consult.journal.rules import KINDS
from consult.notices.rules import DEFAULTS, NOTICES, PACE_NAMES, PACES, TOPIC_NAMES, TOPICS, Pace, Reminders, Topic, due, stage, thread

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(MOMENTS, st.sampled_from([Pace.DAILY, Pace.WEEKLY]))
def test_what_is_gathered_is_told_at_seven_in_brussels_and_never_in_the_past(moment, pace):
    told = due(pace, moment)
    local = told.astimezone(clock.BRUSSELS)
    assert moment < told <= moment + timedelta(days=1 if pace == Pace.DAILY else 7, hours=1)  # the hour is the end of summer time
    assert (local.hour, local.minute) == (7, 0)
    assert pace == Pace.DAILY or local.weekday() == 0


@given(MOMENTS, MOMENTS, st.sampled_from([Pace.DAILY, Pace.WEEKLY]))
def test_what_comes_later_is_told_no_earlier(one, other, pace):
    first, second = sorted((one, other))
    assert due(pace, first) <= due(pace, second)


def test_the_moment_of_the_mails_belongs_to_the_next_day():
    seven = datetime(2026, 11, 3, 6, 0, tzinfo=UTC)
    assert due(Pace.DAILY, seven) == seven + timedelta(days=1)
    assert due(Pace.DAILY, seven - timedelta(milliseconds=1)) == seven


def test_at_once_is_now():
    moment = datetime(2026, 11, 3, 6, 0, tzinfo=UTC)
    assert due(Pace.AT_ONCE, moment) == moment


@pytest.mark.parametrize(("hours", "name"), [(24 * 7 + 1, ""), (24 * 7, "days"), (25, "days"), (24, "hours"), (1, "hours"), (0, ""), (-1, "")])
def test_the_nearer_reminder_is_due(hours, name):
    assert stage(timedelta(hours=hours), Reminders()) == name


def test_a_reminder_set_to_nothing_is_never_due():
    assert stage(timedelta(hours=5), Reminders(days=7, hours=0)) == "days"
    assert stage(timedelta(hours=5), Reminders(days=0, hours=0)) == ""


@pytest.mark.parametrize(("kind", "facts", "name"), [
    ("comments.publish", {"comment": "R1-RS-001", "round": 1}, "comment-R1-RS-001"), ("comments.submit", {"comment": "R1-RS-001", "round": 1, "receipt": "X"}, "round-1"),
    ("rounds.extend", {"round": 2}, "round-2"), ("ballots.open", {"ballot": 3, "label": "0.2"}, "ballot-3"), ("accounts.grant_role", {"role": "editor"}, ""),
])
def test_one_thread_for_each_comment_round_and_ballot(kind, facts, name):
    assert thread(kind, facts) == name


def test_what_can_be_chosen_is_told_to_somebody():
    assert {kind for kind in TOPICS if kind in KINDS} <= set(NOTICES)
    assert set(DEFAULTS) == set(PACES) == set(TOPIC_NAMES) == set(Topic)
    assert set(PACE_NAMES) == set(Pace)
    assert all(DEFAULTS[topic] in PACES[topic] and Pace.NEVER in PACES[topic] for topic in Topic)


def test_ballots_mandates_and_accounts_are_no_choice():
    assert not [kind for kind in TOPICS if kind.startswith(("ballots.", "workgroup.", "accounts."))]

"""What a person has read, and what is told of it."""
import pytest
from sqlalchemy import func, select

from consult.accounts import actions as accounts
from consult.db import db
from consult.documents.queries import stored
from consult.errors import NotAllowed
from consult.journal.models import JournalEntry
from consult.reading import actions, queries
from consult.reading.models import LastRead
from consult.reading.rules import Seen
from tests.documents.conftest import FIRST, SECOND


def seen(person, version):
    """How each section stands, by number."""
    rows = stored.sections(version)
    past = queries.past(person, version, [row.uid for row in rows])
    return {row.number or row.heading: past[row.uid].seen for row in rows}


def uid(version, number):
    return next(row.uid for row in stored.sections(version) if row.number == number)


@pytest.fixture
def reader(inside):
    return inside("citizen")


@pytest.fixture
def both(desk):
    """Two published versions: 1 is reworded, 3 is retitled."""
    one, two = desk.two()
    return one, desk.publish(two)


def test_a_reworded_and_a_retitled_section_have_changed_since_they_were_read(desk, reader, both):
    actions.mark_read(reader, both[0])
    now = seen(reader, both[1])
    assert {number for number, state in now.items() if state == Seen.CHANGED} == {"1", "3"}
    assert set(now.values()) == {Seen.CHANGED, Seen.READ}
    actions.mark_read(reader, both[1], [uid(both[1], "1")])
    assert seen(reader, both[1])["1"] == Seen.READ
    assert seen(reader, both[1])["3"] == Seen.CHANGED


def test_who_has_read_nothing_is_told_of_no_change(reader, both):
    assert set(seen(reader, both[1]).values()) == {Seen.UNREAD}
    assert queries.past(None, both[1], ["x"]) == {}


def test_what_one_reads_another_has_not_read(inside, reader, both):
    actions.mark_read(reader, both[0])
    assert set(seen(inside("editor"), both[1]).values()) == {Seen.UNREAD}


def test_reading_an_older_version_later_takes_nothing_back(reader, both):
    actions.mark_read(reader, both[1])
    assert actions.mark_read(reader, both[0]) == 0
    assert set(seen(reader, both[1]).values()) == {Seen.READ}


def test_a_renumbered_section_has_not_changed(desk, reader):
    one, two = desk.two(FIRST, FIRST.replace("## 3 Funding", "## 4 Funding"))
    two = desk.publish(two)
    actions.mark_read(reader, one)
    assert seen(reader, two)["4"] == Seen.READ


def test_a_section_that_came_in_is_new_and_one_that_went_is_told_of_until_all_is_read(desk, reader):
    gone = FIRST[:FIRST.index("### 2.1")] + FIRST[FIRST.index("## 3"):] + "\n## 4 Monitoring\n\nEvery year an independent evaluator publishes figures about turnover and jobs.\n"
    one, two = desk.two(FIRST, gone)
    two = desk.publish(two)
    actions.mark_read(reader, one)
    assert seen(reader, two)["4"] == Seen.NEW
    told = [(change.kinds, [row.number for row in (*change.old, *change.new)]) for change, _ in queries.since(reader, two)]
    assert (frozenset({"inserted"}), ["4"]) in told
    assert (frozenset({"deleted"}), ["2.1"]) in told
    actions.mark_read(reader, two)
    assert queries.since(reader, two) == []


def test_every_change_since_the_last_reading_stands_with_both_wordings(reader, both):
    actions.mark_read(reader, both[0])
    changes = {change.new[0].number: change for change, _ in queries.since(reader, both[1])}
    assert set(changes) == {"1", "3"}
    assert "schools" in changes["1"].new_text
    assert "schools" not in changes["1"].old_text


def test_what_was_read_leaves_no_entry_and_can_be_forgotten(reader, both):
    before = db.session.scalar(select(func.count()).select_from(JournalEntry))
    actions.mark_read(reader, both[0])
    actions.forget(reader, both[0].document)
    assert db.session.scalar(select(func.count()).select_from(LastRead)) == 0
    assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == before


def test_whoever_leaves_takes_along_what_was_read(reader, both):
    actions.mark_read(reader, both[0])
    accounts.close(reader, reader)
    assert db.session.scalar(select(func.count()).select_from(LastRead)) == 0


def test_a_visitor_and_a_working_text_are_not_noted(desk, reader):
    one, two = desk.two(FIRST, SECOND)
    for person, version in ((None, one), (reader, two)):
        with pytest.raises(NotAllowed):
            actions.mark_read(person, version)


def test_a_section_of_elsewhere_is_not_noted(reader, both):
    assert actions.mark_read(reader, both[0], ["no-such-section"]) == 0

"""The journal is a chain; nothing changes without an entry, and no entry changes."""
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from consult import clock
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.journal import queries
from consult.journal.actions import record
from consult.journal.models import JournalEntry
from tests.factories import DAY


def test_X1_a_change_that_no_entry_tells_of_cannot_be_committed(inside):
    with pytest.raises(RuntimeError, match="without a journal entry"), transaction():
        inside("citizen").name = "Changed behind the scenes"
    assert inside("citizen").name == "Citizen"


def test_X1_bulk_changes_of_journalled_tables_are_refused(inside):
    with pytest.raises(RuntimeError, match="in bulk"), transaction():
        db.session.execute(update(Account).values(name="x"))


def test_an_entry_carries_exactly_the_facts_of_its_kind(inside):
    with pytest.raises(ValueError, match="needs"), transaction():
        record("parties.admit", None, inside("citizen"), party="RS")


def test_X2_the_chain_is_whole_from_its_first_entry(inside):
    assert queries.length() > 10
    assert list(queries.broken()) == []


def test_X3_times_never_decrease_even_when_a_clock_is_set_back(inside):
    with clock.at(DAY - timedelta(days=300)), transaction():
        record("accounts.confirm", None, inside("citizen"))
    last, before = queries.page()[:2]
    assert last.at >= before.at
    assert list(queries.broken()) == []


@pytest.mark.parametrize(("column", "value"), [("kind", "accounts.close"), ("facts", '{"x": 1}'), ("actor_id", 1), ("subject_id", "99"),
                                                 ("previous", "e" * 64), ("digest", "f" * 64), ("salt", "0" * 32)])
def test_X2_a_changed_entry_is_found_and_named(inside, column, value):
    with transaction():
        drop_triggers()
        db.session.execute(text(f"UPDATE journal_entry SET {column} = :value WHERE seq = 5"), {"value": value})
    fault = next(iter(queries.broken()))
    assert "journal entry 5" in fault or "journal entry 6" in fault


def test_X2_a_missing_entry_is_found(inside):
    with transaction():
        drop_triggers()
        db.session.execute(text("DELETE FROM journal_entry WHERE seq = 5"))
    assert next(iter(queries.broken())) == "journal entry 5 is missing"


def drop_triggers():
    """What somebody with the file in hand could do."""
    for name in db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal_entry'")).all():
        db.session.execute(text(f"DROP TRIGGER {name}"))


def test_entries_cannot_be_changed_or_deleted(inside):
    for statement in ("UPDATE journal_entry SET kind = 'x' WHERE seq = 1", "DELETE FROM journal_entry WHERE seq = 1"):
        with pytest.raises(Exception, match="journal"), transaction():
            db.session.execute(text(statement))
    assert db.session.get(JournalEntry, 1).kind == "parties.admit"

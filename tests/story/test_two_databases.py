"""The same story on SQLite and on PostgreSQL: the same rows, a record that adds up, and one changed letter found by name."""
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select, text

from consult import clock
from consult.ballots import queries as ballots
from consult.ballots.models import Ballot, Position
from consult.db import db
from consult.documents.models import Section, Version
from consult.documents.queries import stored
from consult.journal import queries as journal
from consult.journal.models import JournalEntry
from tests import factories
from tests.conftest import make_app
from tests.pg import database
from tests.story import telling
from tests.story.crawling import World


@contextmanager
def served(address, told_in=None, **settings) -> Iterator[World]:
    """An application on a database, which is migrated and told the story first if that is wanted."""
    app = make_app(address, DEMONSTRATION=True, **settings)
    with clock.at(factories.DAY):
        if told_in:
            with app.app_context():
                upgrade()
            telling.tell(app)
        yield World(app)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="module")
def on_postgres(postgres_server, tmp_path_factory) -> Iterator[World]:
    with database(postgres_server) as address, served(address, told_in=True, MAIL_FOLDER=str(tmp_path_factory.mktemp("mail"))) as world:
        yield world


@pytest.fixture(scope="module")
def on_sqlite(told) -> Iterator[World]:
    with served(f"sqlite:///{told}") as world:
        yield world


@pytest.fixture(params=["on_sqlite", "on_postgres"], scope="module")
def either(request) -> World:
    return request.getfixturevalue(request.param)


def faults(world) -> list[str]:
    """What `flask consult verify` looks for."""
    return [*journal.broken(), *stored.broken(), *ballots.broken()]


@contextmanager
def without_triggers(world) -> Iterator[None]:
    """A transaction in which the database refuses nothing, as for somebody who holds the machine; nothing of it stays."""
    with world.app.app_context():
        if db.engine.dialect.name == "sqlite":
            for name in db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                db.session.execute(text(f'DROP TRIGGER "{name}"'))
        else:
            for table in ("journal_entry", "section", "ballot", "position"):
                db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield
        db.session.rollback()


def flip(table, column, row, value) -> None:
    """Write one other value by raw SQL."""
    db.session.execute(text(f'UPDATE "{table}" SET "{column}" = :value WHERE id = :row'), {"value": value, "row": row})


def test_the_story_is_the_same_on_both(on_sqlite, on_postgres):
    assert on_sqlite.state() == on_postgres.state()
    for address in ("/comments/table.csv?round=1", "/documents/sbcp-model/0.2/text.md", "/ballots/1/roll-call.csv"):
        one, other = (world.browser("visitor").get(address) for world in (on_sqlite, on_postgres))
        assert one.status_code == other.status_code == 200
        assert one.data == other.data or address.startswith("/ballots"), f"{address} differs between the two databases"


def test_X2_the_record_of_the_whole_story_adds_up(either):
    with either.app.app_context():
        assert faults(either) == []
        assert db.session.scalar(select(func.count()).select_from(JournalEntry)) > 600


def test_X2_one_changed_letter_in_the_journal_is_found(either):
    with without_triggers(either):
        entry = db.session.scalars(select(JournalEntry).where(JournalEntry.kind == "documents.publish")).first()
        seq, facts = entry.seq, json.dumps(entry.facts).replace("First", "Fyrst")
        db.session.expunge_all()
        cast = ":facts" if db.engine.dialect.name == "sqlite" else "CAST(:facts AS JSON)"
        db.session.execute(text(f"UPDATE journal_entry SET facts = {cast} WHERE seq = :seq"), {"facts": facts, "seq": seq})
        assert any(f"journal entry {seq} " in fault for fault in faults(either))


def test_V1_one_changed_letter_in_a_published_text_is_found(either):
    with without_triggers(either):
        row = db.session.scalars(select(Section).join(Version).where(Version.label == "0.2", Section.number == "4.3")).first()
        number, body = row.id, row.body
        db.session.expunge_all()
        flip("section", "body", number, body.replace("e", "a", 1))
        assert any("0.2" in fault for fault in faults(either))


def test_B3_one_changed_figure_in_a_certified_result_is_found(either):
    with without_triggers(either):
        ballot = db.session.scalars(select(Ballot).where(Ballot.number == 1)).one()
        number, result = ballot.id, json.dumps({**ballot.result, "carried": not ballot.result["carried"]})
        db.session.expunge_all()
        cast = ":result" if db.engine.dialect.name == "sqlite" else "CAST(:result AS JSON)"
        db.session.execute(text(f"UPDATE ballot SET result = {cast} WHERE id = :row"), {"result": result, "row": number})
        assert any(fault.startswith("ballot 1: ") for fault in faults(either))


def test_B11_one_changed_position_is_found(either):
    with without_triggers(either):
        number = db.session.scalars(select(Position.id).join(Ballot).where(Ballot.number == 1, Position.party_code == "GR")).one()
        flip("position", "choice", number, "approve")
        assert any(fault.startswith("ballot 1: ") for fault in faults(either))

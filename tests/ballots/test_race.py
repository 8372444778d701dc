"""Twelve at once: every acknowledged position is one link of one chain, on both databases, and the close is a wall."""
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask_migrate import upgrade
from sqlalchemy import select

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.models import Ballot, Position
from consult.ballots.rules.life import Choice
from consult.db import db, transaction
from consult.errors import ConsultError
from tests import factories
from tests.ballots import factories as made
from tests.conftest import make_app

TWELVE = range(12)


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, tmp_path):
    """An application on a file of SQLite or on PostgreSQL, with an open ballot: number 1."""
    address = f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    app = make_app(address)
    with app.app_context():
        with clock.at(factories.DAY):
            upgrade()
            factories.cast()
            made.standing()
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


def together(app, work):
    """Do the work twelve times at once, each in a context of its own; how often it was acknowledged."""
    def one(number):
        with app.app_context():
            try:
                with clock.at(work.moment), transaction():
                    work(number)
                return True
            except ConsultError:
                return False
            finally:
                db.session.remove()

    with ThreadPoolExecutor(12) as pool:
        return sum(pool.map(one, TWELVE))


def test_B1_twelve_casts_of_one_seat_at_once_are_twelve_links_and_one_counted_position(app):
    def cast(number):
        ballot = queries.by_number(1)
        actions.cast(made.who("member.rs"), ballot, Choice.APPROVE if number % 2 else Choice.ABSTAIN, "", ballot.version_digest)

    cast.moment = factories.DAY + timedelta(minutes=1)
    assert together(app, cast) == 12
    ballot = queries.by_number(1)
    assert [p.seq for p in ballot.positions] == list(range(1, 13))
    assert len({p.previous for p in ballot.positions}) == 12
    assert queries.count(ballot).none == 2
    assert list(queries.broken()) == []


def test_B8_no_position_of_twelve_at_the_closing_instant_is_kept(app):
    def cast(_number):
        ballot = queries.by_number(1)
        actions.cast(made.who("member.rs"), ballot, Choice.APPROVE, "", ballot.version_digest)

    cast.moment = db.session.scalar(select(Ballot.closes_at))
    db.session.remove()
    assert together(app, cast) == 0
    assert db.session.scalars(select(Position)).all() == []


def test_one_of_twelve_certifications_counts(app):
    def certify(_number):
        actions.certify(made.who("admin"), queries.by_number(1))

    certify.moment = db.session.scalar(select(Ballot.closes_at))
    db.session.remove()
    assert together(app, certify) == 1
    assert queries.by_number(1).result["counts"]["none"] == 3

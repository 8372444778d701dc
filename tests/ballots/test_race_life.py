"""Two who open, withdraw or certify at the same instant: one counts, on both databases; the other is told why not."""
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask_migrate import upgrade
from sqlalchemy import select

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.models import Ballot
from consult.ballots.rules.life import BallotPhase
from consult.db import db, transaction
from consult.errors import ConsultError
from consult.journal.models import JournalEntry
from tests import factories
from tests.ballots import factories as made
from tests.conftest import make_app


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, tmp_path):
    """An application on a file of SQLite or on PostgreSQL, with a draft ballot: number 1."""
    address = f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    app = make_app(address)
    with app.app_context():
        with clock.at(factories.DAY):
            upgrade()
            factories.cast()
            made.standing(opened=False)
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


def at_once(app, moment, *works):
    """Do these at the same instant, each in a context of its own: what each was told, None where it was acknowledged."""
    gate = Barrier(len(works))

    def one(work):
        with app.app_context():
            try:
                gate.wait(30)
                with clock.at(moment), transaction():
                    work()
                return None
            except ConsultError as error:
                return error
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def told(kind):
    return len(db.session.scalars(select(JournalEntry).filter_by(kind=kind)).all())


def test_one_of_two_openings_counts(app):
    def opening(name):
        return lambda: actions.open(made.who(name), queries.by_number(1))

    refusals = at_once(app, factories.DAY, opening("editor2"), opening("admin"), opening("editor2"), opening("admin"))
    assert sum(refusal is None for refusal in refusals) == 1
    assert {refusal.missing for refusal in refusals if refusal} == {("ballot_draft",)}
    ballot = queries.by_number(1)
    assert [seat.party_code for seat in ballot.seats] == ["BA", "HR", "RS"], "each seat is copied once"
    assert told("ballots.open") == 1


def test_a_ballot_that_is_withdrawn_and_opened_at_once_ends_withdrawn_or_was_never_opened(app):
    at_once(app, factories.DAY, lambda: actions.open(made.who("editor2"), queries.by_number(1)), lambda: actions.withdraw(made.who("editor"), queries.by_number(1), "Wrong text"))
    assert queries.by_number(1).phase == BallotPhase.WITHDRAWN
    assert told("ballots.withdraw") == 1


def test_one_of_two_certifications_by_different_people_counts(app):
    with clock.at(factories.DAY), transaction():
        factories.person("editor3", "editor")
        actions.open(made.who("editor2"), queries.by_number(1))
    closes = db.session.scalar(select(Ballot.closes_at))
    db.session.remove()

    def certifying(name):
        return lambda: actions.certify(made.who(name), queries.by_number(1))

    refusals = at_once(app, closes + timedelta(minutes=1), certifying("admin"), certifying("editor3"))
    assert sum(refusal is None for refusal in refusals) == 1
    assert [refusal.missing for refusal in refusals if refusal] == [("ballot_closed",)]
    assert told("ballots.certify") == 1
    assert list(queries.broken()) == []

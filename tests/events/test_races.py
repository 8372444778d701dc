"""Twelve at once, on both databases: a signature counts once, and the conclusion is a wall."""
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask_migrate import upgrade

from consult import clock
from consult.db import db, transaction
from consult.errors import ConsultError
from consult.events.actions import delegating, holding
from consult.events.models import CredentialsVerification
from consult.events.queries import events, signing
from consult.events.rules import EventState
from tests import factories
from tests.ballots.factories import who
from tests.conftest import make_app
from tests.events import factories as f


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, tmp_path):
    """An application on a file of SQLite or on PostgreSQL, with an event in session: number 1."""
    address = f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    app = make_app(address)
    with app.app_context():
        with clock.at(factories.DAY):
            upgrade()
            factories.cast()
        with clock.at(f.NOON), transaction():
            f.in_session("BA", "HR", "RS")
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


def together(app, work, times=12):
    """Do the work many times at the same instant, each in a context of its own; how often it was acknowledged."""
    barrier = threading.Barrier(times)

    def one(number):
        with app.app_context():
            try:
                barrier.wait()
                with clock.at(f.NOON), transaction():
                    work(number)
                return True
            except ConsultError:
                return False
            finally:
                db.session.remove()

    with ThreadPoolExecutor(times) as pool:
        return sum(pool.map(one, range(times)))


def test_one_signature_recorded_twelve_times_at_once_counts_once(app):
    assert together(app, lambda number: f.sign(events.by_number(1), "RS", f"sheet {number}")) == 1
    assert len(signing.standing(signing.signatures(events.by_number(1)))) == 1


def test_H4_at_the_instant_of_conclusion_what_is_signed_is_counted_in_it_and_nothing_after(app):
    def work(number):
        if number == 5:
            holding.conclude(who("editor2"), events.by_number(1))
        else:
            f.sign(events.by_number(1), ("BA", "HR", "RS")[number % 3], f"sheet {number}")

    acknowledged = together(app, work)
    event = events.by_number(1)
    assert event.state is EventState.CONCLUDED
    assert len(event.signatures) == acknowledged - 1
    assert all(row.recorded_at <= event.concluded_at for row in event.signatures)


def test_two_verifications_of_the_same_credentials_are_one(app):
    with clock.at(f.NOON), transaction():
        row = events.delegation(1, "RS")
        delegating.record_credentials(who("editor"), row, "Government", "", f.DAY, True, f.letter("second letter"))
    db.session.remove()

    def verify(number):
        delegating.verify_credentials(who("editor2" if number % 2 else "admin"), events.delegation(1, "RS").credentials)

    assert together(app, verify) == 1
    assert db.session.query(CredentialsVerification).count() == 4

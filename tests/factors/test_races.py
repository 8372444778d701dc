"""Many at the same instant, on both databases: a code, a recovery code, a challenge and a reset count once."""
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from consult.accounts.models import Account
from consult.db import db, transaction
from consult.errors import ConsultError
from consult.factors import queries
from consult.factors.actions import resetting
from consult.factors.actions.using import keep_challenge, spend_challenge
from consult.factors.models import FactorReset, RecoveryCode
from consult.journal.models import JournalEntry
from tests import factories
from tests.conftest import Browser, make_app
from tests.factors.factories import code, give_password, password, set_up

MANY = 6


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, tmp_path):
    """An application on a file of SQLite or on PostgreSQL; its clock runs."""
    address = f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    app = make_app(address, DEMONSTRATION=True)
    with app.app_context():
        upgrade()
        app.people = factories.cast()
        give_password(app.people["editor"])
        app.recovery = set_up(app.people["editor"])
        db.session.remove()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def at_once(app, typed):
    """As many browsers, all after the password, send the same code at the same instant; how often each status came."""
    browsers, start = [Browser(app.test_client()) for _ in range(MANY)], Barrier(MANY)
    for browser in browsers:
        password(browser, "editor@sample.test")
    hidden = [dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', b.get("/accounts/factors/second-step").text)) for b in browsers]

    def send(number):
        start.wait()
        return browsers[number].client.post("/accounts/factors/second-step", data=hidden[number] | {"code": typed}).status_code

    with ThreadPoolExecutor(MANY) as pool:
        return Counter(pool.map(send, range(MANY)))


def together(app, work):
    """Do the work in as many contexts at the same instant; how often it was done."""
    start = Barrier(MANY)

    def one(number):
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    return bool(work(number))
            except ConsultError:
                return False
            finally:
                db.session.remove()

    with ThreadPoolExecutor(MANY) as pool:
        return sum(pool.map(one, range(MANY)))


def test_one_code_at_the_same_instant_lets_in_once(app):
    assert at_once(app, code()) == {303: 1, 422: MANY - 1}
    with app.app_context():
        assert db.session.scalar(select(func.count(JournalEntry.seq)).filter_by(kind="accounts.sign_in")) == 1


def test_one_recovery_code_at_the_same_instant_lets_in_once(app):
    assert at_once(app, app.recovery[0]) == {303: 1, 422: MANY - 1}
    with app.app_context():
        assert db.session.scalar(select(func.count(RecoveryCode.id)).where(RecoveryCode.used_at.is_not(None))) == 1
        assert db.session.scalar(select(func.count(JournalEntry.seq)).filter_by(kind="factors.use_recovery")) == 1


def test_one_challenge_at_the_same_instant_is_spent_once(app):
    with app.app_context(), transaction():
        keep_challenge("a" * 64)
    assert together(app, lambda _: spend_challenge("a" * 64)) == 1


def test_one_reset_at_the_same_instant_is_done_once(app):
    with app.app_context(), transaction():
        admins = [factories.person(f"admin{number}", "administrator").id for number in range(MANY)]
        asked = resetting.ask_reset(db.session.get_one(Account, app.people["admin"]), db.session.get_one(Account, app.people["editor"]), "Seen.").id

    def confirm(number):
        resetting.reset(db.session.get_one(Account, admins[number]), queries.reset(asked))
        return True

    assert together(app, confirm) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count(JournalEntry.seq)).filter_by(kind="factors.reset")) == 1


@pytest.mark.parametrize(("asker", "decider"), [("admin", "admin"), ("editor", None), ("admin", "editor")])
def test_the_database_refuses_a_reset_by_one_person_or_by_the_person(app, asker, decider):
    people, state = app.people, "done" if decider else "asked"
    row = {"account": people["editor"], "state": state, "asker": people[asker], "at": "2026-11-02 09:00:00+00", "decider": people.get(decider),
           "decided": "2026-11-02 10:00:00+00" if decider else None}
    with app.app_context(), db.engine.begin() as connection, pytest.raises(IntegrityError, match=r"by_others|two_administrators"):
        connection.execute(text("INSERT INTO factor_reset (account_id, state, reason, asked_by, asked_at, decided_by, decided_at) "
                                "VALUES (:account, :state, 'Seen', :asker, :at, :decider, :decided)"), row)


def test_two_requests_for_one_person_do_not_wait_together(app):
    def ask(number):
        admin = db.session.get_one(Account, app.people["admin"])
        return resetting.ask_reset(admin, db.session.get_one(Account, app.people["editor"]), "Seen.")

    assert together(app, ask) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count(FactorReset.id))) == 1

"""Clicked twice at the same moment, sent from two windows, a late link taken up by several: it happens once, on both databases."""
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select

from consult import clock
from consult.accounts.models import Account
from consult.comments.actions import late, writing
from consult.comments.models import Comment, Submission
from consult.comments.rules import CommentKind
from consult.db import db, transaction
from consult.errors import ConsultError
from consult.rounds.models import Round
from consult.submissions.models import LateLink
from tests import factories
from tests.comments.conftest import AFTER, Desk
from tests.comments.test_sending import opened
from tests.conftest import Browser, make_app

MANY = range(6)


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request, tmp_path):
    """An application on a file of SQLite or on PostgreSQL with an open round, and the people by name."""
    address = f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    app = make_app(address)
    with app.app_context():
        with clock.at(factories.DAY):
            upgrade()
            people = factories.cast()
            with transaction():
                desk = Desk(lambda name: db.session.get_one(Account, people[name]))
                desk.open_round(desk.publish())
        db.session.remove()
    yield app, people
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def draft(app, people, name="citizen", words="Please lower the number."):
    with clock.at(factories.DAY), app.app_context(), transaction():
        writing.save_draft(db.session.get_one(Account, people[name]), db.session.scalars(select(Round)).one(), None, CommentKind.GENERAL, words)


def numbers(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Submission)), db.session.scalar(select(func.count()).select_from(Comment))


def posts(app, browser, forms, moment=factories.DAY):
    """The forms sent at the same moment, each over a connection of its own; where they lead."""
    cookie = browser.client.get_cookie("consult")

    def post(form):
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value)
        with clock.at(moment):
            answer = client.post("/comments/send/1", data=form)
        return answer.status_code, answer.headers.get("Location", "")

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(post, forms))


def test_a_form_sent_many_times_at_once_is_one_submission_and_one_receipt(served):
    app, people = served
    draft(app, people)
    with clock.at(factories.DAY):
        browser = Browser(app.test_client()).sign_in(people["citizen"])
        form = opened(browser)
    assert set(posts(app, browser, [form for _ in MANY])) == {(303, "/comments/receipts/S1-0001")}
    assert numbers(app) == (1, 1)


def test_the_same_drafts_sent_from_several_windows_at_once_are_sent_once(served):
    app, people = served
    draft(app, people)
    with clock.at(factories.DAY):
        browser = Browser(app.test_client()).sign_in(people["citizen"])
        forms = [opened(browser) for _ in MANY]
    answers = posts(app, browser, forms)
    assert [status for status, _ in answers].count(303) == 1
    assert {status for status, _ in answers} <= {303, 409}
    assert numbers(app) == (1, 1)


def test_a_late_link_taken_up_by_several_at_once_is_one_persons(served):
    app, people = served
    with clock.at(AFTER), app.app_context(), transaction():
        late.give_late_link(db.session.get_one(Account, people["editor"]), db.session.scalars(select(Round)).one(), "The post was on strike.", 3)

    def claim(name):
        with clock.at(AFTER), app.app_context():
            try:
                with transaction():
                    late.claim_late_link(db.session.get_one(Account, people[name]), db.session.scalars(select(LateLink)).one())
                return True
            except ConsultError:
                return False
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(claim, ["citizen", "cluster", "observer", "coordinator"])) == 1


def test_a_late_link_admits_one_of_several_submissions_sent_at_once(served):
    app, people = served
    with clock.at(AFTER), app.app_context():
        with transaction():
            link, _token = late.give_late_link(db.session.get_one(Account, people["editor"]), db.session.scalars(select(Round)).one(), "The post was on strike.", 3)
            late.claim_late_link(db.session.get_one(Account, people["citizen"]), link)
        db.session.remove()

    def send(number):
        with clock.at(AFTER + timedelta(hours=1)), app.app_context():
            with transaction():
                person, round_ = db.session.get_one(Account, people["citizen"]), db.session.scalars(select(Round)).one()
                one = writing.save_draft(person, round_, None, CommentKind.GENERAL, f"Words {number}.")
                writing.submit(person, round_, [one], "self", form_key=f"key-{number}")
            db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))
    with app.app_context():
        assert sorted(db.session.scalars(select(Comment.admitted_reason))) == ["", "", "", "The post was on strike."]
        assert db.session.scalars(select(LateLink)).one().submission_id is not None
        db.session.remove()

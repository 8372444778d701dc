"""Two editors answer one comment at the same moment: one of them does, the other is told and keeps the words; on both databases."""
import html
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select

from consult import clock
from consult.accounts.models import Account
from consult.comments.models import Disposition
from consult.db import db, transaction
from consult.rounds import actions as rounds
from tests import factories
from tests.comments.conftest import AFTER, Desk
from tests.conftest import Browser, make_app

ANSWER = "/comments/answer"


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request, tmp_path):
    """An application on a file of SQLite or on PostgreSQL with one comment to answer, and the people by name."""
    address = f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    app = make_app(address)
    with app.app_context():
        with clock.at(factories.DAY):
            upgrade()
            people = factories.cast()
            with transaction():
                desk = Desk(lambda name: db.session.get_one(Account, people[name]))
                round_ = desk.open_round(desk.publish())
                desk.say(round_)
        with clock.at(AFTER), transaction():
            rounds.begin_disposition(db.session.get_one(Account, people["editor"]), round_)
        db.session.remove()
    yield app, people
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def form_of(browser, words):
    page = browser.get(f"{ANSWER}?comment=R1-RS-001").text
    form = page[page.index(f'action="{ANSWER}"'):]
    hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    return hidden | {"comment": "R1-RS-001", "code": "noted", "reason": words, "language": "en", "deferred_to": "0", "saved": "", "review": "", "target": ""}


def post(app, browser, form):
    client = app.test_client()
    cookie = browser.client.get_cookie("consult")
    client.set_cookie(cookie.key, cookie.value)
    with clock.at(AFTER):
        return client.post(ANSWER, data=form)


def test_of_two_answers_at_once_one_is_stored_and_the_other_keeps_its_words(served):
    app, people = served
    with clock.at(AFTER):
        browsers = [Browser(app.test_client()).sign_in(people[name]) for name in ("editor", "editor2")]
        forms = [form_of(browser, f"The words of editor {number}.") for number, browser in enumerate(browsers)]
    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(lambda pair: post(app, *pair), zip(browsers, forms, strict=True)))
    assert sorted(page.status_code for page in pages) == [303, 409]
    lost = next(number for number, page in enumerate(pages) if page.status_code == 409)
    words = html.unescape(pages[lost].text)
    assert "Another editor has answered R1-RS-001 meanwhile" in words
    assert f"The words of editor {lost}.</textarea>" in words
    assert f"The words of editor {1 - lost}." in words
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Disposition)) == 1
    again = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', pages[lost].text))
    assert post(app, browsers[lost], forms[lost] | {"seen": again["seen"], "form_key": again["form_key"]}).status_code == 303


def test_of_two_reviewers_at_once_one_decides(served):
    app, people = served
    with app.app_context(), clock.at(AFTER), transaction():
        factories.person("editor3", "editor")
        third = db.session.scalar(select(Account.id).filter_by(email_key="editor3@sample.test"))
    with clock.at(AFTER):
        browsers = [Browser(app.test_client()).sign_in(number) for number in (people["editor"], people["editor2"], third)]
        assert post(app, browsers[0], form_of(browsers[0], "Words.")).status_code == 303
        forms = []
        for browser in browsers[1:]:
            hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', browser.get("/answering/reviews").text))
            forms.append((browser, hidden | {"answers": "1"}))

    def approve(pair):
        browser, form = pair
        with clock.at(AFTER):
            return browser.client.post("/answering/reviews", data=form).status_code

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(approve, forms))
    assert codes[0] == 303
    assert codes[1] in {403, 409, 422}
    with app.app_context():
        assert db.session.scalar(select(Disposition.state)) == "approved"

"""One person in several windows, on both databases: what is read is noted once, and the pages are the same."""
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select

from consult import clock
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.reading.models import LastRead
from tests import factories
from tests.conftest import Browser, make_app
from tests.documents.conftest import Desk

SECTION = "/documents/model/0.2/sections/1"


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request, tmp_path):
    """An application on a file of SQLite or on PostgreSQL with two versions, and the people by name."""
    app = make_app(f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    with clock.at(factories.DAY):
        with app.app_context():
            upgrade()
            people = factories.cast()
            with transaction():
                desk = Desk(lambda name: db.session.get_one(Account, people[name]))
                desk.publish(desk.two()[1])
            db.session.remove()
        yield app, people
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_two_windows_note_the_same_section_once(served):
    app, people = served
    browser = Browser(app.test_client()).sign_in(people["citizen"])
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(SECTION).text)[1]
    cookie = browser.client.get_cookie("consult")

    def note(_):
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value)
        with clock.at(factories.DAY):
            return client.post("/documents/model/0.2/read", data={"csrf_token": token, "quiet": "1", "section": "1"}).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(note, range(4))) == {204}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(LastRead)) == 1


def test_what_has_changed_is_told_on_both_databases(served):
    app, people = served
    browser = Browser(app.test_client()).sign_in(people["citizen"])
    browser.fill("/documents/model/0.1/", to="/documents/model/0.1/read")
    assert "Changed since you read it in version 0.1" in browser.get(SECTION).text
    assert "Since you last read, 2 sections have changed:" in browser.get("/documents/model/since").text
    assert "stands in 2 places" in browser.get("/documents/model/0.2/?find=cluster").text

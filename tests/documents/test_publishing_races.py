"""Two publishers at the same instant: one publishes, the other is told; one entry in the journal, each mail once. On both databases."""
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select

from consult import clock
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.documents.actions import publishing, starting
from consult.documents.models import Version
from consult.documents.queries import versions
from consult.documents.rules import VersionState
from consult.errors import ConsultError
from consult.journal.models import JournalEntry
from consult.notices.models import Mail
from consult.web import postman
from tests import factories
from tests.comments.conftest import AFTER, SECOND, Desk
from tests.comments.test_placing import finish
from tests.conftest import Browser, make_app

PAGE = "/documents/model/0.2/edit/publish"


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request, tmp_path):
    """An application on a file of SQLite or on PostgreSQL with a working text, and the people by name."""
    address = f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    app = make_app(address, MAIL_FOLDER=str(tmp_path / "mail"))
    with app.app_context():
        with clock.at(factories.DAY):
            upgrade()
            people = factories.cast()
            desk = Desk(lambda name: db.session.get_one(Account, people[name]))
            with transaction():
                round_ = desk.open_round(desk.publish())
                desk.say(round_, "Too high.", quote="not fewer than eight")
        with clock.at(AFTER), transaction():
            finish(desk, round_)
            desk.start(SECOND, "0.2", round_.version)
        db.session.remove()
    yield app, people
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def opened(app, people, name):
    """The page as one editor has it open: the cookie, and the form with its hidden fields."""
    with clock.at(AFTER):
        browser = Browser(app.test_client()).sign_in(people[name])
        page = browser.get(PAGE).text
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.split("Publication</h2>")[1]))
    return browser.client.get_cookie("consult"), form | {"confirm": "0.2", "change_note": f"Words of {name}.", "change_class": "substantive", "round": "later"}


def entries(app, kind="documents.publish"):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(JournalEntry).filter_by(kind=kind))


def test_of_two_publishers_one_publishes_and_the_other_is_told(served):
    app, people = served
    both, start = [opened(app, people, name) for name in ("editor", "editor2")], Barrier(2)
    before = entries(app)

    def post(sent):
        cookie, form = sent
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value)
        start.wait()
        with clock.at(AFTER):
            return client.post(PAGE, data=form)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(post, both), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [303, 409]
    assert "has been published already: somebody was quicker" in answers[1].text
    assert "Words of editor" in answers[1].text, "the note of the second is kept for copying"
    assert entries(app) == before + 1
    with app.app_context(), clock.at(AFTER):
        postman.write()
        assert list(db.session.scalars(select(Mail.account_id).where(Mail.key.like("documents.publish-%")))) == [people["citizen"]]
        version = versions.version("model", "0.2")
        assert version.state == VersionState.PUBLISHED
        assert version.change_note in {"Words of editor.", "Words of editor2."}


def test_publishing_and_discarding_at_once_is_one_of_the_two(served):
    app, people = served
    start = Barrier(2)

    def do(verb):
        start.wait()
        with clock.at(AFTER), app.app_context():
            try:
                with transaction():
                    version = db.session.scalars(select(Version).filter_by(label="0.2")).one_or_none()
                    if version is None:
                        return "late"
                    editor = db.session.get_one(Account, people["editor"])
                    if verb == "publish":
                        publishing.publish(editor, version, "Note.")
                    else:
                        starting.discard(editor, version)
                return verb
            except ConsultError:
                return "told"
            finally:
                db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(do, ("publish", "discard")))
    assert done in (["publish", "told"], ["discard", "late"])
    assert entries(app) + entries(app, "documents.discard") == 2

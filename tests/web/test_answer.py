"""A form does its work once, however often and from however many places it is sent; what was typed is never lost."""
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask_migrate import upgrade

from consult import clock
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.documents.actions import publishing, starting
from consult.documents.queries import stored, versions
from consult.documents.rules import ChangeClass
from consult.journal import queries as journal
from consult.rounds import queries as rounds
from tests import factories
from tests.conftest import Browser, make_app

TEXT = "# Model\n\n## 1. Aim\n\nClusters matter.\n"


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request, tmp_path, template):
    """An application on a database that several threads share, with a published version; the numbers of its people."""
    if request.param == "sqlite":
        shutil.copy(template, tmp_path / "c.sqlite")
        app = make_app(f"sqlite:///{tmp_path / 'c.sqlite'}")
    else:
        app = make_app(request.getfixturevalue("postgres_url"))
        with app.app_context():
            upgrade()
    with app.app_context():
        people = factories.cast()
        editor = lambda: db.session.get_one(Account, people["editor"])  # noqa: E731
        with transaction():
            starting.start(editor(), starting.create(editor(), "model", "Model"), "0.1", "Model", TEXT, None, ChangeClass.INITIAL)
        with transaction():
            publishing.publish(editor(), versions.version("model", "0.1"), "First.")
    yield app, people
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def plan_form(app, people):
    """The editor's browser and the fields of one opened form for a round."""
    editor = Browser(app.test_client()).sign_in(people["editor"])
    page = editor.get("/rounds/plan/model/0.1").text
    today = clock.now().date()
    days = {"opens_on": str(today + timedelta(days=1)), "closes_on": str(today + timedelta(days=31))}
    return editor, dict(re.findall(r'name="(csrf_token|form_key)"[^>]*value="([^"]+)"', page)) | days | {"kind": "public", "notice": "Please."}


def test_one_form_sent_from_eight_threads_at_once_is_done_once(shared):
    app, people = shared
    editor, fields = plan_form(app, people)
    cookie = editor.client.get_cookie("consult").value

    def send(_):
        client = app.test_client()
        client.set_cookie("consult", cookie)
        answer = client.post("/rounds/plan/model/0.1", data=fields)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert set(answers) == {(303, "/rounds/1/")}
    with app.app_context():
        assert len(rounds.all_rounds(drafts=True)) == 1
        assert list(journal.broken()) == []


def test_eight_people_writing_at_once_all_succeed_and_the_chain_has_no_fork(shared):
    app, people = shared

    def work(number):
        editor, fields = plan_form(app, people)
        return editor.client.post("/rounds/plan/model/0.1", data=fields | {"notice": f"Round {number}."}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(8))) == {303}
    with app.app_context():
        assert [r.number for r in rounds.all_rounds(drafts=True)] == list(range(8, 0, -1))
        assert list(journal.broken()) == []


def test_two_editors_of_one_section_the_second_is_told_and_keeps_the_words(shared):
    app, people = shared
    with app.app_context(), transaction():
        editor = db.session.get_one(Account, people["editor"])
        starting.start(editor, versions.document("model"), "0.2", "Model", None, versions.version("model", "0.1"), ChangeClass.SUBSTANTIVE)
    first, second = (Browser(app.test_client()).sign_in(people[name]) for name in ("editor", "editor2"))
    address = "/documents/model/0.2/edit/sections/1"
    page = second.get(address).text
    assert first.fill(address, number="1", heading="Aim", level="2", body="Clusters matter much.\n").status_code == 303
    hidden = {name: value for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)}
    answer = second.client.post(address, data=hidden | {"number": "1", "heading": "Aim", "level": "2", "body": "Clusters matter a little.\n"})
    assert answer.status_code == 409
    assert "Clusters matter a little." in answer.text
    assert "Clusters matter much." in answer.text
    with app.app_context():
        assert stored.section(versions.version("model", "0.2"), "1").body.strip() == "Clusters matter much."


def test_a_refused_step_shows_the_words_that_were_sent(browser_of):
    visitor = browser_of(None)
    visitor.get("/accounts/sign-in")
    answer = visitor.client.post("/rounds/1/extend", data={"reason": "A long reason that must not be lost."})
    assert answer.status_code in {400, 403, 404}
    assert "A long reason that must not be lost." in answer.text

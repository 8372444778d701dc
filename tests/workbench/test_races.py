"""Two editors save one section at the same moment: one is stored, the other is told and keeps the words, on either database."""
from concurrent.futures import ThreadPoolExecutor
from shutil import copyfile
from threading import Barrier

import pytest
from flask_migrate import upgrade
from sqlalchemy import select

from consult import clock
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.workbench.models import SectionState, UnsavedText
from consult.workbench.queries import states
from tests import factories
from tests.conftest import Browser, make_app
from tests.workbench.conftest import BENCH, TEN, Bench
from tests.workbench.test_views import TYPED, WHOLE, hidden


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request, template, tmp_path):
    """An application with a connection for each thread, and a section with one proposal."""
    if request.param == "sqlite":
        copyfile(template, tmp_path / "many.sqlite")
    app = make_app(f"sqlite:///{tmp_path / 'many.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    with clock.at(factories.DAY), app.app_context():
        if request.param == "postgresql":
            upgrade()
        people = factories.cast()
        with transaction():
            Bench(lambda name: db.session.get_one(Account, people[name])).begin((TEN, "at least eight members"))
    yield app, people
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def at_once(app, people, bodies, to="", **fields):
    """Two editors open the section, then both send at the same moment what they typed; the answers."""
    names = ["editor", "editor2"]
    with clock.at(factories.DAY):
        browsers = [Browser(app.test_client()).sign_in(people[name]) for name in names]
        opened, start = [hidden(browser.get(BENCH)) for browser in browsers], Barrier(2)

    def send(at):
        with clock.at(factories.DAY):
            start.wait()
            return browsers[at].client.post(to or BENCH, data=opened[at] | TYPED | {"body": bodies[at]} | fields)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(send, range(2)))


def test_one_of_two_editors_is_told_and_both_edits_are_there_to_be_brought_together(served):
    app, people = served
    answers = at_once(app, people, [WHOLE.replace("ten", "twelve"), WHOLE.replace("than eight", "than five")])
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    told = next(answer for answer in answers if answer.status_code == 409)
    assert WHOLE.replace("ten", "twelve").replace("than eight", "than five") in told.text
    with app.app_context():
        assert [one.cause.value for one in db.session.scalars(select(SectionState).order_by(SectionState.id))] == ["found", "edited"]


def test_a_proposal_goes_in_once_when_two_editors_press_its_button(served):
    app, people = served
    answers = at_once(app, people, [WHOLE, WHOLE], apply="R1-RS-001")
    assert all(answer.status_code in {303, 409} for answer in answers)
    with app.app_context():
        kept = db.session.scalars(select(SectionState).order_by(SectionState.id)).all()
        assert [one.cause.value for one in kept] == ["found", "proposal"]
        bench = Bench(lambda name: None)
        assert bench.text().count("eight members") == 1
        assert len(states.applied(states.in_effect(bench.version, bench.row().uid).values())) == 1


def test_two_windows_of_two_editors_keep_their_words_apart(served):
    app, people = served
    with app.app_context():
        number = Bench(lambda name: None).row().id
    answers = at_once(app, people, ["Mine.", "Theirs."], to=f"/documents/edit/keep/{number}")
    assert [answer.status_code for answer in answers] == [200, 200]
    with app.app_context():
        assert sorted(db.session.scalars(select(UnsavedText.body))) == ["Mine.", "Theirs."]

"""Two people press the same button at the same moment: one joint submission, one gathering, on either database."""
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from shutil import copyfile
from threading import Barrier

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select

from consult import clock
from consult.accounts.models import Account
from consult.comments.models import Comment
from consult.coordination.models import Gathering
from consult.db import db, transaction
from tests import factories
from tests.conftest import Browser, make_app
from tests.coordination.conftest import Channel


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request, template, tmp_path):
    """An application with a connection for each thread, and a joint submission that is ready to be sent."""
    if request.param == "sqlite":
        copyfile(template, tmp_path / "many.sqlite")
    app = make_app(f"sqlite:///{tmp_path / 'many.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    with clock.at(factories.DAY), app.app_context():
        if request.param == "postgresql":
            upgrade()
        people = factories.cast()
        with transaction():
            channel = Channel(lambda name: db.session.get_one(Account, people[name]))
            channel.cast()
            channel.gather("metal")
            channel.merge(channel.give("metal"))
            channel.check()
            channel.hold("metal")
    yield app, people
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def at_once(app, person, page, count=4, **fields):
    """Open the page in several browsers of one person, then send all its forms at the same moment."""
    with clock.at(factories.DAY):
        browsers, start = [Browser(app.test_client()).sign_in(person) for _ in range(count)], Barrier(count)
        hidden = [dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', b.get(page).text)) for b in browsers]

    def send(number):
        with clock.at(factories.DAY):
            start.wait()
            return browsers[number].client.post(page, data=hidden[number] | fields).status_code

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(send, range(count)))


def test_a_joint_submission_is_sent_once(served):
    app, people = served
    answers = at_once(app, people["coordinator"], "/coordination/1/BA/send")
    assert answers[303] == 1
    assert set(answers) <= {303, 403, 409, 422}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Comment)) == 1


def test_a_gathering_is_opened_once(served):
    app, _ = served
    with app.app_context(), clock.at(factories.DAY), transaction():
        other = factories.person("hrvoje", "coordinator", party_code="HR").id
    answers = at_once(app, other, "/coordination/1/gather", note="Please.")
    assert answers[303] == 1
    assert set(answers) <= {303, 409, 422}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Gathering).filter_by(party_code="HR")) == 1

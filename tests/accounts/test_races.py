"""Many at the same moment: a link works once, an account is opened once, guesses are counted all."""
import re
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from consult.accounts.models import Account, SignInAttempt
from consult.db import db
from consult.journal.models import JournalEntry
from consult.notices.models import Mail
from tests.conftest import Browser, make_app

PASSWORD = "rain on the Drina"
MANY = 6


@pytest.fixture
def served(template, tmp_path):
    """An application on a database in a file, with a connection for each thread."""
    shutil.copy(template, tmp_path / "own.sqlite")
    app = make_app(f"sqlite:///{tmp_path / 'own.sqlite'}")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def at_once(app, page, count=MANY, **fields):
    """Open the page in as many browsers, then send all its forms at the same moment; how often each status came."""
    browsers, start = [Browser(app.test_client()) for _ in range(count)], Barrier(count)
    hidden = [dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', b.get(page).text)) for b in browsers]

    def send(number):
        start.wait()
        return browsers[number].client.post(page, data=hidden[number] | fields).status_code

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(send, range(count)))


def counted(app, statement):
    with app.app_context():
        return db.session.scalar(statement)


def sign_up(app):
    Browser(app.test_client()).fill("/accounts/sign-up", name="Ana", email="ana@example.org", password=PASSWORD, party="")
    return re.search(r"http://127\.0\.0\.1:5000(/accounts/confirm/\S+)", counted(app, select(Mail.body)))[1]


def test_a_link_pressed_in_many_browsers_at_once_confirms_once(served):
    answers = at_once(served, sign_up(served), password=PASSWORD)
    assert answers[303] == 1
    assert set(answers) <= {303, 404, 409}
    assert counted(served, select(func.count()).select_from(JournalEntry).filter_by(kind="accounts.confirm")) == 1


def test_one_address_signing_up_many_times_at_once_gets_one_account(served):
    assert at_once(served, "/accounts/sign-up", name="Ana", email="ana@example.org", password=PASSWORD, party="") == {303: MANY}
    assert counted(served, select(func.count()).select_from(Account).filter_by(email_key="ana@example.org")) == 1


def test_guesses_sent_at_once_are_all_counted(served):
    answers = at_once(served, "/accounts/sign-in", count=14, email="ana@example.org", password="a wrong password")
    assert answers == {422: 10, 429: 4}
    assert counted(served, select(func.count()).select_from(SignInAttempt)) == 10

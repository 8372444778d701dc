"""A worker that is killed with the server's ear at its mouth: what it held is sent by the next one, under the same name, and nothing else again."""
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from flask_migrate import upgrade

from consult import clock
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.notices import queries
from consult.notices.actions import outbox
from consult.notices.models import MailState, NoticeCursor
from consult.notices.rules import LEASE, Words
from consult.web import postman
from tests import factories
from tests.lending import SECRET, make_app
from tests.notices.conftest import mails

ROOT = Path(__file__).parents[2]


def worker(address, server):
    """`flask consult deliver --once` as a process of its own."""
    env = {**os.environ, "CONSULT_SECRET": SECRET, "CONSULT_DATABASE": address, "CONSULT_MAIL": server, "CONSULT_DEMO": "0"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "consult", "deliver", "--once"]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_worker_killed_in_the_middle_of_a_mail_loses_none_and_repeats_only_that_one(tmp_path, serve):
    inbox, server = serve()
    inbox.holding.add("cluster")
    address = f"sqlite:///{tmp_path / 'consult.sqlite'}"
    app = make_app(address, MAIL_SERVER=server)
    with app.app_context():
        upgrade()
        people = factories.cast()
        with transaction() as session:
            session.add(NoticeCursor(id=1, seq=queries.end_of_journal()))
            for name in ("citizen", "cluster", "observer"):
                outbox.write(session.get_one(Account, people[name]), f"ballots.open-1-{people[name]}", Words("A subject", "Words\n"))
        db.session.remove()
        process = worker(address, server)
        assert inbox.reached.wait(60), "the worker never came to the mail it is to die with"
        process.kill()
        process.wait()
        assert [mail.state for mail in mails()] == [MailState.SENT, MailState.LEASED, MailState.LEASED]
        inbox.holding.clear()
        db.session.remove()
        with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
            assert postman.deliver() == 2
        assert [mail.state for mail in mails()] == [MailState.SENT] * 3
        db.session.remove()
        db.engine.dispose()
    assert [got["To"].partition("@")[0] for got in inbox.got] == ["citizen", "cluster", "observer"]

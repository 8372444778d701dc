"""The outbox: who is told, once, in their language; and mails that several workers send."""
import email
from datetime import timedelta
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import func, select

from consult import clock
from consult.accounts import actions as accounts
from consult.accounts.rules import Role
from consult.db import db, transaction
from consult.journal.actions import record
from consult.notices import queries
from consult.notices.actions import outbox
from consult.notices.models import Mail, MailState, NoticeCursor
from consult.notices.rules import Words
from consult.web import postman
from tests import factories
from tests.notices.conftest import mails


@pytest.fixture(autouse=True)
def told(inside):
    """What made the cast has been told already."""
    with transaction() as session:
        session.add(NoticeCursor(id=1, seq=queries.end_of_journal()))


def write(account, key="k", **kwargs):
    with transaction():
        outbox.write(account, key, Words("A subject", "Words\n"), **kwargs)


def test_a_new_role_is_told_once_in_the_language_of_the_person(app, inside):
    with transaction():
        inside("citizen").language = "sr-Latn"
        record("accounts.change_profile", None, inside("citizen"), fields=[])
    with transaction():
        accounts.grant_role(inside("admin"), inside("citizen"), Role.MODERATOR)
    assert [postman.deliver(), postman.deliver()] == [1, 0]
    last = mails()[-1]
    assert (last.to, last.language, last.state) == ("citizen@sample.test", "sr-Latn", MailState.SENT)


def test_a_person_is_told_of_a_suspension_its_end_and_the_end_of_a_role(inside):
    with transaction():
        grant = accounts.grant_role(inside("admin"), inside("citizen"), Role.MODERATOR)
    with transaction():
        accounts.end_role(inside("admin"), inside("citizen"), grant)
        accounts.suspend(inside("admin"), inside("citizen"), "Wrote threats.")
    assert postman.deliver() == 1, "of the roles nobody is told who cannot sign in"
    with transaction():
        accounts.reinstate(inside("admin"), inside("citizen"), "Said sorry.")
        grant = accounts.grant_role(inside("admin"), inside("citizen"), Role.MODERATOR)
    with transaction():
        accounts.end_role(inside("admin"), inside("citizen"), grant)
    postman.deliver()
    assert [m.subject for m in mails()] == [
        "Your account is suspended", "Your account is open again", "You have been given a role: Moderator", "A role of yours has ended: Moderator"]
    assert {m.to for m in mails()} == {"citizen@sample.test"}


def test_the_mail_of_a_suspension_gives_its_reason(inside):
    with transaction():
        accounts.suspend(inside("admin"), inside("citizen"), "Wrote threats.")
        postman.telling.spread(postman.compose)
        assert "Wrote threats." in mails()[0].body


def test_a_mail_is_a_file_that_a_mail_program_reads(app, inside):
    write(inside("citizen"), "../accounts.close/1", to="ana@example.org")
    with transaction():
        outbox.write(inside("citizen"), "second", Words("Ваша\nадреса", "Здраво, свете\n"))
    postman.deliver()
    folder = Path(app.config["MAIL_FOLDER"])
    message = email.message_from_bytes((folder / "second.eml").read_bytes(), policy=default)
    assert (message["Subject"], message["To"]) == ("Ваша адреса", "citizen@sample.test")
    assert (message["Auto-Submitted"], message["Message-ID"]) == ("auto-generated", "<second@127.0.0.1>")
    assert message.get_content().split() == ["Здраво,", "свете"]
    assert {path.name for path in folder.iterdir()} == {"second.eml", "..-accounts.close-1.eml"}


def test_the_same_mail_is_written_once(inside):
    write(inside("citizen"))
    write(inside("citizen"))
    assert len(mails()) == 1


def test_two_workers_never_hold_the_same_mail(inside):
    for n in range(5):
        write(inside("citizen"), str(n))
    with transaction():
        first = {m.id for m in outbox.lease(3)}
    with transaction():
        second = {m.id for m in outbox.lease(3)}
    assert (len(first), len(second), first & second) == (3, 2, set())


def test_a_mail_of_a_worker_that_died_is_taken_again(inside):
    write(inside("citizen"))
    with transaction():
        dead = outbox.lease()[0].lease
    with transaction():
        assert outbox.lease() == []
    with clock.at(factories.DAY + timedelta(minutes=3)):
        with transaction():
            held = outbox.lease()[0]
            number, alive = held.id, held.lease
        with transaction():
            outbox.sent(number, dead, blank=False)
        assert mails()[0].state == MailState.LEASED, "the dead worker has no say any more"
        with transaction():
            outbox.sent(number, alive, blank=False)
    assert mails()[0].state == MailState.SENT


def test_words_with_links_are_dropped_once_sent(app, inside):
    write(inside("citizen"), "accounts.ask_reset-1-ab")
    for key in ("comments.publish-1-1", "accounts.grant_role-1-1"):
        write(inside("citizen"), key)
    postman.deliver()
    assert [m.body for m in mails()] == ["", "Words\n", "Words\n"]


def test_old_mails_are_forgotten(app, inside):
    write(inside("citizen"))
    postman.deliver()
    with clock.at(factories.DAY + timedelta(days=29)):
        postman.tidy()
        assert len(mails()) == 1
    with clock.at(factories.DAY + timedelta(days=31)):
        postman.tidy()
        assert mails() == []


def test_the_journal_is_read_once(app, inside):
    postman.deliver()
    count = db.session.scalar(select(func.count()).select_from(Mail))
    postman.deliver()
    assert db.session.scalar(select(func.count()).select_from(Mail)) == count
    assert queries.position() == queries.end_of_journal()

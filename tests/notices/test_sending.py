"""Mails over a real SMTP server: what arrives, what is refused for now or for good, and a server that is away; in no log an address."""
import logging
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult import clock, mail
from consult.accounts import actions as accounts
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.notices import queries
from consult.notices.actions import choosing, outbox
from consult.notices.models import Mail, MailState, NoticeCursor
from consult.notices.rules import TRIES_MAX, Words
from consult.web import postman
from tests import factories
from tests.notices.conftest import CERTIFICATE, mails


@pytest.fixture(autouse=True)
def told(inside):
    """What made the cast has been told already."""
    with transaction() as session:
        session.add(NoticeCursor(id=1, seq=queries.end_of_journal()))


def write(account, key, words=None, **kwargs):
    with transaction():
        outbox.write(account, key, words or Words("A subject", "Words\n", "<!doctype html><html lang=\"en\"><head></head><body><p>Words</p></body></html>"), **kwargs)


def office(address, **more):
    return mail.Office(address, more.pop("user", ""), more.pop("password", ""), "us@example.org", "", "https://consult.example.org", **more)


def letter(**more):
    return mail.Letter(**{"key": "k", "to": "ana@example.org", "language": "en", "subject": "Subject", "body": "Words"} | more)


def test_a_mail_arrives_with_both_parts_and_its_headers(inside, post):
    write(inside("citizen"), "comments.publish-7-5", topic="answers", thread="comment-R1-RS-001")
    assert postman.deliver() == 1
    got = post.got[0]
    assert (got["Message-ID"], got["In-Reply-To"], got["References"]) == ("<comments.publish-7-5@127.0.0.1>", "<comment-R1-RS-001@127.0.0.1>", "<comment-R1-RS-001@127.0.0.1>")
    assert (got["Auto-Submitted"], got["Precedence"], got["Content-Language"]) == ("auto-generated", None, "en")
    assert got["Date"].datetime == factories.DAY
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert got["List-Unsubscribe"].startswith("<http://127.0.0.1:5000/notices/stop/")
    assert got.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]
    html = got.get_body(("html",)).get_content()
    assert "<style>" in html
    assert "prefers-color-scheme: dark" in html
    assert "http" not in html.partition("</head>")[0], "nothing is fetched"


def test_a_mail_that_may_not_be_stopped_offers_no_way_to(inside, post):
    write(inside("citizen"), "ballots.open-7-5")
    postman.deliver()
    assert post.got[0]["List-Unsubscribe"] is post.got[0]["List-Unsubscribe-Post"] is None


def test_the_same_mail_has_the_same_message_id_when_it_is_sent_again(inside, post):
    write(inside("citizen"), "ballots.open-7-5")
    with transaction():
        assert len(outbox.lease()) == 1  # a worker that dies after the server took the mail
    postman.deliver()
    with clock.at(factories.DAY + timedelta(minutes=3)):
        postman.deliver()
        postman.deliver()
    assert [got["Message-ID"] for got in post.got] == ["<ballots.open-7-5@127.0.0.1>"]


def test_a_mail_refused_for_good_is_given_up_at_once_and_the_rest_arrives(inside, post, caplog):
    post.refusing["citizen"] = "550 5.1.1 No such mailbox"
    write(inside("citizen"), "one")
    write(inside("cluster"), "two")
    with caplog.at_level(logging.WARNING):
        assert postman.deliver() == 1
    assert [(m.state, m.fault) for m in mails()] == [(MailState.FAILED, "550 5.1.1 No such mailbox"), (MailState.SENT, "")]
    assert "not taken" in caplog.text
    assert "citizen" not in caplog.text


def test_a_mail_refused_for_now_is_tried_again_and_given_up_after_ten_tries(inside, post):
    post.refusing["citizen"] = "451 4.7.1 Come back later"
    write(inside("citizen"), "one")
    postman.deliver()
    assert (mails()[0].state, mails()[0].fault) == (MailState.DUE, "451 4.7.1 Come back later")
    assert postman.deliver() == 0, "not before its time"
    for n in range(1, TRIES_MAX + 2):
        with clock.at(factories.DAY + timedelta(hours=5 * n)):
            postman.deliver()
    assert (mails()[0].state, mails()[0].tries) == (MailState.FAILED, TRIES_MAX)


def test_a_server_that_breaks_off_loses_nothing_and_one_mail_does_not_stop_the_others(inside, post):
    post.breaking.add("citizen")
    for key, name in (("one", "citizen"), ("two", "cluster"), ("three", "observer")):
        write(inside(name), key)
    assert postman.deliver() == 0
    assert [(m.state, m.tries) for m in mails()] == [(MailState.DUE, 1), (MailState.DUE, 0), (MailState.DUE, 0)]
    for n in range(1, 40):
        with clock.at(factories.DAY + timedelta(hours=5 * n)):
            postman.deliver()
    assert [m.state for m in mails()] == [MailState.FAILED, MailState.SENT, MailState.SENT]
    assert len(post.got) == 2


def test_a_server_that_is_away_for_a_month_loses_no_mail(app, inside, post, caplog):
    address, app.config["MAIL_SERVER"] = app.config["MAIL_SERVER"], "127.0.0.1:1"
    write(inside("citizen"), "one")
    with caplog.at_level(logging.WARNING):
        for n in range(30):
            with clock.at(factories.DAY + timedelta(days=n)):
                assert postman.deliver() == 0
    assert "not reached" in caplog.text
    assert "citizen" not in caplog.text
    assert (mails()[0].state, mails()[0].tries) == (MailState.DUE, 0)
    assert "refused" in mails()[0].fault
    app.config["MAIL_SERVER"] = address
    with clock.at(factories.DAY + timedelta(days=31)):
        assert postman.deliver() == 1


def test_a_worker_whose_lease_ran_out_hands_over_nothing(inside, post):
    write(inside("citizen"), "one")
    with transaction():
        held = [postman.Leased(m.id, m.lease, m.tries, postman._letter(m)) for m in outbox.lease()]
    with clock.at(factories.DAY + timedelta(minutes=3)):
        assert postman.deliver() == 1
        assert postman._send(held) == (0, True)
    assert len(post.got) == 1


@pytest.mark.parametrize("leave", ["close", "suspend"])
def test_who_has_left_or_is_kept_out_is_not_written_to(inside, post, leave):
    write(inside("citizen"), "comments.publish-1-1", topic="answers")
    with transaction():
        if leave == "close":
            accounts.close(inside("citizen"), inside("citizen"))
        else:
            accounts.suspend(inside("admin"), inside("citizen"), "Wrote threats.")
    postman.deliver()
    assert [got["Subject"] for got in post.got] == ([] if leave == "close" else ["Your account is suspended"])
    assert [m.key for m in mails() if not m.key.startswith("accounts.")] == []


def test_mails_go_over_tls_where_the_server_offers_it(serve, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    inbox, address = serve(tls=True, auth_required=False)
    for how in ("auto", "always"):
        with mail.counter(office(address, tls=how)) as hand_over:
            hand_over(letter())
    assert inbox.over_tls == [True, True]


def test_a_name_and_a_password_are_sent_over_tls(serve, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    inbox, address = serve(tls=True, auth_required=True)
    with mail.counter(office(address, user="us", password="secret")) as hand_over:
        hand_over(letter())
    assert (inbox.passwords, inbox.over_tls) == ([("us", "secret")], [True])
    with pytest.raises(mail.smtplib.SMTPAuthenticationError), mail.counter(office(address, user="us", password="wrong")) as hand_over:
        hand_over(letter())


def test_a_server_with_a_forged_certificate_gets_nothing(serve):
    inbox, address = serve(tls=True)
    with pytest.raises(OSError, match="certificate"), mail.counter(office(address)) as hand_over:
        hand_over(letter())
    assert inbox.got == []


def test_without_tls_nothing_is_sent_where_it_is_asked_for(serve):
    inbox, address = serve()
    for how in ({"tls": "always"}, {"tls": "auto", "user": "us", "password": "secret"}):
        with pytest.raises(mail.smtplib.SMTPNotSupportedError), mail.counter(office(address, **how)) as hand_over:
            hand_over(letter())
    assert inbox.got == []
    with mail.counter(office(address, tls="never")) as hand_over:
        hand_over(letter())
    assert (inbox.passwords, inbox.over_tls) == ([], [False])


@given(st.text(max_size=60), st.text(min_size=1, max_size=30), st.text(max_size=30))
def test_no_word_makes_a_header_of_its_own(subject, key, thread):
    made = mail.message(letter(subject=subject, key=key, thread=thread), office(""))
    lines = bytes(made).partition(b"\r\n\r\n")[0].split(b"\r\n")
    names = {line.partition(b":")[0].lower() for line in lines if not line.startswith((b" ", b"\t"))}
    assert names <= {b"from", b"to", b"subject", b"date", b"message-id", b"in-reply-to", b"references", b"auto-submitted", b"content-language", b"mime-version",
                     b"content-type", b"content-transfer-encoding"}


@pytest.mark.parametrize("address", ["nobody\n@example.org", "ana@example.org\r\nBcc: all@example.org", "ana@example.org\nX: y"])
def test_an_address_with_a_line_break_is_given_up_and_holds_up_nobody(inside, address, post):
    write(inside("citizen"), "bad", to=address)
    write(inside("citizen"), "good")
    assert postman.deliver() == 1
    assert [m.state for m in mails()] == [MailState.FAILED, MailState.SENT]
    assert post.got[0]["Bcc"] is None


def test_a_mail_is_retried_to_the_address_that_holds_now(inside, post):
    post.refusing["citizen"] = "550 No"
    write(inside("citizen"), "comments.publish-1-1", topic="answers")
    postman.deliver()
    with transaction():
        accounts.change_address(None, db.session.get_one(Account, inside("citizen").id), "new@example.org")
    with transaction():
        choosing.retry(inside("admin"), mails()[0])
    assert postman.deliver() == 1
    assert post.got[0]["To"] == "new@example.org"
    assert db.session.query(Mail).filter_by(state=MailState.FAILED).count() == 0


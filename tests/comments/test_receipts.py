"""The receipt keeps what was sent then, says what became of it since and what is known of the days to come; the mails about it are as exact."""
import re
from itertools import pairwise

import pytest
from sqlalchemy import select

from consult import clock
from consult.comments.actions import writing
from consult.comments.models import Comment
from consult.comments.rules import Capacity, CommentKind
from consult.comments.views import receipts
from consult.db import db
from consult.notices import queries
from consult.notices.models import Mail, NoticeCursor
from consult.web import letters, postman
from tests.comments.conftest import CLOSES
from tests.comments.test_views import send, texts

RECEIPT = "/comments/receipts/S1-0001"
LINK = "http://127.0.0.1:5000/comments/R1-RS-001"


@pytest.fixture
def printed(monkeypatch):
    """What goes into each PDF as words."""
    seen = []
    monkeypatch.setattr(receipts.exports, "receipt_pdf", lambda words, at: seen.append(words) or b"%PDF-")
    return seen


def three(browser, printed):
    """The receipt as page, PDF and text copy, as words."""
    assert browser.get(f"{RECEIPT}/pdf").status_code == 200
    return [texts(browser.get(RECEIPT)), str(printed[-1]), re.sub(r"\s+", " ", browser.get(f"{RECEIPT}/copy").text)]


def test_a_receipt_keeps_the_words_that_were_sent_when_they_are_replaced(world, browser_of, printed):
    citizen = browser_of("citizen")
    send(citizen, body="First words.", quote="not fewer than eight", proposed="not fewer than six", reason="A first reason.")
    for body in ("Second words.", "Third words."):
        assert citizen.fill("/comments/R1-RS-001/replace", kind="wording", body=body, quote="", proposed="", reason="").status_code == 303
    for said in three(citizen, printed):
        for words in ("First words.", "not fewer than eight", "A first reason.", "Substance"):
            assert words in said
        assert "Second words." not in said
        assert "Third words." not in said
        assert f"Replaced by its author on 2 Nov 2026: the words now stand at {LINK}" in said


def test_a_receipt_keeps_the_words_of_a_withdrawn_comment_and_says_the_day(world, browser_of, printed):
    citizen = browser_of("citizen")
    send(citizen, body="First words.")
    citizen.fill("/comments/R1-RS-001/replace", kind="wording", body="Second words.")
    citizen.fill("/comments/R1-RS-001/withdraw")
    for said in three(citizen, printed):
        assert "First words." in said
        assert "Second words." not in said
        assert "Withdrawn by its author on 2 Nov 2026." in said
        assert "the words now stand" not in said


def test_a_receipt_of_words_that_stand_notes_nothing(world, browser_of, printed):
    citizen = browser_of("citizen")
    send(citizen)
    for said in three(citizen, printed):
        assert "its author" not in said


def test_the_mail_of_a_receipt_keeps_them_too(world, app, browser_of):
    citizen = browser_of("citizen")
    send(citizen, body="First words.")
    citizen.fill("/comments/R1-RS-001/replace", kind="wording", body="Second words.")
    body = mail(app).text
    assert "First words." in body
    assert "Second words." not in body


def mail(app):
    """The receipt by mail."""
    with app.test_request_context("/"):
        comment = db.session.scalars(select(Comment)).first()
        return letters.compose("comments.submit", {"round": 1, "receipt": "S1-0001"}, comment, comment.author)


def test_what_happens_next_says_each_day_that_is_known_and_where_to_look(world, app, browser_of, printed):
    citizen = browser_of("citizen")
    send(citizen)
    for said in (*three(citizen, printed), re.sub(r"\s+", " ", mail(app).text)):
        order = [said.index(words) for words in ("2 December 2026, 09:59 CET", "Answers are written after the close", "No day has been set for the answers",
                                                 "http://127.0.0.1:5000/rounds/1/")]
        assert all(one < two for one, two in pairwise(order)), said
        assert "every comment is answered before the next version is published" in said


def test_the_mail_for_one_comment_speaks_of_one_with_its_section(world, app, browser_of):
    send(browser_of("citizen"))
    body = mail(app).text
    assert "You can replace or withdraw it until" in body
    assert "them" not in body.split("What you sent:")[0]
    assert "R1-RS-001, 2 Size: http" in body
    assert "R1-RS-001, 2 Size" in body.split("What you sent:")[1]


def test_the_mail_for_several_comments_lists_each_with_its_section(desk, inside):
    opened, person = desk.open_round(desk.publish()), desk.person("citizen")
    drafts = [writing.save_draft(person, opened, uid, CommentKind.SUBSTANCE, "Words.") for uid in (None, desk.uid(opened.version, "3"))]
    comment = writing.submit(person, opened, drafts, Capacity.SELF).comments[0]
    db.session.commit()
    body = letters.compose("comments.submit", {"round": 1, "receipt": "S1-0001"}, comment, person).text
    assert "You can replace or withdraw them until" in body
    assert "R1-RS-001, The whole document: http" in body
    assert "R1-RS-002, 3 Funding: http" in body


@pytest.fixture
def sent(desk, inside):
    """A comment of which the mails have been written."""
    comment = desk.say(desk.open_round(desk.publish()))
    db.session.add(NoticeCursor(id=1, seq=queries.end_of_journal()))
    db.session.commit()
    return comment


def told():
    """The last mail, when all are delivered."""
    postman.deliver()
    db.session.expire_all()
    return db.session.scalars(select(Mail).order_by(Mail.id.desc())).first()


def test_a_replacement_is_confirmed_by_mail_at_once(desk, sent):
    writing.replace(desk.person("citizen"), sent, CommentKind.WORDING, "Other words.")
    db.session.commit()
    got = told()
    assert got.account_id == desk.person("citizen").id
    assert got.subject == "Your comment R1-RS-001 has been replaced"
    assert f"{LINK}#former" in got.body
    assert "Other words." in got.body


def test_a_withdrawal_is_confirmed_by_mail_at_once(desk, sent):
    writing.withdraw(desk.person("citizen"), sent)
    db.session.commit()
    got = told()
    assert got.account_id == desk.person("citizen").id
    assert got.subject == "Your comment R1-RS-001 has been withdrawn"
    assert LINK in got.body
    with clock.at(CLOSES):
        assert told().id == got.id

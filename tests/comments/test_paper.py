"""Comments that came on paper or by e-mail: entered by an editor with the original, marked, and nobody's to replace."""
import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from consult import clock
from consult.accounts.models import Account
from consult.comments.models import Comment
from consult.comments.rules import Channel
from consult.db import db, transaction
from consult.i18n import LOCALES
from consult.journal.models import JournalEntry
from consult.notices import queries as notices
from consult.organisations import actions as organisations
from consult.organisations.rules import OrganisationKind
from consult.parties import actions as parties
from consult.parties.models import Party
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds import actions as rounds
from consult.rounds.models import Round
from tests.comments.conftest import AFTER, CLOSES
from tests.comments.test_attachments import PDF
from tests.comments.test_views import texts

LETTER = {"means": "letter", "received_on": "2026-11-02", "sender": "Petra Sample", "organisation": "0", "party": "HR", "section": "", "kind": "general",
          "body": "The cluster of the north asks for more time.", "language": "en"}


def enter(browser, content=PDF, name="letter.pdf", **more):
    fields = {key: value for key, value in (LETTER | more).items() if value is not None}
    return browser.fill("/comments/paper/1", original=(io.BytesIO(content), name), **fields)


def test_a_letter_is_entered_with_its_original_and_marked_wherever_it_is_shown(world, browser_of):
    editor = browser_of("editor")
    assert enter(editor, name_shown="y", original_shown="y").headers["Location"] == "/comments/R1-HR-001"
    page = texts(browser_of(None).get("/comments/R1-HR-001"))
    assert "Petra Sample" in page
    assert "By letter, received on 2 Nov 2026, entered by the secretariat on 2 Nov 2026" in page
    assert "letter.pdf" in page
    for address in ("/comments/", "/documents/model/0.1/"):
        if "R1-HR-001" in browser_of(None).get(address).text:
            assert "entered by the secretariat" in texts(browser_of(None).get(address))
    assert "entered by the secretariat" in texts(browser_of(None).get("/comments/"))
    assert "The secretariat entered comment R1-HR-001" in texts(browser_of(None).get("/journal/"))


def test_the_receipt_for_the_sender_says_who_can_react(world, browser_of):
    editor = browser_of("editor")
    enter(editor)
    assert "Only people with an account can say here whether an answer satisfies them." in texts(editor.get("/comments/receipts/S1-0001"))


def test_a_comment_keeps_the_name_that_its_party_had_on_its_day(app, world, browser_of):
    enter(browser_of("editor"))
    with app.app_context(), transaction():
        admin = db.session.scalar(select(Account).filter_by(email_key="admin@sample.test"))
        parties.rename(admin, db.session.get_one(Party, "HR"), date(2026, 12, 1), {locale.code: "Newland" for locale in LOCALES}, "", "Law.")
    with clock.at(AFTER):
        page = browser_of(None).get("/comments/R1-HR-001")
        assert "Croatia" in texts(page)
        assert "Newland" not in texts(page)
        assert "Newland" in texts(browser_of(None).get("/parties/"))


def test_the_editor_who_entered_it_has_no_right_of_an_author(app, world, browser_of):
    editor = browser_of("editor")
    enter(editor, name_shown="y")
    editor.get("/comments/R1-HR-001")
    assert "R1-HR-001" not in editor.get("/comments/mine").text
    for step in ("replace", "withdraw"):
        assert editor.get(f"/comments/R1-HR-001/{step}").status_code == 403
    with app.app_context():
        comment = db.session.scalars(select(Comment)).one()
        assert comment.channel == Channel.PAPER
        assert not allowed(comment.author, Action.COMMENTS_REPLACE, comment)
        entry = db.session.scalars(select(JournalEntry).filter_by(kind="comments.enter_paper")).one()
        assert list(notices.receivers(entry, comment) if entry.kind in notices.NOTICES else []) == []
        assert list(db.session.scalars(notices._author(comment, clock.now()))) == []


def test_a_withheld_name_is_nowhere_and_neither_is_the_original(world, browser_of):
    enter(browser_of("editor"))
    for name in (None, "citizen", "observer", "coordinator"):
        for address in ("/comments/R1-HR-001", "/comments/", "/comments/table.csv", "/comments/table.json", "/journal/", "/search?q=petra", "/documents/model/0.1/"):
            assert "Petra" not in browser_of(name).get(address).text.replace('value="petra"', ""), (name, address)
        assert browser_of(name).get("/comments/files/1").status_code == (303 if name is None else 403)
    assert "The original, kept by the secretariat" in texts(browser_of(None).get("/comments/R1-HR-001"))
    assert browser_of("editor2").get("/comments/files/1").data == PDF


def test_a_shown_name_is_in_the_downloads(world, browser_of):
    enter(browser_of("editor"), name_shown="y")
    assert browser_of(None).get("/comments/table.json").json[0]["from"] == "Petra Sample"


def test_who_signed_for_an_organisation_is_not_named_in_its_place(world, within, browser_of):
    body = within(lambda desk: organisations.register(desk.person("cluster"), "North Cluster", OrganisationKind.CLUSTER, "RS").id)
    assert enter(browser_of("editor"), organisation=str(body)).headers["Location"] == "/comments/R1-RS-001"
    for address in ("/comments/R1-RS-001", "/comments/", "/comments/table.csv", "/comments/table.json"):
        page = browser_of(None).get(address).text
        assert "Petra" not in page
        assert "North Cluster" in page


def test_without_the_original_nothing_is_entered_and_the_words_are_kept(app, world, browser_of):
    page = browser_of("editor").fill("/comments/paper/1", **LETTER)
    assert page.status_code == 422
    assert "Choose the file." in texts(page)
    assert "The cluster of the north" in page.text
    assert "Petra Sample" in page.text
    with app.app_context():
        assert db.session.scalars(select(Comment)).all() == []


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_the_day_of_receipt_decides_whether_it_is_late(world, browser_of, days, late):
    day = (CLOSES + timedelta(days=days)).date().isoformat()
    with clock.at(AFTER + timedelta(days=5)):
        assert enter(browser_of("editor"), received_on=day).status_code == 303
        page = texts(browser_of(None).get("/comments/R1-HR-001"))
    assert ("It came after the close of the round" in page) is late


@pytest.mark.parametrize(("day", "words"), [("2026-11-09", "This day has not come yet"), ("2026-10-30", "The round had not opened yet"), ("", "Give the day")])
def test_a_day_that_cannot_be_is_refused(world, browser_of, day, words):
    page = enter(browser_of("editor"), received_on=day)
    assert page.status_code == 422
    assert words in texts(page)


@pytest.mark.parametrize(("field", "value", "words"), [
    ("sender", " ", "Say who sent it"), ("body", " ", "Please write"), ("quote", "stands nowhere", "These words are not in the section")])
def test_what_is_missing_or_wrong_is_named(world, browser_of, field, value, words):
    page = enter(browser_of("editor"), **{field: value}, **({"section": world.sections["2"]} if field == "quote" else {}))
    assert page.status_code == 422
    assert words in texts(page)


def test_a_letter_that_came_in_time_can_still_be_entered_while_answers_are_written(world, within, browser_of):
    within(lambda desk: rounds.begin_disposition(desk.person("editor"), db.session.get_one(Round, world.round)), at=AFTER)
    with clock.at(AFTER):
        editor = browser_of("editor")
        assert enter(editor).status_code == 303
        assert "after the close" not in texts(editor.get("/comments/R1-HR-001"))


def test_the_receipt_is_for_the_editors_to_hand_on(world, browser_of):
    enter(browser_of("editor"))
    page = texts(browser_of("editor2").get("/comments/receipts/S1-0001"))
    assert "Entered by the secretariat for Petra Sample" in page
    assert browser_of("editor2").get("/comments/receipts/S1-0001/pdf").status_code == 200
    assert browser_of("citizen").get("/comments/receipts/S1-0001").status_code == 404


@pytest.mark.parametrize("name", ["citizen", "moderator", "admin", "coordinator"])
def test_only_editors_enter_paper(world, browser_of, name):
    assert browser_of(name).get("/comments/paper/1").status_code == 403


def test_a_hidden_letter_hides_its_sender_and_its_original(world, browser_of):
    enter(browser_of("editor"), name_shown="y", original_shown="y")
    browser_of("moderator").fill("/comments/R1-HR-001/hide", sure="y", reason="It insults.")
    page = browser_of(None).get("/comments/R1-HR-001").text
    assert "Petra" not in page
    assert "letter.pdf" not in page
    assert browser_of("citizen").get("/comments/files/1").status_code == 403

"""Review once and send once in a real browser: with and without scripts, on a desk and on a phone; and what editors do for those who came late or wrote on paper."""
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult.accounts.rules import hashed
from consult.comments.models import Comment, Submission
from consult.db import db, transaction
from tests import factories
from tests.browser.commenting import NEW, prepare
from tests.browser.people import PASSWORD, Person

PDF = {"name": "Студија о обуци.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%sample\n%%EOF\n"}
PROGRAM = {"name": "study.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90"}
WIDTHS = pytest.mark.parametrize("width", [1280, 390], ids=["a desk", "a phone"])  # files need the scripts of the test's driver; without scripts see tests/comments
EITHER = pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)], ids=["a desk", "a phone without scripts"])


@pytest.fixture(autouse=True)
def cast(app):
    prepare(app)
    with app.app_context(), transaction():
        factories.person("editor2", "editor", password_hash=hashed(PASSWORD))


def drafts(person, words):
    """Write a comment and come to the review."""
    person.goes(NEW).types(body=words)
    person.presses("Save the draft and review")
    return person.looks()


def attaches(person, file):
    person.page.locator('main [name="file"]').set_input_files(file)
    return person.presses("Attach the file").looks()


def sent(app):
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(model)) for model in (Submission, Comment)]


@WIDTHS
def test_drafts_are_reviewed_with_their_files_and_sent_together(app, page_at, width):
    person = Person(page_at(width)).signs_in("stakeholder")
    drafts(person, "Једна година је прекратка.")
    drafts(person, "The share should be larger.")
    person.page.get_by_role("link", name=re.compile("^Attach a file")).first.click()
    attaches(person.looks(), PDF).sees("Студија о обуци.pdf PDF, 1 KB")
    attaches(person, PROGRAM).sees("The content of the file is not what its name says")
    person.goes("/comments/drafts").sees("Студија о обуци.pdf").sees("After sending you can replace or withdraw each comment until:")
    person.presses("Send the chosen comments").looks().sees("2 comments were received in round 1.").sees("What happens next").sees("Студија о обуци.pdf")
    assert sent(app) == [1, 2]
    with person.page.expect_download() as download:
        person.page.get_by_role("link", name="Download the receipt as PDF").click()
    assert download.value.suggested_filename == "receipt-S1-0001.pdf"
    person.page.get_by_role("link", name="Replace R1-RS-001").click()
    person.looks().types(body="Две године су мало.").presses("Replace my words").looks().sees("Former words")


def test_a_double_click_sends_once(app, page_at):
    person = Person(page_at(1280)).signs_in("stakeholder")
    drafts(person, "Only once, please.")
    person.page.get_by_role("button", name=re.compile("^Send")).dblclick()
    person.page.wait_for_url(re.compile("/comments/receipts/S1-0001$"))
    person.page.go_back()
    person.page.go_forward()
    person.page.reload()
    person.sees("1 comment was received in round 1.")
    assert sent(app) == [1, 1]


@pytest.mark.parametrize(("zone", "own"), [("Europe/Athens", True), ("Europe/Brussels", False), ("Europe/Belgrade", False)])
def test_the_deadline_is_said_in_brussels_and_in_the_readers_own_time(page_at, zone, own):
    person = Person(page_at(1280, timezone_id=zone)).signs_in("stakeholder")
    drafts(person, "Just in time.").sees("(Brussels time)")
    person.page.wait_for_load_state("networkidle")
    words = person.page.locator("#send").inner_text()
    assert ("where you are (Europe/Athens)" in words) is own
    assert "where you are" in words or not own


@EITHER
def test_a_late_link_goes_from_the_editor_to_a_comment_that_counts(app, page_at, time, width, javascript):
    time.now = factories.DAY + timedelta(days=31)
    editor = Person(page_at(width, javascript=javascript)).signs_in("editor2").goes("/comments/late-links/1")
    editor.types(reason="The post was on strike.").presses("Make the link").looks().sees("it is shown only once")
    link = editor.page.locator("input.copy").input_value()
    person = Person(page_at(width, javascript=javascript)).signs_in("stakeholder").goes(link)
    person.sees("The post was on strike.").presses("Take up the link")
    drafts(person, "Better late.").sees("You send with a late link.")
    person.page.get_by_role("button", name=re.compile("^Send")).click()
    person.looks().sees("came by a late link")
    editor.goes("/comments/late-links/1").sees("Used: receipt S1-0001")


@WIDTHS
def test_an_editor_enters_a_letter_with_its_original(app, page_at, width):
    editor = Person(page_at(width)).signs_in("editor2").goes("/comments/paper/1")
    editor.types(body="Наш кластер тражи више времена.", sender="Petra Sample").presses("Enter the comment").looks().sees("Give the day on which it was received.")
    editor.types(received_on=factories.DAY.date().isoformat(), party="RS")
    editor.page.locator('main [name="original"]').set_input_files(PDF)
    editor.presses("Enter the comment").looks().sees("By letter").sees("only editors and moderators can open it")
    Person(page_at(width)).goes("/comments/R1-RS-001").sees("Name withheld").sees("The original, kept by the secretariat")

"""Answering comments before a real browser: by keyboard, on a phone, without scripts; nothing for axe to find."""
from datetime import timedelta

import pytest

from consult import clock
from consult.accounts.models import Account
from consult.accounts.rules import hashed
from consult.comments.queries import threads
from consult.comments.rules import CommentKind
from consult.db import db, transaction
from consult.rounds import actions as rounds
from tests import factories
from tests.browser.axe import axe
from tests.browser.people import PASSWORD, Person
from tests.comments.conftest import SECOND, Desk


@pytest.fixture
def story(app, time):
    """Two comments in a round that is being answered, a working text that changes two sections, and editors with the password all share."""
    app.config["DEMONSTRATION"] = True
    password = hashed(PASSWORD)
    with app.app_context():
        with transaction():
            factories.party("RS", "Serbia")
            ids = {name: factories.person(name, role, party_code="RS", password_hash=password).id
                   for name, role in (("editor", "editor"), ("editor2", "editor"), ("citizen", "observer"))}
            desk = Desk(lambda name: db.session.get_one(Account, ids[name]))
            round_ = desk.open_round(desk.publish())
            desk.say(round_, "Please lower the number.", kind=CommentKind.SUBSTANCE)
            desk.say(round_, "Lower it, please.")
        time.now = clock.now() + timedelta(days=31)
        with clock.at(time.now), transaction():
            rounds.begin_disposition(desk.person("editor"), round_)
            desk.start(SECOND, "0.2", round_.version)
        db.session.remove()


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_group_is_answered_with_a_saved_text_reviewed_and_approved(app, time, story, page_at, width, javascript):
    page = page_at(width, javascript=javascript)
    editor = Person(page).signs_in("editor").goes("/answering/texts/new").types(title="Thanks", body="Thank you, {author}, for {number}.").presses("Keep the text")
    editor.goes("/comments/answer?comment=R1-RS-001&comment=R1-RS-002").types(code="noted", saved="1").presses("Put it in")
    fits(page)
    assert page.locator("[name=reason]").input_value() == "Thank you, {author}, for {number}."
    editor.presses("Save as drafted answer")
    other = page_at(width, javascript=javascript)
    second = Person(other).signs_in("editor2").goes("/answering/reviews").sees("Thank you, the author of R1-RS-002, for R1-RS-002.")
    fits(other)
    second.presses("Look closer at R1-RS-002").types(remark="Say why.").presses("Send it back").goes("/answering/reviews")
    other.get_by_label("Approve the answer to R1-RS-001").check()
    second.presses("Approve the ticked answers").sees("Nothing waits for your review")
    editor.goes("/answering/reviews").sees("Say why.")
    fits(page)
    with app.app_context():
        assert [threads.by_public_id(f"R1-RS-00{n}").dispositions[-1].state.value for n in (1, 2)] == ["approved", "draft"]


def test_an_answer_is_given_by_keyboard_alone_and_fields_it_does_not_ask_for_step_back(app, story, page_at):
    page = page_at(1280)
    Person(page).signs_in("editor").goes("/comments/answer?comment=R1-RS-001")
    assert page.locator("[name=target]").is_visible()
    page.locator('[name=code][value="accepted"]').focus()
    page.keyboard.press("Space")
    assert not page.locator("[name=target]").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("[name=changes]:checked").count() == 1
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "reason":
            break
    page.keyboard.type("Five it is.")
    axe(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Save as drafted answer":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/**")
    with app.app_context():
        answer = threads.by_public_id("R1-RS-001").dispositions[-1]
        assert (answer.code.value, answer.reason, len(answer.changes)) == ("accepted", "Five it is.", 1)

"""The inbox before a real browser: by keys alone, at both widths, with nothing for axe to find; and without scripts."""
import re

import pytest
from sqlalchemy import select

from consult import clock
from consult.accounts.models import Account
from consult.accounts.rules import hashed
from consult.db import db, transaction
from tests import factories
from tests.browser.axe import axe
from tests.browser.people import PASSWORD, Person, painted
from tests.comments.conftest import AFTER
from tests.inbox.conftest import people_said


@pytest.fixture
def said(app, time):
    """A round that is being answered, and an editor who can sign in."""
    app.config["DEMONSTRATION"] = True  # the people have sample addresses
    with app.app_context():
        people = factories.cast()
        with transaction():
            factories.person("desk", "editor", password_hash=hashed(PASSWORD))
        found = people_said(lambda name: db.session.scalars(select(Account).filter_by(id=people[name])).one())
    time.now = AFTER
    with clock.at(AFTER):
        yield found


def listening(page):
    """The page heeds keys: the button that switches them off is there."""
    page.locator("[data-inbox-keys] button").wait_for(state="attached")
    painted(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_an_editor_works_through_the_inbox_by_keys(page_at, said, width):
    page = page_at(width)
    Person(page).signs_in("desk")
    page.goto("/inbox/")
    listening(page)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.keyboard.press("?")
    page.get_by_text("these keys").wait_for()
    page.keyboard.press("?")
    for _ in range(2):
        page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == said.names[1]
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == said.names[0]
    page.keyboard.press("x")
    page.keyboard.press("m")
    page.get_by_text("1 comment is marked as read.").wait_for()
    listening(page)
    assert page.locator(".inbox-unread").count() == 4
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(re.compile(said.names[1]))
    listening(page)
    axe(page)
    page.get_by_text("Noted as read.").wait_for()
    page.keyboard.press("n")
    page.wait_for_url(re.compile(said.names[2]))
    listening(page)
    page.keyboard.press("k")
    page.wait_for_url(re.compile(said.names[1]))
    listening(page)
    page.keyboard.press("a")
    page.wait_for_url(re.compile(f"/comments/answer.comment={said.names[1]}"))


def test_the_keys_can_be_switched_off_and_stay_off(page_at, said):
    page = page_at(1280)
    Person(page).signs_in("desk")
    page.goto("/inbox/")
    listening(page)
    page.keyboard.press("?")
    page.get_by_role("button", name="Switch the keys off").click()
    page.reload()
    listening(page)
    page.keyboard.press("n")
    page.keyboard.press("j")
    assert page.url.endswith("/inbox/")
    assert page.locator(".inbox-row:focus-within").count() == 0


def test_letters_typed_into_a_field_are_letters(page_at, said):
    page = page_at(1280)
    Person(page).signs_in("desk")
    page.goto("/inbox/")
    listening(page)
    page.get_by_label("Words").press_sequentially("janko")
    assert page.get_by_label("Words").input_value() == "janko"


def test_everything_works_without_scripts(page_at, said):
    page = page_at(390, javascript=False)
    person = Person(page).signs_in("desk")
    page.goto("/inbox/?kind=general")
    page.get_by_label(f"Tick {said.names[1]}").check()
    page.get_by_role("button", name="Give", exact=True).click()
    page.get_by_text("1 comment is given to Desk.").wait_for()
    page.get_by_role("link", name=said.names[1], exact=True).click()
    person.types(body="Ask the ministry.").presses("Keep the note").sees("Ask the ministry.")
    person.presses("Mark as read").sees("You have read it.")
    person.presses("Next without an answer")
    assert said.names[3] in page.url

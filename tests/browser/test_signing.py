"""The signing list on a tablet: by finger, by keyboard, and without scripts; axe finds nothing."""
import pytest

from consult import clock
from consult.accounts.rules import hashed
from consult.db import db, transaction
from consult.events.queries import events, signing
from tests import factories
from tests.ballots.factories import who
from tests.browser.people import PASSWORD, Person, painted
from tests.events import factories as f

SHEET = {"name": "sheet.txt", "mimeType": "text/plain", "buffer": b"SAMPLE - not an official document.\n"}
#: The smallest side of a target, in pixels, for a finger in a hurry.
FINGER = 44


@pytest.fixture(autouse=True)
def held(app, time):
    """It is noon on the day of the event, three delegations may sign, and the editors know their password."""
    app.config["DEMONSTRATION"] = True  # the people have sample addresses
    time.now = f.NOON
    with app.app_context():
        factories.cast()
        with clock.at(f.NOON), transaction():
            f.in_session("BA", "HR", "RS")
            for name in ("editor", "editor2"):
                who(name).password_hash = hashed(PASSWORD)
                f.record("accounts.change_password", who(name), who(name))
        db.session.remove()


def signed(app):
    """How many signatures stand, and how many count."""
    with app.app_context():
        found = signing.signatures(events.by_number(1))
        return len(signing.standing(found)), len(signing.counting(found))


def narrow_enough(page):
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def large_enough(page, locator):
    """Every target of the list is large enough for a finger."""
    boxes = [one.bounding_box() for one in page.locator(locator).all()]
    assert boxes
    assert all(box["width"] >= FINGER and box["height"] >= FINGER for box in boxes), boxes


def touched(person, target, address):
    """Touch a link or a button, wait for the page it leads to, and look at it."""
    target.tap()
    person.page.wait_for_url(f"**{address}")
    painted(person.page)
    return person.looks()


@pytest.mark.parametrize("width", [768, 1024])
def test_a_signature_is_recorded_by_three_touches(app, page_at, width):
    page = page_at(width, has_touch=True)
    editor = Person(page).signs_in("editor").goes("/events/1/ceremony").sees("0 of 3")
    large_enough(page, ".ceremony-do a")
    narrow_enough(page)
    touched(editor, page.locator("#row-RS").get_by_role("link", name="Record the signature"), "/ceremony/RS")
    narrow_enough(page)
    large_enough(page, ".signing button, .signing .choice, .signing summary")
    with page.expect_file_chooser() as chooser:
        page.locator('input[type="file"]').tap()
    chooser.value.set_files(SHEET)
    touched(editor, page.get_by_role("button", name="Record the signature"), "/ceremony").sees("1 of 3")
    assert "Serbia has signed: act 1. It waits for a second person." in page.locator('div[role="status"]').inner_text()
    assert signed(app) == (1, 0)
    second = Person(page_at(width, has_touch=True)).signs_in("editor2").goes("/events/1/ceremony")
    touched(second, second.page.locator("#row-RS").get_by_role("link", name="Compare and verify act 1"), "/adoption/acts/1")
    with second.page.expect_navigation():
        second.page.get_by_role("button", name="It says the same: verify").tap()
    second.sees("Signed at:").goes("/events/1/ceremony").sees("Signed and verified")
    assert signed(app) == (1, 1)


def test_a_signature_is_recorded_by_keyboard(app, page_at):
    page = page_at(768)
    Person(page).signs_in("editor").goes("/events/1/ceremony")
    painted(page)
    page.locator("#row-HR").get_by_role("link", name="Record the signature").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ceremony/HR")
    painted(page)
    page.locator('[name="delegate"]:checked').focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "evidence"
    page.locator('input[type="file"]').set_input_files(SHEET)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Record the signature"
    page.keyboard.press("Enter")
    page.wait_for_url("**/ceremony")
    assert signed(app) == (1, 0)


@pytest.mark.parametrize("width", [390, 768])
def test_everything_works_without_scripts(app, page_at, width):
    editor = Person(page_at(width, javascript=False)).signs_in("editor").goes("/events/1/ceremony")
    editor.page.locator("#row-BA").get_by_role("link", name="Record the signature").click()
    editor.presses("Record the signature").sees("Choose the scan or photograph")
    editor.types(evidence="sheet.txt").presses("Record the signature").sees("1 of 3")
    editor.goes("/events/1/conclude").presses("Conclude the event").goes("/events/1/ceremony").sees("gains no signature")
    assert signed(app) == (1, 0)


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_the_pages_of_an_event_are_accessible_and_fit(page_at, width):
    editor = Person(page_at(width)).signs_in("editor")
    for address in ("/events/", "/events/1/", "/events/plan", "/events/1/agenda", "/events/1/delegations", "/events/1/delegations/RS", "/events/1/delegations/RS/credentials",
                    "/events/1/conclude", "/events/1/minutes", "/events/1/cancel"):
        editor.goes(address)
        narrow_enough(editor.page)

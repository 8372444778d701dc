"""Translating side by side, and reading a translation, before a real browser: wide and narrow, with nothing for axe to find."""
import pytest

from consult.accounts.rules import hashed
from consult.db import transaction
from consult.documents.models import Version
from consult.documents.queries import stored, versions
from tests import factories
from tests.browser.axe import axe
from tests.browser.commenting import prepare
from tests.browser.people import PASSWORD, Person

WORDS = "Кластери су важни."


@pytest.fixture(autouse=True)
def uid(app) -> str:
    """A published text and two editors who can sign in; the key of its second section."""
    prepare(app)
    with app.app_context():
        with transaction():
            for name in ("translator", "reviewer"):
                factories.person(name, "editor", password_hash=hashed(PASSWORD))
        version: Version | None = versions.version("model", "0.1")
        assert version is not None
        return next(row.uid for row in stored.sections(version) if row.number == "2")


def fits(page) -> bool:
    """Whether nothing is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_section_is_translated_reviewed_and_read(page_at, app, uid, width):
    page = page_at(width)
    translator = Person(page)
    translator.signs_in("translator")
    for address in ("/translating/model/", "/translating/model/sr-Cyrl/", "/translating/model/sr-Cyrl/bring"):
        page.goto(address)
        axe(page)
        assert fits(page), address
    page.goto(f"/translating/model/sr-Cyrl/sections/{uid}")
    left, right = page.locator(".translate-original").bounding_box(), page.locator(".translate-words").bounding_box()
    assert (right["x"] > left["x"]) if width == 1280 else (right["y"] > left["y"])
    page.get_by_label("Heading").fill("Циљ")
    page.get_by_label("Translation in Markdown").fill(WORDS)
    page.get_by_role("button", name="Show it to readers").click()
    page.get_by_text("Readers can see the translation now").wait_for()
    axe(page)
    assert fits(page)
    page.goto("/documents/model/0.1/sections/2?text=sr-Cyrl")
    page.get_by_role("heading", name="2 Циљ", level=1).wait_for()
    assert page.get_by_text(WORDS).evaluate("words => words.closest('[lang]').lang") == "sr-Cyrl"
    page.get_by_text("Language of the text").click()
    axe(page)
    assert fits(page)
    page.get_by_role("link", name="srpski", exact=True).first.click()
    page.get_by_text("Klasteri su važni.").wait_for()
    page.get_by_role("link", name="Read the authoritative text").click()
    page.get_by_text("Clusters matter.").wait_for()
    page.goto("/comments/new?round=1&section=2&text=sr-Cyrl&paragraph=1")
    axe(page)
    assert fits(page)


def test_another_editor_reviews_it(page_at, app, uid):
    page = page_at(1280)
    Person(page).signs_in("translator")
    page.goto(f"/translating/model/sr-Cyrl/sections/{uid}")
    page.get_by_label("Heading").fill("Циљ")
    page.get_by_label("Translation in Markdown").fill(WORDS)
    page.get_by_role("button", name="Show it to readers").click()
    page.get_by_text("another editor reviews it").wait_for()
    page.context.clear_cookies()
    Person(page).signs_in("reviewer")
    page.goto(f"/translating/model/sr-Cyrl/sections/{uid}")
    page.get_by_role("link", name="Review it").click()
    axe(page)
    page.get_by_role("button", name="Mark as reviewed").click()
    page.get_by_text("Reviewed by Reviewer").wait_for()

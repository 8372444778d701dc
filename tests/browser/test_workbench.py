"""The workbench before a real browser: wide and narrow, with scripts and without, with nothing for axe to find."""
import re

import pytest

from consult.accounts.models import Account
from consult.accounts.rules import hashed
from consult.db import db, transaction
from tests import factories
from tests.browser.axe import axe
from tests.browser.people import PASSWORD, Person
from tests.workbench.conftest import BENCH, TEN, Bench

EIGHT = "at least eight members"


@pytest.fixture(autouse=True)
def bench(app):
    """A working text with two proposals for the same words and one for others, and two editors who can sign in."""
    app.config["DEMONSTRATION"] = True  # the people have sample addresses
    with app.app_context():
        people = factories.cast()
        with transaction():
            for name in ("writer", "second"):
                people[name] = factories.person(name, "editor", password_hash=hashed(PASSWORD)).id
            made = Bench(lambda name: db.session.get_one(Account, people[name]))
            made.begin((TEN, EIGHT), ("ten members", "six firms"), ("not fewer than eight", "not fewer than five"))

    def do(work):
        with app.app_context(), transaction():
            return work(Bench(lambda name: db.session.get_one(Account, people[name])))

    return do


def fits(page):
    """Nothing scrolls sideways, and axe finds nothing."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1280, 390])
def test_what_changes_is_drawn_while_typing_and_what_is_typed_is_kept(page_at, width):
    page = page_at(width)
    Person(page).signs_in("writer")
    page.goto(BENCH)
    fits(page)
    parts = [page.locator(f"#bench-{name}").bounding_box() for name in ("text", "drawn", "comments")]
    if width == 1280:
        assert parts[0]["x"] < parts[1]["x"] < parts[2]["x"]
        assert parts[0]["y"] == parts[1]["y"] == parts[2]["y"]
    else:
        assert parts[0]["y"] < parts[1]["y"] < parts[2]["y"]
    box = page.get_by_label("Text in Markdown")
    box.press("Control+Home")
    box.press_sequentially("Mind: ")
    page.locator("#drawn ins", has_text="Mind").wait_for()
    page.get_by_text("Kept for you at").wait_for()
    page.get_by_label("How it will look").check()
    assert page.locator(".drawn-look").is_visible()
    assert not page.locator(".drawn-changes").is_visible()
    fits(page)
    page.context.clear_cookies()
    page.evaluate("localStorage.clear()")
    Person(page).signs_in("writer")
    page.goto(BENCH)
    assert box.input_value().startswith("Mind: "), "it survives an ended session and another browser"
    page.get_by_text("You typed here without saving").wait_for()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. Nobody but the editors").wait_for()
    assert page.get_by_text("You typed here without saving").count() == 0
    fits(page)


def choose(page, words):
    """Mark words in the text box, as with the mouse."""
    page.get_by_label("Text in Markdown").evaluate("(box, words) => { const at = box.value.indexOf(words); box.focus(); box.setSelectionRange(at, at + words.length); }", words)


@pytest.mark.parametrize("width", [1280, 390])
def test_marks_are_put_around_the_chosen_words_and_taken_away_again(page_at, width):
    page = page_at(width)
    Person(page).signs_in("writer")
    page.goto(BENCH)
    box, bar = page.get_by_label("Text in Markdown"), page.get_by_role("toolbar", name="Marks of the text")
    bar.wait_for()
    fits(page)
    before = box.input_value()
    choose(page, "cluster ")
    bar.get_by_role("button", name="Bold").click()
    assert box.input_value().startswith("A **cluster** has")
    page.locator("#drawn .drawn-look strong").wait_for(state="attached")
    box.press("Control+i")
    assert box.input_value().startswith("A ***cluster*** has")
    box.press("Control+i")
    assert box.input_value().startswith("A **cluster** has")
    bar.get_by_role("button", name="Bold").click()
    assert box.input_value() == before
    box.press("Control+z")
    assert box.input_value().startswith("A **cluster** has"), "the browser can take it back"
    box.fill("The members:\nfirms\nschools\nAll others.")
    choose(page, "firms\nschools")
    bar.get_by_role("button", name="List").click()
    assert box.input_value() == "The members:\n\n* firms\n* schools\n\nAll others."
    bar.get_by_role("button", name="List").click()
    assert "\nfirms\nschools\n" in box.input_value()
    choose(page, "others")
    box.press("Control+k")
    page.keyboard.type("https://example.test")
    assert box.input_value().endswith("All [others](https://example.test).")
    choose(page, "All")
    bar.get_by_role("button", name="Heading").click()
    assert "\n\n### All [others]" in box.input_value()


def test_the_bar_of_marks_is_one_stop_of_the_tab_key(page_at):
    page = page_at(1280)
    Person(page).signs_in("writer")
    page.goto(BENCH)
    page.get_by_role("toolbar", name="Marks of the text").wait_for()
    page.get_by_label("Text in Markdown").focus()
    page.keyboard.press("Shift+Tab")
    assert page.locator(":focus").inner_text() == "Bold"
    for key, name in (("ArrowRight", "Italic"), ("End", "Link"), ("ArrowRight", "Bold"), ("ArrowLeft", "Link")):
        page.keyboard.press(key)
        assert page.locator(":focus").inner_text() == name
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("name") == "body"


def test_without_scripts_no_bar_of_marks_is_shown(page_at):
    page = page_at(390, javascript=False)
    Person(page).signs_in("writer")
    page.goto(BENCH)
    assert not page.locator("[role=toolbar]").is_visible()


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, True), (390, False)])
def test_proposals_are_taken_over_chosen_between_and_undone(page_at, width, javascript):
    page = page_at(width, javascript=javascript)
    Person(page).signs_in("writer")
    page.goto(BENCH)
    page.get_by_role("button", name="Put it in R1-RS-003").click()
    page.get_by_text("The proposal of R1-RS-003 stands in the text").wait_for()
    assert "not fewer than five" in page.get_by_label("Text in Markdown").input_value()
    page.get_by_role("button", name="Look at both and choose R1-RS-001").click()
    page.get_by_role("heading", name="Choose the words: R1-RS-001").wait_for()
    if javascript:
        fits(page)
    page.get_by_label("Put in other words:").check()
    page.get_by_label("Other words", exact=False).last.fill("at least seven firms")
    page.get_by_label("Tick R1-RS-002").check()
    page.get_by_role("button", name="Put it into the text").click()
    page.get_by_text("The words stand in the text").wait_for()
    assert page.get_by_label("This change is made for R1-RS-002").is_checked()
    page.get_by_role("button", name="Undo R1-RS-003").click()
    page.get_by_text("The step is undone").wait_for()
    assert "at least seven firms" in page.get_by_label("Text in Markdown").input_value()
    assert "not fewer than eight" in page.get_by_label("Text in Markdown").input_value()
    page.get_by_role("link", name="History of this section").click()
    page.get_by_role("heading", name="History of 2 Size").wait_for()
    assert page.locator(".table").evaluate("box => box.scrollWidth <= box.clientWidth"), "who, when and the steps are in sight, on a phone too"
    if javascript:
        fits(page)
    page.get_by_role("button", name="Compare the two").click()
    page.get_by_role("heading", name="The whole text of this state").wait_for()
    if javascript:
        fits(page)


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_two_editors_are_brought_together_and_choose(page_at, bench, width, javascript):
    page = page_at(width, javascript=javascript)
    Person(page).signs_in("second")
    page.goto(BENCH)
    box = page.get_by_label("Text in Markdown")
    box.fill("A cluster has at least six members. A country may accept fewer, but not fewer than four.")
    bench(lambda one: one.edit("ten", "twelve"))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Two edits of this section").wait_for()
    assert re.search(r"[a-z]\.[A-Z]", page.locator(".bench-merge > p").first.inner_text()) is None, "a space stands between the sentences"
    if javascript:
        fits(page)
    page.get_by_label("Theirs:").check()
    page.get_by_role("button", name="Put together what I chose").click()
    page.get_by_role("heading", name="Two edits of this section").wait_for()
    assert box.input_value().strip() == "A cluster has at least twelve members. A country may accept fewer, but not fewer than four."
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. Nobody but the editors").wait_for()
    assert bench(lambda one: one.text()) == "A cluster has at least twelve members. A country may accept fewer, but not fewer than four."

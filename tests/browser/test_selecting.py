"""Words selected on the page arrive in the comment form as they were selected, and are found in the text by the server."""
from datetime import timedelta

import pytest

from consult import clock
from consult.db import transaction
from consult.documents import actions, queries
from consult.documents.rules import ChangeClass
from consult.rounds import actions as rounds
from consult.text import anchors
from tests import factories
from tests.browser.people import Person

BODY = """The budget is **fixed for *one* year** and 👍🏽 reviewed in [autumn](https://example.org).

- first item
- second **item** stays

| share | party |
|---|---|
| ten | Serbia |
| five | Kosovo* |
"""

#: Selects from the first to the last character of two pieces of text within one paragraph, as a mouse does.
SELECT = """([start, end]) => {
  const place = (words) => {
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.parentElement.closest("[data-comment-url] .prose") ? walker.currentNode.data.indexOf(words) : -1;
      if (at >= 0) return [walker.currentNode, at];
    }
  };
  const [one, from] = place(start), [other, to] = place(end);
  document.getSelection().setBaseAndExtent(one, from, other, to + end.length);
}"""


@pytest.fixture
def reader(app, page_at):
    """A visitor before a version that is open for comments."""
    with app.app_context(), transaction():
        factories.party("RS", "Serbia")
        editor = factories.person("editor", "editor")
        version = actions.start(editor, actions.create(editor, "model", "Sample"), "0.1", "Sample", f"# Sample\n\n## 1 Money\n\n{BODY}", None, ChangeClass.SUBSTANTIVE)
        actions.publish(editor, version, "First.")
        rounds.schedule(editor, rounds.plan(editor, version, clock.now(), clock.now() + timedelta(days=30), "Please comment."))
    return Person(page_at(1280))


def reads(reader):
    """Open the section, and let everything arrive before going on."""
    reader.goes("/documents/model/0.1/sections/1")
    reader.page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("start", "end", "quote"), [
    ("fixed for", "autumn", "fixed for one year and 👍🏽 reviewed in autumn"),
    ("👍🏽 rev", "rev", "👍🏽 rev"),
    ("item", "stays", "item\nsecond item stays"),
    ("second", "stays", "second item stays"),
    ("ten", "Serbia", "ten\tSerbia"),
    ("Serbia", "five", "Serbia\nfive"),
    ("reviewed", "first", "reviewed in autumn.\nfirst"),
])
def test_words_selected_on_the_page_are_found_in_the_text(app, reader, start, end, quote):
    reads(reader)
    reader.page.evaluate(SELECT, [start, end])
    reader.page.locator("a.select-comment").click()
    reader.page.wait_for_load_state("networkidle")
    written = reader.page.locator('main [name="quote"]').input_value()
    assert written.split() == quote.split()
    with app.app_context():
        version = queries.version("model", "0.1")
        found = anchors.find(next(row.body for row in queries.sections(version) if row.number == "1"), written)
        assert found is not None
        assert found.exact.split() == quote.split()


def test_of_words_that_stand_twice_the_selected_ones_are_quoted(app, reader):
    reads(reader)
    reader.page.evaluate("""() => {
      const words = [...document.querySelectorAll("[data-comment-url] .prose li")][1].lastChild;
      document.getSelection().setBaseAndExtent(words, words.data.indexOf("item") < 0 ? 0 : words.data.indexOf("item"), words, words.length);
    }""")
    reader.page.locator("a.select-comment").click()
    reader.page.wait_for_load_state("networkidle")
    near = int(reader.page.locator('main [name="near"]').input_value())
    with app.app_context():
        version = queries.version("model", "0.1")
        plain = anchors.plain(next(row.body for row in queries.sections(version) if row.number == "1"))
    assert plain[near:].startswith("stays")


def test_the_offer_stands_behind_the_words_for_the_keyboard(reader):
    reads(reader)
    reader.page.locator("[data-comment-url] .prose p").first.click()
    reader.page.evaluate(SELECT, ["fixed for", "one"])
    reader.page.locator("a.select-comment:visible").wait_for()
    for _step in range(4):
        reader.page.keyboard.press("Tab")
        if reader.page.evaluate("document.activeElement.matches('.select-comment')"):
            break
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/comments/new?**")
    assert reader.page.locator('main [name="quote"]').input_value() == "fixed for one"


@pytest.mark.parametrize("width", [390])
def test_words_selected_by_touch_are_offered_above_the_bar(app, page_at, reader, width):
    person = Person(page_at(width, has_touch=True, is_mobile=True))
    reads(person)
    person.page.evaluate(SELECT, ["fixed for", "one"])
    person.page.locator("a.select-comment:visible").tap()
    person.page.wait_for_url("**/comments/new?**")
    assert person.page.locator('main [name="quote"]').input_value() == "fixed for one"


def test_an_offset_counted_by_the_browser_is_the_place_in_the_text(reader):
    reads(reader)
    text, at = reader.page.evaluate("""() => {
      const text = document.querySelector("[data-comment-url] .prose").textContent;
      return [text, text.indexOf("reviewed")];
    }""")
    place = anchors.code_points(text, at)
    assert place < at
    assert text[place:].startswith("reviewed")

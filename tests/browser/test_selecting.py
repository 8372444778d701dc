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


def test_a_selection_over_two_paragraphs_offers_nothing(reader):
    reads(reader)
    reader.page.evaluate(SELECT, ["reviewed", "first"])
    assert reader.page.locator("a.select-comment").is_hidden()


def test_an_offset_counted_by_the_browser_is_the_place_in_the_text(reader):
    reads(reader)
    text, at = reader.page.evaluate("""() => {
      const text = document.querySelector("[data-comment-url] .prose").textContent;
      return [text, text.indexOf("reviewed")];
    }""")
    place = anchors.code_points(text, at)
    assert place < at
    assert text[place:].startswith("reviewed")

"""Words selected on the page arrive in the comment form as they were selected, and are found in the text by the server."""
from datetime import timedelta

import pytest

from consult import clock
from consult.db import transaction
from consult.documents.actions import publishing, starting
from consult.documents.queries import stored, versions
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
        version = starting.start(editor, starting.create(editor, "model", "Sample"), "0.1", "Sample", f"# Sample\n\n## 1 Money\n\n{BODY}", None, ChangeClass.SUBSTANTIVE)
        publishing.publish(editor, version, "First.")
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
        version = versions.version("model", "0.1")
        found = anchors.find(next(row.body for row in stored.sections(version) if row.number == "1"), written)
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
        version = versions.version("model", "0.1")
        plain = anchors.plain(next(row.body for row in stored.sections(version) if row.number == "1"))
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


WHERE = """() => {
  const box = (one) => { const b = one.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
  const link = document.querySelector("a.select-comment");
  const lines = [...(document.getSelection().rangeCount ? document.getSelection().getRangeAt(0).getClientRects() : [])];
  return {link: box(link), clipped: link.scrollWidth > link.clientWidth, last: Math.max(...lines.map((one) => one.bottom)),
          bar: (document.querySelector(".bottom-bar").checkVisibility() ? box(document.querySelector(".bottom-bar"))[1] : innerHeight),
          others: [...document.querySelectorAll("main .para, main .prose, main .para-number")].map((one) => [one.offsetLeft, one.offsetTop, one.offsetWidth, one.offsetHeight])};
}"""


def offered(page, words):
    """Where the offer stands once these words are selected, and where the text stood before and stands now."""
    former = page.evaluate(WHERE)["others"]
    page.evaluate(SELECT, words)
    page.locator("a.select-comment:visible").wait_for()
    return former, page.evaluate(WHERE)


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
@pytest.mark.parametrize("language", ["en", "sr-Cyrl"])
def test_the_offer_lies_whole_below_the_words_and_moves_nothing(page_at, reader, width, language):
    page = page_at(width, has_touch=width < 600, is_mobile=width < 600)
    page.goto(f"/documents/model/0.1/sections/1?lang={language}", wait_until="networkidle")
    former, now = offered(page, ["fixed for", "one"])
    left, top, right, bottom = now["link"]
    assert now["others"] == former
    assert not now["clipped"]
    assert 44 <= bottom - top < 60
    assert left >= 0
    assert right <= width
    assert top - now["last"] >= (24 if width < 600 else 6)
    assert top - now["last"] < 60


def test_in_a_paragraph_taller_than_the_phone_the_offer_is_in_sight(app, page_at):
    with app.app_context(), transaction():
        editor = factories.person("editor", "editor")
        text = "# Sample\n\n## 1 Money\n\n" + " ".join(["Begin here,", *["and so on and on"] * 200, "until the end."])
        version = starting.start(editor, starting.create(editor, "model", "Sample"), "0.1", "Sample", text, None, ChangeClass.SUBSTANTIVE)
        publishing.publish(editor, version, "First.")
        rounds.schedule(editor, rounds.plan(editor, version, clock.now(), clock.now() + timedelta(days=30), "Please comment."))
    page = page_at(390, has_touch=True, is_mobile=True)
    page.goto("/documents/model/0.1/sections/1", wait_until="networkidle")
    page.evaluate("document.querySelector('[data-comment-url]').scrollIntoView()")
    former, now = offered(page, ["Begin here", "the end"])
    assert now["others"] == former
    assert now["last"] > 1000
    for down in (0, 700, 3000):
        page.evaluate("(y) => { scrollTo(0, y); return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); }", down)
        now = page.evaluate(WHERE)
        assert now["link"][1] >= 0
        assert now["link"][3] <= now["bar"]
    page.locator("a.select-comment").tap()
    page.wait_for_url("**/comments/new?**")

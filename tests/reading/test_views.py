"""The reader as a person meets it: what changed since the last visit, what is looked for, and what others quote."""
import re
from datetime import timedelta
from html import unescape

import pytest

from consult import clock
from consult.rounds import actions as rounds
from tests import page_faults
from tests.documents.conftest import FIRST, SECOND

SECTION = "/documents/model/0.2/sections/1"


def words(page):
    """What a reader sees of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


@pytest.fixture
def both(within):
    """Versions 0.1 and 0.2, published."""
    within(lambda desk: desk.publish(desk.two()[1]))


@pytest.fixture
def has_read(both, browser_of):
    """A citizen who has read 0.1."""
    browser = browser_of("citizen")
    assert browser.fill("/documents/model/0.1/", to="/documents/model/0.1/read").status_code == 303
    return browser


def test_a_section_tells_what_changed_since_it_was_read_until_it_is_read_again(has_read):
    page = has_read.get(SECTION)
    assert "Changed since you read it in version 0.1 on 2 Nov 2026." in words(page)
    assert re.search(r"<ins>.*schools and research bodies", page.text)
    assert "changed since you read it" in words(has_read.get("/documents/model/0.2/"))
    done = has_read.fill(SECTION, to="/documents/model/0.2/read")
    assert done.location.endswith(SECTION)
    after = words(has_read.get(SECTION))
    assert "Noted: you have read 1 section." in after
    assert "You read this on 2 Nov 2026, in version 0.2." in after
    assert "Changed since you read it" not in after


def test_reading_a_page_notes_nothing(both, browser_of):
    browser = browser_of("citizen")
    browser.get(SECTION)
    browser.get("/documents/model/0.2/")
    assert "You read this" not in words(browser.get(SECTION))
    assert "You have not noted anything as read yet" in words(browser.get("/documents/model/since"))


def test_one_page_has_every_change_since_the_last_reading(has_read):
    page = has_read.get("/documents/model/since")
    page_faults.check(page, "since")
    assert "Since you last read, 2 sections have changed:" in words(page)
    assert re.search(r"<ins>.*schools and research bodies", page.text)
    assert re.search(r"<del>.*Funding</del>", page.text)
    assert has_read.fill("/documents/model/since", to="/documents/model/0.2/read").location.endswith("/documents/model/since")
    assert "Nothing has changed since you last read" in words(has_read.get("/documents/model/since"))


def test_what_was_read_is_forgotten_on_request(has_read):
    assert has_read.fill("/documents/model/since", to="/documents/model/forget").status_code == 303
    assert "You have not noted anything as read yet" in words(has_read.get("/documents/model/since"))


def test_the_reader_s_page_notes_quietly_what_was_on_the_screen(both, browser_of):
    browser = browser_of("citizen")
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(SECTION).text)[1]
    done = browser.client.post("/documents/model/0.2/read", data={"csrf_token": token, "quiet": "1", "section": ["1", "3", "no-such"]})
    assert done.status_code == 204
    assert "You read this" in words(browser.get("/documents/model/0.2/sections/3"))
    assert "You read this" not in words(browser.get("/documents/model/0.2/sections/2"))
    assert browser.client.post("/documents/model/0.2/read", data={"csrf_token": token, "quiet": "1"}).status_code == 204
    assert "You read this" not in words(browser.get("/documents/model/0.2/sections/2"))


def test_a_visitor_is_told_nothing_and_noted_nothing(both, browser_of):
    page = browser_of(None).get(SECTION)
    assert "data-read" not in page.text
    assert "Mark as read" not in page.text
    assert browser_of(None).get("/documents/model/since").status_code == 303


def test_words_are_found_in_the_text_and_marked_with_the_way_to_each(both, browser_of):
    page = browser_of(None).get("/documents/model/0.2/?find=CLUSTER")
    page_faults.check(page, "find")
    assert "“CLUSTER” stands in 2 places , in 2 sections:" in words(page)
    assert '<mark class="hit" id="hit-1">cluster</mark>' in page.text
    assert 'href="#hit-2"' in page.text
    nothing = words(browser_of(None).get("/documents/model/0.2/?find=zebra"))
    assert "“zebra” stands nowhere in this text." in nothing


def test_words_are_found_in_headings_and_in_one_section(both, browser_of):
    page = browser_of(None).get("/documents/model/0.2/?find=money").text
    assert '<mark class="hit">Money</mark>' in page
    assert 'href="#s-3"' in page
    section = browser_of(None).get(f"{SECTION}?find=clust")
    page_faults.check(section, "section")
    assert '<mark class="hit" id="hit-1">cluster</mark>' in section.text
    assert "stands in 1 place of this section" in words(section)


@pytest.mark.parametrize("asked", ["", "%20", "%00", "%3Cscript%3E", "a" * 300, "%27%22%3E"])
def test_no_question_breaks_the_page(both, browser_of, asked):
    for address in ("/documents/model/0.2/", SECTION):
        page_faults.check(browser_of(None).get(f"{address}?find={asked}"), asked)


@pytest.fixture
def moved(within):
    """A text that has since lost a section, got one, reworded one and given one another heading."""
    new = SECOND[:SECOND.index("### 2.1")] + SECOND[SECOND.index("## 3"):] + "\n## 4 Monitoring\n\nAn evaluator publishes figures.\n"
    within(lambda desk: desk.publish(desk.two(FIRST, new)[1]))


def test_the_text_and_the_page_of_changes_tell_the_same_number_and_what_it_counts(moved, browser_of):
    browser = browser_of("citizen")
    assert browser.fill("/documents/model/0.1/", to="/documents/model/0.1/read").status_code == 303
    told = "Since you last read, 4 sections have changed: 2 are reworded, 1 is new to you, 1 is no longer in the text."
    since = browser.get("/documents/model/since")
    assert told in words(browser.get("/documents/model/0.2/"))
    assert told in words(since)
    assert len(re.findall(r'<li><a href="#c-', since.text)) == 4


def test_the_note_of_a_version_is_in_the_language_of_the_text_with_the_report_that_led_to_it(within, browser_of):
    def story(desk):
        one, two = desk.two()
        round_ = desk.open_round(one)
        with clock.at(clock.now() + timedelta(days=31)):
            rounds.begin_disposition(desk.editor, round_)
            rounds.write_report(desk.editor, round_, "Heard.")
            rounds.complete(desk.editor, round_)
            desk.publish(two)
        return round_.number

    number = within(story)
    with clock.at(clock.now() + timedelta(days=32)):
        page = browser_of(None).get("/documents/model/0.2/?lang=sr-Cyrl").text
        first = browser_of(None).get("/documents/model/0.1/").text
    assert len(re.findall(r'<(?:p|span) lang="en">What changed and why\.</', page)) == 2
    assert f'href="/rounds/{number}/report"' in page
    assert f'href="/rounds/{number}/report"' not in first

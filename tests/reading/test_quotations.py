"""The words that comments quote, marked in the text they stand in."""
import re
from html import unescape

import pytest

from consult import clock
from consult.comments.actions import answering, moderating
from consult.comments.queries import threads
from consult.rounds import actions as rounds
from tests import page_faults
from tests.comments.conftest import AFTER, SECOND, within  # noqa: F401 - a fixture

PAGE = "/documents/model/0.1/sections/2"


def words(page):
    """What a reader sees of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


@pytest.fixture
def quoted(within):  # noqa: F811
    """Three comments on section 2 of version 0.1: two on the same words, one on words that overlap with them."""

    def tell(desk):
        round_ = desk.open_round(desk.publish())
        for quote in ("at least ten members", "at least ten members", "ten members. A country may accept fewer"):
            desk.say(round_, quote=quote)

    within(tell)


def test_quoted_words_are_marked_with_the_way_to_the_comments_and_back(quoted, browser_of):
    page = browser_of(None).get(PAGE)
    page_faults.check(page, PAGE)
    assert re.findall(r'<mark class="quoted" id="(q-[^"]+)">', page.text) == ["q-R1-RS-001", "q-R1-RS-003"], "two comments on the same words share a mark"
    assert 'data-count="2" href="#comment-R1-RS-001"' in page.text
    assert page.text.count('href="#q-R1-RS-001"') == 2, "each comment leads back to its words"
    assert "The words in paragraph 1" in words(page)
    assert "3 comments on paragraph 1" in words(page)


def test_the_whole_text_leads_to_the_comments_of_each_paragraph(quoted, browser_of):
    page = browser_of(None).get("/documents/model/0.1/")
    page_faults.check(page, "/documents/model/0.1/")
    assert f'href="{PAGE}#comment-R1-RS-001"' in page.text
    assert "3 comments on paragraph 1 of 2" in words(page)


def test_words_of_a_hidden_comment_are_marked_no_more(quoted, within, browser_of):  # noqa: F811
    within(lambda desk: moderating.hide(desk.person("moderator"), threads.by_public_id("R1-RS-003"), "Off topic."))
    for address in (PAGE, "/documents/model/0.1/"):
        page = browser_of(None).get(address)
        assert "q-R1-RS-003" not in page.text
        assert "2 comments on paragraph 1" in words(page)


def test_carried_words_are_marked_in_the_next_version_which_says_that_they_changed(quoted, within, browser_of):  # noqa: F811
    def carry(desk):
        round_, editor = threads.by_public_id("R1-RS-001").round, desk.person("editor")
        rounds.begin_disposition(editor, round_)
        for number in (1, 2, 3):
            desk.answer(threads.by_public_id(f"R1-RS-00{number}"))
        answering.publish(editor, round_)
        rounds.write_report(editor, round_, "Heard.")
        rounds.complete(editor, round_)
        desk.start(SECOND.replace("at least ten members. A country", "at least twelve members. A country"), "0.2", round_.version)
        return desk.release(round_.version.document).label

    assert within(carry, at=AFTER) == "0.2"
    with clock.at(AFTER):
        page = browser_of(None).get("/documents/model/0.2/sections/2")
    assert '<mark class="quoted" id="q-R1-RS-001">at least twelve members</mark>' in page.text.replace('<mark class="quoted" id="q-R1-RS-003">', "")
    assert "Written on version 0.1. The passage has changed since." in words(page)

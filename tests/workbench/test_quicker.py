"""Somebody else was quicker: what they ticked stays, what is shown anew can be sent anew, and nothing of theirs is lost on the way."""
import re
from html import unescape

import pytest

from tests.workbench.conftest import BENCH, TEN

EIGHT = "at least eight members"
TYPED = {"number": "2", "heading": "Size", "level": "2"}
WHOLE = "A cluster has at least ten members. A country may accept fewer, but not fewer than eight."


@pytest.fixture
def two_proposals(within):
    """A working text; two comments propose other words for section 2, in different places."""
    within(lambda bench: bench.begin((TEN, EIGHT), ("not fewer than eight", "not fewer than seven")))


@pytest.fixture
def text(browser_of):
    """The working text as it is stored."""
    return lambda: browser_of("editor").get("/documents/model/0.2/text.md").text


def hidden(page, action):
    """The hidden fields of the form that posts to an address."""
    form = next(form for form in re.findall(r"<form\b.*?</form>", page.text, re.S) if f'action="{action}"' in form)
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))


def ticked(page):
    return re.findall(r'id="tick-([^"]+)" checked', page.text)


def typed(page):
    """What stands in the editor."""
    return unescape(re.search(r'<textarea[^>]*name="body"[^>]*>(.*?)</textarea>', page.text, re.S)[1]).strip()


def test_a_tick_that_somebody_else_set_meanwhile_stays(two_proposals, browser_of):
    first, second = browser_of("editor"), browser_of("editor2")
    opened = hidden(second.get(BENCH), BENCH)
    first.fill(BENCH, body=WHOLE, comments="R1-RS-002", **TYPED)
    second.client.post(BENCH, data=opened | TYPED | {"body": WHOLE.replace("ten", "nine"), "comments": "R1-RS-001"})
    assert ticked(first.get(BENCH)) == ["R1-RS-001", "R1-RS-002"]


def test_a_tick_that_somebody_else_took_away_meanwhile_stays_away(two_proposals, browser_of):
    first, second = browser_of("editor"), browser_of("editor2")
    first.fill(BENCH, body=WHOLE, comments=["R1-RS-001", "R1-RS-002"], **TYPED)
    opened = hidden(second.get(BENCH), BENCH)
    first.fill(BENCH, body=WHOLE, comments="R1-RS-001", **TYPED)
    second.client.post(BENCH, data=opened | TYPED | {"body": WHOLE.replace("ten", "nine"), "comments": ["R1-RS-001", "R1-RS-002"]})
    assert ticked(first.get(BENCH)) == ["R1-RS-001"]


def test_two_edits_put_together_keep_the_ticks_of_both(two_proposals, browser_of, text):
    first, second = browser_of("editor"), browser_of("editor2")
    opened = hidden(second.get(BENCH), BENCH)
    first.fill(BENCH, body=WHOLE, apply="R1-RS-002", **TYPED)
    page = second.client.post(BENCH, data=opened | TYPED | {"body": WHOLE.replace("ten", "nine"), "comments": "R1-RS-001"})
    assert page.status_code == 409
    assert ticked(page) == ["R1-RS-001", "R1-RS-002"]
    second.client.post(BENCH, data=hidden(page, BENCH) | TYPED | {"body": typed(page), "comments": ticked(page)})
    assert WHOLE.replace("ten", "nine").replace("than eight", "than seven") in text()
    assert ticked(first.get(BENCH)) == ["R1-RS-001", "R1-RS-002"]


def test_a_proposal_looked_at_anew_goes_in(two_proposals, browser_of, text):
    first, second, page = browser_of("editor"), browser_of("editor2"), f"{BENCH}/proposals/R1-RS-001"
    opened = hidden(first.get(page), page)
    second.fill(BENCH, body=WHOLE.replace("than eight", "than five"), **TYPED)
    refused = first.client.post(page, data=opened | {"choice": "R1-RS-001"})
    assert refused.status_code == 409
    assert "than five" in refused.text, "as it stands now"
    assert first.client.post(page, data=hidden(refused, page) | {"choice": "R1-RS-001"}).status_code == 303
    assert WHOLE.replace(TEN, EIGHT).replace("than eight", "than five") in text()


def undoing(browser):
    """The address at which the proposal that was taken over is undone."""
    return re.search(r'action="(/documents/model/0\.2/edit/history/\d+/undo)"', browser.get(BENCH).text)[1]


def test_an_undoing_looked_at_anew_is_done(two_proposals, browser_of, text):
    first, second = browser_of("editor"), browser_of("editor2")
    first.fill(BENCH, body=WHOLE, apply="R1-RS-001", **TYPED)
    page = undoing(first)
    opened = hidden(first.get(page), page)
    second.fill(BENCH, body=WHOLE.replace(TEN, EIGHT).replace("than eight", "than five"), **TYPED)
    refused = first.client.post(page, data=opened)
    assert refused.status_code == 409
    assert first.client.post(page, data=hidden(refused, page)).status_code == 303
    assert WHOLE.replace("than eight", "than five") in text()


def test_words_written_while_undoing_keep_what_somebody_else_saved_meanwhile(two_proposals, browser_of, text):
    first, second, later = browser_of("editor"), browser_of("editor2"), WHOLE.replace(TEN, "at least eight firms")
    first.fill(BENCH, body=WHOLE, apply="R1-RS-001", **TYPED)
    first.fill(BENCH, body=later, **TYPED)
    page = undoing(first)
    opened = hidden(first.get(page), page)
    second.fill(BENCH, body=later.replace("than eight", "than five"), **TYPED)
    refused = first.client.post(page, data=opened | {"body": later.replace("at least eight firms", "at least ten firms")})
    assert refused.status_code == 409
    assert typed(refused) == WHOLE.replace("ten members", "ten firms").replace("than eight", "than five")
    assert first.client.post(page, data=hidden(refused, page) | {"body": typed(refused)}).status_code == 303
    assert "ten firms" in text()
    assert "than five" in text()

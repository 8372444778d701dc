"""The pages of the workbench, as an editor meets them, without any script."""
import re
from collections import Counter
from html import unescape

import pytest
from sqlalchemy import event

from consult.db import db
from consult.documents.actions import starting
from consult.documents.queries import versions
from consult.documents.rules import ChangeClass
from consult.workbench.queries import ticks
from tests.workbench.conftest import BENCH, TEN

EIGHT = "at least eight members"
TYPED = {"number": "2", "heading": "Size", "level": "2"}
WHOLE = "A cluster has at least ten members. A country may accept fewer, but not fewer than eight."


@pytest.fixture
def open_bench(within):
    """A working text; one comment proposes other words for section 2."""
    within(lambda bench: bench.begin((TEN, EIGHT)))


@pytest.fixture
def text(browser_of):
    """The working text as it is stored."""
    return lambda: browser_of("editor").get("/documents/model/0.2/text.md").text


def words(page):
    """What a reader sees of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


def hidden(page):
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text.split('id="bench-form"')[1].split("</form>")[0]))


def test_the_text_what_it_becomes_and_the_comments_stand_on_one_page(open_bench, browser_of):
    seen = words(browser_of("editor").get(BENCH))
    for one in ("The text", "What it becomes", "No word differs from version 0.1", "R1-RS-001", "Substance", "Not answered yet", "Can be put in as it is", "Put it in"):
        assert one in seen


def test_without_scripts_a_button_shows_what_changes(open_bench, browser_of, text):
    page = browser_of("editor").fill(BENCH, body=WHOLE.replace("ten", "twelve"), preview="1", **TYPED)
    assert re.search(r"<del[^>]*>.*?ten.*?</del>\s*<ins[^>]*>.*?twelve", page.text, re.S)
    assert "1 word put in, 1 word taken out" in words(page)
    assert "twelve" not in text()


def test_one_button_puts_a_proposal_in_and_one_takes_it_out(open_bench, browser_of, text):
    editor = browser_of("editor")
    answer = editor.fill(BENCH, body=WHOLE, apply="R1-RS-001", **TYPED)
    assert answer.status_code == 303
    assert EIGHT in text()
    page = editor.get(answer.location)
    assert "Taken over" in words(page)
    assert re.search(r'value="R1-RS-001" id="tick-R1-RS-001" checked', page.text)
    undo = re.search(r'action="(/documents/model/0\.2/edit/history/\d+/undo)"', page.text)[1]
    assert editor.fill(BENCH, to=undo).status_code == 303
    assert TEN in text()


def test_what_was_typed_is_saved_with_the_proposal(open_bench, browser_of, text):
    browser_of("editor").fill(BENCH, body=WHOLE.replace("than eight", "than five"), apply="R1-RS-001", **TYPED)
    assert EIGHT in text()
    assert "than five" in text()


def test_two_proposals_for_the_same_words_are_shown_side_by_side_and_the_editor_writes(within, browser_of, text):
    within(lambda bench: bench.begin((TEN, EIGHT), ("ten members", "six firms")))
    editor = browser_of("editor")
    answer = editor.fill(BENCH, body=WHOLE, apply="R1-RS-001", **TYPED)
    assert answer.location.endswith("/proposals/R1-RS-001")
    assert TEN in text(), "nothing silently"
    page = editor.get(answer.location)
    for one in ("Another proposal wants the same words", "R1-RS-001", "R1-RS-002", "As they stand now", "Put in other words:"):
        assert one in words(page)
    done = editor.fill(answer.location, choice="other", words="at least seven firms", behind=["R1-RS-001", "R1-RS-002"])
    assert done.status_code == 303
    assert "at least seven firms" in text()
    assert editor.get(BENCH).text.count('name="comments"') == len(re.findall(r'id="tick-[^"]+" checked', editor.get(BENCH).text)) == 2


def test_a_choice_without_words_is_refused_and_nothing_changes(within, browser_of, text):
    within(lambda bench: bench.begin((TEN, EIGHT), ("ten members", "six firms")))
    refused = browser_of("editor").fill(f"{BENCH}/proposals/R1-RS-001", choice="other", words=" ")
    assert refused.status_code == 422
    assert "Write the words" in words(refused)
    assert TEN in text()


def test_comments_are_ticked_when_the_change_is_saved(open_bench, browser_of):
    editor = browser_of("editor")
    editor.fill(BENCH, body=WHOLE.replace("ten", "nine"), comments="R1-RS-001", **TYPED)
    assert 'id="tick-R1-RS-001" checked' in editor.get(BENCH).text
    editor.fill(BENCH, body=WHOLE.replace("ten", "nine"), **TYPED)
    assert 'id="tick-R1-RS-001" checked' not in editor.get(BENCH).text


def test_two_editors_who_do_not_touch_are_brought_together(open_bench, browser_of, text):
    first, second = browser_of("editor"), browser_of("editor2")
    opened = hidden(second.get(BENCH))
    first.fill(BENCH, body=WHOLE.replace("ten", "twelve"), **TYPED)
    page = second.client.post(BENCH, data=opened | TYPED | {"body": WHOLE.replace("than eight", "than five")})
    assert page.status_code == 409
    assert "Your words and theirs do not touch" in words(page)
    assert "Editor saved this section" in words(page)
    brought = unescape(re.search(r"<textarea[^>]*name=\"body\"[^>]*>(.*?)</textarea>", page.text, re.S)[1]).strip()
    assert second.client.post(BENCH, data=hidden(page) | TYPED | {"body": brought}).status_code == 303
    assert WHOLE.replace("ten", "twelve").replace("than eight", "than five") in text()
    assert "Two edits put together" in words(second.get("/documents/model/0.2/edit/history"))


def test_two_editors_of_the_same_words_choose_and_nothing_is_lost(open_bench, browser_of, text):
    first, second = browser_of("editor"), browser_of("editor2")
    opened = hidden(second.get(BENCH))
    first.fill(BENCH, body=WHOLE.replace("ten", "twelve"), **TYPED)
    page = second.client.post(BENCH, data=opened | TYPED | {"body": WHOLE.replace("ten", "six").replace("than eight", "than five")})
    assert "you both changed the same words in 1 place" in words(page)
    again = second.client.post(BENCH, data=hidden(page) | TYPED | {"body": "x", "choice-0": "theirs", "merge": "1"})
    brought = unescape(re.search(r"<textarea[^>]*name=\"body\"[^>]*>(.*?)</textarea>", again.text, re.S)[1]).strip()
    assert brought == WHOLE.replace("ten", "twelve").replace("than eight", "than five")
    assert "twelve" in text()
    assert "than five" not in text()
    own = second.client.post(BENCH, data=hidden(again) | TYPED | {"body": "x", "choice-0": "own", "own-0": "eleven", "merge": "1"})
    assert "eleven members" in own.text


def test_words_that_both_put_in_at_one_point_are_not_called_the_same_words(open_bench, browser_of):
    one, other = browser_of("editor"), browser_of("editor2")
    late = hidden(other.get(BENCH))
    one.fill(BENCH, body=WHOLE + " This holds for all.", **TYPED)
    said = words(other.client.post(BENCH, data=late | TYPED | {"body": WHOLE + " Ministries may help."}))
    assert "after you opened it. Both stand together" in said
    assert "in 1 place you both put in words at the same point" in said
    assert "Words that you both put in at one point, place 1" in said
    assert "the same words" not in said.split("What you changed")[0]


def test_saving_what_stands_already_says_that_nothing_changed(open_bench, browser_of):
    editor = browser_of("editor")
    page = words(editor.get(editor.fill(BENCH, body=WHOLE, **TYPED).location))
    assert "Nothing has changed" in page
    assert "Saved." not in page
    page = words(editor.get(editor.fill(BENCH, body=WHOLE, comments="R1-RS-001", **TYPED).location))
    assert "Saved." in page
    assert "1 comment is ticked" in page
    page = words(editor.get(editor.fill(BENCH, body=WHOLE.replace("ten", "nine"), comments="R1-RS-001", **TYPED).location))
    assert "Saved." in page


def test_what_is_typed_is_kept_comes_back_and_is_gone_once_saved(open_bench, browser_of):
    editor = browser_of("editor")
    page = editor.get(BENCH)
    keep = re.search(r'data-keep="([^"]+)"', page.text)[1]
    kept = editor.client.post(keep, data=hidden(page) | TYPED | {"body": "Half a sentence"})
    assert kept.status_code == 200
    assert kept.json["keep"] == keep
    assert "Half a sentence" not in browser_of("editor2").get(BENCH).text, "it is private"
    assert "Half a sentence" in browser_of("editor").get(BENCH).text, "it survives a closed browser"
    again = editor.get(BENCH)
    assert "You typed here without saving" in words(again)
    assert "your words, not saved" in words(editor.get("/documents/model/0.2/edit/"))
    assert editor.client.post(BENCH, data=hidden(again) | TYPED | {"body": "A whole sentence."}).status_code == 303
    assert "You typed here without saving" not in words(editor.get(BENCH))
    late = editor.client.post(keep, data=hidden(again) | TYPED | {"body": "Half a sentence"})
    assert late.status_code == 409, "an answer that was under way does not bring back what was saved"


def test_kept_words_can_be_thrown_away(open_bench, browser_of):
    editor = browser_of("editor")
    page = editor.get(BENCH)
    editor.client.post(re.search(r'data-keep="([^"]+)"', page.text)[1], data=hidden(page) | TYPED | {"body": "Half a sentence"})
    discard = re.search(r'action="([^"]+/discard)"', editor.get(BENCH).text)[1]
    other = browser_of("editor2")
    token = {"csrf_token": hidden(other.get(BENCH))["csrf_token"]}
    assert other.client.post(discard, data=token).status_code == 403
    assert editor.fill(BENCH, to=discard).status_code == 303
    assert "Half a sentence" not in editor.get(BENCH).text


def test_words_kept_from_before_somebody_elses_edit_are_brought_together_with_it(open_bench, browser_of):
    editor = browser_of("editor")
    page = editor.get(BENCH)
    editor.client.post(re.search(r'data-keep="([^"]+)"', page.text)[1], data=hidden(page) | TYPED | {"body": WHOLE.replace("than eight", "than five")})
    browser_of("editor2").fill(BENCH, body=WHOLE.replace("ten", "twelve"), **TYPED)
    again = editor.get(BENCH)
    assert again.status_code == 200
    assert WHOLE.replace("ten", "twelve").replace("than eight", "than five") in unescape(again.text)


def test_what_is_typed_into_a_text_that_is_not_in_work_any_more_is_refused_with_advice(open_bench, within, browser_of):
    editor = browser_of("editor")
    page = editor.get(BENCH)
    within(lambda bench: starting.discard(bench.person("editor2"), bench.version))
    kept = editor.client.post(re.search(r'data-keep="([^"]+)"', page.text)[1], data=hidden(page) | TYPED | {"body": "Half a sentence"})
    assert kept.status_code == 404
    assert "Copy your words before you leave the page." in kept.json["reason"]
    sent = editor.client.post(BENCH, data=hidden(page) | TYPED | {"body": "Half a sentence"})
    assert sent.status_code == 404
    assert "Half a sentence" in words(sent), "to be copied"


def test_steps_of_a_text_that_was_discarded_are_no_steps_of_the_next(open_bench, within, browser_of, text):
    editor = browser_of("editor")
    editor.fill(BENCH, body=WHOLE.replace("ten", "twelve"), comments="R1-RS-001", **TYPED)
    step = re.search(r"/documents/model/0\.2/edit/history/\d+", editor.get("/documents/model/0.2/edit/history").text)[0]

    def begin_anew(bench):
        starting.discard(bench.person("editor"), bench.version)
        starting.start(bench.person("editor"), versions.document("model"), "0.2", "Sample Model", None, None, ChangeClass.SUBSTANTIVE)

    within(begin_anew)
    assert editor.get(step).status_code == 404
    assert editor.get(f"{step}/undo").status_code == 404
    assert editor.client.post(f"{step}/restore", data=hidden(editor.get(BENCH)) | {"revision": "1"}).status_code == 404
    assert "twelve" not in text()
    assert within(lambda bench: ticks.ticked(bench.comment())) == [], "nor is the answer offered a change that is given up"
    assert 'id="tick-R1-RS-001" checked' not in editor.get(BENCH).text


def test_states_are_compared_and_brought_back(open_bench, browser_of, text):
    editor = browser_of("editor")
    for number in ("twelve", "twenty"):
        editor.fill(BENCH, body=WHOLE.replace("ten", number), **TYPED)
    uid = re.search(r"history\?section=([^\"&]+)", editor.get(BENCH).text)[1]
    page = editor.get(f"/documents/model/0.2/edit/history?section={uid}")
    assert words(page).count("Edited") >= 2
    numbers = re.findall(r'name="other" value="(\d+)"', page.text)
    compared = editor.get(f"/documents/model/0.2/edit/history/compare?one={numbers[-1]}&other={numbers[0]}", follow_redirects=True)
    assert re.search(r"<del[^>]*>.*?ten.*?<ins[^>]*>.*?twenty", compared.text, re.S)
    first = f"/documents/model/0.2/edit/history/{numbers[-1]}"
    assert editor.fill(first, to=f"{first}/restore").status_code == 303
    assert WHOLE in text()


@pytest.mark.parametrize("address", [f"{BENCH}/proposals/R1-RS-001", "/documents/model/0.2/edit/history", "/documents/model/0.2/edit/history/1"])
def test_nobody_but_editors_looks_over_their_shoulders(open_bench, browser_of, address):
    browser_of("editor").fill(BENCH, body="Other.", **TYPED)
    for name in (None, "citizen", "moderator", "admin"):
        assert browser_of(name).get(address).status_code == 404
    assert browser_of("editor2").get(address).status_code == 200


def test_the_page_takes_the_same_statements_for_few_and_for_many_comments(app, within, browser_of):
    within(lambda bench: bench.begin((TEN, EIGHT)))
    counted: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: counted.append(given[2]))

    def taken():
        browser = browser_of("editor")
        browser.get(BENCH)
        counted.clear()
        browser.get(BENCH)
        return sorted(counted)

    few = taken()

    def more(bench):
        round_ = bench.comment().round
        for number in range(20):
            bench.say(round_, f"Comment {number}.", quote="not fewer than eight", proposed=f"not fewer than {number}")
        bench.edit("ten", "twelve")

    within(more)
    many = taken()
    assert len(many) == len(few), Counter(many) - Counter(few)
    assert len(few) <= 30

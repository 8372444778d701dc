"""The pages: a comment from the first word to its answer, and what nobody may see."""
import re
from datetime import timedelta

import pytest

from consult import clock
from consult.comments.actions import answering
from consult.comments.queries import threads
from consult.comments.rules import Code
from consult.db import db
from consult.rounds import actions as rounds
from consult.rounds.models import Round
from tests.comments.conftest import AFTER, CLOSES, SECOND

CANARY = "Canarybird"


def texts(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def write(browser, section="2", **more):
    address = f"/comments/new?round=1&section={section}"
    return browser.fill(address, **{"kind": "substance", "body": "Please lower the number.", "language": "en"} | more)


def send(browser, **more):
    write(browser, **more)
    return browser.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y")


def test_a_comment_goes_from_the_form_over_the_drafts_to_its_receipt(world, browser_of):
    citizen = browser_of("citizen")
    saved = write(citizen, quote="not fewer than eight", proposed="not fewer than six")
    assert (saved.status_code, saved.headers["Location"]) == (303, "/comments/drafts")
    drafts = citizen.get("/comments/drafts").text
    assert "<del>" in drafts
    assert "six</ins>" in drafts
    sent = citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y")
    assert sent.headers["Location"] == "/comments/receipts/S1-0001"
    receipt = texts(citizen.get("/comments/receipts/S1-0001"))
    assert "1 comment was received in round 1." in receipt
    assert "R1-RS-001" in receipt
    copy = citizen.get("/comments/receipts/S1-0001/copy")
    assert copy.headers["Content-Disposition"] == "attachment; filename=receipt-S1-0001.txt"
    assert "Please lower the number." in copy.text
    assert "R1-RS-001" in browser_of(None).get("/comments/").text


@pytest.mark.parametrize("name", [None, "citizen"])
def test_words_longer_than_the_form_takes_are_shown_but_not_compared(world, browser_of, name):
    page = browser_of(name).fill("/comments/new?round=1&section=2", preview="1", quote="a b " * 9000, proposed="b a " * 9000, body="Long.")
    assert page.status_code == 200
    assert "b a b a" in page.text
    assert "<ins" not in page.text


def test_the_passage_is_in_sight_where_a_comment_is_written(world, browser_of):
    page = texts(browser_of("citizen").get("/comments/new?round=1&section=2"))
    assert "A country may accept fewer, but not fewer than eight." in page


def test_a_paragraph_or_selected_words_fill_the_quotation_and_the_wording(world, browser_of):
    page = browser_of("citizen").get("/comments/new?round=1&section=2&paragraph=1").text
    assert page.count("A cluster has at least ten members. A country may accept fewer") == 4
    page = browser_of("citizen").get("/comments/new?round=1&section=2&quotation=at+least+ten").text
    assert len(re.findall(r"<textarea[^>]*>\s*at least ten</textarea>", page)) == 2


def test_a_preview_shows_the_difference_and_keeps_everything_typed(world, browser_of):
    page = write(browser_of("citizen"), body="My words.", quote="at least ten", proposed="at least six", preview="1")
    assert page.status_code == 200
    assert "<ins>" in page.text
    assert "My words." in page.text
    assert browser_of("citizen").get("/comments/drafts").text.count("My words.") == 0


def test_a_refused_quotation_says_so_and_keeps_everything_typed(world, browser_of):
    page = write(browser_of("citizen"), body="My words.", quote="stands nowhere", reason="My reason.")
    assert page.status_code == 422
    assert "These words are not in the section as it stands." in texts(page)
    assert all(words in page.text for words in ("My words.", "stands nowhere", "My reason."))


def test_a_visitor_may_begin_and_finds_the_words_again_after_the_sign_in(world, browser_of, people):
    visitor = browser_of(None)
    assert "You can begin now." in texts(visitor.get("/comments/new?round=1&section=2"))
    led = write(visitor, body="Written before the sign-in.")
    assert led.status_code == 303
    assert "/accounts/sign-in?next=" in led.headers["Location"]
    visitor.sign_in(people["citizen"])
    assert "Written before the sign-in." in visitor.get("/comments/new?round=1&section=2").text
    assert "Written before the sign-in." in visitor.get("/comments/new?round=1&section=2").text, "opening the form does not use the words up"
    write(visitor, body="Written before the sign-in.")
    assert "Written before the sign-in." not in re.search(r'<textarea[^>]*name="body".*?</textarea>', visitor.get("/comments/new?round=1&section=2").text, re.S)[0]


@pytest.mark.parametrize("address", ["/comments/new?round=1&section=99", "/comments/R1-RS-001", "/comments/receipts/S1-0001", "/comments/drafts/1", "/comments/table.pdf"])
def test_what_is_not_there_is_not_found(world, browser_of, address):
    assert browser_of("citizen").get(address).status_code == 404


def test_a_round_that_takes_no_more_comments_says_so(world, within, browser_of):
    within(lambda desk: rounds.begin_disposition(desk.person("editor"), db.session.get_one(Round, world.round)), at=AFTER)
    with clock.at(AFTER):
        assert "takes no more comments" in texts(browser_of("citizen").get("/comments/new?round=1&section=2"))
        assert "No round is open now" in texts(browser_of("citizen").get("/comments/new"))


def test_a_draft_that_can_no_longer_be_sent_is_still_there_to_copy(world, within, browser_of):
    write(browser_of("citizen"))
    within(lambda desk: rounds.begin_disposition(desk.person("editor"), db.session.get_one(Round, world.round)), at=AFTER)
    with clock.at(AFTER):
        page = texts(browser_of("citizen").get("/comments/drafts"))
    assert "Please lower the number." in page
    assert "cannot be sent" in page


def test_drafts_and_receipts_belong_to_one_person(world, browser_of):
    send(browser_of("citizen"))
    write(browser_of("citizen"))
    for name in ("cluster", "editor", "admin"):
        assert browser_of(name).get("/comments/drafts/2").status_code == 404
        assert browser_of(name).get("/comments/receipts/S1-0001").status_code == 404


def test_a_late_comment_is_announced_as_late_before_and_after(world, browser_of):
    with clock.at(CLOSES + timedelta(hours=1)):
        citizen = browser_of("citizen")
        write(citizen)
        assert "marked as late" in texts(citizen.get("/comments/drafts"))
        citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y")
        assert "Your comments are marked as late" in texts(citizen.get("/comments/receipts/S1-0001"))
        assert "It came after the close" in texts(browser_of(None).get("/comments/R1-RS-001"))


def test_a_name_can_be_withheld(world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self")
    for address in ("/comments/", "/comments/R1-RS-001", "/comments/table.csv", "/comments/table.json"):
        assert "Citizen" not in browser_of(None).get(address).text
    assert "Name withheld" in texts(browser_of(None).get("/comments/R1-RS-001"))


def test_replacing_shows_the_former_words_and_withdrawing_leaves_a_stub(world, browser_of):
    citizen = browser_of("citizen")
    send(citizen, body="First words.")
    citizen.fill("/comments/R1-RS-001/replace", kind="wording", body="Better words.")
    page = texts(browser_of(None).get("/comments/R1-RS-001"))
    assert "Better words." in page
    assert "What it said until" in page
    citizen.fill("/comments/R1-RS-001/withdraw")
    page = texts(browser_of(None).get("/comments/R1-RS-001"))
    assert "The author withdrew this comment" in page
    assert "Better words." not in page


def test_a_reply_stands_under_its_comment(world, browser_of):
    send(browser_of("citizen"))
    assert browser_of("cluster").fill("/comments/R1-RS-001", to="/comments/R1-RS-001/reply", body="We agree.", language="en").status_code == 303
    page = texts(browser_of(None).get("/comments/R1-RS-001"))
    assert "We agree." in page
    assert "Sign in to reply" in page


def shown(page):
    """The page without the words that the reader typed into its search box."""
    return re.sub(r'value="[^"]*"|href="[^"]*"|action="[^"]*"|location: .*', "", page.text)


PLACES = ("/comments/", "/comments/?q=" + CANARY.lower(), "/comments/R1-RS-001", "/comments/table.csv", "/comments/table.json", "/comments/desk", "/comments/mine",
          "/documents/model/0.1/sections/2", "/documents/model/0.1/", "/search?q=" + CANARY.lower(), "/rounds/1/", "/rounds/1/report", "/journal/", "/")


@pytest.mark.parametrize("name", [None, "cluster", "observer", "coordinator"])
def test_hidden_words_are_nowhere_for_anybody_else(world, browser_of, name):
    citizen = browser_of("citizen")
    send(citizen, body=f"{CANARY} first.")
    citizen.fill("/comments/R1-RS-001/replace", kind="wording", body=f"{CANARY} sings.", quote="at least ten", proposed=f"at least {CANARY}", reason=f"{CANARY}!")
    citizen.fill("/comments/R1-RS-001", to="/comments/R1-RS-001/reply", body="A reply stays.", language="en")
    assert CANARY in browser_of(name).get("/comments/R1-RS-001").text
    assert browser_of("moderator").fill("/comments/R1-RS-001/hide", sure="y", reason="It names a private person.").status_code == 303
    for address in PLACES:
        assert CANARY not in shown(browser_of(name).get(address)), address
    page = texts(browser_of(name).get("/comments/R1-RS-001"))
    assert "hidden by the moderators on 2 Nov 2026: It names a private person." in page
    assert "A reply stays." in page


@pytest.mark.parametrize("name", ["citizen", "moderator", "editor"])
def test_the_author_and_the_moderators_still_read_hidden_words(world, browser_of, name):
    send(browser_of("citizen"), body=f"{CANARY} sings.")
    browser_of("moderator").fill("/comments/R1-RS-001/hide", sure="y", reason="It names a private person.")
    assert CANARY in browser_of(name).get("/comments/R1-RS-001").text


def test_a_hidden_reply_leaves_a_stub(world, browser_of):
    send(browser_of("citizen"))
    browser_of("cluster").fill("/comments/R1-RS-001", to="/comments/R1-RS-001/reply", body=f"{CANARY}.", language="en")
    browser_of("moderator").fill("/comments/replies/1/hide", sure="y", reason="It insults.")
    page = texts(browser_of(None).get("/comments/R1-RS-001"))
    assert CANARY not in page
    assert "This reply was hidden by the moderators on 2 Nov 2026: It insults." in page
    assert "Replies 0 1 hidden" in page
    browser_of("cluster").fill("/comments/R1-RS-001", to="/comments/R1-RS-001/reply", body="Sorry.", language="en")
    assert "Replies 1 1 hidden" in texts(browser_of(None).get("/comments/R1-RS-001"))
    beside = texts(browser_of(None).get("/documents/model/0.1/sections/2"))
    assert "1 reply, 1 hidden" in beside


@pytest.mark.parametrize(("quote", "around"), [
    ("may accept", ("… at least ten members. A country ", " fewer, but not fewer than eight …")), ("A cluster has", ("", " at least ten members. A country …")),
    ("fewer, but", ("… members. A country may accept ", " not fewer than eight.")),
])
def test_the_words_around_a_quotation_are_whole_words(world, browser_of, quote, around):
    send(browser_of("citizen"), quote=quote)
    page = browser_of(None).get("/comments/R1-RS-001").text
    block = re.search(r'<blockquote class="quotation".*?</blockquote>', page, re.S)[0]
    assert re.sub("<[^>]+>", "", block.replace("<mark>", "|").replace("</mark>", "|")) == f"{around[0]}|{quote}|{around[1]}"


@pytest.fixture
def answered(world, within):
    """Two comments, the round being answered, a successor in the making."""

    def prepare(desk):
        round_ = db.session.get_one(Round, world.round)
        desk.say(round_, "Lower the number.", quote="not fewer than eight")
        desk.say(round_, "Good.", number="3")

    within(prepare)

    def begin(desk):
        round_ = db.session.get_one(Round, world.round)
        rounds.begin_disposition(desk.person("editor"), round_)
        desk.start(SECOND, "0.2", round_.version)

    within(begin, at=AFTER)
    with clock.at(AFTER):
        yield world


def test_an_editor_answers_another_approves_and_all_is_published_together(answered, browser_of, within):
    editor, second, visitor = browser_of("editor"), browser_of("editor2"), browser_of(None)
    form = editor.get("/comments/answer?comment=R1-RS-001").text
    assert f'value="{answered.sections["2"]}"' in form
    assert f'value="{answered.sections["3"]}"' not in form
    drafted = editor.fill("/comments/answer?comment=R1-RS-001", to="/comments/answer", code="accepted", changes=answered.sections["2"], language="en", deferred_to="0")
    assert drafted.status_code == 303
    assert "R1-RS-001" in second.get("/inbox/?stage=to_approve").text
    assert "Tick R1-RS-001" not in editor.get("/inbox/?stage=to_approve").text
    assert second.fill("/inbox/?stage=to_approve", to="/comments/answers/1/approve").status_code == 303
    assert "Not answered yet" in texts(visitor.get("/comments/R1-RS-001"))
    assert "1 comment has no answer yet" in editor.get("/comments/publish/1").text
    within(lambda desk: desk.answer(threads.by_public_id("R1-RS-002")))
    assert editor.fill("/comments/publish/1").status_code == 303
    page = texts(visitor.get("/comments/R1-RS-001"))
    assert "Answer: Accepted" in page
    assert "The change can be seen when version 0.2 is published." in page
    assert "/compare/" not in visitor.get("/comments/R1-RS-001").text


def test_an_answer_without_its_reason_is_refused_with_what_was_typed(answered, browser_of):
    page = browser_of("editor").fill("/comments/answer?comment=R1-RS-001", to="/comments/answer", code="duplicate", target="R1-RS-002", reason="", language="en", deferred_to="0")
    assert page.status_code == 422
    assert "This answer needs a reason." in texts(page)
    assert 'value="R1-RS-002"' in page.text


def test_several_comments_get_one_answer(answered, browser_of):
    address = "/comments/answer?comment=R1-RS-001&comment=R1-RS-002"
    editor = browser_of("editor")
    page = editor.get(address).text
    hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="(csrf_token|form_key)"[^>]*value="([^"]*)"', page))
    typed = {"comment": ["R1-RS-001", "R1-RS-002"], "code": "noted", "reason": "Thank you both.", "language": "en", "deferred_to": "0"}
    sent = editor.client.post("/comments/answer", data=hidden | typed)
    assert sent.status_code == 303
    assert editor.get("/inbox/?stage=draft").text.count("Thank you both.") == 2


@pytest.mark.parametrize("name", [None, "citizen", "moderator", "admin"])
@pytest.mark.parametrize("address", ["/comments/desk", "/comments/answer?comment=R1-RS-001", "/comments/publish/1"])
def test_the_desk_is_for_editors(answered, browser_of, name, address):
    page = browser_of(name).get(address)
    assert page.status_code == (303 if name is None else 403)


def test_drafted_answers_are_read_by_editors_only(answered, browser_of):
    browser_of("editor").fill("/comments/answer?comment=R1-RS-002", to="/comments/answer", code="noted", reason=f"{CANARY}.", language="en", deferred_to="0")
    for name in (None, "citizen", "moderator", "admin"):
        for address in (*PLACES, "/comments/R1-RS-002", "/documents/model/0.1/sections/3"):
            assert CANARY not in shown(browser_of(name).get(address)), (name, address)


@pytest.mark.parametrize("format", ["csv", "json", "xlsx"])
def test_what_the_list_shows_can_be_downloaded(answered, browser_of, format):
    page = browser_of(None).get(f"/comments/table.{format}?section=3")
    assert page.status_code == 200
    assert page.headers["Content-Disposition"] == f"attachment; filename=comments-2026-12-03.{format}"
    if format == "json":
        assert [row["id"] for row in page.json] == ["R1-RS-002"]


def test_the_pages_speak_serbian(answered, browser_of):
    assert browser_of(None).get("/comments/?lang=sr-Cyrl").status_code == 200


def test_an_answer_is_not_changed_by_a_code_nobody_knows(answered, browser_of):
    page = browser_of("editor").fill("/comments/answer?comment=R1-RS-001", to="/comments/answer", code="maybe", reason="x", language="en", deferred_to="0")
    assert page.status_code == 422
    assert Code.NOTED.value in page.text


def test_a_thread_says_where_it_stands_in_the_next_version(answered, within, browser_of):
    def finish(desk):
        round_ = db.session.get_one(Round, answered.round)
        for number in ("R1-RS-001", "R1-RS-002"):
            desk.answer(threads.by_public_id(number))
        answering.publish(desk.person("editor"), round_)
        rounds.write_report(desk.person("editor"), round_, "Heard.")
        rounds.complete(desk.person("editor"), round_)
        desk.release(round_.version.document)

    within(finish, at=AFTER)
    page = browser_of(None).get("/comments/R1-RS-001")
    assert "Written on version 0.1. The passage has changed since." in texts(page)
    assert "five</ins>" in page.text
    assert "R1-RS-001" in browser_of(None).get("/documents/model/0.2/sections/2").text

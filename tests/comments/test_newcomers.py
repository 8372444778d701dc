"""What a newcomer met: pages that promise nothing they do not keep, and words that are never lost."""
import re

import pytest

from consult import clock
from consult.comments.actions import answering
from consult.comments.queries import threads
from consult.comments.rules import Code
from consult.db import db
from consult.rounds import actions as rounds
from consult.rounds.models import Round
from tests.comments.conftest import AFTER, SECOND
from tests.comments.test_views import send, texts, write

ONCE_CLOSED = "Answers to round 1 can be written once it has closed"
OFFER = r'href="/comments/answer\?comment=R1-RS-001"|name="code"'


@pytest.fixture
def closed(world, within):
    """The round takes no more comments: it is being answered."""
    within(lambda desk: rounds.begin_disposition(desk.person("editor"), db.session.get_one(Round, world.round)), at=AFTER)
    with clock.at(AFTER):
        yield world


@pytest.mark.parametrize("address", ["/inbox/?round=1", "/comments/R1-RS-001", "/comments/answer?comment=R1-RS-001"])
def test_no_answer_is_offered_while_the_round_is_open(world, browser_of, address):
    send(browser_of("citizen"))
    editor = browser_of("editor")
    page = editor.get(address)
    assert ONCE_CLOSED in texts(page)
    assert not re.search(OFFER, page.text)
    with clock.at(AFTER):
        page = browser_of("editor").get(address)
        assert ONCE_CLOSED not in texts(page)
        assert re.search(OFFER, page.text)


@pytest.mark.parametrize("name", [None, "citizen"])
def test_a_round_that_takes_no_more_shows_no_form_and_gives_words_back(closed, browser_of, name):
    browser = browser_of(name)
    page = browser.get("/comments/new?round=1&section=2")
    assert "takes no more comments" in texts(page)
    assert 'name="body"' not in page.text
    token = re.search(r'name="csrf_token" value="([^"]*)"', browser.get("/" if name else "/accounts/sign-in").text)[1]
    late = browser.client.post("/comments/new?round=1&section=2", data={"csrf_token": token, "body": "Typed too late.", "kind": "substance", "language": "en"})
    assert late.status_code == 403
    assert "Typed too late." in texts(late)


def test_a_visitor_with_nothing_to_keep_is_told_so(world, browser_of):
    page = write(browser_of(None), body="")
    assert page.status_code == 422
    assert "Please write what you want to say." in texts(page)


@pytest.mark.parametrize("name", [None, "citizen"])
def test_words_that_are_too_long_are_kept_whole(world, browser_of, name):
    assert "maxlength" not in "".join(re.findall("<textarea[^>]*>", browser_of(name).get("/comments/new?round=1&section=2").text))
    page = write(browser_of(name), body="a" * 9500 + "THE END")
    assert page.status_code == 422
    assert "8000" in texts(page)
    assert "aaTHE END" in page.text


@pytest.mark.parametrize("typed", ["R1-RS-001", "r1-rs-001"])
def test_a_comment_is_found_by_its_number(world, browser_of, typed):
    send(browser_of("citizen"))
    send(browser_of("citizen"))
    page = browser_of(None).get(f"/comments/?q={typed}").text
    assert 'id="comment-R1-RS-001"' in page
    assert 'id="comment-R1-RS-002"' not in page


def test_a_number_in_small_letters_leads_to_the_permanent_address(world, browser_of):
    send(browser_of("citizen"))
    led = browser_of(None).get("/comments/r1-rs-001")
    assert (led.status_code, led.headers["Location"]) == (308, "/comments/R1-RS-001")


def test_hiding_says_that_it_cannot_be_undone_and_asks_for_a_tick(world, browser_of):
    send(browser_of("citizen"))
    moderator = browser_of("moderator")
    assert "You cannot take this back yourself" in texts(moderator.get("/comments/R1-RS-001/hide"))
    page = moderator.fill("/comments/R1-RS-001/hide", reason="It names a private person.")
    assert page.status_code == 422
    assert "It names a private person." in page.text
    assert "Please lower the number." in texts(browser_of(None).get("/comments/R1-RS-001"))
    assert moderator.fill("/comments/R1-RS-001/hide", reason="It names a private person.", sure="y").status_code == 303


@pytest.mark.parametrize("page", ["sign-in", "sign-up"])
def test_who_signs_in_reads_that_the_comment_is_kept(world, browser_of, page):
    visitor = browser_of(None)
    assert "The comment you began is kept" not in texts(visitor.get(f"/accounts/{page}"))
    write(visitor)
    assert "The comment you began is kept" in texts(visitor.get(f"/accounts/{page}"))


def test_an_answer_beside_the_text_leads_to_the_very_change(world, within, browser_of):
    def prepare(desk):
        round_ = db.session.get_one(Round, world.round)
        desk.say(round_, "Lower the number.")
        desk.say(round_, "All of it.", number=None)

    def finish(desk):
        round_ = db.session.get_one(Round, world.round)
        rounds.begin_disposition(desk.person("editor"), round_)
        successor = desk.start(SECOND, "0.2", round_.version)
        for number in ("R1-RS-001", "R1-RS-002"):
            desk.answer(threads.by_public_id(number), Code.ACCEPTED, changes=[(world.sections["2"], successor)])
        answering.publish(desk.person("editor"), round_)
        rounds.write_report(desk.person("editor"), round_, "Heard.")
        rounds.complete(desk.person("editor"), round_)
        desk.release(round_.version.document)

    within(prepare)
    within(finish, at=AFTER)
    with clock.at(AFTER):
        for address in ("0.1/sections/2", "0.2/sections/2", "0.1/", "0.2/"):
            page = browser_of(None).get(f"/documents/model/{address}")
            assert 'href="/documents/model/compare/0.1/0.2#c-2"' in page.text, address
            assert "See the change in 2 Size, version 0.2" in texts(page), address


def test_a_second_window_is_told_that_the_drafts_are_sent(world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    token = re.search(r'name="csrf_token" value="([^"]*)"', citizen.get("/comments/drafts").text)[1]
    citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y")
    again = citizen.client.post("/comments/send/1", data={"csrf_token": token, "drafts": "1", "capacity": "self"})
    assert again.status_code == 409
    assert "These drafts have been sent already" in texts(again)
    assert 'href="/comments/receipts/S1-0001"' in again.text

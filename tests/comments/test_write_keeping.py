"""Drafts that save themselves: once for each form, never over newer words, and never lost when an answer or the session is."""
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult import clock
from consult.comments.models import Draft
from consult.db import db
from tests import factories
from tests.comments.test_views import texts, write

NEW = "/comments/new?round=1&section=2"
BEGIN = "/comments/drafts/keep?round=1&section=2"
HERE = {"Origin": "http://localhost"}


def opened(browser, address=NEW):
    """The hidden fields of a form as it was opened, and what is always chosen."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', browser.get(address).text)) | {"kind": "substance", "language": "en"}


def bodies(app):
    with app.app_context():
        return list(db.session.scalars(select(Draft.body).order_by(Draft.id)))


def keeps(browser, form, address=BEGIN, **words):
    return browser.client.post(address, data=form | words)


def test_a_draft_saves_itself_and_goes_on_under_its_own_address(world, app, browser_of):
    citizen = browser_of("citizen")
    form = opened(citizen)
    told = keeps(citizen, form, body="First").json
    assert (told["draft"], told["revision"], told["edit"], told["keep"]) == (1, 1, "/comments/drafts/1", "/comments/drafts/1/keep")
    assert told["at"] == factories.DAY.isoformat()
    again = keeps(citizen, form, told["keep"], body="First words", revision="1").json
    assert again["revision"] == 2
    assert bodies(app) == ["First words"]
    done = citizen.client.post("/comments/drafts/1", data=form | {"body": "First words, done.", "revision": "2"})
    assert done.headers["Location"] == "/comments/drafts"
    assert bodies(app) == ["First words, done."]


def test_a_lost_answer_makes_no_second_draft(world, app, browser_of):
    citizen = browser_of("citizen")
    form = opened(citizen)
    keeps(citizen, form, body="First")
    assert keeps(citizen, form, body="First words").json["draft"] == 1
    keeps(citizen, form, body="First words of all")
    assert bodies(app) == ["First words of all"]
    citizen.client.post(NEW, data=form | {"body": "Sent by the button."})
    assert bodies(app) == ["Sent by the button."]
    assert keeps(citizen, form, body="A saving that came late").status_code == 409
    assert bodies(app) == ["Sent by the button."]


def test_a_lost_answer_to_a_later_saving_is_no_conflict(world, app, browser_of):
    citizen = browser_of("citizen")
    form = opened(citizen)
    keeps(citizen, form, body="One")
    keeps(citizen, form, "/comments/drafts/1/keep", body="Two", revision="1")
    told = keeps(citizen, form, "/comments/drafts/1/keep", body="Three", revision="1")
    assert told.status_code == 200
    assert bodies(app) == ["Three"]


def test_the_words_of_another_window_are_not_overwritten(world, app, browser_of):
    citizen = browser_of("citizen")
    write(citizen, body="Begun.")
    one, other = opened(citizen, "/comments/drafts/1"), opened(citizen, "/comments/drafts/1")
    assert keeps(citizen, one, "/comments/drafts/1/keep", body="Written in the first window.").status_code == 200
    refused = keeps(citizen, other, "/comments/drafts/1/keep", body="Written in the second window.")
    assert refused.status_code == 409
    assert "changed in another window" in refused.json["reason"]
    page = citizen.client.post("/comments/drafts/1", data=other | {"body": "Written in the second window."})
    assert page.status_code == 409
    assert "Your words in the other window" in texts(page)
    assert "Written in the first window." in page.text
    assert re.search(r"<textarea[^>]*>\s*Written in the second window.</textarea>", page.text)
    assert bodies(app) == ["Written in the first window."]
    seen = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)) | {"kind": "substance", "language": "en"}
    assert citizen.client.post("/comments/drafts/1", data=seen | {"body": "Both together."}).status_code == 303
    assert bodies(app) == ["Both together."]


def test_of_two_windows_both_drafts_can_be_kept(world, app, browser_of):
    citizen = browser_of("citizen")
    write(citizen, body="Begun.")
    one, other = opened(citizen, "/comments/drafts/1"), opened(citizen, "/comments/drafts/1")
    citizen.client.post("/comments/drafts/1", data=one | {"body": "First window."})
    page = citizen.client.post("/comments/drafts/1", data=other | {"body": "Second window."})
    assert "Keep both: save mine as another draft" in texts(page)
    citizen.client.post("/comments/drafts/1", data=other | {"body": "Second window.", "another": "1"})
    assert bodies(app) == ["First window.", "Second window."]


def test_a_draft_discarded_in_another_window_leaves_the_words_in_a_new_form(world, app, browser_of):
    citizen = browser_of("citizen")
    write(citizen, body="Begun.")
    page = citizen.get("/comments/drafts/1").text
    action = re.search(r'action="(/comments/drafts/1[^"]*)" novalidate', page)[1].replace("&amp;", "&")
    form = opened(citizen, "/comments/drafts/1")
    citizen.fill("/comments/drafts/1", to="/comments/drafts/1/discard")
    assert keeps(citizen, form, "/comments/drafts/1/keep", body="More words.").status_code == 404
    led = citizen.client.post(action, data=form | {"body": "More words."})
    assert "More words." in citizen.get(led.headers["Location"]).text
    assert bodies(app) == []


@pytest.mark.parametrize("address", [BEGIN, "/comments/drafts/1/keep"])
def test_a_visitor_has_nothing_kept_on_the_server(world, app, browser_of, address):
    write(browser_of("citizen"), body="Private.")
    visitor = browser_of(None)
    assert keeps(visitor, opened(visitor), address, body="Words.").status_code == 403
    assert bodies(app) == ["Private."]


@pytest.mark.parametrize("where", [NEW, "/comments/drafts/1?round=1&section=2", "/comments/R1-RS-001/replace"])
def test_the_words_of_an_expired_session_are_back_after_the_sign_in(world, app, browser_of, people, within, where):
    citizen = browser_of("citizen")
    write(citizen, body="Begun.")
    if "replace" in where:
        citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y")
    form = opened(citizen, where)
    with clock.at(factories.DAY + timedelta(hours=13)):
        led = citizen.client.post(where, data=form | {"body": "Typed for thirteen hours.", "reason": "My reason.", "kind": "wording"}, headers=HERE)
        assert led.status_code == 303
        assert "/accounts/sign-in?next=" in led.headers["Location"]
        assert "Your words are kept." in texts(citizen.get(led.headers["Location"]))
        citizen.sign_in(people["citizen"])
        page = citizen.get(where)
        assert "Typed for thirteen hours." in page.text
        assert "My reason." in page.text
        assert re.search(r'<input[^>]*checked[^>]*value="wording"', page.text)
        assert citizen.fill(where, to=where.split("?")[0], kind="wording", body="Typed for thirteen hours.", language="en").status_code == 303


def test_a_session_that_ended_in_another_window_leads_straight_back_to_the_words(world, app, browser_of, people):
    citizen = browser_of("citizen")
    form = opened(citizen)
    citizen.client.delete_cookie("consult")
    citizen.sign_in(people["citizen"])
    led = citizen.client.post(NEW, data=form | {"body": "From the old page."}, headers=HERE)
    assert led.headers["Location"].startswith("/comments/new?")
    page = citizen.get(led.headers["Location"])
    assert "The page had been open too long." in texts(page)
    assert "From the old page." in page.text


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_nobody_else_puts_words_into_a_session(world, browser_of, headers):
    citizen = browser_of("citizen")
    refused = citizen.client.post(NEW, data={"body": "Words of a stranger."}, headers=headers)
    assert refused.status_code == 400
    assert "Words of a stranger." not in citizen.get(NEW).text


def test_a_visitor_who_began_two_comments_saves_both_after_the_sign_in(world, app, browser_of, people):
    visitor = browser_of(None)
    write(visitor, body="On size.")
    write(visitor, section="3", body="On funding.")
    visitor.sign_in(people["citizen"])
    assert "On size." in visitor.get(NEW).text
    led = write(visitor, body="On size.")
    assert led.headers["Location"] == "/comments/new?round=1&section=3"
    page = visitor.get(led.headers["Location"])
    assert "On funding." in page.text
    assert "You also began this comment" in texts(page)
    assert write(visitor, section="3", body="On funding.").headers["Location"] == "/comments/drafts"
    assert bodies(app) == ["On size.", "On funding."]


def test_comments_begun_at_two_places_of_a_section_are_kept_apart(world, browser_of):
    visitor = browser_of(None)
    first = opened(visitor, NEW + "&quotation=at+least+ten")
    visitor.client.post("/comments/new?round=1&section=2&place=14", data=first | {"body": "On ten."})
    second = visitor.get(NEW + "&quotation=fewer+than+eight")
    assert "On ten." not in second.text
    assert "On ten." in visitor.get(NEW + "&quotation=at+least+ten").text


def test_who_comes_again_is_led_to_the_draft_begun_there(world, browser_of):
    citizen = browser_of("citizen")
    write(citizen, body="Begun here.")
    page = citizen.get(NEW)
    assert "You have begun here already" in texts(page)
    assert 'href="/comments/drafts/1"' in page.text
    assert "You have begun here already" not in texts(citizen.get("/comments/new?round=1&section=3"))


def test_the_words_speak_the_language_that_is_chosen(world, browser_of):
    citizen = browser_of("citizen")
    write(citizen, body="Осам је превише.", language="sr-Cyrl")
    page = citizen.get("/comments/drafts/1").text
    assert re.search(r'<textarea[^>]*lang="sr-Cyrl"[^>]*name="body"|<textarea[^>]*name="body"[^>]*lang="sr-Cyrl"', page)
    assert '<div class="words" lang="sr-Cyrl"><p>Осам је превише.</p>' in citizen.get("/comments/drafts").text

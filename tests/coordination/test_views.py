"""The pages of the channel: who sees what when, and each step from the call to the published joint submission."""
import re
from datetime import timedelta

import pytest

from consult import clock
from consult.comments.actions import moderating
from consult.coordination.rules import Choice
from tests.comments.conftest import CLOSES

SECRET = "Quokkawords of the metal cluster."


def texts(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def gathered(channel):
    channel.gather("metal", "tourism")
    channel.give("metal", SECRET)


def merged(channel):
    gathered(channel)
    channel.merge(channel.gathering().contributions[0], words="Quokkajoint words.")
    channel.check()


def sent(channel):
    channel.gather("metal", "tourism")
    first, second = channel.give("metal", SECRET), channel.give("wood", "Quokkaaside words.", "3")
    channel.merge(first, words="Quokkajoint words.")
    channel.set_aside(second, "It contradicts the others.")
    channel.check()
    channel.hold("metal", Choice.AGAINST, "The number is too low.", "We said seven.")
    with clock.at(clock.now() + timedelta(days=3)):
        channel.send()


def test_the_coordinator_begins_from_the_page_of_joint_submissions(world, browser_of, people):
    coordinator = browser_of("coordinator")
    assert "/coordination/1/gather" in coordinator.get("/coordination/").text
    page = coordinator.get("/coordination/1/gather").text
    assert page.count("checked") == 3
    answer = coordinator.fill("/coordination/1/gather", note="Please read section 2.", organisations="1")
    assert answer.headers["Location"] == "/coordination/1/BA/desk"
    assert "No organisation has contributed yet" in coordinator.get("/coordination/1/BA/desk").text
    assert coordinator.get("/coordination/1/gather").headers["Location"] == "/coordination/1/BA/desk"


def test_a_person_gives_a_draft_from_the_page_of_drafts_and_takes_it_back(world, browser_of, within, people):
    within(lambda channel: (channel.gather("metal"), channel.draft("metal", SECRET))[0].id)
    metal = browser_of("metal")
    assert "/coordination/1/BA/contribute" in metal.get("/comments/drafts").text
    draft = re.search(r'name="drafts" value="(\d+)"', metal.get("/coordination/1/BA/contribute").text)[1]
    answer = metal.fill("/coordination/1/BA/contribute", drafts=draft)
    assert answer.headers["Location"] == "/coordination/1/BA/#mine"
    assert SECRET in metal.get("/coordination/1/BA/").text
    assert SECRET in metal.get("/comments/drafts").text
    assert SECRET in browser_of("coordinator").get("/coordination/1/BA/desk").text
    metal.fill("/coordination/1/BA/", to="/coordination/contributions/1/take-back")
    assert "Taken back" in metal.get("/coordination/1/BA/").text
    assert SECRET not in browser_of("coordinator").get("/coordination/1/BA/desk").text


def test_the_coordinator_merges_sets_aside_checks_and_sends(world, browser_of, within, people):
    within(lambda channel: (gathered(channel), channel.give("wood", "Another matter.", "3"))[0])
    coordinator = browser_of("coordinator")
    form = coordinator.get("/coordination/1/BA/items/new?contribution=1").text
    assert SECRET in form
    uid = re.search(r'<option selected value="([^"]+)">2 Size', form)[1]
    refused = coordinator.fill("/coordination/1/BA/items/new", section=uid, kind="substance", body="Joint.", language="en")
    assert refused.status_code == 422
    assert "Choose the contributions" in refused.text
    kept = coordinator.fill("/coordination/1/BA/items/new", section=uid, kind="substance", body="Joint words.", language="en", contributions="1")
    assert kept.headers["Location"] == "/coordination/1/BA/desk#item-1"
    assert coordinator.fill("/coordination/1/BA/check").status_code == 422
    coordinator.fill("/coordination/contributions/2/set-aside", aside="listed", reason="It is about another round.")
    assert "It is about another round." in browser_of("wood").get("/coordination/1/BA/").text
    assert coordinator.fill("/coordination/1/BA/check").status_code == 303
    early = coordinator.fill("/coordination/1/BA/send")
    assert early.status_code in {409, 422}
    assert "not every organisation" in early.text
    for name in ("metal", "tourism", "wood"):
        answer = browser_of(name).fill("/coordination/1/BA/answer", choice_1="in_favour")
        assert answer.status_code == 303, texts(answer)
    assert coordinator.fill("/coordination/1/BA/send").headers["Location"] == "/coordination/1/BA/"
    page = texts(browser_of(None).get("/coordination/1/BA/"))
    assert "Sent on" in page
    assert "Joint words." in page


def test_against_without_a_reason_keeps_what_was_typed(world, browser_of, within, people):
    within(merged)
    page = browser_of("metal").fill("/coordination/1/BA/answer", choice_1="against", not_rendered="We said seven.")
    assert page.status_code == 422
    assert 'href="#reason_1"' in page.text
    assert "We said seven." in page.text


@pytest.mark.parametrize("name", [None, "citizen", "editor", "admin", "moderator", "shipyard"])
def test_before_it_is_sent_nobody_else_reads_the_words(world, browser_of, within, people, name):
    within(merged)
    browser = browser_of(name)
    for address in ("/coordination/", "/coordination/1/", "/coordination/1/BA/", "/rounds/1/", "/journal/?all=1", "/journal/?noun=coordination"):
        page = browser.get(address)
        assert page.status_code == 200
        assert "Quokka" not in page.text
    assert browser.get("/coordination/1/BA/items").status_code == 302
    for address in ("/coordination/1/BA/desk", "/coordination/1/BA/sections", "/coordination/1/BA/answer", "/coordination/1/BA/send"):
        assert browser.get(address).status_code == (403 if name else 303)


def test_while_they_check_the_organisations_of_the_party_read_all(world, browser_of, within, people):
    within(merged)
    page = browser_of("tourism").get("/coordination/1/BA/items").text
    assert SECRET in page
    assert "Quokkajoint" in page


def test_what_is_sent_is_published_with_everything_it_was_made_of(world, browser_of, within, people):
    within(sent)
    visitor = browser_of(None)
    for address in ("/coordination/1/BA/", "/comments/R1-BA-001"):
        page = texts(visitor.get(address))
        for words in ("Quokkajoint words.", SECRET, "Metal cluster", "Against", "The number is too low.", "Tourism cluster", "Has not answered", "We said seven."):
            assert words in page, f"{words} at {address}"
    page = texts(visitor.get("/coordination/1/BA/"))
    assert "Quokkaaside words." in page
    assert "It contradicts the others." in page
    assert "did not answer" in page


def test_the_page_offers_an_organisation_only_what_can_be_done_now(world, browser_of, within, people):
    within(gathered)
    collecting = texts(browser_of("tourism").get("/coordination/1/BA/"))
    assert "can be given from here" in collecting
    assert "Declare that we have no comment" in collecting
    within(lambda channel: (channel.merge(channel.gathering().contributions[0], words="Quokkajoint words."), channel.check())[0])
    checking = texts(browser_of("tourism").get("/coordination/1/BA/"))
    assert "can be given from here" not in checking
    assert "No new contributions are taken" in checking
    assert "Check the joint submission" in checking


def test_once_it_is_sent_an_organisation_is_offered_nothing_of_it(world, browser_of, within, people):
    within(sent)
    for name in ("tourism", "metal"):
        page = texts(browser_of(name).get("/coordination/1/BA/"))
        assert "can be given from here" not in page
        assert "Declare that we have no comment" not in page
    assert "Your organisation gave nothing to the coordinator in this round." in texts(browser_of("tourism").get("/coordination/1/BA/"))


def test_a_hidden_joint_comment_takes_its_originals_out_of_sight(world, browser_of, within, people):
    within(sent)
    within(lambda channel: moderating.hide(channel.person("moderator"), channel.gathering().items[0].comment, "Insulting."))
    for address in ("/coordination/1/BA/", "/comments/R1-BA-001"):
        page = browser_of(None).get(address).text
        assert SECRET not in page
        assert "Quokkajoint" not in page


def test_moderators_hide_a_published_contribution(world, browser_of, within, people):
    within(sent)
    moderator = browser_of("moderator")
    assert "/coordination/contributions/2/hide" in moderator.get("/coordination/1/BA/").text
    moderator.fill("/coordination/contributions/2/hide", reason="Insulting.", sure="y")
    page = browser_of(None).get("/coordination/1/BA/").text
    assert "Quokkaaside" not in page
    assert "Insulting." in page
    assert "Wood cluster" in page


def test_the_desk_says_what_happens_when_the_round_closes_first(world, browser_of, within, people):
    with clock.at(CLOSES - timedelta(days=2)):
        within(gathered)
        within(lambda channel: channel.merge(channel.gathering().contributions[0]))
        coordinator = browser_of("coordinator")
        assert "A check that begins now ends after the close of the round." in coordinator.get("/coordination/1/BA/desk").text
        assert "The check ends after the close of the round" in coordinator.get("/coordination/1/BA/check").text
        coordinator.fill("/coordination/1/BA/check")
        assert "The round closes before the check is over." in coordinator.get("/coordination/1/BA/desk").text
    with clock.at(CLOSES + timedelta(days=2)):
        coordinator = browser_of("coordinator")
        assert "is marked as late" in coordinator.get("/coordination/1/BA/desk").text
        coordinator.fill("/coordination/1/BA/send")
        assert "came after the close" in browser_of(None).get("/comments/R1-BA-001").text


def test_a_lead_declares_no_comment_and_takes_it_back(world, browser_of, people):
    metal = browser_of("metal")
    refused = metal.fill("/coordination/1/no-comment")
    assert refused.status_code == 422
    metal.fill("/coordination/1/no-comment", sections="whole")
    grid = texts(browser_of(None).get("/coordination/1/"))
    assert "Metal cluster, Bosnia and Herzegovina: The whole text" in grid
    metal.fill("/coordination/1/", to="/coordination/declarations/1/take-back")
    assert "None yet." in browser_of(None).get("/coordination/1/").text
    assert browser_of("citizen").get("/coordination/1/no-comment").status_code == 403


def test_the_grid_tells_comment_no_comment_and_silence_apart_in_words(world, browser_of, within, people):
    within(lambda channel: channel.say(channel.round(), name="citizen"))
    browser_of("metal").fill("/coordination/1/no-comment", sections="whole")
    page = browser_of(None).get("/coordination/1/").text
    row = re.search(r"<tr><th scope=\"row\">2 Size</th>(.*?)</tr>", page, re.S)[1]
    said = dict(re.findall(r'data-label="([^"]+)">(.*?)</td>', row, re.S))
    assert said == {"Bosnia and Herzegovina": "No comment", "Croatia": "Silent", "Serbia": "1 comment"}
    assert "Silent" in browser_of(None).get("/rounds/1/").text


def test_the_coordinators_grid_tells_direct_from_given(world, browser_of, within, people):
    within(gathered)
    within(lambda channel: channel.say(channel.round(), name="citizen"))
    page = browser_of("coordinator").get("/coordination/1/BA/sections").text
    row = re.search(r"<tr><th scope=\"row\">2 Size</th>(.*?)</tr>", page, re.S)[1]
    assert dict(re.findall(r'data-label="([^"]+)">(.*?)</td>', row, re.S)) == {"Metal cluster": "1 contribution", "Tourism cluster": "Silent"}


def test_an_organisation_that_waits_for_confirmation_is_told_so(world, browser_of, people, app):
    browser_of("observer").fill("/organisations/register", name="New cluster", kind="cluster", party="BA", website="")
    assert "as soon as the secretariat has confirmed it" in browser_of("observer").get("/coordination/").text


def test_the_second_click_on_send_leads_to_the_same_page(world, browser_of, within, people):
    within(lambda channel: (merged(channel), channel.hold("metal"), channel.hold("tourism"))[0])
    coordinator, address = browser_of("coordinator"), "/coordination/1/BA/send"
    form = dict(re.findall(r'name="(csrf_token|form_key)"[^>]*value="([^"]*)"', coordinator.get(address).text))
    led = [coordinator.client.post(address, data=form) for _ in range(2)]
    assert [one.status_code for one in led] == [303, 303], texts(led[1])
    assert {one.headers["Location"] for one in led} == {"/coordination/1/BA/"}
    assert coordinator.client.post(address, data=form | {"form_key": "another"}).status_code in {403, 409}


def test_answering_is_begun_only_after_reading_which_joint_submissions_it_ends(world, browser_of, within, people):
    within(merged)
    with clock.at(CLOSES + timedelta(days=1)):
        editor = browser_of("editor")
        assert 'method="post" action="/rounds/1/begin-disposition"' not in editor.get("/rounds/1/").text
        page = texts(editor.get("/rounds/1/begin-disposition"))
        assert "1 joint submission is still open" in page
        assert "Bosnia and Herzegovina Being checked" in page
        token = re.search(r'name="csrf_token" value="([^"]+)"', editor.get("/rounds/1/begin-disposition").text)[1]
        unasked = editor.client.post("/rounds/1/begin-disposition", data={"csrf_token": token})
        assert "1 joint submission is still open" in texts(unasked)
        assert editor.fill("/rounds/1/begin-disposition").location == "/rounds/1/"
        for name in ("coordinator", "editor"):
            for address in ("/coordination/1/BA/", "/coordination/"):
                read = texts(browser_of(name).get(address))
                assert "Not sent" in read, address
                assert "Being checked" not in read
                assert "It is being prepared" not in read

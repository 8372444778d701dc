"""The concordance, the places of comments and the publication before a real browser: by mouse, by keyboard, without scripts, wide and narrow."""
from types import SimpleNamespace

import pytest

from consult import clock
from consult.accounts.models import Account
from consult.accounts.rules import hashed
from consult.db import db, transaction
from tests import factories
from tests.browser.axe import axe
from tests.browser.people import PASSWORD, Person
from tests.comments.conftest import AFTER, FIRST, Desk
from tests.comments.test_placing import ELSEWHERE, finish

WORK = "/documents/model/0.2/edit/"


@pytest.fixture(autouse=True)
def world(app, time):
    """Version 0.1 with a comment whose words are gone in the working text 0.2; the round is complete, and it is the day after."""
    app.config["DEMONSTRATION"] = True  # the people have sample addresses
    with app.app_context():
        people = factories.cast()
        desk = Desk(lambda name: db.session.get_one(Account, people[name]))
        with transaction():
            round_ = desk.open_round(desk.publish(FIRST))
            desk.say(round_, "Too high.", quote="A country may accept fewer, but not fewer than eight.")
        with clock.at(AFTER), transaction():
            finish(desk, round_)
            working = desk.start(ELSEWHERE, "0.2", round_.version)
            factories.person("editor3", "editor", password_hash=hashed(PASSWORD))
            uids = {number: desk.uid(working, number) for number in ("1", "2", "3")}
    time.now = AFTER
    return SimpleNamespace(uids=uids)


def signed_in(page):
    Person(page).signs_in("editor3")
    return page


def fits(page):
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def row(page, uid):
    return page.locator(f"[id='row-{uid}']")


def test_a_section_is_dragged_to_the_one_it_comes_from(page_at, world):
    page = signed_in(page_at(1280))
    page.goto(f"{WORK}concordance")
    fits(page)
    page.locator(f"[data-new='{world.uids['3']}']").drag_to(row(page, world.uids["2"]).locator(".link-old"))
    page.get_by_text("Corrected. What you said stands").wait_for()
    assert "said by an editor" in row(page, world.uids["2"]).inner_text()
    assert "3 Funding" in row(page, world.uids["2"]).locator(".link-new").inner_text()
    fits(page)


@pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, False)])
def test_the_same_by_keyboard_and_without_scripts(page_at, world, width, javascript):
    page = signed_in(page_at(width, javascript=javascript))
    page.goto(f"{WORK}concordance")
    fits(page)
    link = row(page, world.uids["1"]).get_by_role("link", name="Correct")
    link.focus()
    link.press("Enter")
    page.get_by_label("It became (1)").select_option("")
    fits(page)
    page.get_by_role("button", name="Save").press("Enter")
    assert "removed" in row(page, world.uids["1"]).inner_text()
    page.get_by_role("button", name="Back to the proposals of the engine for all").press("Enter")
    assert "removed" not in row(page, world.uids["1"]).inner_text()


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_a_version_is_published_with_its_round_and_a_lost_comment_gets_its_place(page_at, world, width, javascript):
    page = signed_in(page_at(width, javascript=javascript))
    page.goto(f"{WORK}publish")
    page.get_by_text("Nothing is missing.").wait_for()
    fits(page)
    page.get_by_role("link", name="Which they are").click()
    assert page.get_by_role("link", name="R1-RS-001").count() == 1
    fits(page)
    page.goto(f"{WORK}publish")
    page.get_by_label("What changed and why").fill("Five instead of eight.")
    page.get_by_role("button", name="Show the mails with this note").click()
    page.get_by_text("English: 1 person").click()
    assert page.get_by_text("Five instead of eight.").first.count() == 1
    fits(page)
    page.get_by_label("It opens at once, when the version is published").check()
    page.get_by_text("Days and notice of the round").click()
    page.get_by_label("Last day for comments").fill("2027-01-15")
    page.locator("#notice").fill("Is it right now?")
    page.get_by_label("Label of the version").fill("0.2")
    page.get_by_role("button", name="Publish version 0.2").click()
    page.wait_for_url("**/documents/model/0.2/")
    assert page.get_by_text("Round 2 is open until").count() >= 1
    page.goto("/comments/places/model/0.2")
    fits(page)
    page.get_by_role("link", name="Make sure R1-RS-001").click()
    page.get_by_label("Section", exact=True).select_option(world.uids["3"])
    page.get_by_role("button", name="Show its text").click()
    fits(page)
    if javascript:
        page.locator("[data-place] .prose").first.select_text()
        page.get_by_role("button", name="Take the selected words").click()
    else:
        page.get_by_role("link", name="Take paragraph 1").click()
    assert "to five members or more" in page.get_by_label("The words it is about, as they stand there").input_value()
    page.get_by_role("button", name="It stands here").click()
    page.get_by_text("It is noted where comment R1-RS-001 stands").wait_for()
    assert page.get_by_text("Editor").count() >= 1
    fits(page)

"""Words that are not sent yet survive: a closed page, another window, a broken line, an expired session, the sign-up."""
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from consult import clock
from consult.comments.models import Draft
from consult.db import db
from consult.web import postman
from tests.browser.commenting import NEW, Scriptless, prepare
from tests.browser.people import PASSWORD, Person, mails


@pytest.fixture(autouse=True)
def cast(app):
    prepare(app)


def writes(page, words, says="Saved at "):
    """Type into the comment and wait for what the line under the form says."""
    page.locator('[name="body"]').fill(words)
    page.locator("[data-draft-state]", has_text=says).wait_for()


def opens(person, address=NEW):
    """Open a form and let its scripts arrive."""
    person.goes(address)
    person.page.wait_for_load_state("networkidle")
    return person.page


def bodies(app):
    with app.app_context():
        return list(db.session.scalars(select(Draft.body).order_by(Draft.id)))


@pytest.mark.parametrize("width", [1280, 390])
def test_a_draft_is_saved_while_it_is_written_and_says_when(app, page_at, width):
    page = opens(Person(page_at(width)).signs_in("stakeholder"))
    writes(page, "Saved by itself.")
    assert re.search(r"Saved at .*\d\d:\d\d\.", page.locator("[data-draft-state][role=status]").inner_text())
    assert page.url.endswith("/comments/drafts/1")
    assert bodies(app) == ["Saved by itself."]
    page.reload()
    assert page.locator('[name="body"]').input_value() == "Saved by itself."
    page.get_by_role("button", name="Save the draft and review").click()
    page.wait_for_url("**/comments/drafts")
    assert bodies(app) == ["Saved by itself."]


def test_a_visitors_words_survive_a_closed_page_and_the_sign_up(app, page_at, time):
    visitor = Person(page_at(390))
    page = opens(visitor)
    writes(page, "Written before there was an account.", says="Kept on this device at ")
    context = page.context
    page.close()
    visitor.page = page = context.new_page()
    opens(visitor)
    assert page.locator('[name="body"]').input_value() == "Written before there was an account."
    visitor.presses("Keep it and sign in").sees("The comment you began is kept").presses("No account yet? Sign up.")
    visitor.types(name="Jelena", email="jelena@sample.test", password=PASSWORD, party="RS").presses("Sign up")
    with app.app_context(), clock.at(time.now):
        letter = mails(Path(app.config["MAIL_FOLDER"]), "jelena@sample.test", postman.deliver)[-1]
    visitor.goes(re.search(r"https?://\S+/accounts/confirm/\S+", letter)[0]).presses("Confirm")
    assert page.locator('[name="body"]').input_value() == "Written before there was an account."
    visitor.presses("Save the draft and review").sees("Written before there was an account.")
    assert "Written before" not in opens(visitor, NEW).locator('[name="body"]').input_value(), "what is saved is not offered again"


def test_a_failed_connection_is_said_and_made_good(app, page_at):
    page = opens(Person(page_at(1280)).signs_in("stakeholder"))
    page.context.set_offline(True)
    writes(page, "Written without a line.", says="Not saved: no connection. Your words are kept in this browser")
    assert bodies(app) == []
    page.context.set_offline(False)
    page.locator("[data-draft-state]", has_text="Saved at ").wait_for()
    assert bodies(app) == ["Written without a line."]


def test_words_that_never_reached_the_server_come_back_with_the_page(app, page_at):
    page = opens(Person(page_at(1280)).signs_in("stakeholder"))
    writes(page, "Saved.")
    page.context.set_offline(True)
    writes(page, "Saved. And more.", says="Not saved: no connection")
    page.context.set_offline(False)
    page.goto("/comments/drafts/1", wait_until="networkidle")
    assert page.locator('[name="body"]').input_value() == "Saved. And more."


def test_an_expired_session_keeps_the_words_and_the_sign_in_leads_back(app, page_at, time):
    person = Person(page_at(1280)).signs_in("stakeholder")
    page = opens(person)
    writes(page, "Before lunch.")
    time.now += timedelta(hours=13)
    writes(page, "Before lunch. After lunch.", says="Not saved: you are not signed in any more.")
    page.get_by_role("link", name="Sign in and go on").click()
    person.types(email="stakeholder@sample.test", password=PASSWORD).presses("Sign in")
    page.wait_for_load_state("networkidle")
    assert page.locator('[name="body"]').input_value() == "Before lunch. After lunch."
    person.presses("Save the draft and review").sees("Before lunch. After lunch.")
    assert bodies(app) == ["Before lunch. After lunch."]


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_form_sent_with_an_expired_session_loses_nothing(app, page_at, time, javascript):
    person = (Person if javascript else Scriptless)(page_at(390, javascript=javascript)).signs_in("stakeholder").goes(NEW)
    time.now += timedelta(hours=13)
    person.types(kind="wording", body="Typed for thirteen hours.", reason="My reason.").presses("Save the draft and review").sees("The comment you began is kept")
    person.types(email="stakeholder@sample.test", password=PASSWORD).presses("Sign in")
    assert person.page.locator('[name="body"]').input_value() == "Typed for thirteen hours."
    assert person.page.locator('[name="kind"]:checked').get_attribute("value") == "wording"
    person.presses("Save the draft and review").sees("Typed for thirteen hours.").sees("My reason.")
    assert bodies(app) == ["Typed for thirteen hours."]


def test_two_windows_do_not_overwrite_each_other(app, page_at):
    person = Person(page_at(1280)).signs_in("stakeholder")
    one = opens(person)
    writes(one, "Begun.")
    other = one.context.new_page()
    other.goto("/comments/drafts/1", wait_until="networkidle")
    writes(one, "From the first window.")
    writes(other, "From the second window.", says="this draft was changed in another window")
    assert bodies(app) == ["From the first window."]
    other.get_by_role("button", name="Save the draft and review").click()
    second = Person(other).looks().sees("Your words in the other window").sees("From the first window.")
    assert other.locator('[name="body"]').input_value() == "From the second window."
    second.presses("Keep both: save mine as another draft").sees("From the first window.").sees("From the second window.")


def test_the_words_of_one_person_are_not_shown_to_the_next_at_the_same_device(page_at):
    person = Person(page_at(1280)).signs_in("stakeholder")
    page = opens(person)
    page.context.set_offline(True)
    writes(page, "Not for the colleague.", says="Not saved: no connection")
    page.context.clear_cookies()  # before the line is back: what is unsaved would be saved at once
    page.context.set_offline(False)
    person.signs_in("colleague")
    opens(person)
    assert page.locator('[name="body"]').input_value() == ""
    page.context.clear_cookies()
    person.signs_in("stakeholder")
    opens(person)
    expect(page.locator('[name="body"]')).to_have_value("Not for the colleague.")


def test_what_cannot_be_saved_says_why_and_stays_here(app, page_at):
    page = opens(Person(page_at(1280)).signs_in("stakeholder"))
    writes(page, "a" * 9000, says="Not saved yet: These are 9000 characters")
    assert len(page.locator('[name="body"]').input_value()) == 9000
    assert bodies(app) == []
    writes(page, "Short now.")
    assert bodies(app) == ["Short now."]

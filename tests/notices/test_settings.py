"""The pages: choosing what one is told, stopping mails by a link with nobody signed in, and what an administrator sees of mails that failed."""
import re

import pytest
from sqlalchemy import select

from consult.accounts.models import Account
from consult.db import db, transaction
from consult.notices import queries
from consult.notices.actions import outbox
from consult.notices.models import Mail, MailState, NoticeChoice
from consult.notices.rules import Pace, Topic, Words
from consult.web import postman, stopping
from tests.page_faults import check

CHOICE = {"answers": "at_once", "texts": "weekly", "discussion": "never", "reminders": "never"}


def chosen(app, number):
    with app.app_context():
        return {str(topic): str(pace) for topic, pace in queries.chosen(db.session.get_one(Account, number)).items()}


def link(app, number, topic):
    with app.app_context():
        return stopping.address(number, topic).removeprefix("http://127.0.0.1:5000")


def test_a_person_chooses_when_to_be_told_of_what(app, people, browser_of):
    browser = browser_of("citizen")
    page = check(browser.get("/notices/settings"), "/notices/settings")
    assert {i.get("name"): i.get("value") for i in page.iter("input") if i.get("checked") is not None} == {
        "answers": "at_once", "texts": "at_once", "discussion": "daily", "reminders": "at_once"}
    assert browser.fill("/notices/settings", **CHOICE).status_code == 303
    page = check(browser.get("/notices/settings"), "/notices/settings")
    assert {i.get("name"): i.get("value") for i in page.iter("input") if i.get("checked") is not None} == CHOICE
    assert chosen(app, people["citizen"]) == CHOICE
    assert chosen(app, people["cluster"])["answers"] == "at_once"


@pytest.mark.parametrize("fields", [{"answers": "yearly"}, {"reminders": "daily"}, {"answers": ""}])
def test_what_cannot_be_chosen_is_refused_and_the_rest_kept(app, people, browser_of, fields):
    refused = browser_of("citizen").fill("/notices/settings", **CHOICE | fields)
    assert refused.status_code == 422
    check(refused, "/notices/settings")
    assert 'value="weekly"' in refused.text
    assert chosen(app, people["citizen"])["texts"] == "at_once"


def test_the_settings_are_found_from_the_account(browser_of):
    assert '"/notices/settings"' in browser_of("citizen").get("/accounts/me").text


def test_a_visitor_is_led_to_the_sign_in(browser_of):
    assert browser_of(None).get("/notices/settings").headers["Location"] == "/accounts/sign-in?next=/notices/settings"


def test_a_mail_program_stops_a_mail_by_one_post_without_session_or_token(app, people):
    address = link(app, people["citizen"], "answers")
    response = app.test_client().post(address, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example"})
    assert response.status_code == 200
    assert chosen(app, people["citizen"])["answers"] == "never"
    assert chosen(app, people["citizen"])["texts"] == "at_once"
    assert app.test_client().post(address).status_code == 200, "twice is as good as once"


def test_opening_the_link_changes_nothing_and_shows_one_button(app, people, browser_of):
    address, browser = link(app, people["citizen"], "discussion"), browser_of(None)
    page = browser.get(address)
    tree = check(page, address)
    assert len(tree.xpath("//main//button")) == 1
    assert "citizen" not in page.text.lower()
    assert chosen(app, people["citizen"])["discussion"] == "daily"
    assert browser.client.head(address).status_code == 200
    assert chosen(app, people["citizen"])["discussion"] == "daily"
    done = browser.fill(address)
    check(done, address)
    assert chosen(app, people["citizen"])["discussion"] == "never"


def test_stopping_a_gathered_mail_stops_all_that_comes_together(app, people):
    with app.app_context(), transaction() as session:
        session.add(NoticeChoice(account_id=people["citizen"], topic=Topic.TEXTS, pace=Pace.WEEKLY))
    app.test_client().post(link(app, people["citizen"], "together"))
    assert chosen(app, people["citizen"]) == {"answers": "at_once", "texts": "never", "discussion": "never", "reminders": "at_once"}


def test_a_link_that_was_tampered_with_looks_like_none_at_all(app, people):
    good = link(app, people["citizen"], "answers")
    with app.app_context():
        forged = [stopping._signer().dumps(data) for data in ([99999, "answers"], [people["citizen"], "passwords"], "x", [1], None, [["a"], "answers"])]
    client = app.test_client()
    answers = {client.open(address, method=method).status_code for method in ("GET", "POST")
               for address in [good[:-1] + ("A" if good[-1] != "A" else "B"), "/notices/stop/x", *(f"/notices/stop/{token}" for token in forged)]}
    assert answers == {404}
    assert chosen(app, people["citizen"])["answers"] == "at_once"


def test_the_link_in_a_mail_is_the_one_that_stops_it(app, people, serve):
    inbox, app.config["MAIL_SERVER"] = serve()
    with app.app_context():
        with transaction():
            outbox.write(db.session.get_one(Account, people["citizen"]), "comments.publish-1-1", Words("A", "B"), topic="answers")
        assert postman.deliver() > 0
    got = next(one for one in inbox.got if one["List-Unsubscribe"])
    address = re.fullmatch(r"<http://127\.0\.0\.1:5000(/notices/stop/[\w.-]+)>", got["List-Unsubscribe"])[1]
    assert app.test_client().post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert chosen(app, people["citizen"])["answers"] == "never"


@pytest.fixture
def failed(app, people, serve):
    """A mail that was refused for good; its number, and the server that did."""
    inbox, app.config["MAIL_SERVER"] = serve()
    inbox.refusing["citizen"] = "550 5.1.1 No such mailbox <here>"
    with app.app_context():
        with transaction():
            outbox.write(db.session.get_one(Account, people["citizen"]), "comments.publish-1-1", Words("A subject", "Secret words"), topic="answers")
        postman.deliver()
        return db.session.scalar(select(Mail.id).filter_by(state=MailState.FAILED, topic="answers")), inbox


def test_an_administrator_sees_what_failed_and_sends_it_again(app, browser_of, failed):
    number, inbox = failed
    admin = browser_of("admin")
    page = admin.get("/notices/outbox")
    check(page, "/notices/outbox")
    assert "550 5.1.1 No such mailbox &lt;here&gt;" in page.text
    assert "Secret words" not in page.text
    inbox.refusing.clear()
    assert admin.fill("/notices/outbox", to=f"/notices/outbox/{number}/retry").status_code == 303
    with app.app_context():
        assert postman.deliver() >= 1
    page = admin.get("/notices/outbox")
    check(page, "/notices/outbox")
    assert "A subject" not in page.text
    assert f"/notices/outbox/{number}/retry" not in page.text


@pytest.mark.parametrize("name", [None, "citizen", "editor", "moderator", "observer", "coordinator"])
def test_X4_nobody_else_sees_or_sends(app, browser_of, failed, name):
    number, browser = failed[0], browser_of(name)
    assert browser.get("/notices/outbox").status_code == (403 if name else 303)
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/accounts/me" if name else "/accounts/sign-in").text)[1]
    assert browser.client.post(f"/notices/outbox/{number}/retry", data={"csrf_token": token}).status_code == 403
    with app.app_context():
        assert db.session.get_one(Mail, number).state == MailState.FAILED


def test_an_empty_outbox_says_what_would_stand_there(browser_of):
    page = browser_of("admin").get("/notices/outbox")
    check(page, "/notices/outbox")
    assert "Every mail has been taken" in page.text
    assert '"/notices/outbox"' in browser_of("admin").get("/admin/").text


@pytest.mark.parametrize(("word", "before"), [("answers", {"answers": "weekly"}), ("together", {"texts": "weekly"}), ("together", {"texts": "never"})])
def test_stopped_mails_start_again_as_they_were_by_one_button(app, people, browser_of, word, before):
    with app.app_context(), transaction() as session:
        session.add_all(NoticeChoice(account_id=people["citizen"], topic=topic, pace=pace) for topic, pace in before.items())
    was, address, browser = chosen(app, people["citizen"]), link(app, people["citizen"], word), browser_of(None)
    page = browser.fill(address)
    assert "Start these mails again" in page.text
    check(page, address)
    assert chosen(app, people["citizen"]) != was
    assert started(browser, page, address).status_code == 200
    assert chosen(app, people["citizen"]) == was


def started(browser, page, address, **more):
    """The button of the page is pressed."""
    form = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    return browser.client.post(address.replace("/stop/", "/start/"), data=form | more)


def test_a_link_opened_after_one_press_in_the_mail_program_offers_to_start_again(app, people, browser_of):
    address, browser = link(app, people["citizen"], "answers"), browser_of(None)
    app.test_client().post(address, data={"List-Unsubscribe": "One-Click"})
    page = browser.get(address)
    assert "Start these mails again" in page.text
    started(browser, page, address)
    assert chosen(app, people["citizen"])["answers"] == "at_once"


@pytest.mark.parametrize("was", ["reminders daily", "texts weekly", "passwords daily", "x", "answers never", ""])
def test_a_link_starts_nothing_but_what_it_stops(app, people, browser_of, was):
    address, browser = link(app, people["citizen"], "answers"), browser_of(None)
    before = chosen(app, people["citizen"])
    started(browser, browser.fill(address), address, was=was)
    assert chosen(app, people["citizen"]) == before, "what cannot be read leads back to what is usual"
    forged = address[:-1] + ("A" if address[-1] != "A" else "B")
    assert browser.client.post(forged.replace("/stop/", "/start/"), data={}).status_code in {400, 404}

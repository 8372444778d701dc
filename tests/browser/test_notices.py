"""What we write to people: chosen by keyboard, stopped without scripts, read in the light and in the dark; nothing for axe to find."""
import shutil

import pytest

from consult import clock
from consult.accounts.models import Account
from consult.comments.actions import answering
from consult.comments.rules import Code
from consult.db import db, transaction
from consult.notices.models import Mail, MailState
from consult.rounds import actions as rounds
from consult.web import postman
from tests import factories
from tests.browser.axe import axe
from tests.comments.conftest import AFTER, SECOND, Desk
from tests.conftest import make_app


@pytest.fixture
def app(template, tmp_path):
    """A demonstration, because only there mails are read as pages, on a database on disk."""
    shutil.copy(template, tmp_path / "consult.sqlite")
    app = make_app(f"sqlite:///{tmp_path / 'consult.sqlite'}", DEMONSTRATION=True, MAIL_FOLDER=str(tmp_path / "mail"))
    with clock.at(AFTER):
        yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def answer(app, site):
    """The number of the mail that tells the citizen of an answer with a change."""
    with app.app_context():
        with clock.at(factories.DAY):
            people = factories.cast()
            with transaction():
                desk = Desk(lambda name: db.session.get_one(Account, people[name]))
                opened = desk.open_round(desk.publish())
                comment = desk.say(opened)
        with transaction():
            rounds.begin_disposition(desk.person("editor"), opened)
            working = desk.start(SECOND, "0.2", opened.version)
            desk.answer(comment, Code.PARTLY, "Five is what the members agreed on.", changes=[(comment.section_uid, working)])
            answering.publish(desk.person("editor"), opened)
        postman.deliver()
        return db.session.scalar(db.select(Mail.id).filter_by(topic="answers"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [600, 390])
def test_a_letter_is_readable_in_the_light_and_in_the_dark(page_at, answer, width, scheme):
    page = page_at(width, color_scheme=scheme)
    page.goto(f"/mailbox/{answer}/letter")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.locator("del").first.inner_text().endswith("eight")


def test_mails_are_stopped_from_the_mail_without_scripts_and_without_signing_in(page_at, answer):
    page = page_at(390, javascript=False)
    page.goto(f"/mailbox/{answer}")
    page.locator("a[href*='/notices/stop/']").click()
    assert page.locator("h1").inner_text() == "Stop these mails?"
    page.get_by_role("button", name="Stop these mails").click()
    assert page.locator("h1").inner_text() == "These mails have been stopped"


def signed_in(page, app, name):
    """Sign in by the cookie that the test's own client was given."""
    with app.app_context():
        number = db.session.scalar(db.select(Account.id).filter_by(email_key=f"{name}@sample.test"))
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = str(number), True
    page.context.add_cookies([{"name": "consult", "value": client.get_cookie("consult").value, "url": app.config["PUBLIC_URL"]}])
    return page


@pytest.mark.parametrize("width", [1280, 390])
def test_what_one_is_told_is_chosen_by_keyboard(page_at, app, answer, width):
    page = signed_in(page_at(width), app, "citizen")
    page.goto("/notices/settings")
    axe(page)
    page.locator("input[name=answers]:checked").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Your choice holds from now on.")
    assert page.locator("input[name=answers]:checked").get_attribute("value") == "daily"
    axe(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_an_administrator_sends_a_failed_mail_again(page_at, app, answer, width):
    with app.app_context(), transaction():
        row = db.session.get_one(Mail, answer)
        row.state, row.fault = MailState.FAILED, "550 5.1.1 No such mailbox"
    page = signed_in(page_at(width), app, "admin")
    page.goto("/notices/outbox")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("button", name="Send it again").click()
    page.wait_for_selector("text=The mail is sent once more.")
    assert page.locator("text=550 5.1.1").count() == 0
    axe(page)

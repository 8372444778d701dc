"""Colleagues, support, reports and appeals before a real browser: with scripts and without, on a phone too; nothing for axe to find."""
import pytest
from sqlalchemy import select

from consult.accounts.models import Account
from consult.accounts.rules import hashed
from consult.comments.actions import discussing, moderating, writing
from consult.comments.rules import Capacity, CommentKind
from consult.db import db, transaction
from consult.documents.queries import stored
from consult.organisations import actions as organisations
from consult.organisations.rules import OrganisationKind
from consult.rounds.models import Round
from consult.teams import actions as teams
from tests.browser.axe import axe
from tests.browser.commenting import prepare
from tests.browser.people import PASSWORD, Person, painted
from tests.factories import person


def settle(app):
    """An organisation of `stakeholder` and `colleague` with a shared draft, a comment of `speaker` with a reply, and moderators."""
    prepare(app)
    password = hashed(PASSWORD)
    with app.app_context(), transaction():
        for name, *roles in (("speaker",), ("moderator", "moderator"), ("second", "moderator")):
            person(name, *roles, party_code="RS", password_hash=password)
        lead, colleague, speaker = (db.session.scalars(select(Account).filter_by(email_key=f"{name}@sample.test")).one() for name in ("stakeholder", "colleague", "speaker"))
        body = organisations.register(lead, "Klaster (sample)", OrganisationKind.CLUSTER, "RS")
        invitation, _ = organisations.invite(lead, body, "colleague@sample.test")
        organisations.accept(colleague, invitation)
        organisations.verify(db.session.scalars(select(Account).filter_by(email_key="editor@sample.test")).one(), body)
        db.session.expire_all()
        round_ = db.session.scalars(select(Round)).one()
        uid = next(one.uid for one in stored.sections(round_.version) if one.number == "1")
        teams.share(colleague, body, writing.save_draft(colleague, round_, uid, CommentKind.SUBSTANCE, "We need more time."))
        comment = writing.submit(speaker, round_, [writing.save_draft(speaker, round_, uid, CommentKind.SUBSTANCE, "Ten is too much.")], Capacity.SELF).comments[0]
        discussing.reply(speaker, comment, "Or nine.")
        other = writing.submit(speaker, round_, [writing.save_draft(speaker, round_, uid, CommentKind.SUBSTANCE, "My neighbour says so.")], Capacity.SELF).comments[0]
        moderating.hide(db.session.scalars(select(Account).filter_by(email_key="moderator@sample.test")).one(), other, "It names a private person.")


def signed_in(page_at, name, width, javascript=True):
    page = page_at(width, javascript=javascript)
    page.goto("/accounts/sign-in")
    page.fill("#email", f"{name}@sample.test")
    page.fill("#password", PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state("load")
    return page


@pytest.mark.parametrize("javascript", [True, False])
def test_a_lead_goes_on_with_a_colleagues_draft_and_sends_it(app, page_at, javascript):
    settle(app)
    page = signed_in(page_at, "stakeholder", 390, javascript)
    page.goto("/comments/drafts")
    page.get_by_role("link", name="Drafts of Klaster (sample)").click()
    page.get_by_role("link", name="Edit").first.click()
    page.get_by_label("Your comment", exact=True).fill("We need more time, until May.")
    page.get_by_role("button", name="Save for the organisation").click()
    page.get_by_text("Stakeholder changed it").wait_for()
    page.get_by_text("What was changed").click()
    assert page.locator("ins", has_text="until May").is_visible()
    page.get_by_role("link", name="Sign and send to round 1").click()
    page.get_by_role("button", name="Sign and send for the organisation").click()
    page.get_by_text("comment of your organisation has been received").wait_for()


def test_support_and_report_by_keyboard_alone(app, page_at):
    settle(app)
    page = signed_in(page_at, "stakeholder", 1280)
    page.goto("/comments/R1-RS-001")
    painted(page).get_by_role("link", name="We support this comment").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="We support this comment").wait_for()
    painted(page).get_by_role("button", name="We support this comment").focus()
    page.keyboard.press("Enter")
    page.get_by_text("These organisations support this comment").wait_for()
    painted(page).get_by_role("link", name="Report this reply").focus()
    page.keyboard.press("Enter")
    page.get_by_label("What is wrong with these words?").wait_for()
    painted(page).get_by_label("What is wrong with these words?").focus()
    page.keyboard.type("It is advertising.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("The moderators will look at it").wait_for()


def test_the_author_appeals_and_another_moderator_decides(app, page_at):
    settle(app)
    author = Person(signed_in(page_at, "speaker", 390, javascript=False)).page
    author.goto("/comments/R1-RS-002")
    author.get_by_role("link", name="Appeal", exact=True).click()
    author.get_by_label("Why your words should be shown again").fill("I named nobody.")
    author.get_by_role("button", name="Send the appeal").click()
    first, second = signed_in(page_at, "moderator", 1280), signed_in(page_at, "second", 1280)
    first.goto("/moderation/")
    assert first.get_by_role("link", name="Look at it and decide").count() == 0
    second.goto("/moderation/")
    second.get_by_role("link", name="Look at it and decide").click()
    axe(second)
    second.get_by_label("Shown again").check()
    second.get_by_label("Reason, as everybody will read it").fill("It names nobody.")
    second.get_by_role("button", name="Decide").click()
    author.goto("/comments/R1-RS-002")
    assert author.get_by_text("My neighbour says so.").is_visible()

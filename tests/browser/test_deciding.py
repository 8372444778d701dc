"""Deciding a setting, entering a party's name and going through the queue, wide and narrow, with and without scripts; axe finds nothing."""
import pytest

from consult.accounts.rules import hashed
from consult.comments.actions import writing
from consult.comments.rules import Capacity, CommentKind
from consult.db import transaction
from consult.moderation import actions as moderation
from consult.rounds import queries as rounds
from tests import factories
from tests.browser.commenting import prepare
from tests.browser.people import PASSWORD, Person


@pytest.fixture(autouse=True)
def staff(app):
    """An administrator and a moderator who can sign in, and one comment that was reported."""
    prepare(app)
    with app.app_context(), transaction():
        for name, role in (("boss", "administrator"), ("guard", "moderator")):
            factories.person(name, role, password_hash=hashed(PASSWORD))
        author, reader = factories.person("writer", party_code="RS"), factories.person("reader")
        round_ = rounds.by_number(1)
        draft = writing.save_draft(author, round_, None, CommentKind.GENERAL, "Buy my tools.")
        comment = writing.submit(author, round_, [draft], Capacity.SELF).comments[0]
        moderation.report(reader, comment, "Advertising.")


def narrow_enough(page):
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, True), (390, False)])
def test_an_administrator_decides_a_setting_and_everybody_reads_it(page_at, width, javascript):
    page = page_at(width, javascript=javascript)
    boss = Person(page).signs_in("boss").goes("/settings/round_shortest")
    boss.types(value="90", reason="Longer is better.").presses("Decide")
    assert "Change the other setting first." in page.locator("main").inner_text()
    assert page.locator('main [name="reason"]').input_value() == "Longer is better."
    boss.goes("/settings/").presses("Time to say whether one is satisfied").types(value="21", reason="Holidays.").presses("Decide")
    visitor = Person(page_at(width, javascript=javascript)).goes("/rules/").sees("21 days").sees("Holidays.")
    if javascript:
        narrow_enough(visitor.page)
    for address in ("/settings/languages", "/parties/", "/parties/RS", "/parties/RS/rename", "/admin/people", "/organisations/"):
        boss.goes(address)
        if javascript:
            narrow_enough(page)


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, True), (390, False)])
def test_a_moderator_leaves_words_standing_from_the_queue(page_at, width, javascript):
    page = page_at(width, javascript=javascript)
    guard = Person(page).signs_in("guard").goes("/moderation/").sees("Buy my tools.")
    if javascript:
        narrow_enough(page)
    page.locator("main summary").filter(has_text="Leave it standing").click()
    guard.types(note="An opinion.")
    page.locator("main form").get_by_role("button", name="Leave it standing").click()
    guard.looks().sees("Nothing waits")

"""Groups of similar comments before a real browser: wide and narrow, without scripts, with nothing for axe to find."""
import pytest
from sqlalchemy import select

from consult import clock
from consult.accounts.models import Account
from consult.accounts.rules import hashed
from consult.db import db, transaction
from tests import factories
from tests.browser.axe import axe
from tests.browser.people import PASSWORD, Person
from tests.comments.conftest import AFTER, Desk
from tests.similar.conftest import CAMPAIGN, CYRILLIC, EDITED, LATIN


@pytest.fixture
def groups(app, time):
    """Two groups in a round that has closed, and an editor who can sign in."""
    app.config["DEMONSTRATION"] = True  # the people have sample addresses
    with app.app_context():
        people = factories.cast()
        with transaction():
            factories.person("desk", "editor", password_hash=hashed(PASSWORD))
            desk = Desk(lambda name: db.session.scalars(select(Account).filter_by(id=people[name])).one())
            round_ = desk.open_round(desk.publish())
            for text, name in ((CAMPAIGN, "citizen"), (EDITED, "cluster"), (CAMPAIGN, "moderator"), (CYRILLIC, "citizen"), (LATIN, "cluster")):
                desk.say(round_, text, name=name)
    time.now = AFTER
    with clock.at(AFTER):
        yield


@pytest.mark.parametrize("width", [1280, 390])
def test_an_editor_looks_through_groups_takes_one_out_and_answers_the_others(page_at, groups, width):
    page = page_at(width)
    Person(page).signs_in("desk")
    page.goto("/similar/1/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("link", name="3 comments like R1-RS-001").click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("button", name="Take R1-RS-002 out").click()
    page.get_by_role("heading", name="Taken out by an editor").wait_for()
    axe(page)
    page.get_by_role("link", name="Give all 2 one answer").click()
    page.get_by_role("heading", name="One answer for 2 comments").wait_for()


def test_everybody_finds_the_way_to_those_who_say_the_same(page_at, groups):
    page = page_at(390)
    page.goto("/comments/R1-RS-003")
    page.get_by_role("link", name="1 other comment says nearly the same").click()
    axe(page)
    page.get_by_text("Prakse u firmama").wait_for()

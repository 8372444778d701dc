"""The coordinator's channel before a real browser: on a phone, by keyboard and without scripts; nothing for axe to find."""
from datetime import timedelta

import pytest

from consult import clock
from consult.accounts.models import Account
from consult.coordination.rules import Choice
from consult.db import db, transaction
from tests import factories
from tests.browser.axe import axe
from tests.coordination.conftest import Channel


def tell(app, sent):
    """One item in check, one contribution set aside; if wanted all of it sent."""
    with app.app_context():
        people = factories.cast()
        with transaction():
            channel = Channel(lambda name: db.session.get_one(Account, people[name]))
            channel.cast()
            channel.gather("metal", "tourism")
            channel.merge(channel.give("metal"), channel.give("wood", "Eight are enough."))
            channel.set_aside(channel.give("tourism", "We want ships.", "3"))
            channel.direct("shipyard", "Ships are missing.")
            if sent:
                channel.check()
                channel.hold("metal", Choice.AGAINST, "The number is too low.", "We said seven.")
                with clock.at(clock.now() + timedelta(days=3)):
                    channel.send()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_published_can_be_read_everywhere(app, page_at, width, javascript):
    tell(app, sent=True)
    page = page_at(width, javascript=javascript)
    for address in ("/coordination/", "/coordination/1/BA/", "/coordination/1/", "/comments/R1-BA-001", "/rounds/1/"):
        page.goto(address)
        if javascript:
            axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
    page.goto("/coordination/1/BA/")
    page.get_by_text("The originals of 2 contributions").click()
    assert page.get_by_text("Eight are enough.").is_visible()


def test_on_a_phone_the_grid_is_a_list_that_says_who_is_silent(app, page_at):
    tell(app, sent=False)
    page = page_at(390)
    page.goto("/coordination/1/")
    row = page.locator("tr", has=page.get_by_role("rowheader", name="2 Size"))
    assert row.get_by_text("1 comment").is_visible()
    assert row.get_by_text("Silent: BA, RS").is_visible()
    assert not row.get_by_text("Silent", exact=True).first.is_visible()

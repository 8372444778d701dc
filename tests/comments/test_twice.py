"""The second click on a button leads where the first one led, for the person who clicked and for nobody else; keys of two kinds never meet."""
import re

import pytest

from consult import clock
from consult.comments.models import Draft
from consult.db import db
from tests.comments.conftest import AFTER
from tests.comments.test_views import send, texts

WITHDRAW = "/comments/R1-RS-001/withdraw"
NEW, BEGIN = "/comments/new?round=1&section=2", "/comments/drafts/keep?round=1&section=2"
HERE = {"Origin": "http://localhost"}


def hidden(browser, address):
    """The hidden fields of a form as it was opened."""
    return dict(re.findall(r'<input type="hidden" name="(csrf_token|form_key|revision)" value="([^"]*)"', browser.get(address).text))


def test_the_second_click_on_withdraw_leads_to_the_same_page(world, browser_of):
    citizen = browser_of("citizen")
    send(citizen)
    form = hidden(citizen, WITHDRAW)
    first, again = (citizen.client.post(WITHDRAW, data=form) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["Location"] == again.headers["Location"] == "/comments/R1-RS-001"


def test_another_form_is_refused_as_ever(world, browser_of):
    citizen = browser_of("citizen")
    send(citizen)
    form = hidden(citizen, WITHDRAW)
    citizen.client.post(WITHDRAW, data=form)
    assert citizen.client.post(WITHDRAW, data=form | {"form_key": "another"}).status_code == 403
    assert citizen.client.post(WITHDRAW, data={"csrf_token": form["csrf_token"]}).status_code == 403


@pytest.mark.parametrize("name", ["cluster", None])
def test_somebody_elses_key_leads_nowhere(world, browser_of, name):
    citizen, other = browser_of("citizen"), browser_of(name)
    send(citizen)
    form = hidden(citizen, WITHDRAW)
    citizen.client.post(WITHDRAW, data=form)
    own = hidden(other, "/accounts/sign-in") if name is None else hidden(other, NEW)
    assert other.client.post(WITHDRAW, data=form | {"csrf_token": own["csrf_token"]}).status_code == 403


def test_a_key_that_looks_like_the_servers_own_is_none(world, app, browser_of):
    citizen = browser_of("citizen")
    form = hidden(citizen, NEW) | {"kind": "substance", "language": "en", "body": "Mine."}
    assert citizen.client.post(NEW, data=form | {"form_key": "kept zz"}).status_code == 303
    assert citizen.client.post(BEGIN, data=form | {"form_key": "zz", "body": "Another."}).status_code == 200
    with app.app_context():
        assert [one.body for one in db.session.query(Draft).order_by(Draft.id)] == ["Mine.", "Another."]


@pytest.mark.parametrize("headers", [{}, HERE])
def test_an_expired_form_about_no_section_is_not_found(world, browser_of, headers):
    page = browser_of("citizen").client.post("/comments/new?round=1&section=99.9", data={"body": "My long words."}, headers=headers)
    assert page.status_code == (404 if headers else 400)
    assert "My long words." in texts(page)


def test_an_expired_form_while_no_round_is_open_is_not_found(world, browser_of, within):
    with clock.at(AFTER):
        page = browser_of("citizen").client.post("/comments/new?section=2", data={"body": "My long words."}, headers=HERE)
    assert page.status_code == 404
    assert "No round is open" in texts(page)
    assert "My long words." in texts(page)

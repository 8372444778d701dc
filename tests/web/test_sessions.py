"""Sessions live on the server and end when they should."""
import shutil
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from consult import clock
from consult.accounts.models import BrowserSession
from consult.db import db, transaction
from consult.web import postman
from tests import factories
from tests.conftest import make_app


def signed_in(browser):
    return browser.get("/accounts/me").status_code == 200


@pytest.mark.parametrize(("name", "minutes", "alive"), [
    ("citizen", 119, True), ("citizen", 121, False), ("editor", 29, True), ("editor", 31, False), ("admin", 31, False), ("moderator", 31, False)])
def test_a_session_ends_when_nothing_happens(browser_of, name, minutes, alive):
    browser = browser_of(name)
    with clock.at(factories.DAY + timedelta(minutes=minutes)):
        assert signed_in(browser) == alive


def test_a_session_ends_after_half_a_day_in_any_case(browser_of):
    browser, moment = browser_of("citizen"), factories.DAY
    while moment < factories.DAY + timedelta(hours=11, minutes=30):
        moment += timedelta(minutes=100)
        with clock.at(moment):
            last = signed_in(browser)
            if moment <= factories.DAY + timedelta(hours=12):
                assert last
    with clock.at(factories.DAY + timedelta(hours=12, minutes=1)):
        assert not signed_in(browser)


def test_the_cookie_is_a_random_key_and_nothing_else(app, browser_of):
    browser = browser_of("citizen")
    cookie = browser.client.get_cookie("consult")
    assert len(cookie.value) >= 43  # 256 bits
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    with app.app_context():
        row = db.session.scalars(select(BrowserSession)).one()
        assert cookie.value not in str(vars(row))


def test_over_tls_the_cookie_is_bound_to_the_host(template, tmp_path):
    shutil.copy(template, tmp_path / "own.sqlite")
    app = make_app(f"sqlite:///{tmp_path / 'own.sqlite'}", PUBLIC_URL="https://consult.example.org")
    response = app.test_client().get("/accounts/sign-in", base_url="https://consult.example.org")
    cookie = next(c for c in response.headers.getlist("Set-Cookie") if c.startswith("__Host-consult="))
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    with app.app_context():
        db.engine.dispose()


def test_a_session_ended_in_the_middle_of_a_request_stays_ended(app, browser_of):
    browser = browser_of("citizen")

    @app.after_request
    def end(response):
        with transaction() as session:
            session.execute(delete(BrowserSession))
        return response

    with clock.at(factories.DAY + timedelta(minutes=5)):  # the request will want to write when the session was last seen
        browser.get("/accounts/me")
    app.after_request_funcs[None].remove(end)
    assert not signed_in(browser)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(BrowserSession)) <= 1  # the visitor's, made by looking


def test_reading_pages_makes_no_session(app, browser_of):
    browser_of(None).get("/rounds/")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(BrowserSession)) == 0


def test_a_cookie_of_nobody_is_a_visitor(browser_of):
    browser = browser_of(None)
    for value in ("", "x", "' OR 1=1 --", "é", "a" * 3000):
        browser.client.set_cookie("consult", value)
        assert browser.get("/rounds/").status_code == 200
        assert not signed_in(browser)


def test_old_sessions_are_tidied_away(app, browser_of):
    browser_of("citizen")
    with clock.at(factories.DAY + timedelta(hours=13)), app.app_context():
        postman.tidy()
        assert db.session.scalar(select(func.count()).select_from(BrowserSession)) == 0


def test_a_session_that_ended_by_itself_is_said_when_signing_in(browser_of):
    editor = browser_of("editor")
    with clock.at(factories.DAY + timedelta(minutes=31)):
        led = editor.get("/inbox/")
        assert led.status_code == 303
        page = editor.get(led.location).text
        assert "Your session has ended" in page
        assert "After signing in you go on where you were." in page
        assert "Your session has ended" not in browser_of(None).get("/accounts/sign-in").text


def test_editors_find_the_inbox_on_the_page_on_which_they_arrive(browser_of):
    assert "Go to the inbox" in browser_of("editor").get("/accounts/me").text
    assert "Go to the inbox" not in browser_of("citizen").get("/accounts/me").text

"""Second factors before a real browser: passkeys by Chromium's virtual authenticator, codes without JavaScript."""
import re
from datetime import timedelta

import pytest

from consult.accounts.rules import hashed
from consult.db import db, transaction
from consult.factors.rules import code_of, step_at
from consult.journal.actions import record
from tests import factories
from tests.ballots import factories as ballots
from tests.browser.people import PASSWORD, Person
from tests.browser.serving import served

WIDTHS = [1280, 390]


@pytest.fixture
def site(app, time):
    """Served under the name localhost: browsers bind passkeys to names, not to numbers."""
    with served(app, time) as address:
        app.config["PUBLIC_URL"] = address.replace("127.0.0.1", "localhost")
        yield app.config["PUBLIC_URL"]


@pytest.fixture
def member(app):
    """A member with a mandate in force, ballot 1 open, and a second factor needed."""
    app.config.update(DEMONSTRATION=True, SECOND_FACTOR=True)
    with app.app_context():
        factories.cast()
        ballots.standing()
        with transaction():
            account = ballots.who("member.rs")
            account.password_hash = hashed(PASSWORD)
            record("accounts.change_password", account, account)
        db.session.remove()
    return "member.rs"


def authenticator(page):
    """Give the page's browser a device that keeps passkeys and unlocks by itself."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    return devices, devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_member_makes_a_passkey_signs_in_with_it_and_casts(app, time, member, page_at, width):
    page = page_at(width)
    devices, device = authenticator(page)
    person = Person(page).signs_in(member).sees("Set up a second step")
    person.types(name="Laptop").presses("Make a passkey")
    page.wait_for_url("**/recovery/new*")
    assert len(re.findall(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", person.looks().page.locator("main").inner_text())) == 10
    person.presses("I have kept them: go on")
    person.goes("/accounts/factors/").sees("Laptop")
    page.goto("/accounts/me")
    sign_out(page)
    person.goes("/accounts/sign-in").presses("Sign in with a passkey")
    page.wait_for_url("**/accounts/me")
    time.now += 16 * timedelta(minutes=1)
    person.goes("/ballots/1/cast").sees("Show once more that it is you")
    page.get_by_label("Approve", exact=True).check()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("The passkey has been shown").wait_for()
    person.presses("Record the position")
    assert "Your position is recorded" in page.locator("body").inner_text()
    assert page.get_by_label("Password").count() == 0, "the proof is fresh now"
    signed = devices.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert [one["signCount"] for one in signed] == [3]


def sign_out(page):
    page.locator(".corner summary").last.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state("load")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_second_step_takes_a_passkey_and_a_device_that_refuses_says_what_to_do(app, time, member, page_at, width):
    page = page_at(width)
    devices, device = authenticator(page)
    person = Person(page).signs_in(member)
    person.presses("Make a passkey")
    page.wait_for_url("**/recovery/new*")
    sign_out(page)
    devices.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    person.signs_in(member).sees("Second step of signing in")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("No passkey was shown").wait_for()
    devices.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/accounts/me")


@pytest.mark.parametrize("width", WIDTHS)
def test_codes_work_without_javascript(app, time, member, page_at, width):
    page = page_at(width, javascript=False)
    person = Person(page).signs_in(member).sees("Passkeys need JavaScript")
    assert page.get_by_role("button", name="Make a passkey").count() == 0
    assert page.locator("img.qr").count() == 1
    secret = page.locator("code.secret").inner_text().replace(" ", "").replace("\xa0", "")
    person.types(code=code_of(secret, step_at(time.now))).presses("Set up the app and sign in").presses("I have kept them")
    sign_out(page)
    time.now += timedelta(seconds=30)
    person.signs_in(member).types(code=code_of(secret, step_at(time.now))).presses("Sign in")
    time.now += 16 * timedelta(minutes=1)
    person.goes("/ballots/1/cast")
    page.get_by_label("Approve", exact=True).check()
    person.types(password=PASSWORD).presses("Record the position").sees("Please type a code from your app as well")
    person.types(password=PASSWORD, code=code_of(secret, step_at(time.now))).presses("Record the position")
    assert "Your position is recorded" in page.locator("body").inner_text()


def test_at_an_address_made_of_numbers_the_page_says_where_passkeys_work(app, time, member, page_at, site):
    page = page_at(1280)
    Person(page).signs_in(member)
    assert page.get_by_role("button", name="Make a passkey").is_visible()
    app.config["PUBLIC_URL"] = "https://consult.example"
    page.reload()
    page.get_by_text("Passkeys of this site work at this address only").wait_for()
    assert not page.get_by_role("button", name="Make a passkey").is_visible()

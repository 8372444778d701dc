"""Passkeys by a device in software: what lets in, and every lie that does not."""
import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from webauthn.helpers import bytes_to_base64url

from consult import clock
from consult.db import db
from consult.factors.models import Passkey, PasskeyChallenge
from consult.factors.rules import handle
from tests.factors.authenticator import PRESENT, Device, add, asked, enter
from tests.factors.factories import PASSWORD, code, give_password, password, shown_codes

CITIZEN, STEP = "citizen@sample.test", "/accounts/factors/second-step"


@pytest.fixture
def device(app, people, browser_of):
    """The passkey of a citizen."""
    app.config["DEMONSTRATION"] = True
    with app.app_context():
        give_password(people["citizen"])
        give_password(people["editor"])
    one = Device()
    assert add(browser_of("citizen"), one).location == "/accounts/factors/recovery/new"
    return one


def counted(app, query):
    with app.app_context():
        return db.session.scalar(query)


def signed_in(browser):
    return browser.get("/accounts/me").status_code == 200


def test_a_passkey_is_named_listed_and_removed(app, device, people, browser_of):
    browser = browser_of("citizen")
    assert "Phone" in browser.get("/accounts/factors/").text
    assert add(browser, Device(b"another"), name="").location == "/accounts/factors/", "no new codes for the second"
    assert counted(app, select(func.count(Passkey.id))) == 2
    assert browser_of("editor").get("/accounts/factors/passkeys/1/remove").status_code == 403
    assert browser.fill("/accounts/factors/passkeys/1/remove").status_code == 303
    assert "Phone" not in browser.get("/accounts/factors/").text
    assert enter(browser_of(), device).status_code == 422


def test_a_passkey_lets_in_by_itself(device, browser_of):
    browser = browser_of()
    assert enter(browser, device).location == "/accounts/me"
    assert signed_in(browser)


def test_a_passkey_is_the_second_step_after_the_password(device, browser_of):
    browser = browser_of()
    assert password(browser, CITIZEN).location == STEP
    options = asked(browser, STEP, "show")
    assert [one["id"] for one in options["allowCredentials"]] == [bytes_to_base64url(device.name)]
    assert options["userVerification"] == "required"
    assert browser.fill(STEP, passkey=device.shown(options)).status_code == 303
    assert signed_in(browser)


@pytest.mark.parametrize("lie", [
    {"origin": "http://127.0.0.1:5000"}, {"origin": "https://localhost:5000"}, {"origin": "http://localhost.example:5000"}, {"site": "example.org"},
    {"flags": PRESENT}, {"flags": 4}, {"user": bytes_to_base64url(handle(999))},
])
def test_a_signature_for_another_site_person_or_without_unlocking_is_refused(device, browser_of, lie):
    browser = browser_of()
    answer = enter(browser, device, **lie)
    assert answer.status_code == 422
    assert "The passkey was not accepted" in answer.text
    assert not signed_in(browser)


@pytest.mark.parametrize("lie", [{"origin": "http://127.0.0.1:5000"}, {"site": "example.org"}, {"flags": PRESENT}])
def test_no_passkey_is_added_by_a_lie(app, device, browser_of, lie):
    assert add(browser_of("citizen"), Device(b"another"), **lie).status_code == 422
    assert counted(app, select(func.count(Passkey.id))) == 1


def test_a_copied_passkey_is_refused(device, browser_of):
    device.count = 7
    assert enter(browser_of(), device).status_code == 303
    assert enter(browser_of(), device, count=8).status_code == 422, "it has signed eight times already"
    assert enter(browser_of(), device, count=3).status_code == 422
    assert enter(browser_of(), device, count=9).status_code == 303


def test_a_passkey_that_does_not_count_goes_on_letting_in(device, browser_of):
    for _ in range(2):
        assert enter(browser_of(), device, count=0).status_code == 303


def test_a_challenge_counts_once_in_its_own_session_for_its_own_purpose_and_five_minutes(device, browser_of):
    browser, other = browser_of(), browser_of()
    options = asked(browser, "/accounts/sign-in", "enter")
    asked(other, "/accounts/sign-in", "enter")
    answer = device.shown(options)
    send = {"to": "/accounts/factors/enter", "passkey": answer}
    assert other.fill("/accounts/sign-in", **send).status_code == 422, "it was asked in another session"
    assert browser.fill("/accounts/sign-in", **send).status_code == 303
    late = browser_of()
    options = asked(late, "/accounts/sign-in", "enter")
    with clock.at(clock.now() + timedelta(minutes=5, seconds=1)):
        assert late.fill("/accounts/sign-in", to="/accounts/factors/enter", passkey=device.shown(options)).status_code == 422
    again = browser_of()
    assert again.fill("/accounts/sign-in", **send).status_code == 422
    password(again, CITIZEN)
    entering = asked(again, STEP, "enter")
    assert again.fill(STEP, passkey=device.shown(entering)).status_code == 422, "it was asked for something else"
    assert not signed_in(again)


def test_a_session_put_back_from_a_copy_cannot_use_a_challenge_again(app, device, browser_of):
    browser = browser_of()
    options = asked(browser, "/accounts/sign-in", "enter")
    with browser.client.session_transaction() as session:
        kept = session["passkey_asked"]
    assert browser.fill("/accounts/sign-in", to="/accounts/factors/enter", passkey=device.shown(options)).status_code == 303
    assert counted(app, select(func.count(PasskeyChallenge.digest))) == 0
    again = browser_of()
    again.get("/accounts/sign-in")
    with again.client.session_transaction() as session:
        session["passkey_asked"] = kept
    assert again.fill("/accounts/sign-in", to="/accounts/factors/enter", passkey=device.shown(options)).status_code == 422


def test_somebody_elses_passkey_is_no_second_step(device, people, browser_of):
    mine, browser = Device(b"the editor's"), browser_of()
    assert add(browser_of("editor"), mine).status_code == 303
    password(browser, "editor@sample.test")
    assert browser.fill(STEP, passkey=device.shown(asked(browser, STEP, "show"))).status_code == 422
    assert browser.fill(STEP, passkey=mine.shown(asked(browser, STEP, "show"))).status_code == 303


@pytest.mark.parametrize("answer", ["", "{", "[]", "null", '{"id": 7}', '{"id": "x", "response": "y"}', json.dumps({"id": "a" * 30_000}), '{"id": "\\u0000"}', "🔑"])
def test_what_is_no_answer_of_a_browser_is_refused_in_words(device, browser_of, answer):
    browser = browser_of()
    asked(browser, "/accounts/sign-in", "enter")
    assert browser.fill("/accounts/sign-in", to="/accounts/factors/enter", passkey=answer).status_code == 422
    asked(browser_of("citizen"), "/accounts/factors/passkeys/add", "add")
    own = browser_of("citizen")
    asked(own, "/accounts/factors/passkeys/add", "add")
    assert own.fill("/accounts/factors/passkeys/add", name="x", passkey=answer).status_code == 422


def test_a_visitor_is_asked_for_nothing_but_to_enter(device, browser_of):
    assert asked(browser_of(), "/accounts/sign-in", "show") is None
    assert asked(browser_of(), "/accounts/sign-in", "add") is None
    assert "allowCredentials" not in {k for k, v in asked(browser_of(), "/accounts/sign-in", "enter").items() if v}


def test_a_passkey_is_added_after_a_fresh_proof_only(device, browser_of):
    browser = browser_of("citizen")
    options = asked(browser, "/accounts/factors/passkeys/add", "add")
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert asked(browser, "/accounts/factors/", "add") is None
        way = "/accounts/factors/prove?next=/accounts/factors/passkeys/add"
        shown = device.shown(asked(browser, way, "show"))
        assert browser.fill(way, to="/accounts/factors/prove", passkey=shown).location == "/accounts/factors/passkeys/add"
        assert asked(browser, "/accounts/factors/passkeys/add", "add") is not None
    assert options["user"]["id"] == bytes_to_base64url(handle(5)) or options["user"]["name"] == CITIZEN


def test_who_needs_a_factor_sets_up_a_passkey_on_the_way_in(app, device, people, browser_of):
    app.config["SECOND_FACTOR"] = True
    browser, mine = browser_of(), Device(b"the editor's")
    assert password(browser, "editor@sample.test").location == "/accounts/factors/first"
    assert add(browser, mine, page="/accounts/factors/first").location == "/accounts/factors/recovery/new"
    codes = shown_codes(browser.get("/accounts/factors/recovery/new").text)
    assert signed_in(browser)
    other = browser_of()
    password(other, "editor@sample.test")
    assert other.fill(STEP, code=code()).status_code == 422, "there is no app"
    assert other.fill(STEP, code=codes[0]).status_code == 303, "without JavaScript one uses a code on paper"


def test_a_suspended_person_is_not_let_in_by_a_passkey(app, device, people, browser_of):
    assert browser_of("admin").fill(f"/admin/people/{people['citizen']}/suspend", reason="Abuse of the service.").status_code == 303
    browser = browser_of()
    assert enter(browser, device).status_code == 409
    assert not signed_in(browser)


def test_passwords_alone_do_not_lead_past_the_passkey(device, browser_of):
    browser = browser_of()
    password(browser, CITIZEN)
    assert browser.fill(STEP, code="").status_code == 422
    assert browser.fill(STEP, code=PASSWORD).status_code == 422
    assert not signed_in(browser)

"""Signing in with a second step, setting it up, losing it; and what the half-way state may not do."""
import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult import clock
from consult.accounts.models import BrowserSession
from consult.db import db, transaction
from consult.factors.models import CodeApp, RecoveryCode
from consult.factors.rules import STEP_SECONDS
from consult.journal.models import JournalEntry
from consult.notices.models import Mail
from consult.web import postman
from tests import factories
from tests.ballots import factories as ballots
from tests.factors.factories import PASSWORD, SECRET, code, give_password, password, second, set_up, shown_codes, shown_secret

EDITOR, CITIZEN = "editor@sample.test", "citizen@sample.test"
#: Pages that need a session of one's own.
OWN = ("/accounts/me", "/accounts/factors/", "/comments/drafts", "/inbox/", "/admin/")


@pytest.fixture
def recovery(app, people):
    """Passwords for an editor and a citizen; the editor has an app: the recovery codes."""
    app.config["DEMONSTRATION"] = True  # sample addresses sign in there only
    with app.app_context():
        for name in ("editor", "citizen"):
            give_password(people[name])
        return set_up(people["editor"])


@pytest.fixture
def strict(app, recovery):
    """Who works for the secretariat needs a second factor."""
    app.config["SECOND_FACTOR"] = True
    return recovery


def counted(app, query):
    with app.app_context():
        return db.session.scalar(query)


def kinds(app):
    with app.app_context():
        return [kind for kind in db.session.scalars(select(JournalEntry.kind).order_by(JournalEntry.seq)) if kind.startswith("factors.")]


def signed_in(browser):
    return browser.get("/accounts/me").status_code == 200


def test_who_has_set_up_nothing_signs_in_with_the_password(recovery, browser_of):
    browser = browser_of()
    assert password(browser, CITIZEN).location == "/accounts/me"
    assert signed_in(browser)


def test_after_the_password_a_code_is_asked_for_and_lets_in(recovery, browser_of):
    browser = browser_of()
    assert password(browser, EDITOR).location == "/accounts/factors/second-step"
    assert not signed_in(browser)
    assert second(browser, "000000").status_code == 422
    assert not signed_in(browser)
    assert second(browser, code()).location == "/accounts/me"
    assert signed_in(browser)


def test_the_way_goes_on_where_the_person_was(recovery, browser_of):
    browser = browser_of()
    asked = browser.get("/inbox/").location
    step = browser.fill(asked, to="/accounts/sign-in", email=EDITOR, password=PASSWORD).location
    assert step.startswith("/accounts/factors/second-step?next=")
    assert browser.fill(step, code=code()).location.startswith("/inbox/")


def test_half_way_in_one_may_do_what_a_visitor_may_and_nothing_else(recovery, browser_of):
    browser = browser_of()
    password(browser, EDITOR)
    assert browser.get("/documents/").status_code == 200
    for address in OWN:
        assert browser.get(address).location.startswith("/accounts/sign-in"), address
    assert browser.get("/accounts/factors/first").status_code == 303
    assert browser.get("/accounts/factors/app/picture.svg").status_code == 404
    page = browser.get("/accounts/factors/second-step").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    assert browser.client.post("/accounts/factors/challenge", data={"csrf_token": token, "purpose": "add"}).status_code == 403


def test_half_way_in_ends_after_ten_minutes(recovery, browser_of):
    browser = browser_of()
    password(browser, EDITOR)
    page = browser.get("/accounts/factors/second-step").text
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    with clock.at(clock.now() + timedelta(minutes=10, seconds=1)):
        assert browser.client.post("/accounts/factors/second-step", data=hidden | {"code": code()}).location == "/accounts/sign-in"
        assert not signed_in(browser)


def test_half_way_in_ends_when_the_password_changes(app, recovery, people, browser_of):
    browser = browser_of()
    password(browser, EDITOR)
    with app.app_context():
        give_password(people["editor"], "another long password")
    assert browser.get("/accounts/factors/second-step").location == "/accounts/sign-in"


def test_nobody_learns_of_a_second_step_without_the_password(recovery, browser_of):
    answers = [browser_of().fill("/accounts/sign-in", email=email, password="not the right words") for email in (EDITOR, CITIZEN, "nobody@sample.test")]
    assert {answer.status_code for answer in answers} == {422}
    assert len({re.sub(r'value="[^"]*"|nonce', "", answer.text) for answer in answers}) == 1


def test_a_code_counts_once(recovery, browser_of):
    first, other = browser_of(), browser_of()
    now = code()
    for browser in (first, other):
        password(browser, EDITOR)
    assert second(first, now).status_code == 303
    assert second(other, now).status_code == 422
    assert second(other, code(steps=-1)).status_code == 422, "a code before the one that was used counts no more"
    with clock.at(clock.now() + timedelta(seconds=STEP_SECONDS)):
        assert second(other, code()).status_code == 303


def test_a_recovery_code_counts_once_and_its_owner_is_told(app, recovery, browser_of):
    for status in (303, 422):
        browser = browser_of()
        password(browser, EDITOR)
        assert second(browser, recovery[3].upper().replace("-", " ")).status_code == status
    assert counted(app, select(func.count(RecoveryCode.id)).where(RecoveryCode.used_at.is_(None))) == 9
    with app.test_request_context():
        postman.write()
    mail = counted(app, select(Mail.body).where(Mail.subject == "A recovery code of your account has been used"))
    assert "9 are left" in mail
    assert recovery[3] not in mail


def test_ten_wrong_codes_close_the_step_from_everywhere_and_the_owner_is_told(app, recovery, browser_of):
    for number in range(10):
        browser = browser_of()
        password(browser, EDITOR)
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', browser.get("/accounts/factors/second-step").text))
        answer = browser.client.post("/accounts/factors/second-step", data=hidden | {"code": "000000"}, environ_base={"REMOTE_ADDR": f"10.0.{number}.1"})
        assert answer.status_code == 422
    browser = browser_of()
    password(browser, EDITOR)
    assert second(browser, code()).status_code == 429
    assert counted(app, select(func.count(Mail.id)).where(Mail.subject == "Somebody knows your password")) == 1
    with clock.at(clock.now() + timedelta(minutes=5, seconds=1)):
        assert second(browser, code()).status_code == 303


def test_a_reset_link_does_not_pass_the_second_step(app, recovery, browser_of):
    browser = browser_of()
    browser.fill("/accounts/reset", email=EDITOR)
    link = re.search(r"http://127\.0\.0\.1:5000(/accounts/reset/\S+)", counted(app, select(Mail.body).order_by(Mail.id.desc()).limit(1)))[1]
    assert browser.fill(link, password="rain over the Sutjeska").location == "/accounts/factors/second-step"
    assert not signed_in(browser)
    assert second(browser, code()).status_code == 303
    assert signed_in(browser)


def test_who_needs_a_factor_sets_it_up_before_anything_else(app, strict, people, browser_of):
    with app.app_context():
        give_password(people["admin"])
    browser = browser_of()
    assert password(browser, "admin@sample.test").location == "/accounts/factors/first"
    assert not signed_in(browser)
    assert browser.get("/documents/").status_code == 200
    page = browser.get("/accounts/factors/first").text
    secret = shown_secret(page)
    picture = browser.get("/accounts/factors/app/picture.svg")
    assert picture.mimetype == "image/svg+xml"
    assert "no-store" in picture.headers["Cache-Control"]
    assert browser.fill("/accounts/factors/first", code="000000").status_code == 422
    assert not signed_in(browser)
    assert browser.fill("/accounts/factors/first", code=code(secret)).location == "/accounts/factors/recovery/new"
    assert len(shown_codes(browser.get("/accounts/factors/recovery/new").text)) == 10
    assert shown_codes(browser.get("/accounts/factors/recovery/new").text) == [], "they are shown once"
    assert signed_in(browser)
    assert browser.get("/accounts/factors/app/picture.svg").status_code == 404
    assert kinds(app)[-1] == "factors.add_app"


def test_who_presses_twice_is_in_and_sees_the_recovery_codes(app, strict, people, browser_of):
    with app.app_context():
        give_password(people["admin"])
    browser = browser_of()
    password(browser, "admin@sample.test")
    page = browser.get("/accounts/factors/first").text
    form = re.findall(r"<form\b.*?</form>", page, re.S)
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', next(one for one in form if "Set up the app" in one)))
    for _ in range(2):
        answer = browser.client.post("/accounts/factors/first", data=hidden | {"code": code(shown_secret(page))})
    assert answer.status_code == 303
    assert browser.get(answer.location).location.startswith("/accounts/factors/recovery/new")
    assert len(shown_codes(browser.get("/accounts/factors/recovery/new").text)) == 10


def test_a_session_without_a_second_step_ends_when_one_comes_to_be_needed(app, recovery, browser_of):
    browser = browser_of("admin")
    assert browser.get("/admin/").status_code == 200
    app.config["SECOND_FACTOR"] = True
    assert browser.get("/admin/").location.startswith("/accounts/sign-in")
    assert browser_of("citizen").get("/accounts/me").status_code == 200


def test_a_member_needs_a_factor_while_the_mandate_is_in_force(app, strict, people, browser_of):
    with app.app_context():
        ballots.standing()
        member = ballots.who("member.rs").id
        give_password(member)
    browser = browser_of()
    assert password(browser, "member.rs@sample.test").location == "/accounts/factors/first"


def full(browser, email=EDITOR):
    password(browser, email)
    second(browser, code())
    return browser


def test_changing_factors_asks_for_a_fresh_proof(recovery, browser_of):
    browser = full(browser_of())
    assert browser.get("/accounts/factors/app/remove").status_code == 200
    with clock.at(clock.now() + timedelta(minutes=16)):
        for address in ("app/remove", "recovery", "passkeys/add"):
            way = browser.get(f"/accounts/factors/{address}").location
            assert way.startswith("/accounts/factors/prove?next="), address
        assert browser.fill(way, to="/accounts/factors/prove", password=PASSWORD).status_code == 422
        assert browser.fill(way, to="/accounts/factors/prove", password="not the right words", code=code()).status_code == 422
        assert browser.fill(way, to="/accounts/factors/prove", password=PASSWORD, code=code()).location == "/accounts/factors/passkeys/add"
        assert browser.get("/accounts/factors/app/remove").status_code == 200


def test_a_new_password_is_no_fresh_proof_of_the_second_factor(recovery, browser_of):
    browser = full(browser_of())
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert browser.fill("/accounts/me/password", former_password=PASSWORD, new_password="snow on the Jahorina").status_code == 303
        assert signed_in(browser)
        assert browser.get("/accounts/factors/app/remove").location.startswith("/accounts/factors/prove")


def test_a_citizen_sets_up_an_app_and_removes_it(app, recovery, browser_of):
    browser = browser_of()
    password(browser, CITIZEN)
    assert "None yet" in browser.get("/accounts/factors/").text
    secret = shown_secret(browser.get("/accounts/factors/app/add").text)
    assert browser.fill("/accounts/factors/app/add", code=code(secret)).status_code == 303
    codes = shown_codes(browser.get("/accounts/factors/recovery/new").text)
    assert "10 codes are left" in browser.get("/accounts/factors/").text
    assert browser.fill("/accounts/factors/recovery").status_code == 303
    anew = shown_codes(browser.get("/accounts/factors/recovery/new").text)
    assert len(set(codes) | set(anew)) == 20
    again = browser_of()
    password(again, CITIZEN)
    assert second(again, codes[0]).status_code == 422, "former codes count no more"
    assert second(again, anew[0]).status_code == 303
    assert browser.fill("/accounts/factors/app/remove").status_code == 303
    assert password(browser_of(), CITIZEN).location == "/accounts/me"
    assert counted(app, select(func.count(CodeApp.account_id))) == 1, "the editor's"
    assert kinds(app)[1:] == ["factors.add_app", "factors.renew_recovery", "factors.use_recovery", "factors.remove_app"]


def test_who_needs_a_factor_and_removes_the_last_is_led_to_another(app, strict, browser_of):
    browser = full(browser_of())
    assert signed_in(browser)
    browser.fill("/accounts/factors/app/remove")
    assert not signed_in(browser)
    assert password(browser, EDITOR).location == "/accounts/factors/first"


def test_two_administrators_reset_and_neither_is_the_person(app, recovery, people, browser_of):
    with app.app_context(), transaction():
        people["admin2"] = factories.person("admin2", "administrator").id
        people["admin3"] = factories.person("admin3", "administrator").id
    victim = full(browser_of())
    page = f"/accounts/factors/of/{people['editor']}/reset"
    assert "ask for a reset" in browser_of("admin").get(f"/admin/people/{people['editor']}").text
    assert browser_of("editor2").get(page).status_code == 403
    assert browser_of("admin").fill(page, reason="").status_code == 422
    assert browser_of("admin").fill(page, reason="Called back at the ministry.").status_code == 303
    assert browser_of("admin2").fill(page, reason="Once more.").status_code == 409
    refused = browser_of("admin").get("/accounts/factors/resets/1/confirm")
    assert refused.status_code == 403
    assert "another administrator asked for it" in refused.text
    assert signed_in(victim)
    screen = browser_of("admin2").get("/accounts/factors/resets/1/confirm").text
    assert "Called back at the ministry." in screen
    assert browser_of("admin2").fill("/accounts/factors/resets/1/confirm").status_code == 303
    assert not signed_in(victim)
    assert counted(app, select(func.count(BrowserSession.id)).where(BrowserSession.account_id == people["editor"])) == 0
    assert counted(app, select(func.count(RecoveryCode.id))) == 0
    assert browser_of("admin3").get("/accounts/factors/resets/1/confirm").status_code == 403, "it is done"
    assert password(browser_of(), EDITOR).location == "/accounts/me"
    with app.test_request_context():
        postman.write()
    assert counted(app, select(func.count(Mail.id)).where(Mail.subject == "Your second factors have been reset")) == 1
    assert kinds(app)[1:] == ["factors.ask_reset", "factors.reset"]


def test_an_administrator_cannot_confirm_a_reset_of_their_own(app, recovery, people, browser_of):
    with app.app_context():
        give_password(people["admin"])
        set_up(people["admin"])
        with transaction():
            people["admin2"] = factories.person("admin2", "administrator").id
    page = f"/accounts/factors/of/{people['admin']}/reset"
    assert browser_of("admin").get(page).status_code == 403
    assert browser_of("admin2").fill(page, reason="Seen in the office.").status_code == 303
    assert browser_of("admin").get("/accounts/factors/resets/1/confirm").status_code == 403
    assert browser_of("admin2").fill("/accounts/factors/resets/", to="/accounts/factors/resets/1/decline").status_code == 303
    assert "Not done" in browser_of("admin").get("/accounts/factors/resets/").text
    assert kinds(app)[-1] == "factors.decline_reset"


def test_the_secret_stands_in_no_page_row_or_log_once_it_counts(app, recovery, people, browser_of, caplog):
    caplog.set_level(logging.DEBUG)
    browser = full(browser_of())
    for wrong in ("918273", "abcd-efgh-jkmn-pqrs"):
        other = browser_of()
        password(other, EDITOR)
        second(other, wrong)
    told = [browser.get(address).text for address in ("/accounts/factors/", "/accounts/factors/app/add", "/accounts/me", "/journal/", "/accounts/factors/recovery/new")]
    told.append(browser_of("admin").get(f"/admin/people/{people['editor']}").text)
    with app.app_context():
        rows = [repr(row) for table in db.metadata.sorted_tables for row in db.session.execute(table.select()).all()]
    kept = " ".join([*told, *rows, caplog.text])
    for secret in (SECRET, " ".join(SECRET[at:at + 4] for at in range(0, 32, 4)), *recovery, *(one.replace("-", "") for one in recovery), PASSWORD, "918273"):
        assert secret not in kept


def test_a_closed_account_leaves_no_factor_behind(app, recovery, browser_of):
    browser = full(browser_of())
    assert browser.fill("/accounts/me/close", confirmation="close my account", password=PASSWORD).status_code == 303
    assert counted(app, select(func.count(CodeApp.account_id))) == 0
    assert counted(app, select(func.count(RecoveryCode.id))) == 0

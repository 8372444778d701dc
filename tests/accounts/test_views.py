"""The pages of accounts as people use them."""
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult import clock
from consult.accounts import queries
from consult.accounts.models import Account, MailToken
from consult.accounts.rules import AccountState, hashed
from consult.db import db, transaction
from consult.i18n import LOCALES
from consult.journal.models import JournalEntry
from consult.notices.models import Mail
from tests import factories

PASSWORD = "rain on the Drina"


@pytest.fixture
def visitor(browser_of):
    return browser_of(None)


@pytest.fixture
def ana(app, people):
    """An active account with a password: ana@example.org."""
    with app.app_context(), transaction():
        row = factories.person("ana", password_hash=hashed(PASSWORD), party_code="RS")
        row.email = row.email_key = "ana@example.org"
        return row.id


def sign_up(browser, email="ana@example.org", next="", **fields):
    return browser.fill(f"/accounts/sign-up{next}", to="/accounts/sign-up", name="Ana Anić", email=email, password=PASSWORD, party="RS", **fields)


def sign_in(browser, email="ana@example.org", password=PASSWORD, next=""):
    return browser.fill(f"/accounts/sign-in{next}", to="/accounts/sign-in", email=email, password=password)


def mails(app):
    with app.app_context():
        return list(db.session.execute(select(Mail.to, Mail.subject, Mail.body).order_by(Mail.id)))


def link_in(mail):
    return re.search(r"http://127\.0\.0\.1:5000(/\S+)", mail.body)[1]


def account(app, email="ana@example.org"):
    with app.app_context():
        return db.session.scalar(select(Account).filter_by(email_key=email))


def signed_in(browser):
    return browser.get("/accounts/me").status_code == 200


def entries(app, kind):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(JournalEntry).filter_by(kind=kind))


def test_signing_up_takes_a_link_and_ends_where_the_person_wanted_to_go(app, visitor):
    assert sign_up(visitor, next="?next=/rounds/").location == "/accounts/look?next=/rounds/"
    assert "ana@example.org" in visitor.get("/accounts/look").text
    assert not signed_in(visitor)
    page = link_in(mails(app)[0])
    assert visitor.get(page).status_code == 200
    assert account(app).state == AccountState.UNCONFIRMED, "opening a link must not change anything"
    assert visitor.fill(page).location == "/rounds/"
    assert signed_in(visitor)
    assert (account(app).name, account(app).party_code, account(app).language) == ("Ana Anić", "RS", "en")


def test_the_account_speaks_the_language_of_the_page(app, visitor):
    app.extensions["spoken"] = LOCALES  # whatever catalogues are compiled here
    visitor.get("/accounts/sign-up?lang=hr")
    sign_up(visitor)
    assert account(app).language == "hr"


def test_a_link_opened_elsewhere_asks_for_the_password(app, visitor, browser_of):
    sign_up(visitor)
    page, other = link_in(mails(app)[0]), browser_of(None)
    assert other.fill(page, password="not the right one").status_code == 422
    assert account(app).state == AccountState.UNCONFIRMED
    assert other.fill(page, password=PASSWORD).status_code == 303
    assert signed_in(other)


def test_a_later_sign_up_by_somebody_else_does_not_set_the_password_behind_the_first_ones_back(app, visitor, browser_of):
    sign_up(visitor)
    other = browser_of(None)
    other.fill("/accounts/sign-up", name="Somebody else", email="ana@example.org", password="somebody else knows this", party="")
    page = link_in(mails(app)[1])
    assert 'name="password"' in visitor.get(page).text, "the button alone would open an account with the other one's password"
    visitor.fill(page)
    assert account(app).state == AccountState.UNCONFIRMED
    assert 'name="password"' not in other.get(page).text


def test_a_confirmation_works_once_even_pressed_twice_at_a_time(app, visitor):
    sign_up(visitor)
    page = link_in(mails(app)[0])
    first, second = (visitor.get(page).text for _ in range(2))
    fields = [dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text)) for text in (first, second)]
    assert [visitor.client.post(page, data=data).location for data in fields] == ["/accounts/me", f"{page}?again=1"]
    assert visitor.get(page).location == "/accounts/me"
    assert entries(app, "accounts.confirm") == 1


@pytest.mark.parametrize(("hours", "status"), [(47, 200), (49, 404)])
def test_a_confirmation_link_lives_two_days(app, visitor, hours, status):
    sign_up(visitor)
    with clock.at(factories.DAY + timedelta(hours=hours)):
        assert visitor.get(link_in(mails(app)[0])).status_code == status


def test_the_latest_sign_up_counts_and_ends_earlier_links(app, visitor, browser_of):
    sign_up(browser_of(None))
    sign_up(visitor)
    first, second = mails(app)
    assert visitor.get(link_in(first)).status_code == 404
    assert visitor.get(link_in(second)).status_code == 200


def plain(response):
    """A page without what differs from form to form and from person to person."""
    text = re.sub(r'(name="(?:csrf_token|form_key)" value=")[^"]*', r"\1", response.text)
    return re.sub(r"[a-z]+@example\.org", "ADDRESS", text).encode()


def test_signing_up_answers_the_same_whether_the_address_is_known(app, ana, browser_of):
    answers = {}
    for email in ("ana@example.org", "new@example.org"):
        browser = browser_of(None)
        response = sign_up(browser, email)
        answers[email] = (response.status_code, response.location, plain(browser.get("/accounts/look")))
    assert answers["ana@example.org"] == answers["new@example.org"]
    assert "You have an account already" in mails(app)[0].subject


def test_asking_for_a_new_password_answers_the_same_whether_the_address_is_known(app, ana, browser_of):
    answers = {}
    for email in ("ana@example.org", "nobody@example.org"):
        browser = browser_of(None)
        response = browser.fill("/accounts/reset", email=email)
        answers[email] = (response.status_code, response.location, plain(browser.get("/accounts/look")))
    assert answers["ana@example.org"] == answers["nobody@example.org"]
    assert [mail.to for mail in mails(app)] == ["ana@example.org"]


def test_a_wrong_sign_in_answers_the_same_whether_the_address_is_known(ana, browser_of):
    first, second = (sign_in(browser_of(None), email, "a wrong password") for email in ("ana@example.org", "nobody@example.org"))
    assert (first.status_code, plain(first)) == (second.status_code, plain(second))
    assert first.status_code == 422


@pytest.mark.parametrize("spelling", ["ana@example.org", " ANA@Example.ORG "])
def test_a_person_signs_in_with_any_spelling_of_the_address(ana, visitor, spelling):
    assert sign_in(visitor, spelling).location == "/accounts/me"
    assert "ana@example.org" in visitor.get("/accounts/me").text


def test_an_address_not_confirmed_gets_its_link_again(app, visitor):
    sign_up(visitor)
    response = sign_in(visitor)
    assert response.status_code == 409
    assert "not confirmed" in response.text
    assert len(mails(app)) == 2
    assert visitor.get(link_in(mails(app)[1])).status_code == 200


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)", "/no/such/page", "http:/accounts/me"])
def test_signing_in_leads_to_pages_of_this_site_only(ana, visitor, target):
    page = visitor.get("/accounts/sign-in", query_string={"next": target}).text
    assert 'action="/accounts/sign-in"' in page
    assert sign_in(visitor, next=f"?next={target}").location == "/accounts/me"


def test_sample_accounts_do_not_sign_in_outside_the_demonstration(app, people, visitor):
    with app.app_context(), transaction():
        factories.person("sample", password_hash=hashed(PASSWORD))
    assert sign_in(visitor, "sample@sample.test").status_code == 422
    app.config["DEMONSTRATION"] = True
    assert sign_in(visitor, "sample@sample.test").status_code == 303


def test_a_cookie_copied_before_signing_out_is_dead(app, ana, visitor, browser_of):
    sign_in(visitor)
    copied = visitor.client.get_cookie("consult").value
    thief = browser_of(None)
    thief.client.set_cookie("consult", copied)
    assert signed_in(thief)
    visitor.fill("/accounts/me", to="/accounts/sign-out")
    thief.client.set_cookie("consult", copied)
    assert not signed_in(visitor)
    assert not signed_in(thief)


def test_a_session_gets_a_new_key_at_signing_in(ana, visitor, browser_of):
    visitor.get("/accounts/sign-in")
    before, planted = visitor.client.get_cookie("consult").value, browser_of(None)
    sign_in(visitor)
    assert visitor.client.get_cookie("consult").value != before
    planted.client.set_cookie("consult", before)
    assert not signed_in(planted)


def test_a_double_click_on_signing_in_leads_on(ana, visitor):
    text = visitor.get("/accounts/sign-in").text
    data = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text)) | {"email": "ana@example.org", "password": PASSWORD}
    first, second = (visitor.client.post("/accounts/sign-in?next=/rounds/", data=data).location for _ in range(2))
    assert first == "/rounds/"
    assert visitor.get(second).location == "/rounds/"


def test_signing_out_is_no_page(ana, visitor):
    sign_in(visitor)
    assert visitor.get("/accounts/sign-out").status_code == 405
    assert signed_in(visitor)


def ask_reset(app, browser):
    browser.fill("/accounts/reset", email="ana@example.org")
    return link_in(mails(app)[-1])


def test_a_reset_link_works_once_and_ends_all_sessions(app, ana, visitor, browser_of):
    old = browser_of(None)
    sign_in(old)
    page = ask_reset(app, visitor)
    assert visitor.fill(page, password="short").status_code == 422
    assert visitor.fill(page, password="snow on the Drina").status_code == 303
    assert signed_in(visitor)
    assert not signed_in(old)
    assert browser_of(None).get(page).status_code == 404
    assert sign_in(browser_of(None)).status_code == 422
    assert sign_in(browser_of(None), password="snow on the Drina").status_code == 303
    assert "has been changed" in mails(app)[-1].subject


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 404)])
def test_a_reset_link_lives_an_hour(app, ana, visitor, minutes, status):
    page = ask_reset(app, visitor)
    with clock.at(factories.DAY + timedelta(minutes=minutes)):
        assert visitor.get(page).status_code == status


def test_links_are_built_from_the_configured_address_only(app, ana, visitor):
    visitor.client.environ_base["HTTP_HOST"] = "evil.example"
    visitor.fill("/accounts/reset", email="ana@example.org")
    assert "evil" not in mails(app)[-1].body


def test_links_are_not_kept_readable(app, ana, visitor):
    token = ask_reset(app, visitor).split("/")[-1]
    assert len(token) >= 43  # 256 bits
    with app.app_context():
        row = db.session.scalar(select(MailToken).order_by(MailToken.id.desc()))
        assert token not in str(vars(row))


def test_an_account_not_confirmed_is_not_opened_by_a_reset(app, visitor):
    sign_up(visitor)
    with clock.at(factories.DAY + timedelta(days=3)):
        visitor.fill("/accounts/reset", email="ana@example.org")
        assert len(mails(app)) == 1
        assert visitor.get(link_in(mails(app)[0])).status_code == 404


def test_an_address_gets_few_mails_a_day(app, ana, visitor):
    for _ in range(7):
        assert visitor.fill("/accounts/reset", email="ana@example.org").status_code == 303
    assert len(mails(app)) == 5


def test_changing_the_password_needs_the_former_one_and_ends_other_sessions(ana, visitor, browser_of):
    other = browser_of(None)
    sign_in(visitor)
    sign_in(other)
    before = visitor.client.get_cookie("consult").value
    assert visitor.fill("/accounts/me/password", former_password="wrong", new_password="snow on the Drina").status_code == 422
    assert signed_in(other)
    assert visitor.fill("/accounts/me/password", former_password=PASSWORD, new_password="snow on the Drina").status_code == 303
    assert signed_in(visitor)
    assert visitor.client.get_cookie("consult").value != before
    assert not signed_in(other)


def test_a_new_address_counts_when_confirmed_and_the_old_one_is_told(app, ana, visitor):
    sign_in(visitor)
    assert visitor.fill("/accounts/me/address", email="new@example.org", password=PASSWORD).status_code == 303
    assert account(app, "ana@example.org") is not None
    to = mails(app)[-1].to
    assert to == "new@example.org"
    visitor.fill(link_in(mails(app)[-1]))
    assert account(app, "new@example.org").id == ana
    assert mails(app)[-1].to == "ana@example.org"
    assert "new@example.org" not in mails(app)[-1].body


def test_an_address_in_use_is_not_taken_and_not_betrayed(app, ana, visitor):
    sign_in(visitor)
    answers = [visitor.fill("/accounts/me/address", email=email, password=PASSWORD) for email in ("citizen@sample.test", "other@example.org")]
    assert [a.status_code for a in answers] == [422, 303]  # a sample address is refused outside the demonstration, known or not
    with app.app_context(), transaction():
        row = factories.person("bob")
        row.email = row.email_key = "bob@example.org"
        db.session.flush()
    pages = []
    for email in ("bob@example.org", "third@example.org"):
        visitor.fill("/accounts/me/address", email=email, password=PASSWORD)
        pages.append(plain(visitor.get("/accounts/me")))
    assert pages[0] == pages[1]
    assert account(app, "bob@example.org").id != ana


def test_name_language_and_party_can_be_changed(app, ana, visitor):
    sign_in(visitor)
    visitor.fill("/accounts/me/profile", name="Ана", language="sr-Cyrl", party="HR")
    row = account(app)
    assert (row.name, row.language, row.party_code) == ("Ана", "sr-Cyrl", "HR")
    assert visitor.fill("/accounts/me/profile", name="Ana", language="xx", party="ZZ").status_code == 422


def test_sessions_are_listed_and_ended(ana, visitor, browser_of):
    other = browser_of(None)
    other.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    sign_in(visitor)
    sign_in(other)
    page = visitor.get("/accounts/me").text
    assert "Firefox on Linux" in page
    end = re.search(r'action="(/accounts/me/sessions/\d+/end)"', page)[1]
    assert visitor.fill("/accounts/me", to=end).status_code == 303
    assert not signed_in(other)
    assert signed_in(visitor)


def test_all_other_sessions_end_at_once(ana, visitor, browser_of):
    others = [browser_of(None) for _ in range(2)]
    for browser in (visitor, *others):
        sign_in(browser)
    visitor.fill("/accounts/me", to="/accounts/me/sessions/end-others")
    assert [signed_in(b) for b in (visitor, *others)] == [True, False, False]


def test_X4_nobody_ends_the_session_of_another(app, ana, visitor, browser_of):
    sign_in(visitor)
    number = re.search(r"/sessions/(\d+)/end", sessions_of(app, ana))[1]
    token = re.search(r'name="csrf_token" value="([^"]+)"', (other := browser_of("citizen")).get("/accounts/me").text)[1]
    assert other.client.post(f"/accounts/me/sessions/{number}/end", data={"csrf_token": token}).status_code == 403
    assert signed_in(visitor)


def sessions_of(app, account_id):
    with app.app_context():
        return "".join(f"/sessions/{row.id}/end" for row in queries.sessions(db.session.get(Account, account_id)))


def test_X6_a_closed_account_leaves_a_pseudonym(app, ana, visitor):
    sign_in(visitor)
    assert visitor.fill("/accounts/me/close", confirmation="yes", password=PASSWORD).status_code == 422
    assert visitor.fill("/accounts/me/close", confirmation="close my account", password="wrong").status_code == 422
    assert visitor.fill("/accounts/me/close", confirmation="Close my account", password=PASSWORD).location == "/"
    assert not signed_in(visitor)
    with app.app_context():
        row = db.session.get(Account, ana)
        assert (row.state, row.email, row.password_hash, row.name) == (AccountState.CLOSED, None, None, f"Closed account {ana}")
        assert "ana" not in row.name_key
    assert sign_in(visitor).status_code == 422
    assert sign_up(visitor).status_code == 303


@pytest.mark.parametrize("page", ["/accounts/me", "/accounts/me/profile", "/accounts/me/password", "/accounts/me/address", "/accounts/me/close"])
def test_a_visitor_is_led_to_the_sign_in_page_and_back(visitor, page):
    assert visitor.get(page).location == f"/accounts/sign-in?next={page}"


def test_a_suspended_person_is_out_at_once(app, ana, visitor, browser_of):
    sign_in(visitor)
    browser_of("admin").fill(f"/admin/people/{ana}/suspend", reason="Three threats in one day")
    assert not signed_in(visitor)
    assert "suspended" in sign_in(visitor).text


def test_a_page_forged_from_elsewhere_changes_nothing(ana, visitor):
    sign_in(visitor)
    assert visitor.client.post("/accounts/me/profile", data={"name": "Mallory", "language": "en", "party": ""}).status_code == 400
    assert "Mallory" not in visitor.get("/accounts/me").text


def test_each_purpose_says_its_own_sentence_about_the_mail(app, browser_of):
    visitor = browser_of(None)
    sign_up(visitor)
    page = visitor.get("/accounts/look").text
    assert "new password" not in page
    assert "confirms your address" in page
    visitor.fill("/accounts/reset", email="ana@example.org")
    page = visitor.get("/accounts/look").text
    assert "A link to set a new password is only sent where there is an account." in page
    assert "confirms your address" not in page

"""A lead invites colleagues by e-mail; leads are named, step down, and are never missing while somebody else is there."""
import re
from datetime import timedelta

import pytest

from consult import clock
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.errors import Conflict, NotAllowed
from consult.journal.actions import record
from consult.notices.models import Mail
from consult.organisations import actions, queries
from consult.organisations.models import Invitation
from consult.organisations.rules import INVITATION_LIFE, INVITATIONS_A_DAY, INVITATIONS_MAX, OrganisationKind
from consult.web import postman
from tests.page_faults import check


@pytest.fixture
def body(inside):
    with transaction():
        return actions.register(inside("cluster"), "Klaster drveta (sample)", OrganisationKind.CLUSTER, "RS")


def invite(inside, body, email="citizen@sample.test", name="cluster"):
    with transaction():
        return actions.invite(inside(name), body, email)


def test_an_invitation_is_accepted_by_the_account_with_its_address_once(inside, body):
    invitation, token = invite(inside, body)
    assert token not in invitation.token_hash
    with pytest.raises(NotAllowed), transaction():
        actions.accept(inside("observer"), queries.invited(token))
    with transaction():
        actions.accept(inside("citizen"), queries.invited(token))
    assert queries.of(inside("citizen")) == [body]
    assert queries.invited(token) is None
    assert (invitation.email, invitation.email_key) == (None, None), "the address is kept no longer than needed"


def test_an_address_is_compared_however_it_is_written(inside, body):
    _, token = invite(inside, body, "Citizen@SAMPLE.test")
    with transaction():
        actions.accept(inside("citizen"), queries.invited(token))
    assert queries.of(inside("citizen")) == [body]


def test_an_invitation_has_its_time(inside, body):
    _, token = invite(inside, body)
    with clock.at(clock.now() + INVITATION_LIFE - timedelta(seconds=1)):
        assert queries.invited(token)
    with clock.at(clock.now() + INVITATION_LIFE):
        assert queries.invited(token) is None


def test_an_invitation_taken_back_or_sent_again_stops_working(inside, body):
    _, first = invite(inside, body)
    second, token = invite(inside, body)
    assert queries.invited(first) is None
    with transaction():
        actions.withdraw_invitation(inside("cluster"), second)
    assert queries.invited(token) is None
    assert queries.invitations(body) == []


def test_too_many_invitations_wait(inside, body):
    for number in range(INVITATIONS_MAX):
        invite(inside, body, f"colleague{number}@example.org")
    with pytest.raises(Conflict, match="Take some back"):
        invite(inside, body, "one.more@example.org")
    assert invite(inside, body, "colleague3@example.org"), "an address that waits already is invited anew"


@pytest.mark.parametrize("name", ["citizen", "editor", "admin", "observer"])
def test_only_a_lead_invites(inside, body, name):
    with pytest.raises(NotAllowed):
        invite(inside, body, name=name)


def test_who_asked_and_is_invited_is_in(inside, body):
    with transaction():
        actions.ask(inside("citizen"), body)
    _, token = invite(inside, body)
    with transaction():
        actions.accept(inside("citizen"), queries.invited(token))
    assert queries.of(inside("citizen")) == [body]


def test_who_belongs_already_accepts_without_harm(inside, body):
    _, token = invite(inside, body, "cluster@sample.test")
    with transaction():
        actions.accept(inside("cluster"), queries.invited(token))
    assert queries.colleagues(body) == 1
    assert queries.led(body) == 1


class TestLeads:
    """One or several, never none while somebody else is there."""

    @pytest.fixture
    def colleague(self, inside, body):
        _, token = invite(inside, body)
        with transaction():
            return actions.accept(inside("citizen"), queries.invited(token))

    @pytest.fixture
    def lead(self, inside, body):
        return queries.current(body, inside("cluster"))

    def test_the_last_lead_goes_only_after_naming_another(self, inside, body, lead, colleague):
        for step in (actions.leave, actions.step_down):
            with pytest.raises(Conflict, match="Name another lead"), transaction():
                step(inside("cluster"), lead)
        with transaction():
            actions.name_lead(inside("cluster"), colleague)
        assert queries.led(body) == 2
        with transaction():
            actions.leave(inside("cluster"), lead)
        assert (queries.led(body), queries.colleagues(body)) == (1, 1)

    def test_a_lead_steps_down_and_stays(self, inside, body, lead, colleague):
        with transaction():
            actions.name_lead(inside("cluster"), colleague)
            actions.step_down(inside("cluster"), lead)
        db.session.expire_all()
        assert (queries.led(body), queries.colleagues(body)) == (1, 2)
        with pytest.raises(NotAllowed):
            invite(inside, body, "another@example.org")

    def test_the_very_last_person_may_leave(self, inside, body, lead):
        with transaction():
            actions.leave(inside("cluster"), lead)
        assert queries.colleagues(body) == 0

    def test_where_nobody_leads_the_administrator_admits_a_new_lead(self, inside, body, lead):
        with transaction():
            actions.leave(inside("cluster"), lead)
            asking = actions.ask(inside("observer"), body)
            actions.admit(inside("admin"), asking)
        assert asking.lead
        assert queries.led(body) == 1

    @pytest.mark.parametrize("name", ["citizen", "observer", "editor"])
    def test_only_a_lead_or_an_administrator_names_leads(self, inside, colleague, name):
        with pytest.raises(NotAllowed), transaction():
            actions.name_lead(inside(name), colleague)


class TestPages:
    """The same as people see it, the mail included."""

    @pytest.fixture
    def page(self, browser_of):
        return browser_of("cluster").fill("/organisations/register", name="Klaster drveta (sample)", kind="cluster", party="RS", website="").location

    def mails(self, app):
        with app.app_context():
            return [(mail.to, mail.subject, mail.body, mail.account_id, mail.language) for mail in db.session.query(Mail).order_by(Mail.id)]

    def link(self, app):
        return re.search(r"(/organisations/invitations/[\w-]+)", self.mails(app)[-1][2])[1]

    def test_an_invited_person_joins_by_the_link_of_the_mail(self, app, page, browser_of):
        lead, citizen = browser_of("cluster"), browser_of("citizen")
        lead.fill(page, to=page + "/invite", email="citizen@sample.test", language="en")
        check(lead.get(page), page)
        assert "citizen@sample.test" in lead.get(page).text
        link = self.link(app)
        check(citizen.get(link), link)
        check(browser_of(None).get(link), link)
        assert "another address" in browser_of("observer").get(link).text
        led = citizen.fill(link, to=link + "/accept").location
        assert led.startswith("/teams/")
        assert citizen.get(led).status_code == 200
        assert citizen.get(link).status_code == 404

    def test_nothing_tells_whether_an_address_has_an_account(self, app, page, browser_of):
        lead, answers = browser_of("cluster"), []
        for email in ("citizen@sample.test", "nobody@sample.test"):
            response = lead.fill(page, to=page + "/invite", email=email, language="en")
            shown = lead.get(response.location).text
            answers.append((response.status_code, shown.count(email)))
        assert answers[0] == answers[1]
        first, second = self.mails(app)
        assert re.sub(r"invitations/[\w-]+", "", first[2].split("--")[0]).replace("Good day, Citizen,", "Good day,") == re.sub(r"invitations/[\w-]+", "", second[2].split("--")[0])

    def test_sign_up_leads_back_to_the_invitation(self, app, page, browser_of):
        browser_of("cluster").fill(page, to=page + "/invite", email="new@sample.test", language="en")
        link, visitor = self.link(app), browser_of(None)
        assert f"next={link}" in visitor.get(link).text.replace("%2F", "/")
        app.config["DEMONSTRATION"] = True
        visitor.fill(f"/accounts/sign-up?next={link}", name="New colleague", email="new@sample.test", password="seven wooden bridges", party="", next=link)
        confirm = re.search(r"(/accounts/confirm/\S+)", self.mails(app)[-1][2])[1]
        assert link in confirm.replace("%2F", "/")
        assert visitor.fill(confirm, to=confirm.partition("?")[0]).location == link
        assert visitor.fill(link, to=link + "/accept").location.startswith("/teams/")

    def test_the_mail_is_in_the_language_of_the_account_else_the_chosen_one(self, app, people, page, browser_of):
        with app.app_context(), transaction():
            account = db.session.get_one(Account, people["citizen"])
            account.language = "sr-Cyrl"
            record("accounts.change_profile", account, account, fields=["language"])
        lead = browser_of("cluster")
        lead.fill(page, to=page + "/invite", email="citizen@sample.test", language="en")
        lead.fill(page, to=page + "/invite", email="nobody@sample.test", language="sr-Cyrl")
        assert [mail[4] for mail in self.mails(app)] == ["sr-Cyrl", "sr-Cyrl"]

    def test_one_address_gets_only_a_few_invitations_a_day(self, app, page, browser_of):
        for _ in range(INVITATIONS_A_DAY + 2):
            browser_of("cluster").fill(page, to=page + "/invite", email="nobody@sample.test", language="en")
        assert len(self.mails(app)) == INVITATIONS_A_DAY

    @pytest.mark.parametrize("email", ["", "nobody", "a@b@c", "x" * 300 + "@example.org", "a@example.org\nBcc: b@example.org"])
    def test_what_is_no_address_is_refused_with_what_was_typed(self, page, app, browser_of, email):
        refused = browser_of("cluster").fill(page, to=page + "/invite", email=email, language="en")
        assert refused.status_code == 422
        assert self.mails(app) == []

    def test_the_addresses_of_invitations_are_for_leads(self, page, browser_of):
        browser_of("cluster").fill(page, to=page + "/invite", email="nobody@sample.test", language="en")
        for name in (None, "citizen", "editor", "admin"):
            assert "nobody@sample.test" not in browser_of(name).get(page).text

    def test_the_address_is_forgotten_when_the_time_is_over(self, app, page, browser_of):
        browser_of("cluster").fill(page, to=page + "/invite", email="nobody@sample.test", language="en")
        with clock.at(clock.now() + INVITATION_LIFE + timedelta(minutes=1)), app.app_context():
            postman.tidy()
            assert db.session.query(Invitation).one().email is None

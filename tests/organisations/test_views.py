"""Organisations: entered by one of their people, joined by others, verified by the secretariat."""
import re

import pytest

from consult.accounts.models import Account
from consult.db import db
from consult.organisations import queries
from consult.organisations.models import Organisation
from tests.page_faults import check

FIELDS = {"name": "Klaster drveta (sample)", "kind": "cluster", "party": "RS", "website": "https://example.org/"}


@pytest.fixture
def page(browser_of):
    """The page of an organisation that `cluster` leads."""
    return browser_of("cluster").fill("/organisations/register", **FIELDS).location


def of(app, people, name):
    with app.app_context():
        account = db.session.get_one(Account, people[name])
        return [organisation.name for organisation in queries.of(account)]


def buttons(browser, page):
    return re.findall(r'action="/organisations/([^"]+)"', browser.get(page).text)


def test_whoever_registers_an_organisation_leads_it(app, people, browser_of, page):
    assert of(app, people, "cluster") == ["Klaster drveta (sample)"]
    check(browser_of("cluster").get(page), page)
    listed = browser_of(None).get("/organisations/")
    check(listed, "/organisations/")
    assert "Klaster drveta" in listed.text


def test_a_name_is_taken_once_however_it_is_written(browser_of, page):
    refused = browser_of("citizen").fill("/organisations/register", **FIELDS | {"name": "KLASTER  Drveta, Sample"})
    assert refused.status_code == 409
    assert "ask to join" in refused.text


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://example.org", "example", "data:text/html,x"])
def test_a_website_is_a_web_address(browser_of, website):
    assert browser_of("cluster").fill("/organisations/register", **FIELDS | {"website": website}).status_code == 422


def test_the_lead_admits_who_asks(app, people, browser_of, page):
    citizen, lead = browser_of("citizen"), browser_of("cluster")
    citizen.fill(page, to=page + "/ask")
    assert of(app, people, "citizen") == []
    assert "Citizen" in lead.get(page).text
    assert "Citizen" not in browser_of("observer").get(page).text, "who asks is the lead's business"
    check(lead.get(page), page)
    admit = next(b for b in buttons(lead, page) if b.endswith("/admit"))
    lead.fill(page, to="/organisations/" + admit)
    assert of(app, people, "citizen") == ["Klaster drveta (sample)"]


def test_a_person_asks_once(browser_of, page):
    citizen = browser_of("citizen")
    citizen.fill(page, to=page + "/ask")
    token = re.search(r'name="csrf_token" value="([^"]+)"', citizen.get(page).text)[1]
    assert citizen.client.post(page + "/ask", data={"csrf_token": token}).status_code == 409


def test_a_member_leaves(app, people, browser_of, page):
    lead = browser_of("cluster")
    lead.fill(page, to="/organisations/" + next(b for b in buttons(lead, page) if b.endswith("/leave")))
    assert of(app, people, "cluster") == []
    assert "Nobody at present" in browser_of(None).get(page).text


def test_the_lead_declines(app, people, browser_of, page):
    browser_of("citizen").fill(page, to=page + "/ask")
    lead = browser_of("cluster")
    decline = [b for b in buttons(lead, page) if b.endswith("/leave")][-1]
    lead.fill(page, to="/organisations/" + decline)
    assert of(app, people, "citizen") == []
    assert "ask" in " ".join(buttons(browser_of("citizen"), page)), "and may ask again"


def test_the_secretariat_verifies_once(app, browser_of, page):
    editor = browser_of("editor")
    assert "Not verified yet" in editor.get(page).text
    editor.fill(page, to=page + "/verify")
    assert "Not verified yet" not in browser_of(None).get(page).text
    with app.app_context():
        assert db.session.query(Organisation).one().verified_at is not None


@pytest.mark.parametrize("name", [None, "citizen", "moderator", "observer", "coordinator"])
def test_X4_others_neither_verify_nor_admit_nor_remove(app, people, browser_of, page, name):
    browser_of("editor2").fill(page, to=page + "/ask")
    lead = browser_of("cluster")
    steps = [page + "/verify", *("/organisations/" + b for b in buttons(lead, page) if b.startswith("memberships/"))]
    assert len(steps) == 4
    browser = browser_of(name)
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/organisations/register" if name else "/accounts/sign-in").text)[1]
    assert [browser.client.post(step, data={"csrf_token": token}).status_code for step in steps] == [403] * 4
    assert of(app, people, "cluster") == ["Klaster drveta (sample)"]
    assert of(app, people, "editor2") == []


def test_the_list_is_narrowed_by_party_and_kind(browser_of, page):
    visitor = browser_of(None)
    assert "Klaster drveta" in visitor.get("/organisations/?party=RS&kind=cluster").text
    assert "Klaster drveta" not in visitor.get("/organisations/?party=HR").text
    assert visitor.get("/organisations/?party=%27&kind=nonsense").status_code == 200


def test_the_names_of_members_are_not_for_everybody(app, browser_of, page):
    browser_of("citizen").fill(page, to=page + "/ask")
    lead = browser_of("cluster")
    lead.fill(page, to="/organisations/" + next(b for b in buttons(lead, page) if b.endswith("/admit")))
    assert "Citizen" not in browser_of(None).get(page).text
    assert "1 person more" in browser_of(None).get(page).text
    assert "Citizen" in lead.get(page).text

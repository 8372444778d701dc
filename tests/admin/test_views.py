"""What administrators do, and what nobody else does."""
import logging
import re

import pytest

from consult.accounts import actions as accounts
from consult.accounts import queries
from consult.accounts.models import Account
from consult.accounts.rules import AccountState
from consult.db import db, transaction
from consult.errors import Conflict
from consult.journal.models import JournalEntry
from consult.parties.queries import all_parties
from consult.permissions import names
from consult.permissions.words import Action
from tests import factories
from tests.page_faults import check
from tests.story.test_statements import counted

STEPS = {  # page with the form, where it posts to, what is typed
    "grant": ("/admin/people/{citizen}/grant", {"role": "moderator", "party": ""}),
    "suspend": ("/admin/people/{citizen}/suspend", {"reason": "Threats."}),
    "parties": ("/admin/parties", {"code": "XK"}),
}
OTHERS = [None, "citizen", "cluster", "editor", "moderator", "observer", "coordinator"]


def account(app, number):
    with app.app_context():
        return db.session.get(Account, number)


def roles(app, number):
    with app.app_context():
        return db.session.get(Account, number).roles


def token(browser):
    page = browser.get("/accounts/me")
    return re.search(r'name="csrf_token" value="([^"]+)"', page.text if page.status_code == 200 else browser.get("/accounts/sign-in").text)[1]


@pytest.mark.parametrize("page", ["/admin/", "/admin/people", "/admin/people?q=cit", "/admin/people/1", "/admin/people/1/grant", "/admin/people/5/suspend", "/admin/parties"])
def test_the_pages_are_in_order(people, browser_of, page):
    response = browser_of("admin").get(page.replace("/1/grant", f"/{people['citizen']}/grant"))
    assert response.status_code == 200
    check(response, page)


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("step", STEPS)
def test_X4_others_neither_see_nor_send_the_forms_of_administrators(app, people, browser_of, name, step):
    address, fields = STEPS[step]
    address, browser = address.format(**people), browser_of(name)
    assert browser.get(address).status_code == (403 if name else 303)
    assert browser.client.post(address, data=fields | {"csrf_token": token(browser)}).status_code == 403
    assert roles(app, people["citizen"]) == frozenset()
    assert account(app, people["citizen"]).state == AccountState.ACTIVE


@pytest.mark.parametrize("name", OTHERS)
def test_X4_others_neither_end_roles_nor_sessions(app, people, browser_of, name):
    browser, editor = browser_of(name), people["editor"]
    with app.app_context():
        grant = db.session.get(Account, editor).grants[0].id
    for address in (f"/admin/people/{editor}/grants/{grant}/end", f"/admin/people/{editor}/end-sessions"):
        assert browser.client.post(address, data={"csrf_token": token(browser)}).status_code == 403
    assert roles(app, editor) == {"editor"}


def test_people_are_found_in_any_script_and_case(app, people, browser_of):
    with app.app_context(), transaction():
        for number, name in enumerate(("Šaćir Đogić", "Милица Ћирић", "Νίκος Λάσκαρης", "İsmail Işık")):
            factories.person(f"n{number}").name = name
            db.session.flush()
    browser = browser_of("admin")
    for words, found in (("sacir", "Šaćir"), ("ĐOGIĆ", "Šaćir"), ("milica cir", "Милица"), ("ΝΙΚΟΣ", "Νίκος"), ("N2@Sample", "Νίκος"), ("isik", "İsmail")):
        assert found in browser.get("/admin/people", query_string={"q": words}).text, words
    assert "Nobody found" in browser.get("/admin/people?q=%25").text


def test_a_long_list_has_pages_and_no_one_is_missed(app, people, browser_of):
    with app.app_context(), transaction():
        for n in range(60):
            factories.person(f"person{n}")
    browser, address, seen = browser_of("admin"), "/admin/people?q=person", set()
    for _ in range(2):
        page = browser.get(address).text
        seen |= set(re.findall(r"person\d+@sample", page))
        address = "/admin/people?" + (re.search(r'rel="next" href="[^?]*\?([^"]*)"', page) or ["", ""])[1].replace("&amp;", "&")
    assert len(seen) == 60
    assert 'rel="next"' not in page


def test_a_role_is_given_and_taken_back_and_sessions_end(app, people, browser_of):
    admin, citizen = browser_of("admin"), browser_of("citizen")
    assert admin.fill(f"/admin/people/{people['citizen']}/grant", role="moderator", party="RS").status_code == 422
    assert admin.fill(f"/admin/people/{people['citizen']}/grant", role="moderator", party="").status_code == 303
    assert citizen.get("/accounts/me").status_code == 303, "the person signs in anew with the role"
    assert roles(app, people["citizen"]) == {"moderator"}
    page = f"/admin/people/{people['citizen']}"
    again = browser_of("citizen")
    end = re.search(rf'action="({page}/grants/\d+/end)"', admin.get(page).text)[1]
    admin.fill(page, to=end)
    assert roles(app, people["citizen"]) == frozenset()
    assert again.get("/accounts/me").status_code == 303


def test_a_coordinator_is_given_a_party(app, people, browser_of):
    page = f"/admin/people/{people['citizen']}/grant"
    assert browser_of("admin").fill(page, role="coordinator", party="").status_code == 422
    assert browser_of("admin").fill(page, role="coordinator", party="HR").status_code == 303
    with app.app_context():
        assert db.session.get(Account, people["citizen"]).grants[0].party_code == "HR"


def test_suspending_keeps_the_reason_out_of_the_public_history(app, people, browser_of):
    page = f"/admin/people/{people['citizen']}"
    assert browser_of("admin").fill(f"{page}/suspend", reason="").status_code == 422
    browser_of("admin").fill(f"{page}/suspend", reason="Wrote threats")
    assert account(app, people["citizen"]).state == AccountState.SUSPENDED
    assert "Wrote threats" not in browser_of(None).get("/journal/").text
    browser_of("admin").fill(f"{page}/reinstate", reason="Said sorry")
    assert account(app, people["citizen"]).state == AccountState.ACTIVE
    with app.app_context():
        entries = db.session.query(JournalEntry).filter(JournalEntry.kind.in_(["accounts.suspend", "accounts.reinstate"])).order_by(JournalEntry.seq)
        assert [entry.facts["reason"] for entry in entries] == ["Wrote threats", "Said sorry"]


def test_an_administrator_signs_a_person_out_everywhere(app, people, browser_of):
    citizen, page = browser_of("citizen"), f"/admin/people/{people['citizen']}"
    browser_of("admin").fill(page, to=f"{page}/end-sessions")
    assert citizen.get("/accounts/me").status_code == 303
    with app.app_context():
        assert queries.sessions(db.session.get(Account, people["citizen"])) == []


def test_admitting_a_party_is_an_act_that_the_journal_shows(app, browser_of):
    assert browser_of("admin").fill("/admin/parties", code="XK").status_code == 303
    with app.app_context():
        assert "XK" in {party.code for party in all_parties()}
        assert db.session.query(JournalEntry).filter_by(kind="parties.admit").all()[-1].facts["party"] == "XK"
    page = browser_of("admin").get("/admin/parties").text
    assert "Kosovo*" in page
    assert "without prejudice to positions on status" in page


def test_a_refusal_is_written_down_without_personal_data(people, browser_of, caplog):
    with caplog.at_level(logging.WARNING):
        browser_of("citizen").get("/admin/people")
    assert f"refused: GET admin.list_people to account {people['citizen']}, who lacks administrator" in caplog.text
    assert "citizen@" not in caplog.text




def test_no_role_is_chosen_beforehand_and_an_administrator_is_confirmed(app, people, browser_of):
    page, admin = f"/admin/people/{people['citizen']}/grant", browser_of("admin")
    assert admin.fill(page, party="").status_code == 422
    assert "Tick this box as well" in admin.fill(page, role="administrator", party="").text
    assert roles(app, people["citizen"]) == frozenset()
    assert admin.fill(page, role="administrator", party="", sure="y").status_code == 303
    assert roles(app, people["citizen"]) == {"administrator"}


@pytest.mark.parametrize(("query", "there", "not_there"), [
    ("role=editor", ["Editor2"], ["Citizen", "Moderator"]), ("party=RS", ["Citizen", "Cluster"], ["Observer"]), ("state=suspended", ["Cluster"], ["Citizen"]),
    ("q=cit&party=RS", ["Citizen"], ["Cluster"]), ("role=nobody&state=nothing&organisation=x&after=-1", ["Citizen", "Admin"], []),
])
def test_people_are_chosen_by_what_they_are(app, people, browser_of, query, there, not_there):
    browser_of("admin").fill(f"/admin/people/{people['cluster']}/suspend", reason="Threats.")
    page = re.search(r'<tbody>.*</tbody>', browser_of("admin").get(f"/admin/people?{query}").text, re.S)[0]
    assert [name for name in there if f">{name}<" not in page] == []
    assert [name for name in not_there if f">{name}<" in page] == []


def test_people_of_an_organisation_are_listed_and_stand_on_their_pages(people, browser_of):
    number = browser_of("cluster").fill("/organisations/register", name="Wood", kind="cluster", party="RS", website="").location.rsplit("/", 1)[1]
    page = browser_of("admin").get(f"/admin/people?organisation={number}")
    check(page, "organisation")
    assert ">Cluster<" in page.text
    assert ">Citizen<" not in page.text
    assert "leads it" in browser_of("admin").get(f"/admin/people/{people['cluster']}").text


def test_the_page_of_a_person_says_what_follows_from_the_roles(people, browser_of):
    page = browser_of("admin").get(f"/admin/people/{people['editor']}")
    check(page, "editor")
    assert "Publish a version" in page.text
    assert "Give a person a role" not in page.text
    assert "What everybody may who is signed in" in browser_of("admin").get(f"/admin/people/{people['citizen']}").text


def test_a_page_of_people_asks_as_often_for_many_as_for_few(app, people, browser_of):
    admin, found = browser_of("admin"), []
    for _ in range(2):
        admin.get("/admin/people")
        with counted(app) as statements:
            admin.get("/admin/people")
        found.append(len(statements))
        with app.app_context(), transaction():
            for n in range(20):
                factories.person(f"more{len(found)}x{n}", "observer", party_code="RS")
    assert found[0] == found[1]


def test_the_last_administrator_keeps_role_and_account(app, people, browser_of):
    with app.app_context():
        assert queries.other_administrators(db.session.get(Account, people["admin"])) == 0
        with pytest.raises(Conflict, match="only administrator"), transaction():
            accounts.close(db.session.get(Account, people["admin"]), db.session.get(Account, people["admin"]))
    page = browser_of("admin").get(f"/admin/people/{people['admin']}").text
    assert "the role cannot end before somebody else has it" in page
    browser_of("admin").fill(f"/admin/people/{people['editor']}/grant", role="administrator", party="", sure="y")
    with app.app_context(), transaction():
        admin = db.session.get(Account, people["admin"])
        accounts.end_role(db.session.get(Account, people["editor"]), admin, admin.grants[0])
    assert roles(app, people["admin"]) == frozenset()
    with app.app_context(), pytest.raises(Conflict, match="only administrator"), transaction():
        accounts.close(db.session.get(Account, people["editor"]), db.session.get(Account, people["editor"]))


def test_an_administrator_who_is_suspended_does_not_count(app, people, browser_of):
    browser_of("admin").fill(f"/admin/people/{people['editor']}/grant", role="administrator", party="", sure="y")
    browser_of("admin").fill(f"/admin/people/{people['editor']}/suspend", reason="Away.")
    with app.app_context(), pytest.raises(Conflict, match="only administrator"), transaction():
        accounts.close(db.session.get(Account, people["admin"]), db.session.get(Account, people["admin"]))


def test_every_step_has_a_name_in_words():
    assert {action for action in Action if action not in names.NAMES} == set()

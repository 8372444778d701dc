"""X4: no step is reachable by somebody who lacks it: every form of the site, sent by every role with that role's own token."""
import re

import pytest

from tests.story.crawling import ROLES, VISITOR

#: Steps that end the session of the person who takes them.
ENDS_THE_SESSION = frozenset({"accounts.sign_out", "accounts.end_session", "accounts.end_other_sessions", "admin.end_sessions", "accounts.close"})
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def token_of(browser, name):
    """The token that this person's own pages carry."""
    return TOKEN.search(browser.get("/accounts/sign-in" if name == VISITOR else "/help/").text)[1]


@pytest.mark.parametrize("name", ROLES)
def test_X4_nobody_takes_a_step_that_the_table_refuses(world, name):
    browser, wrong, refusals = world.browser(name), [], 0
    token = token_of(browser, name)
    for endpoint, values, address in world.addresses("POST"):
        expected = world.verdict(name, endpoint, values, address)
        if expected == "open":
            continue
        before = world.length()
        response = browser.client.post(address, data={"csrf_token": token, "form_key": f"{name} {address}"})
        refusals += 1
        if response.status_code != {"refused": 403, "missing": 404}[expected] or world.length() != before:
            wrong.append(f"{address}: {expected} by the table, {response.status_code} in fact, {world.length() - before} entries in the journal")
    assert not wrong, "\n".join(wrong)
    assert refusals > 10


@pytest.mark.parametrize("name", ["citizen", "cluster.rs", "member.rs", "moderator", "editor", "editor2", "admin"])
def test_X4_what_the_table_allows_is_not_refused(world, name):
    browser, wrong = world.browser(name), []
    token = token_of(browser, name)
    for endpoint, values, address in world.addresses("POST"):
        if endpoint in ENDS_THE_SESSION or world.verdict(name, endpoint, values, address) != "open":
            continue
        if endpoint == "admin.end_role" and values["number"] == world.people[name]:
            continue  # the step itself refuses to take one's own role
        response = browser.client.post(address, data={"csrf_token": token, "form_key": f"{name} {address}"})
        if response.status_code in {400, 403} or response.status_code >= 500:
            wrong.append(f"{address} answers {response.status_code} though the table allows it")
    assert not wrong, "\n".join(wrong)


def test_X4_without_the_own_token_nothing_is_done(world):
    before = world.state()
    foreign = token_of(world.browser("citizen"), "citizen")
    for name in (VISITOR, "editor", "admin"):
        browser = world.browser(name)
        for endpoint, values, address in world.addresses("POST"):
            if world.verdict(name, endpoint, values, address) != "open":
                continue
            for data in ({}, {"csrf_token": "nonsense"}, {"csrf_token": foreign}):
                response = browser.client.post(address, data=data, headers={"Origin": "https://elsewhere.example"})
                again = response.status_code == 303 and response.headers["Location"] == f"{address}?again=1"  # the form anew, for the second of two clicks
                assert again or response.status_code == 400, f"{name}: {address} with {sorted(data)} answers {response.status_code}"
    assert world.state() == before

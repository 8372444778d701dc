"""The public page of the rules and the pages on which administrators decide them."""
import re

import pytest

from consult.db import db
from consult.settings.models import Decision
from tests.page_faults import check

OTHERS = [None, "citizen", "editor", "moderator", "observer"]


def decide(browser, key, **fields):
    return browser.fill(f"/settings/{key}", **{"reason": "The working group asked for it."} | fields)


@pytest.mark.parametrize("page", ["/rules/", "/settings/", "/settings/round_days", "/settings/interest", "/settings/languages", "/settings/address", "/settings/contact"])
def test_the_pages_are_in_order(browser_of, page):
    response = browser_of("admin").get(page)
    assert response.status_code == 200
    check(response, page)


def test_everybody_reads_what_counts_since_when_and_what_counted_before(browser_of):
    assert "14 days" in browser_of(None).get("/rules/").text
    assert decide(browser_of("admin"), "react_days", value="21").status_code == 303
    page = re.sub(r"\s+", " ", browser_of(None).get("/rules/").text)
    assert "21 days" in page
    assert "The default is: 14 days." in page
    assert "Counts since 2 Nov 2026: The working group asked for it." in page
    assert "The setting “Time to say whether one is satisfied” was decided anew" in browser_of(None).get("/journal/").text


@pytest.mark.parametrize("name", OTHERS)
def test_X4_others_neither_see_nor_send_the_form(app, browser_of, name):
    browser = browser_of(name)
    for page in ("/settings/", "/settings/round_days"):
        assert browser.get(page).status_code == (403 if name else 303)
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/accounts/me" if name else "/accounts/sign-in").text)[1]
    assert browser.client.post("/settings/round_days", data={"csrf_token": token, "seen": "0", "value": "90", "reason": "Mine."}).status_code == 403
    with app.app_context():
        assert db.session.query(Decision).count() == 0


def test_the_second_of_two_is_told_with_the_words_kept_and_may_send_again(browser_of):
    slow, quick = browser_of("admin"), browser_of("admin")
    page = slow.get("/settings/react_days").text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    decide(quick, "react_days", value="21")
    told = slow.client.post("/settings/react_days", data=fields | {"value": "28", "reason": "My own reason."})
    assert told.status_code == 409
    assert "Somebody else has decided this setting meanwhile" in told.text
    assert "My own reason." in told.text
    assert "21 days" in told.text
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', told.text))
    assert slow.client.post("/settings/react_days", data=again | {"value": "28", "reason": "My own reason."}).status_code == 303


def test_a_contradiction_is_said_at_the_field(browser_of):
    refused = decide(browser_of("admin"), "round_shortest", value="90")
    assert refused.status_code == 422
    assert 'href="#value"' in refused.text
    assert "Change the other setting first" in refused.text


@pytest.mark.parametrize("value", ["", "soon", "-1", "1e3", "999999999999999999999"])
def test_what_is_no_number_is_refused_and_nothing_is_lost(browser_of, value):
    refused = decide(browser_of("admin"), "round_days", value=value)
    assert refused.status_code == 422
    assert "The working group asked for it." in refused.text


def test_a_plan_and_the_foot_of_the_page_follow_the_decision(browser_of):
    admin = browser_of("admin")
    decide(admin, "secretariat", value="Cluster House")
    decide(admin, "contact", value="office@example.org")
    foot = browser_of(None).get("/help/").text
    assert "Cluster House" in foot
    assert "mailto:office@example.org" in foot


def test_a_language_that_is_not_offered_is_in_no_menu(browser_of):
    assert 'hreflang="sr-Cyrl"' in browser_of(None).get("/help/").text
    assert decide(browser_of("admin"), "languages", value="en").status_code == 303
    assert 'hreflang="sr-Cyrl"' not in browser_of(None).get("/help/?lang=sr-Cyrl").text

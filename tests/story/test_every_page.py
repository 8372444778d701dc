"""Every page, as every role: it answers as the table says, it is in order, and nothing that a stranger types makes it fall over."""
import re

import pytest

from tests import page_faults
from tests.story.copies import memory
from tests.story.crawling import NOTHING, ROLES, VISITOR, asset

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
          "frame-ancestors 'none'; base-uri 'none'; object-src 'none'")


#: Files are handed out under a policy that lets nothing in them run.
DOWNLOADS = ("/evidence/", "/comments/files/", "/pictures/")
HANDED_OUT = re.compile(r"/(?:copy|pdf|report\.\w+|receipt\.\w+|roll-call\.pdf|text\.(?:xlf|docx)|signing-sheet-\w+\.pdf|events/\d+/documents/\d+)$")
#: For whom the slow strict parse of every page is done; what the others see is made of the same templates.
STRICT = frozenset({VISITOR, "member.rs", "editor", "admin"})


def faults_of(response, address, name):
    """What is wrong with an answer, whatever it is; of a page also its HTML."""
    if response.status_code >= 500:
        return [f"{address} answers {response.status_code}"]
    wanted = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin"}
    if (address.startswith(DOWNLOADS) or HANDED_OUT.search(address)) and response.status_code == 200:
        wanted["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    found = [f"{address}: {header} is {response.headers.get(header)!r}" for header, value in wanted.items() if response.headers.get(header) != value]
    if name != VISITOR and not asset(address) and "no-store" not in response.headers.get("Cache-Control", ""):
        found.append(f"{address} may be kept by a browser that {name} shares")
    if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
        found += [f"{address}: {fault}" for fault in page_faults.faults_of(response.text, address, valid=name in STRICT)]
    return found


def fits(expected, response, name):
    """Whether an answer is what the table says."""
    to_sign_in = response.status_code == 303 and response.headers["Location"].startswith("/accounts/sign-in?")
    if expected == "refused":
        return to_sign_in if name == VISITOR else response.status_code == 403
    if expected == "missing":
        return response.status_code == 404
    return response.status_code in {200, 302, 303, 308, 404} and not to_sign_in


def wrong_answers(world, name, answers):
    """What is wrong with the answers to a role, each beside what the table says; an address without an answer is asked now."""
    browser, wrong = world.browser(name), []
    for endpoint, values, address in world.addresses():
        expected = world.verdict(name, endpoint, values, address)
        response = answers.get(address) or browser.get(address)
        wrong += faults_of(response, address, name)
        if not fits(expected, response, name):
            wrong.append(f"{address}: {expected} by the table, {response.status_code} in fact")
    return wrong


@pytest.mark.parametrize("name", ROLES)
def test_every_page_answers_as_the_table_says(reading, sweeps, name):
    answers = sweeps.of(name).answers
    assert len(answers) > 500
    before = reading.state()
    wrong = wrong_answers(reading, name, answers)  # the pages that only the demonstration has are asked there
    assert not wrong, "\n".join(wrong)
    assert reading.state() == before


@pytest.mark.parametrize("name", ROLES)
def test_reading_changes_nothing(sweeps, name):
    sweep = sweeps.of(name)
    assert sum(sweep.before.values()) > 1000
    assert sweep.after == sweep.before


@pytest.mark.parametrize("name", [VISITOR, "cluster.rs", "editor", "admin"])
def test_every_link_leads_to_a_page_that_is_in_order(reading, name):
    wrong = []
    for address, response in reading.crawl(name, ["/comments/?round=1", "/search?q=cluster", "/journal/"]):
        wrong += faults_of(response, address, name) if not asset(address) else []
        if response.status_code >= 400:
            wrong.append(f"{address} is linked and answers {response.status_code}")
    assert not wrong, "\n".join(wrong)


def test_every_page_was_reached_by_somebody(reading, sweeps):
    reached = set()
    for name in ("editor", "editor2", "admin", "cluster.rs", "coordinator.ba", "citizen", "member.rs", VISITOR, "colleague.rs", "coordinator.ro"):
        browser, answers = reading.browser(name), sweeps.of(name).answers if name in ROLES else {}
        for endpoint, _, address in reading.addresses():
            if endpoint not in reached and (answers.get(address) or browser.get(address)).status_code == 200:
                reached.add(endpoint)
    assert {rule.endpoint for rule in reading.rules if "GET" in rule.methods} - reached == UNREACHED


#: A picture, which is sent elsewhere; the pages behind links in mails, which the tests of each room open with links of their own;
#: and pages of moments that the demonstration is not in, or of what a form or another page asks for, which the tests of their rooms open.
UNREACHED = {"pages.icon", "accounts.confirm", "accounts.reset", "accounts.confirm_address", "notices.stop", "organisations.invitation", "comments.claim_late_link",
             "coordination.gather", "coordination.edit", "coordination.hide", "teams.file", "answering.ask", "answering.react", "rounds.amend", "translating.incoming",
             "workbench.choose", "workbench.compare", "meetings.invite", "meetings.attendance", "meetings.decisions", "meetings.change_decision", "meetings.minutes",
             "meetings.publish_minutes", "workgroup.handing", "workgroup.set_aside_handing",
             "events.revise", "events.announce", "events.conclude", "events.sign", "ballots.answer_objection", "events.minutes", "events.publish_minutes",
             "rounds.begin_disposition", "adoption.send_back",
             "comments.desk", "inbox.following", "factors.second_step", "factors.first", "factors.remove_passkey", "factors.reset"}


@pytest.mark.parametrize("name", [VISITOR, "editor"])
def test_what_does_not_exist_is_a_page_that_says_so(reading, name):
    browser = reading.browser(name)
    for rule in reading.rules:
        if not rule.arguments or "GET" not in rule.methods:
            continue
        known = next(reading.values(rule))
        for argument in rule.arguments:
            for nothing in NOTHING:
                address = re.sub(rf"<(?:[^<>:]*:)?{argument}>", nothing.replace("\\", ""), rule.rule)
                for other, value in known.items():
                    address = re.sub(rf"<(?:[^<>:]*:)?{other}>", str(value), address)
                response = browser.get(address)
                assert not faults_of(response, address, name)
                said = response.status_code == 308 or (response.status_code == 303 and (name == VISITOR or argument == "token"))
                assert said or 400 <= response.status_code < 500, f"{address} answers {response.status_code}"


#: What a stranger may write behind the question mark, and the names that pages look for there.
ODD_WORDS = ("%00", "%ff", "%ed%a0%80", "%EF%BF%BF", "9223372036854775808", "-1", "0", "%27%20OR%201=1--", "%3Cscript%3Ealert(1)%3C/script%3E", "%25(x)s%7B%7B7*7%7D%7D")
ASKED = ("q round section party kind state answer channel organisation language after before stage noun from to as_at known comment quote paragraph next lang version old page "
         "type event text").split()


@pytest.mark.parametrize("words", ODD_WORDS)
def test_no_word_in_the_query_makes_a_page_fall_over(reading, words):
    query = "&".join(f"{name}={words}" for name in ASKED)
    for name in (VISITOR, "editor", "admin"):
        browser = reading.browser(name)
        for rule in reading.rules:
            if rule.arguments or "GET" not in rule.methods:
                continue
            response = browser.get(f"{rule.rule}?{query}")
            assert not [fault for fault in faults_of(response, f"{rule.rule}?{query}", name) if "leaks into the words" not in fault]  # the address itself is printed
            assert ">49<" not in response.text
            assert "<script>alert(1)" not in response.text


@pytest.mark.parametrize("name", [VISITOR, "editor"])
def test_every_refusal_has_its_page(world, name):
    browser = world.browser(name)
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/accounts/sign-in" if name == VISITOR else "/help/").text)[1]
    large = {"csrf_token": token, "email": "x" * (world.app.config["MAX_CONTENT_LENGTH"] + 1)}
    answers = {
        400: browser.client.post("/comments/preview", data={"quote": "Without a token."}), 404: browser.get("/documents/no-such-document/"),
        405: browser.client.delete("/help/"), 413: browser.client.post("/accounts/sign-in", data=large),
    }
    if name != VISITOR:
        answers[403] = browser.get("/admin/")
    for status, response in answers.items():
        assert response.status_code == status
        assert not faults_of(response, f"the page of {status}", name)


def test_a_fault_of_ours_shows_no_trace(world):
    with world.app.app_context():
        from_here = world.app.extensions["sqlalchemy"].engine
        with from_here.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE draft RENAME TO elsewhere")
    response = world.browser("citizen").get("/comments/drafts")
    assert response.status_code == 500
    assert response.headers["Content-Security-Policy"] == POLICY
    page_faults.check(response, "the page of 500")
    assert not re.search(r"Traceback|sqlite|SELECT|File &#34;|draft\.", response.text)


def test_too_many_requests_have_a_page(told):
    with memory(told, RATELIMIT_ENABLED=True, REQUESTS="5 per minute") as app:
        client = app.test_client()
        answers = [client.get("/help/") for _ in range(8)]
    assert [a.status_code for a in answers] == [200] * 5 + [429] * 3
    assert answers[-1].headers["Content-Security-Policy"] == POLICY
    page_faults.check(answers[-1], "the page of 429")

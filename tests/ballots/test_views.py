"""Ballots in the browser: prepared, opened, cast, certified; what is hidden stays hidden in every form."""
import io
import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from consult import clock
from consult.accounts.rules import hashed
from consult.ballots.rules.life import BallotKind, Choice
from consult.ballots.rules.record import faults
from consult.db import db, transaction
from consult.journal.actions import record
from tests import factories
from tests.ballots import factories as made

PASSWORD = "three blind mice run"
OPEN = "open ballot 1"


@pytest.fixture
def ballot(app, people):
    """Ballot 1, open now, and its members among the people."""
    with app.app_context():
        made.standing()
        note(people)
    return 1


def note(people):
    """Add the members to the people whom browsers know."""
    for code in ("ba", "hr", "rs"):
        people[f"member.{code}"] = made.who(f"member.{code}").id


def cast(browser, **fields):
    return browser.fill("/ballots/1/cast", **{"choice": "approve", "reason": ""} | fields)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2200-01-01", "2027-02-29"])
def test_days_that_cannot_be_meant_are_refused_on_the_form(app, people, browser_of, day):
    with app.app_context(), transaction():
        version = made.text()
        key = f"{version.document.slug}/{version.label}"
    fields = {"version": key, "question": "Is the text approved?", "kind": "procedural", "preset": "procedural", "base": "cast", "opens_on": day, "closes_on": day}
    refused = browser_of("editor").fill("/ballots/prepare", **fields)
    assert refused.status_code == 422
    assert "Is the text approved?" in refused.text


def test_a_ballot_is_prepared_opened_cast_and_certified(app, people, browser_of):
    with app.app_context():
        with transaction():
            made.seats()
            version = made.text()
            key = f"{version.document.slug}/{version.label}"
        note(people)
    fields = {"version": key, "question": "Is the text approved?", "kind": "approve_text", "preset": "two_thirds", "base": "cast",
              "opens_on": "2026-11-02", "closes_on": "2026-11-12"}
    assert browser_of("editor").fill("/ballots/prepare", **fields).location == "/ballots/1/"
    assert browser_of().get("/ballots/1/").status_code == 404
    assert browser_of("editor").get("/ballots/1/open").status_code == 403
    screen = browser_of("editor2").get("/ballots/1/open").text
    for words in ("Is the text approved?", "Model 1.0", "At least two thirds", "Member.rs", "12 November 2026, 23:59"):
        assert words in screen
    assert re.search(r"[0-9a-f]{64}", screen)
    assert browser_of("editor2").fill("/ballots/1/open", typed="yes").status_code == 422
    assert browser_of("editor2").fill("/ballots/1/open", typed=OPEN).status_code == 303
    for name in ("member.rs", "member.hr"):
        assert cast(browser_of(name)).status_code == 303
    with clock.at(factories.DAY + timedelta(days=11)):
        assert "/ballots/1/certify" not in browser_of("editor").get("/ballots/1/").text
        assert browser_of("admin").fill("/ballots/1/", to="/ballots/1/certify").status_code == 303
        page = browser_of().get("/ballots/1/").text
        assert "Carried: 2 of 3 approve (2 needed), 0 against." in page
        assert browser_of("member.ba").get("/ballots/1/cast").status_code == 403


def test_one_page_holds_all_that_a_member_needs(ballot, browser_of):
    page = browser_of("member.rs").get("/ballots/1/cast").text
    for words in ("Is the text approved?", "SHA-256", "At least two thirds", "16 November 2026, 09:59 CET", "Member.rs, Member, by Ministry", "Do not approve"):
        assert words in page
    assert "Your sign-in" not in page


def test_a_position_can_be_changed_and_the_page_shows_the_former_one(ballot, browser_of):
    member = browser_of("member.rs")
    assert cast(member).status_code == 303
    assert "Your position is recorded." in member.get("/ballots/1/cast").text
    assert cast(member, choice="do_not_approve", reason="Section 2 is wrong").status_code == 303
    page = member.get("/ballots/1/cast").text
    assert "Section 2 is wrong" in page
    assert "1 earlier position" in page


def test_a_refused_position_keeps_its_words(ballot, browser_of):
    member = browser_of("member.rs")
    answer = cast(member, choice="do_not_approve")
    assert answer.status_code == 422
    assert "This position needs a reason" in answer.text
    assert re.search(r'<input[^>]* checked[^>]* value="do_not_approve"', answer.text)
    assert cast(member, choice="perhaps").status_code == 422


def test_the_words_sent_twice_are_recorded_once(app, ballot, browser_of):
    member = browser_of("member.rs")
    page = member.get("/ballots/1/cast").text
    hidden = {name: re.search(f'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("csrf_token", "form_key", "digest")}
    for _ in range(2):
        assert member.client.post("/ballots/1/cast", data=hidden | {"choice": "approve", "reason": ""}).status_code == 303
    assert len(json.loads(browser_of().get("/ballots/1/result.json").data)["positions"]) == 1


def test_a_stale_hash_is_refused_in_the_browser(ballot, browser_of):
    member = browser_of("member.rs")
    page = member.get("/ballots/1/cast").text
    hidden = {name: re.search(f'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("csrf_token", "form_key")}
    answer = member.client.post("/ballots/1/cast", data=hidden | {"choice": "approve", "digest": "0" * 64})
    assert answer.status_code == 409
    assert "not the text of this ballot" in answer.text


def test_an_old_sign_in_asks_for_the_password(app, people, ballot, browser_of):
    with app.app_context(), transaction():
        account = made.who("member.rs")
        account.password_hash = hashed(PASSWORD)
        record("accounts.change_password", account, account)
    app.config["DEMONSTRATION"] = True  # where sample addresses may prove themselves
    member = browser_of("member.rs")
    member.get("/ballots/1/")
    with clock.at(factories.DAY + timedelta(minutes=16)):
        assert 'type="password"' in member.get("/ballots/1/cast").text
        answer = cast(member)
        assert answer.status_code == 422
        assert "This is not your password" in answer.text
        assert cast(member, password="wrong words here").status_code == 422
        assert cast(member, password=PASSWORD).status_code == 303
        assert 'type="password"' not in member.get("/ballots/1/cast").text
    with clock.at(factories.DAY + timedelta(minutes=32)):
        assert 'type="password"' in member.get("/ballots/1/cast").text


@pytest.mark.parametrize("name", [None, "citizen", "editor", "admin", "observer"])
def test_nobody_else_casts(app, people, ballot, browser_of, name):
    answer = browser_of(name).get("/ballots/1/cast")
    assert answer.status_code == (403 if name else 303)


@pytest.mark.parametrize("name", [None, "citizen", "editor", "member.hr"])
def test_values_on_the_final_text_are_hidden_until_the_close_in_every_form(app, people, browser_of, name):
    with app.app_context():
        made.standing(kind=BallotKind.ADOPT_FINAL, preset="consensus", days=15)
        note(people)
    cast(browser_of("member.rs"), choice="does_not_take_part", reason="A secret reason")
    reader = browser_of(name)
    for address in ("/ballots/", "/ballots/1/", "/workgroup/", "/journal/", "/ballots/1/result.json", "/ballots/1/roll-call.csv", "/ballots/1/roll-call.json"):
        answer = reader.get(address)
        assert "A secret reason" not in answer.text, address
        assert "oes not take part" not in answer.text.replace("does not take part or", ""), address
    assert reader.get("/ballots/1/result.json").status_code == 404
    assert "Who said what can be read here after the close" in reader.get("/ballots/1/").text
    assert ("has answered" in reader.get("/ballots/1/").text) == (name == "editor")
    with clock.at(factories.DAY + timedelta(days=15)):
        assert "A secret reason" in browser_of().get("/ballots/1/").text


def test_B12_page_and_exports_say_the_same(app, people, ballot, browser_of):
    cast(browser_of("member.rs"))
    cast(browser_of("member.hr"), choice="abstain")
    made_public = json.loads(browser_of().get("/ballots/1/result.json").data)
    assert faults(made_public) == []
    assert [entry["choice"] for entry in made_public["positions"]] == ["approve", "abstain"]
    sheet = json.loads(browser_of().get("/ballots/1/roll-call.json").data)
    table = sheet["rows"]
    assert [sheet["foot"][name] for name in ("for", "against", "abstaining", "not_taking_part", "no_position", "total")] == [1, 0, 1, 0, 1, 3]
    assert (sheet["head"]["question"], sheet["head"]["seats"], sheet["head"]["sha256"]) == ("Is the text approved?", 3, made_public["opening"]["digest"])
    assert {row["seat"]: row["position"] for row in table} == {"BA": "none", "HR": "abstain", "RS": "approve"}
    page = browser_of().get("/ballots/1/").text
    assert all(row["receipt"] in page for row in table if row["receipt"])
    lines = browser_of().get("/ballots/1/roll-call.csv").text.split("\r\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("seat,name,"))
    assert [line.split(",")[0] for line in lines[at + 1:at + 4]] == ["BA", "HR", "RS"]
    assert "for,1" in lines
    assert browser_of().get("/ballots/1/roll-call.xlsx").data.startswith(b"PK")
    assert browser_of().get("/ballots/1/roll-call.pdf?lang=sr-Cyrl").data.startswith(b"%PDF-1.7")
    assert browser_of().get("/ballots/1/roll-call.exe").status_code == 404


def test_a_written_position_is_entered_with_its_document(app, people, ballot, browser_of):
    with app.app_context():
        mandate = str(made.who("member.ba").mandates[0].id)
    editor = browser_of("editor")
    fields = {"mandate": mandate, "choice": "approve", "reason": ""}
    assert editor.fill("/ballots/1/enter", **fields).status_code == 422
    assert editor.fill("/ballots/1/enter", **fields, evidence=(io.BytesIO(b"We approve"), "note.txt")).status_code == 303
    assert "received in writing and entered by the secretariat" in browser_of().get("/ballots/1/").text
    assert browser_of("member.rs").get("/ballots/1/enter").status_code == 403


def test_the_desk_extends_and_closes_early(app, people, ballot, browser_of):
    editor = browser_of("editor")
    assert editor.fill("/ballots/1/extend", closes_on="2026-11-03", reason="More time").status_code == 422
    assert editor.fill("/ballots/1/extend", closes_on="2026-12-03", reason="More time").status_code == 303
    assert "More time" in browser_of().get("/ballots/1/").text
    assert "Close now" not in editor.get("/ballots/1/").text
    for name in ("member.rs", "member.hr", "member.ba"):
        cast(browser_of(name))
    assert editor.fill("/ballots/1/", to="/ballots/1/close-early").status_code == 303
    with clock.at(factories.DAY + timedelta(minutes=1)):
        assert "to be certified" in browser_of().get("/ballots/1/").text
        assert editor.get("/ballots/1/withdraw").status_code == 403, "what the seats have decided is not taken back"


def test_the_desk_withdraws_a_ballot_that_has_not_closed(app, people, ballot, browser_of):
    cast(browser_of("member.rs"))
    assert browser_of("editor").fill("/ballots/1/withdraw", reason="A fault").status_code == 303
    assert "has no outcome" in browser_of().get("/ballots/1/").text


def test_the_number_of_statements_does_not_grow_with_the_positions(app, people, ballot, browser_of):
    found = []
    for _ in range(2):
        cast(browser_of("member.rs"), choice=Choice.ABSTAIN.value)
        cast(browser_of("member.hr"))
        with app.app_context():
            engine = db.engine
        found.append(statements(engine, lambda: browser_of().get("/ballots/1/")))
    assert found[0] == found[1] <= 12


def statements(engine, work):
    """How many SELECTs the work takes."""
    seen = []

    def note_one(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note_one)
    try:
        assert work().status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note_one)
    return sum(statement.lstrip().startswith("SELECT") for statement in seen)

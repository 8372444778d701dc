"""The stand-alone verifier: it runs in a bare Python, agrees with the count of the house, and finds every single changed byte (B11, B12)."""
import copy
import importlib.util
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.rules.counting import PRESETS, carried
from consult.ballots.rules.life import Choice
from consult.ballots.rules.record import digest_of, faults, file_of, outcome, sealed
from consult.db import db, transaction
from consult.journal.models import JournalEntry
from consult.workgroup import actions as workgroup
from consult.workgroup.rules import MandateRole
from tests import factories
from tests.ballots import factories as made
from tests.ballots.test_rules import ALL, histories, record, rules, tallies

FILE = Path(__file__).parents[2] / "static/verify_result.py"
specification = importlib.util.spec_from_file_location("verify_result", FILE)
verifier = importlib.util.module_from_spec(specification)
specification.loader.exec_module(verifier)


def found(content, **more):
    """What the verifier finds wrong with a file; a file that it cannot read is one finding."""
    try:
        return verifier.faults(content, **more)[1]
    except ValueError as error:
        return [str(error)]


@pytest.fixture
def certified(app, people):
    """The bytes of a certified ballot: a member, an alternate whom the member replaced, a change of mind and a written position."""
    with app.app_context():
        with clock.at(factories.DAY), transaction():
            made.seats()
            made.mandate("alternate.rs", "RS", MandateRole.ALTERNATE)
            digest = made.ballot(preset="consensus").version_digest
        given = [("alternate.rs", Choice.APPROVE, ""), ("member.rs", Choice.AGAINST, "Section 2: \N{LATIN SMALL LETTER S WITH CARON}est \N{EN DASH} not eight."),
                 ("member.rs", Choice.APPROVE, ""), ("member.hr", Choice.ABSTAIN, "")]
        for minute, (name, choice, reason) in enumerate(given):
            with clock.at(factories.DAY + timedelta(minutes=minute)), transaction():
                actions.cast(made.who(name), queries.by_number(1), choice, reason, digest)
        with clock.at(factories.DAY + timedelta(hours=1)), transaction():
            actions.enter(made.who("editor"), queries.by_number(1), made.who("member.ba").mandates[0], Choice.APPROVE, "", digest, made.letter("we approve"))
        with clock.at(factories.DAY + timedelta(days=15)), transaction():
            actions.certify(made.who("admin"), queries.by_number(1))
        return file_of(queries.record_of(queries.by_number(1)))


def test_B12_the_file_of_the_page_holds_in_a_bare_python(app, certified, browser_of, tmp_path):
    (tmp_path / "result-1.json").write_bytes(browser_of().get("/ballots/1/result.json").data)
    (tmp_path / "text.md").write_bytes(browser_of().get("/documents/model-1-0/1.0/text.md").data)
    with browser_of().get("/static/verify_result.py") as handed_out:
        (tmp_path / "verify_result.py").write_bytes(handed_out.data)
    with app.app_context():
        seal = db.session.scalars(select(JournalEntry).filter_by(kind="ballots.certify")).one().facts["seal"]
    receipt = json.loads(certified)["positions"][1]["receipt"]

    def run(*arguments):
        command = [sys.executable, "-I", "-S", "verify_result.py", "result-1.json", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)

    held = run("--text", "text.md", "--seal", seal, "--receipt", receipt)
    assert (held.returncode, held.stderr) == (0, "")
    assert "approve: 2, against: 0, abstain: 1, not taking part: 0, none: 0\nCarried; certified at 2026-" in held.stdout
    assert held.stdout.endswith(f"Seal: {seal}\nEverything holds.\n")
    (tmp_path / "text.md").write_text("# Another text\n")
    other = run("--text", "text.md", "--seal", "0" * 64, "--receipt", "1" * 64)
    assert other.returncode == 1
    assert [line for line in other.stdout.splitlines() if line.startswith(" - ")] == [
        " - the text is not the one that was voted on", " - the seal is not the one you gave", f" - no position has the receipt {'1' * 64}"]
    (tmp_path / "result-1.json").write_text("{}")
    assert run().returncode == 2


def test_B11_every_single_changed_byte_is_found(certified):
    assert found(certified) == []
    for at, byte in enumerate(certified):
        for other in {byte ^ 1, byte ^ 32, byte ^ 128, 32, 48} - {byte}:
            assert found(certified[:at] + bytes([other]) + certified[at + 1:]) != [], (at, certified[max(0, at - 20):at + 20], other)


def test_B11_every_single_missing_or_added_byte_is_found(certified):
    for at in range(len(certified)):
        assert found(certified[:at] + certified[at + 1:]) != [], at
        assert found(certified[:at] + b" " + certified[at:]) != [], at
    assert found(certified + certified) != []


def test_a_mandate_that_is_ended_later_does_not_change_the_certified_file(app, certified):
    with app.app_context():
        with clock.at(factories.DAY + timedelta(days=20)), transaction():
            workgroup.end_mandate(made.who("editor"), made.who("member.rs").mandates[0], factories.DAY + timedelta(days=21), "Recalled")
        assert file_of(queries.record_of(queries.by_number(1))) == certified


@given(rules, tallies)
def test_B12_the_verifier_and_the_house_count_alike(rule, count):
    facts = {"numerator": rule.numerator, "denominator": rule.denominator, "strict": rule.strict, "base": rule.base.value, "floor_numerator": rule.floor_numerator,
             "floor_denominator": rule.floor_denominator, "max_against": rule.max_against}
    assert verifier.carried(facts, vars(count)) == carried(rule, count)


@pytest.mark.parametrize("preset", PRESETS)
def test_B12_the_presets_are_counted_alike_for_every_count(preset):
    rule = vars(PRESETS[preset]) | {"base": "cast"}
    assert [count for count in ALL if verifier.carried(rule, vars(count)) != carried(PRESETS[preset], count)] == []


@given(histories)
def test_an_honest_record_holds(history):
    assert found(file_of(record(history))) == []


def changes(draw, made):
    """One change of a fact somewhere in a record, as one who can write files would make it."""
    where = draw(st.sampled_from(["opening", "closes_at", "mandates", "positions", "result"]))
    if where == "closes_at":
        made["closes_at"] = draw(st.sampled_from(["2026-11-03T09:00:00.001Z", "2026-11-02T09:00:00.000Z"]))
    elif where == "opening":
        draw(st.sampled_from([lambda o: o["rule"].update(numerator=o["rule"]["numerator"] + 1 - 2 * (o["rule"]["numerator"] > 1)), lambda o: o["seats"].pop(),
                              lambda o: o.update(question="Another?"), lambda o: o.update(digest="e" * 64)]))(made["opening"])
    elif where == "result":
        made["result"]["counts"]["approve"] += 1
    else:
        rows = made[where]
        row = rows[draw(st.integers(0, len(rows) - 1))]
        name = draw(st.sampled_from(sorted(set(row) - {"id", "verified"})))
        row[name] = {"at": "2026-12-24T00:00:00.000Z", "from": "2026-12-24T00:00:00.000Z", "until": "2026-11-02T09:00:00.001Z"}.get(name) or (
            row[name] + 1 if isinstance(row[name], int) else "x" if row[name] is None else row[name] + "x")
    return made


@settings(max_examples=300)
@given(histories.filter(bool), st.data())
def test_B12_a_changed_and_newly_sealed_record_is_found_by_both_or_by_none(history, data):
    tampered = changes(data.draw, copy.deepcopy(record(history)))
    by_house, by_verifier = faults(tampered), found(file_of(tampered))
    assert bool(by_house) == bool(by_verifier), (by_house, by_verifier)


def test_a_whole_new_chain_is_found_by_a_receipt_and_by_the_seal_only():
    honest, forged = record([("S1", Choice.AGAINST), ("S2", Choice.APPROVE)]), record([("S1", Choice.APPROVE), ("S2", Choice.APPROVE)])
    assert found(file_of(forged)) == []
    assert found(file_of(forged), receipts=[honest["positions"][0]["receipt"]]) != []
    assert found(file_of(forged), seal=sealed(honest)["seal"]) == ["the seal is not the one you gave"]


def test_a_name_that_stands_twice_is_no_record():
    content = file_of(record([]))
    assert found(content.replace(b'"closes_at"', b'"closes_at": "", "closes_at"', 1)) == ["a name stands twice"]


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"{\"format\": 1}", b"[" * 3000, b"null", json.dumps(sealed(record([])) | {"more": 1}).encode()])
def test_what_is_no_record_is_said_to_be_none(content, tmp_path):
    (tmp_path / "x").write_bytes(content)
    said = []
    assert verifier.main([str(tmp_path / "x")], said.append) == 2
    assert said[0].startswith("This file cannot be read as the record of a ballot: ")


def test_the_verifier_finds_a_position_outside_its_mandate_and_an_alternate_over_the_member():
    made_up = record([("S1", Choice.APPROVE), ("S1", Choice.ABSTAIN)])
    first = made_up["mandates"][0]
    first["until"] = made_up["positions"][0]["at"]
    assert "position 1 is not covered by a mandate in force" in found(file_of(made_up))
    made_up = record([("S1", Choice.APPROVE), ("S1", Choice.ABSTAIN)])
    made_up["mandates"].append(made_up["mandates"][0] | {"id": 99, "role": "alternate"})
    entry = made_up["positions"][1]
    del entry["receipt"]
    entry |= {"mandate": 99, "capacity": "alternate"}
    entry["receipt"] = digest_of(entry)
    made_up["result"] = outcome(made_up)
    assert found(file_of(made_up)) == ["position 2 is of an alternate, who does not replace the member"]

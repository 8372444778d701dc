"""The silence procedure: one objection breaks it, silence approves nothing, and the stand-alone verifier knows it."""
import json
from datetime import timedelta

import pytest

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.rules.counting import PRESETS, SILENCE, Tally, unbroken
from consult.ballots.rules.life import BallotKind, Choice, Procedure
from consult.ballots.rules.record import digest_of, faults, file_of, sealed
from consult.ballots.rules.wording import outcome_in_words, procedure_in_words
from consult.db import transaction
from consult.errors import Conflict, Invalid
from tests.ballots import factories as made
from tests.ballots.factories import who
from tests.ballots.test_rules import ALL
from tests.ballots.test_verifier import found, verifier


def silent(kind=BallotKind.PROCEDURAL, days=14, opened=True, label="1.0"):
    """A silence procedure, open now."""
    ballot = actions.prepare(who("editor"), made.text(kind is BallotKind.ADOPT_FINAL, label), "The misprints of the list are corrected.", kind, "procedural",
                             PRESETS["procedural"], clock.now(), clock.now() + timedelta(days=days), procedure=Procedure.SILENCE)
    if opened:
        actions.open(who("editor2"), ballot)
    return ballot


def certified(objections):
    """A certified silence procedure with the objections of these members."""
    with transaction():
        made.seats()
        ballot = silent()
    for name in objections:
        with transaction():
            actions.cast(who(name), ballot, Choice.AGAINST, "Section 2: the number was meant.", ballot.version_digest)
    with clock.at(ballot.closes_at), transaction():
        actions.certify(who("admin"), ballot)
    return ballot


def words(ballot):
    return [sentence % facts for sentence, facts in outcome_in_words(ballot.procedure, ballot.rule, queries.count(ballot))]


def test_silence_without_an_objection_says_no_objection_and_never_approved(inside):
    ballot = certified([])
    assert words(ballot) == ["No objection received."]
    assert ballot.result["carried"] is True
    assert ballot.result["counts"] == {"approve": 0, "against": 0, "abstain": 0, "not_taking_part": 0, "none": 3}
    assert list(queries.broken()) == []


def test_one_objection_breaks_the_procedure(inside):
    ballot = certified(["member.hr"])
    assert words(ballot) == ["Objection received: the procedure is broken.", "Seats that objected: 1 of 3."]
    assert ballot.result["carried"] is False
    assert ballot.repeatable


def test_no_sentence_of_a_silence_procedure_speaks_of_approval_given():
    for count in (Tally(0, 0, 0, 0, 11), Tally(0, 1, 0, 0, 10), Tally(0, 11, 0, 0, 0)):
        said = [sentence % facts for sentence, facts in outcome_in_words(Procedure.SILENCE, SILENCE, count)]
        assert not any(word in sentence for sentence in said for word in ("approve", "Carried", "carried"))
    assert [sentence for sentence, _ in procedure_in_words(Procedure.SILENCE, SILENCE, 11)] == [
        "Nobody votes. One objection in writing, with its reason, received before the close breaks the procedure.",
        "Silence is not approval: the result says only whether an objection was received."]


def test_silence_stands_for_exactly_the_counts_without_an_objection():
    assert [count for count in ALL if unbroken(count) != (count.against == 0)] == []


@pytest.mark.parametrize("choice", [Choice.APPROVE, Choice.ABSTAIN, Choice.NOT_TAKING_PART])
def test_nothing_but_an_objection_is_taken(inside, choice):
    with transaction():
        made.seats()
        ballot = silent()
        with pytest.raises(Invalid, match="objections only"):
            actions.cast(who("member.rs"), ballot, choice, "Because.", ballot.version_digest)


def test_an_objection_needs_its_reason(inside):
    with transaction():
        made.seats()
        ballot = silent()
        with pytest.raises(Invalid, match="needs a reason"):
            actions.cast(who("member.rs"), ballot, Choice.AGAINST, "  ", ballot.version_digest)


@pytest.mark.parametrize("kind", [BallotKind.APPROVE_TEXT, BallotKind.ADOPT_FINAL])
def test_no_text_is_approved_or_adopted_by_silence(inside, kind):
    with transaction(), pytest.raises(Invalid, match="Silence decides procedure") as refusal:
        silent(kind, days=20)
    assert refusal.value.field == "procedure"


def test_silence_lasts_so_many_working_days_at_least_when_prepared_and_when_opened(inside):
    with transaction():
        made.seats()
        with pytest.raises(Invalid, match="at least 5 working days; with these dates it would be 4"):
            silent(days=4, label="0.9")
        ballot = silent(days=7, opened=False)
        with clock.at(clock.now() + timedelta(days=3)), pytest.raises(Invalid, match="at least 5 working days"):
            actions.open(who("editor2"), ballot)
        with pytest.raises(Invalid, match="at least 8 working days"):
            actions.open(who("editor2"), ballot, shortest=8)


def test_silence_is_never_closed_early_even_when_every_seat_has_objected(inside):
    with transaction():
        made.seats()
        ballot = silent()
        for code in ("ba", "hr", "rs"):
            actions.cast(who(f"member.{code}"), ballot, Choice.AGAINST, "No.", ballot.version_digest)
        with pytest.raises(Conflict, match="never closed early"):
            actions.close_early(who("editor"), ballot)


@pytest.mark.parametrize(("objections", "line"), [([], "No objection received"), (["member.rs", "member.ba"], "Objection received: the procedure is broken")])
def test_the_verifier_agrees_and_finds_a_vote_made_of_silence(inside, objections, line):
    content = file_of(queries.record_of(certified(objections)))
    record = json.loads(content)
    assert found(content) == faults(record) == []
    assert f"{line}; certified at " in "\n".join(verifier.told(record))
    plain = {name: value for name, value in record.items() if name != "seal"}
    forged = plain | {"opening": {name: value for name, value in plain["opening"].items() if name != "procedure"}}
    assert found(json_of(forged)) != []
    for value in ("vote", "Silence", None):
        assert found(json_of(plain | {"opening": plain["opening"] | {"procedure": value}})) != []


def test_the_verifier_finds_an_approval_in_a_silence_procedure(inside):
    record = queries.record_of(certified(["member.rs"]))
    entry = {name: value for name, value in record["positions"][0].items() if name != "receipt"} | {"choice": "approve"}
    record["positions"] = [entry | {"receipt": digest_of(entry)}]
    record["result"] = record["result"] | {"chain": digest_of(entry), "carried": True, "counts": {"approve": 1, "against": 0, "abstain": 0, "not_taking_part": 0, "none": 2}}
    assert "position 1 is no objection, and a silence procedure takes nothing else" in found(file_of(record))
    assert "position 1: a silence procedure takes objections only" in faults(record)


def test_the_record_of_a_vote_stays_as_it_was(inside):
    with transaction():
        made.seats()
        assert "procedure" not in queries.record_of(made.ballot())["opening"]


def json_of(record):
    """A changed record, sealed anew by one who can write files."""
    return (json.dumps(sealed(record), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

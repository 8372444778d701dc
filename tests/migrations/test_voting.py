"""The database itself keeps silence procedures, repeat ballots and the answers to objections as they were: raw SQL on both databases."""
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy.exc import IntegrityError

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.rules.counting import PRESETS
from consult.ballots.rules.life import BallotKind, Choice, Procedure
from consult.db import db, transaction
from tests import factories
from tests.ballots import factories as made
from tests.ballots.factories import who

REFUSED = {
    "silence_for_a_text": "UPDATE ballot SET procedure = 'silence' WHERE id = :draft",
    "no_such_procedure": "UPDATE ballot SET procedure = 'shouting' WHERE id = :draft",
    "B4_procedure": "UPDATE ballot SET procedure = 'vote' WHERE id = :silent",
    "silence_cut_short": "UPDATE ballot SET closes_at = '2026-11-03 10:00:00.000000' WHERE id = :silent",
    "repeating_what_is_not_over": "UPDATE ballot SET repeats_id = :silent WHERE id = :draft",
    "opened_without_answers": "UPDATE ballot SET state = 'scheduled', opened_by = prepared_by + 1, opened_at = prepared_at WHERE id = :draft",
    "answer_to_an_approval": "INSERT INTO objection_answer (ballot_id, position_id, words, sections, answered_by, at) SELECT :draft, p.id, 'x', '[]', 1, p.at "
                             "FROM position p WHERE p.ballot_id = :former AND p.choice = 'approve'",
    "answer_to_what_was_overtaken": "INSERT INTO objection_answer (ballot_id, position_id, words, sections, answered_by, at) SELECT :draft, p.id, 'x', '[]', 1, p.at "
                                    "FROM position p WHERE p.ballot_id = :former AND p.seq = 2",
    "answer_on_another_ballot": "INSERT INTO objection_answer (ballot_id, position_id, words, sections, answered_by, at) SELECT :silent, p.id, 'x', '[]', 1, p.at "
                                "FROM position p WHERE p.ballot_id = :former AND p.seq = 3",
    "answer_changed": "UPDATE objection_answer SET words = 'y'",
    "answer_deleted": "DELETE FROM objection_answer",
    "approval_in_silence": "INSERT INTO position (ballot_id, seq, party_code, choice, reason, cast_by, caster_name, capacity, mandate_id, version_digest, at, previous, receipt) "
                           "SELECT :silent, 4, party_code, 'approve', '', cast_by, caster_name, capacity, mandate_id, version_digest, at, receipt, 'r' FROM position "
                           "WHERE ballot_id = :silent AND seq = 3",
}
#: What the refusal says, where another promise could have refused it as well.
SAYS = {"silence_cut_short": "never cut short", "approval_in_silence": "by an objection or not at all", "opened_without_answers": "has its answer",
        "answer_to_an_approval": "about an objection", "answer_to_what_was_overtaken": "about an objection"}


@pytest.fixture
def rows(context):
    """A withdrawn ballot with an approval, an overtaken and a standing objection; the draft that repeats it with one answer missing; an open silence procedure."""
    upgrade()
    factories.cast()
    with transaction():
        made.seats()
        version = made.text()
        former = made.ballot(version)
        for name, choice, reason in (("rs", Choice.APPROVE, ""), ("hr", Choice.AGAINST, "First."), ("hr", Choice.AGAINST, "Second."),
                                     ("ba", Choice.NOT_TAKING_PART, "No instruction.")):
            actions.cast(who(f"member.{name}"), former, choice, reason, former.version_digest)
        actions.withdraw(who("editor"), former, "Written anew")
        until = clock.now() + timedelta(days=20)
        draft = actions.prepare(who("editor"), version, "And now?", BallotKind.APPROVE_TEXT, "consensus", PRESETS["consensus"], clock.now(), until, repeats=former)
        actions.answer_objection(who("editor"), draft, next(p for p in queries.objections(former) if p.party_code == "HR"), "Done.")
        silent = actions.prepare(who("editor"), version, "Misprints", BallotKind.PROCEDURAL, "", PRESETS["consensus"], clock.now(), until, procedure=Procedure.SILENCE)
        actions.open(who("editor2"), silent)
        for code in ("ba", "hr", "rs"):
            actions.cast(who(f"member.{code}"), silent, Choice.AGAINST, "No.", silent.version_digest)
        return {"former": former.id, "draft": draft.id, "silent": silent.id}


def run(statement, rows):
    with db.engine.begin() as connection:
        connection.execute(sa.text(statement), {k: v for k, v in rows.items() if f":{k}" in statement})


def test_what_votes_rest_on_is_refused_any_change(rows):
    db.session.rollback()
    for name, statement in REFUSED.items():
        with pytest.raises(IntegrityError) as refusal:
            run(statement, rows)
        assert str(refusal.value.orig).startswith(("ballot: ", "position: ", "objection_answer: ")), f"{name}: {refusal.value.orig}"
        assert SAYS.get(name, "") in str(refusal.value.orig), name
    if db.engine.dialect.name == "postgresql":
        with pytest.raises(IntegrityError):
            run("TRUNCATE objection_answer", rows)


def test_after_the_last_answer_the_ballot_opens_and_takes_no_answer_any_more(rows):
    with transaction():
        draft, former = queries.by_id(rows["draft"]), queries.by_id(rows["former"])
        actions.answer_objection(who("editor"), draft, next(p for p in queries.objections(former) if p.party_code == "BA"), "Done too.")
        actions.open(who("editor2"), draft)
    db.session.rollback()
    with pytest.raises(IntegrityError, match="objection_answer: about an objection"):
        run("INSERT INTO objection_answer (ballot_id, position_id, words, sections, answered_by, at) SELECT :draft, p.id, 'x', '[]', 1, p.at FROM position p "
            "WHERE p.ballot_id = :former AND p.seq = 3", rows)

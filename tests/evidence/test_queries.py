"""What is on record is held against the journal: who changes a row and every hash beside it is found all the same."""
import hashlib

import pytest
from sqlalchemy import text

from consult.adoption.rules import ActType
from consult.ballots import actions as ballots
from consult.ballots.rules.life import Choice
from consult.db import db, transaction
from consult.evidence import queries
from tests.adoption.factories import act
from tests.ballots import factories as made

OTHER = hashlib.sha256(b"another text").hexdigest()
TAMPERED = {
    "published text": (f"UPDATE version SET digest = '{OTHER}'", "version 1: the journal tells otherwise"),
    "label": ("UPDATE version SET label = '9.9'", "version 1: the journal tells otherwise"),
    "last position": ("DELETE FROM position WHERE id = (SELECT MAX(id) FROM position)", "position 2: the journal tells of it, but it is gone"),
    "receipt": (f"UPDATE position SET receipt = '{OTHER}' WHERE id = 1", "position 1: the journal tells otherwise"),
    "act": ("UPDATE act SET type = 'declined'", "act 1: the journal tells otherwise"),
    "verification": ("DELETE FROM act_verification", "verification of act 1: the journal tells of it, but it is gone"),
    "file": ("UPDATE evidence_file SET content = 'x' WHERE id = 1", "evidence file 1 does not have its hash"),
}


@pytest.fixture
def record(inside):
    """A final text, a ballot with two positions, a verified act."""
    with transaction():
        made.seats()
        version = made.text(final=True)
        ballot = made.ballot(version)
        for name in ("member.rs", "member.hr"):
            ballots.cast(made.who(name), ballot, Choice.APPROVE, "", version.digest)
        act(ActType.ADOPTION, version=version)
    return inside


def test_a_record_that_nobody_touched_agrees_with_its_journal(record):
    assert list(queries.contradicted()) == []


@pytest.mark.parametrize("what", TAMPERED)
def test_a_row_changed_behind_the_journals_back_is_named(record, what):
    statement, fault = TAMPERED[what]
    with transaction():
        for name in db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            db.session.execute(text(f"DROP TRIGGER {name}"))
        db.session.execute(text("PRAGMA defer_foreign_keys = 1"))
        db.session.execute(text(statement))
    assert fault in list(queries.contradicted())

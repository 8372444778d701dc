"""The database itself refuses what H1-H4 forbid, whoever asks: raw SQL on both databases."""
import re

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy.exc import IntegrityError

from consult import clock
from consult.db import db, transaction
from consult.events.actions import holding, minutes
from consult.events.queries import events
from tests import factories
from tests.ballots.factories import who
from tests.conftest import make_app
from tests.events import factories as f

#: How the messages of our triggers begin.
OURS = re.compile(r"(event|event_item|event_paper|event_signature|event_minutes|delegation|delegate|credentials|credentials_verification)\b: ")
SIGNATURE = "INSERT INTO event_signature (event_id, delegation_id, delegate_id, credentials_id, act_id, signed_on, recorded_at) SELECT {event_id}, {delegation_id}, " \
            "{delegate_id}, {credentials_id}, {act_id}, signed_on, recorded_at FROM event_signature WHERE id = 1"
COLUMNS = ("event_id", "delegation_id", "delegate_id", "credentials_id", "act_id")
IN_SESSION = {
    "deleted": "DELETE FROM event WHERE number = 1",
    "back": "UPDATE event SET state = 'announced' WHERE number = 1",
    "skips_the_conclusion": "UPDATE event SET state = 'minutes_published', concluded_at = begun_at WHERE number = 1",
    "H2_another_text": "UPDATE event SET version_digest = 'x' WHERE number = 1",
    "H2_no_ballot": "UPDATE event SET ballot_id = NULL, exception = 'x' WHERE number = 1",
    "place": "UPDATE event SET place = 'x' WHERE number = 1",
    "uid": "UPDATE event SET uid = 'x' WHERE number = 1",
    "signature_changed": "UPDATE event_signature SET signed_on = '2026-11-29'",
    "signature_deleted": "DELETE FROM event_signature",
    "letter_changed": "UPDATE credentials SET authority = 'x'",
    "letter_deleted": "DELETE FROM credentials",
    "comparison_changed": "UPDATE credentials_verification SET account_id = 1",
    "comparison_deleted": "DELETE FROM credentials_verification",
    "own_comparison": "INSERT INTO credentials_verification (credentials_id, account_id, at) SELECT id, recorded_by, recorded_at FROM credentials WHERE id = 1",
    "delegate_renamed": "UPDATE delegate SET name = 'x'",
    "delegation_of_another": "UPDATE delegation SET party_code = 'HR' WHERE party_code = 'RS'",
    "signed_twice": SIGNATURE.format(event_id=1, delegation_id="delegation_id", delegate_id="delegate_id", credentials_id="credentials_id", act_id=2),
    "H3_act_of_another_party": SIGNATURE.format(event_id=1, delegation_id=2, delegate_id=2, credentials_id=2, act_id=2),
    "H3_letter_of_another_party": SIGNATURE.format(event_id=1, delegation_id=3, delegate_id=3, credentials_id=2, act_id=2),
    "H3_member_of_another_party": SIGNATURE.format(event_id=1, delegation_id=3, delegate_id=2, credentials_id=3, act_id=2),
    "born_in_session": "INSERT INTO event (number, title, language, starts_at, ends_at, zone, place, host, words, exception, state, cancel_reason, uid, sequence, planned_by, "
                       "planned_at, changed_at, announced_at, begun_at, revision) SELECT 9, title, language, starts_at, ends_at, zone, place, host, words, 'x', state, "
                       "cancel_reason, 'y', sequence, planned_by, planned_at, changed_at, announced_at, begun_at, 1 FROM event",
}
OVER = {
    "H4_signature_after_the_conclusion": SIGNATURE.format(event_id=1, delegation_id=3, delegate_id=3, credentials_id=3, act_id=2),
    "H4_reopened": "UPDATE event SET state = 'in_session' WHERE number = 1",
    "concluded_at_another_time": "UPDATE event SET concluded_at = announced_at WHERE number = 1",
    "agenda_changed": "UPDATE event_item SET title = 'x'",
    "agenda_added": "INSERT INTO event_item (event_id, starts_at, title, words, revision) SELECT event_id, starts_at, 'x', '', 1 FROM event_item",
    "agenda_deleted": "DELETE FROM event_item",
    "delegation_added": "INSERT INTO delegation (event_id, party_code) VALUES (1, 'XX')",
    "member_added": "INSERT INTO delegate (delegation_id, name, title, head, named_at) SELECT delegation_id, 'x', '', FALSE, named_at FROM delegate WHERE id = 1",
    "member_deleted": "DELETE FROM delegate WHERE id = 1",
    "letter_added": "INSERT INTO credentials (delegation_id, authority, reference, dated, powers, evidence_id, recorded_by, recorded_at) "
                    "SELECT delegation_id, 'x', '', dated, TRUE, evidence_id, recorded_by, recorded_at FROM credentials WHERE id = 1",
    "minutes_changed": "UPDATE event_minutes SET words = 'x'",
    "minutes_deleted": "DELETE FROM event_minutes",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def context(request, tmp_path):
    """An event in session on either database: BA (delegation 1) has signed by act 1; act 2 is a signature of RS (delegation 3) that is not of the event."""
    address = f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    app = make_app(address)
    with app.app_context():
        with clock.at(factories.DAY):
            upgrade()
            factories.cast()
        with clock.at(f.NOON), transaction():
            event = f.in_session("BA", "HR", "RS")
            f.verify(f.sign(event, "BA"))
            f.elsewhere(f.read(), "RS")
        db.session.remove()
        with clock.at(f.NOON):
            yield app
        db.session.remove()
        db.engine.dispose()


def run(statement):
    """Execute one statement of its own transaction."""
    with db.engine.begin() as connection:
        connection.execute(sa.text(statement))


def refused(name, statement):
    """The database refuses a statement by one of our triggers, not for its grammar."""
    with pytest.raises(IntegrityError) as refusal:
        run(statement)
    assert OURS.match(str(refusal.value.orig)), f"{name}: {refusal.value.orig}"


def test_what_is_fixed_in_session_is_refused_any_change(context):
    for name, statement in IN_SESSION.items():
        refused(name, statement)
    run(SIGNATURE.format(event_id=1, delegation_id=3, delegate_id=3, credentials_id=3, act_id=2))  # only these things were wrong


def test_an_event_that_is_over_is_refused_any_change(context):
    with transaction():
        event = events.by_number(1)
        holding.conclude(who("editor"), event)
        minutes.write_minutes(who("editor"), event, "Minutes.", "en", 0)
    with transaction():
        minutes.publish_minutes(who("editor"), events.by_number(1), f.DAY, "in writing")
    db.session.remove()
    for name, statement in OVER.items():
        refused(name, statement)

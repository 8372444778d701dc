"""The database itself refuses what must not change, whoever asks: raw SQL on both databases."""
import re

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy.exc import IntegrityError

from consult import clock
from consult.db import db, transaction
from consult.meetings import queries
from consult.meetings.actions import minutes
from tests import factories
from tests.ballots import factories as made
from tests.ballots.factories import who
from tests.conftest import make_app
from tests.meetings import factories as f

#: How the messages of our triggers begin.
OURS = re.compile(r"(meeting|meeting_item|meeting_attendance|meeting_decision|meeting_minutes|minutes_correction)\b: ")
REFUSED = {
    "deleted": "DELETE FROM meeting WHERE number = 1",
    "back": "UPDATE meeting SET state = 'held' WHERE number = 1",
    "place": "UPDATE meeting SET place = 'x' WHERE number = 1",
    "uid": "UPDATE meeting SET uid = 'x' WHERE number = 1",
    "minutes_skipped": "UPDATE meeting SET state = 'minutes_published', held_at = planned_at WHERE number = 2",
    "uninvited": "UPDATE meeting SET invited_at = NULL WHERE number = 2",
    "agenda_changed": "UPDATE meeting_item SET title = 'x' WHERE meeting_id = 1",
    "agenda_added": "INSERT INTO meeting_item (meeting_id, place, title, words) VALUES (1, 9, 'x', '')",
    "agenda_deleted": "DELETE FROM meeting_item WHERE meeting_id = 1",
    "attendance_changed": "UPDATE meeting_attendance SET presence = 'present'",
    "attendance_deleted": "DELETE FROM meeting_attendance",
    "attendance_before": "INSERT INTO meeting_attendance (meeting_id, party_code, presence, name) VALUES (2, 'RS', 'present', '')",
    "decision_changed": "UPDATE meeting_decision SET words = 'x'",
    "decision_deleted": "DELETE FROM meeting_decision",
    "decision_added": "INSERT INTO meeting_decision (meeting_id, number, words) VALUES (1, 9, 'x')",
    "decision_before": "INSERT INTO meeting_decision (meeting_id, number, words) VALUES (2, 1, 'x')",
    "minutes_changed": "UPDATE meeting_minutes SET words = 'x'",
    "minutes_deleted": "DELETE FROM meeting_minutes",
    "correction_changed": "UPDATE minutes_correction SET words = 'x'",
    "correction_deleted": "DELETE FROM minutes_correction",
    "correction_before": "INSERT INTO minutes_correction (meeting_id, words, added_by, added_at) SELECT 2, words, added_by, added_at FROM minutes_correction",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def context(request, tmp_path):
    """On either database: meeting 1 with published minutes and a correction, meeting 2 to which the group is invited."""
    app = make_app(f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    with app.app_context():
        with clock.at(factories.DAY):
            upgrade()
            factories.cast()
            with transaction():
                made.seats("HR", "RS")
                f.invited()
                f.invited(title="Fourth meeting")
        with clock.at(f.AFTER), transaction():
            f.published()
            minutes.add_correction(who("editor"), queries.by_number(1), "At 9:45.")
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


def test_what_is_on_record_is_refused_any_change(context):
    for name, statement in REFUSED.items():
        with pytest.raises(IntegrityError) as refusal, db.engine.begin() as connection:
            connection.execute(sa.text(statement))
        assert OURS.match(str(refusal.value.orig)), f"{name}: {refusal.value.orig}"

"""The database itself refuses to change what is on record, whoever asks: raw SQL on both databases."""
import re

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from consult.db import db

COPY = ("INSERT INTO act SELECT id + 100, 2, {party}, authority, instrument, reference, instrument_date, received_on, effective_on, publication, evidence_id, signatory, "
        "{statement}, statement_language, {voids}, answers_id, recorded_by, recorded_at FROM act")
REFUSED = {
    "journal_changed": "UPDATE journal_entry SET kind = 'x' WHERE seq = 1",
    "journal_deleted": "DELETE FROM journal_entry WHERE seq = 1",
    "position_changed": "UPDATE position SET choice = 'abstain'",
    "position_deleted": "DELETE FROM position",
    "act_changed": "UPDATE act SET authority = 'x'",
    "act_deleted": "DELETE FROM act",
    "verification_changed": "UPDATE act_verification SET at = '2026-01-01 00:00:00.000000'",
    "verification_deleted": "DELETE FROM act_verification",
    "reservation_changed": "UPDATE reservation SET text = 'x'",
    "reservation_deleted": "DELETE FROM reservation",
    "reservation_added_after_verification": "INSERT INTO reservation (act_id, section_uid, effect, text) SELECT r.act_id, s.uid, 'excludes', 'x' "
                                            "FROM reservation r, section s WHERE s.version_id = :version AND s.uid != r.section_uid LIMIT 1",
    "evidence_changed": "UPDATE evidence_file SET name = 'x'",
    "evidence_deleted": "DELETE FROM evidence_file",
    "seat_changed": "UPDATE ballot_seat SET footnote = 'x'",
    "seat_deleted": "DELETE FROM ballot_seat WHERE party_code = 'HR'",
    "B4_seat_added": "INSERT INTO ballot_seat (ballot_id, party_code, names, footnote) VALUES (:ballot, 'XX', '{}', '')",
    "V1_words": "UPDATE section SET body = 'x' WHERE version_id = :version",
    "V1_heading": "UPDATE section SET heading = 'x' WHERE version_id = :version",
    "V1_number": "UPDATE section SET number = '9' WHERE version_id = :version",
    "V1_order": "UPDATE section SET position = position + 100 WHERE version_id = :version",
    "V1_uid": "UPDATE section SET uid = uid || 'x' WHERE version_id = :version",
    "V1_digest": "UPDATE section SET digest = 'x' WHERE version_id = :version",
    "V1_moved_in": "UPDATE section SET version_id = :version, uid = 'new', address = 'new' WHERE version_id != :version AND position = 0",
    "V1_section_deleted": "DELETE FROM section WHERE version_id = :version",
    "V1_section_added": "INSERT INTO section (version_id, uid, position, address, number, heading, level, head, body, digest, revision) "
                        "VALUES (:version, 'u', 99, 'u', '', '', 1, '', '', 'd', 1)",
    "V1_label": "UPDATE version SET label = '9.9' WHERE id = :version",
    "V1_version_digest": "UPDATE version SET digest = 'x' WHERE id = :version",
    "V1_final": "UPDATE version SET final = NOT final WHERE id = :version",
    "V1_version_deleted": "DELETE FROM version WHERE id = :version",
    "V1_unpublished": "UPDATE version SET state = 'working' WHERE id = :version",
    "V1_link_added": "INSERT INTO section_link (version_id, old_uid, new_uid, kinds, confidence, source) VALUES (:version, 'a', 'b', '', 1, 'editor')",
    "B4_question": "UPDATE ballot SET question = 'x' WHERE id = :ballot",
    "B4_rule": "UPDATE ballot SET numerator = 0 WHERE id = :ballot",
    "B4_digest": "UPDATE ballot SET version_digest = 'x' WHERE id = :ballot",
    "B4_opening": "UPDATE ballot SET opens_at = '2026-01-01 00:00:00.000000' WHERE id = :ballot",
    "B4_back_to_draft": "UPDATE ballot SET state = 'draft' WHERE id = :ballot",
    "early_close_with_seats_silent": "UPDATE ballot SET closes_at = '2026-11-02 10:00:00.000000' WHERE id = :ballot",
    "result_before_certification": "UPDATE ballot SET result = '{}' WHERE id = :ballot",
    "ballot_deleted": "DELETE FROM ballot WHERE id = :draft",
    "B10_opening_without_seats": "UPDATE ballot SET state = 'scheduled', opened_by = prepared_by + 1, opened_at = prepared_at, kind = 'procedural' WHERE id = :draft",
    "M3_start": "UPDATE mandate SET starts_at = '2026-01-01 00:00:00.000000' WHERE id = :mandate",
    "M3_holder": "UPDATE mandate SET holder_name = 'x' WHERE id = :mandate",
    "M3_end_without_reason": "UPDATE mandate SET ends_at = '2027-01-01 00:00:00.000000' WHERE id = :mandate",
    "M4_verified_again": "UPDATE mandate SET verified_by = recorded_by + 100 WHERE id = :mandate",
    "mandate_deleted": "DELETE FROM mandate WHERE id = :mandate",
    "A1_verified_by_the_recorder": "INSERT INTO act_verification (act_id, account_id, at) SELECT id, recorded_by, recorded_at FROM act",
    "A1_adoption_of_a_text_that_is_not_final": COPY.format(party="party_code, party_name, type, version_id + 1", statement="statement", voids="voids_id"),
    "A7_correction_of_another_partys_act": COPY.format(party="'HR', 'Croatia', 'correction', version_id", statement="'x'", voids="id"),
}
ROW = ("INSERT INTO position (ballot_id, seq, party_code, choice, reason, cast_by, caster_name, capacity, mandate_id, version_digest, at, previous, receipt) "
       "SELECT {ballot}, {seq}, {party}, 'approve', '', cast_by, caster_name, {capacity}, mandate_id, {digest}, {at}, {previous}, 'r' FROM position")
GOOD = {"ballot": "ballot_id", "seq": "2", "party": "party_code", "capacity": "capacity", "digest": "version_digest", "at": "at", "previous": "receipt"}
BAD_POSITIONS = {
    "B8_at_the_closing_instant": {"at": "(SELECT closes_at FROM ballot WHERE id = :ballot)"},
    "B2_before_the_opening": {"at": "'2026-11-02 08:59:59.999000'"},
    "B2_on_another_text": {"digest": "'x'"},
    "B2_on_a_draft": {"ballot": ":draft", "seq": "1"},
    "B1_for_another_seat": {"party": "'HR'"},
    "M5_in_another_capacity": {"capacity": "'alternate'"},
    "B11_out_of_order": {"seq": "3"},
    "B11_not_chained": {"previous": "'x'"},
}
TERM = ("INSERT INTO mandate (party_code, account_id, holder_name, role, starts_at, ends_at, end_reason, authority, reference, dated, evidence_id, recorded_by, recorded_at) "
        "SELECT party_code, {account}, 'x', '{role}', {start}, {end}, '', 'a', '', dated, evidence_id, recorded_by, recorded_at FROM mandate WHERE id = :mandate")
CITIZEN = "(SELECT id FROM account WHERE email_key = 'citizen@sample.test')"


def run(statement, rows):
    """Execute one statement of its own transaction."""
    with db.engine.begin() as connection:
        connection.execute(sa.text(statement), {k: v for k, v in rows.items() if f":{k}" in statement})


#: How the messages of our triggers begin; a duplicate key or a missing row says something else.
OURS = re.compile(r"(journal_entry|position|act|act_verification|reservation|evidence_file|ballot_seat|version|section|section_link|mandate|ballot|rows)\b(:| are)")


def refused(statement, rows):
    """The database refuses a statement by one of our triggers, not for its grammar."""
    with pytest.raises(IntegrityError) as refusal:
        run(statement, rows)
    assert OURS.match(str(refusal.value.orig)), f"{statement}: {refusal.value.orig}"


def test_what_is_on_record_is_refused_any_change(rows):
    db.session.rollback()
    for statement in REFUSED.values():
        refused(statement, rows)


def test_B2_B8_a_position_outside_its_ballot_is_refused(rows):
    db.session.rollback()
    for wrong in BAD_POSITIONS.values():
        refused(ROW.format(**GOOD | wrong), rows)
    run(ROW.format(**GOOD), rows)


def test_M1_M2_overlapping_mandates_are_refused(rows):
    db.session.rollback()
    second = TERM.format(account=CITIZEN, role="principal", start="'2027-01-01 00:00:00.000000'", end="NULL")
    refused(second, rows)
    refused(TERM.format(account="account_id", role="alternate", start="starts_at", end="NULL"), rows)
    accounts = [f"(SELECT id FROM account WHERE email_key = '{name}@sample.test')" for name in ("citizen", "cluster", "observer")]
    for account in accounts[:2]:
        run(TERM.format(account=account, role="alternate", start="'2027-01-01 00:00:00.000000'", end="'2028-01-01 00:00:00.000000'"), rows)
    refused(TERM.format(account=accounts[2], role="alternate", start="'2026-12-01 00:00:00.000000'", end="'2027-06-01 00:00:00.000000'"), rows)
    run(TERM.format(account=accounts[2], role="alternate", start="'2028-01-01 00:00:00.000000'", end="NULL"), rows)


def test_M3_an_end_is_set_once_and_frees_the_seat(rows):
    db.session.rollback()
    run("UPDATE mandate SET ends_at = '2027-01-01 00:00:00.000000', end_reason = 'left' WHERE id = :mandate", rows)
    refused("UPDATE mandate SET ends_at = '2026-12-01 00:00:00.000000', end_reason = 'again' WHERE id = :mandate", rows)
    refused("UPDATE mandate SET end_reason = 'another reason' WHERE id = :mandate", rows)
    run(TERM.format(account=CITIZEN, role="principal", start="'2027-01-01 00:00:00.000000'", end="NULL"), rows)


def test_a_working_text_may_change_and_a_published_one_may_be_withdrawn(rows):
    db.session.rollback()
    run("UPDATE section SET body = 'x' WHERE version_id != :version", rows)
    run("UPDATE version SET state = 'withdrawn', withdrawn_reason = 'a fault' WHERE id = :version", rows)
    refused("UPDATE version SET withdrawn_reason = 'another' WHERE id = :version", rows)
    refused("UPDATE version SET state = 'published' WHERE id = :version", rows)


def test_a_certified_ballot_is_final(rows):
    db.session.rollback()
    run("UPDATE ballot SET state = 'certified', result = '{}', certified_by = (SELECT id FROM account WHERE email_key = 'admin@sample.test'), "
        "certified_at = closes_at WHERE id = :ballot", rows)
    for change in ("result = '{\"carried\": false}'", "state = 'withdrawn', withdrawn_reason = 'x'", "closes_at = '2030-01-01 00:00:00.000000'", "extend_reason = 'x'"):
        refused(f"UPDATE ballot SET {change} WHERE id = :ballot", rows)


def test_rows_are_not_replaced_or_emptied_in_passing(rows):
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        columns = "actor_id, subject_table, subject_id, facts, previous, digest"
        refused(f"INSERT OR REPLACE INTO journal_entry (seq, at, kind, {columns}) SELECT seq, at, 'x', {columns} FROM journal_entry WHERE seq = 1", rows)
    else:
        for table in ("position", "journal_entry", "section"):
            refused(f"TRUNCATE {table} CASCADE", rows)

"""meetings of the working group; handing a mandate over; warnings that a mandate ends

One trigger per promise, named as in 0002; {differs} is the comparison that knows NULL, in either dialect.
"""
# ruff: noqa: S608 - conditions of triggers, made of constants
import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = ("meeting_item", "meeting_attendance", "meeting_decision", "meeting_minutes", "minutes_correction", "meeting", "handing_over", "mandate_warning")
MOVES = (("planned", "held"), ("held", "minutes_published"), ("planned", "cancelled"))


def changed(*columns: str) -> str:
    return "(" + " OR ".join(f"OLD.{c} {{differs}} NEW.{c}" for c in columns) + ")"


def in_state(row: str, *states: str) -> str:
    words = ", ".join(f"'{state}'" for state in states)
    return f"EXISTS (SELECT 1 FROM meeting g WHERE g.id = {row}.meeting_id AND g.state IN ({words}))"


def meetings() -> list[tuple[str, str, str, str, str]]:
    moves = " OR ".join(f"(OLD.state = '{a}' AND NEW.state = '{b}')" for a, b in MOVES)
    said = changed("title", "language", "starts_at", "ends_at", "zone", "place", "link", "words", "cancel_reason", "invited_at", "held_at")
    return [
        ("meeting", "begins", "INSERT", "NEW.state != 'planned' OR NEW.invited_at IS NOT NULL", "meeting: it begins as a plan"),
        ("meeting", "moves", "UPDATE", f"OLD.state != NEW.state AND NOT ({moves})", "meeting: it goes forward only"),
        ("meeting", "fixed", "UPDATE", f"{changed('number', 'uid', 'planned_by', 'planned_at')} OR (OLD.invited_at IS NOT NULL AND {changed('invited_at')}) "
         f"OR (OLD.state != 'planned' AND {said})", "meeting: what it is about is fixed once it is over"),
        ("meeting", "minuted", "UPDATE", "OLD.state != NEW.state AND NEW.state = 'minutes_published' AND NOT EXISTS "
         "(SELECT 1 FROM meeting_minutes n WHERE n.meeting_id = NEW.id AND n.published_at IS NOT NULL)", "meeting: its minutes are published with it"),
        ("meeting", "no_delete", "DELETE", "TRUE", "meeting: meetings are never deleted"),
    ]


def records() -> list[tuple[str, str, str, str, str]]:
    found = []
    for table, states in (("meeting_item", ("planned",)), ("meeting_attendance", ("held",)), ("meeting_decision", ("held",))):
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            moved = f" OR {changed('meeting_id')}" if event == "UPDATE" else ""
            found.append((table, f"in_time_{event.lower()}", event, f"NOT {in_state(row, *states)}{moved}", f"{table}: fixed when its time is over"))
    found += [
        ("meeting_minutes", "in_time", "INSERT", f"NEW.published_at IS NOT NULL OR NOT {in_state('NEW', 'held')}", "meeting_minutes: written after the meeting, published later"),
        ("meeting_minutes", "fixed", "UPDATE", f"OLD.published_at IS NOT NULL OR {changed('meeting_id')}", "meeting_minutes: published minutes are never changed"),
        ("meeting_minutes", "no_delete", "DELETE", "TRUE", "meeting_minutes: minutes are never deleted"),
        ("minutes_correction", "in_time", "INSERT", f"NOT {in_state('NEW', 'minutes_published')}", "minutes_correction: only under published minutes"),
    ]
    return found + [(table, f"no_{event.lower()}", event, "TRUE", f"{table}: rows are never {done}") for table in ("minutes_correction", "mandate_warning")
                    for event, done in (("UPDATE", "changed"), ("DELETE", "deleted"))]


def handing() -> list[tuple[str, str, str, str, str]]:
    facts = changed("former_id", "account_id", "starts_at", "ends_at", "reason", "authority", "reference", "dated", "evidence_id", "recorded_by", "recorded_at")
    whole = ("NEW.mandate_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mandate f JOIN mandate s ON s.id = NEW.mandate_id WHERE f.id = NEW.former_id "
             "AND f.party_code = s.party_code AND f.role = s.role AND s.account_id = NEW.account_id AND f.ends_at = s.starts_at)")
    return [
        ("handing_over", "begins", "INSERT", "NEW.verified_at IS NOT NULL OR NEW.set_aside_reason != ''", "handing_over: it begins unverified"),
        ("handing_over", "one_waits", "INSERT", "EXISTS (SELECT 1 FROM handing_over o WHERE o.id != COALESCE(NEW.id, 0) AND o.former_id = NEW.former_id "
         "AND o.set_aside_reason = '')", "handing_over: a mandate is handed over once"),
        ("handing_over", "fixed", "UPDATE", f"{facts} OR OLD.verified_at IS NOT NULL OR OLD.set_aside_reason != ''", "handing_over: its facts are fixed, it is decided once"),
        ("handing_over", "no_gap", "UPDATE", whole, "handing_over: the one mandate ends at the instant at which the other begins"),
        ("handing_over", "no_delete", "DELETE", "TRUE", "handing_over: rows are never deleted"),
    ]


def triggers() -> list[tuple[str, str, str, str, str]]:
    """Table, name, event, condition, message."""
    return [*meetings(), *records(), *handing()]


def upgrade() -> None:
    tables()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, what, event, condition, message in triggers():
        name, when = f"tg_{table}_{what}", condition.format(differs="IS NOT" if sqlite else "IS DISTINCT FROM")
        if sqlite:
            op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        else:
            op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN IF {when} THEN RAISE EXCEPTION '{message}' "
                       f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $body$")
            op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    if not sqlite:
        for table in TABLES:
            op.execute(f"CREATE TRIGGER tg_{table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION tg_no_truncate()")


def tables() -> None:
    op.create_table('meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'held', 'minutes_published', 'cancelled', name='meetingstate',
              native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('cancel_reason', sa.Text(), nullable=False),
    sa.Column('uid', sa.String(length=64), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('planned_by', sa.Integer(), nullable=False),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'cancelled') = (cancel_reason != '')", name=op.f('ck_meeting_cancelled_with_reason')),
    sa.CheckConstraint("(state IN ('held', 'minutes_published')) = (held_at IS NOT NULL)", name=op.f('ck_meeting_held_is_dated')),
    sa.CheckConstraint("place != '' OR link != ''", name=op.f('ck_meeting_somewhere')),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_meeting_ends_after_start')),
    sa.ForeignKeyConstraint(['planned_by'], ['account.id'], name=op.f('fk_meeting_planned_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    sa.UniqueConstraint('number', name=op.f('uq_meeting_number')),
    sa.UniqueConstraint('uid', name=op.f('uq_meeting_uid'))
    )
    op.create_table('handing_over',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('former_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('authority', sa.String(length=200), nullable=False),
    sa.Column('reference', sa.String(length=120), nullable=False),
    sa.Column('dated', sa.Date(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verified_by', sa.Integer(), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mandate_id', sa.Integer(), nullable=True),
    sa.Column('set_aside_reason', sa.Text(), nullable=False),
    sa.CheckConstraint("reason != ''", name=op.f('ck_handing_over_with_reason')),
    sa.CheckConstraint("set_aside_reason = '' OR verified_by IS NULL", name=op.f('ck_handing_over_set_aside_or_verified')),
    sa.CheckConstraint('(verified_by IS NULL) = (verified_at IS NULL) AND (verified_by IS NULL) = (mandate_id IS NULL)', name=op.f('ck_handing_over_verified_makes_a_mandate')),
    sa.CheckConstraint('ends_at IS NULL OR starts_at < ends_at', name=op.f('ck_handing_over_starts_before_end')),
    sa.CheckConstraint('recorded_by != account_id', name=op.f('ck_handing_over_not_recorded_by_successor')),
    sa.CheckConstraint('verified_by IS NULL OR (verified_by != account_id AND verified_by != recorded_by)', name=op.f('ck_handing_over_three_people')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_handing_over_account_id_account')),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence_file.id'], name=op.f('fk_handing_over_evidence_id_evidence_file')),
    sa.ForeignKeyConstraint(['former_id'], ['mandate.id'], name=op.f('fk_handing_over_former_id_mandate')),
    sa.ForeignKeyConstraint(['mandate_id'], ['mandate.id'], name=op.f('fk_handing_over_mandate_id_mandate')),
    sa.ForeignKeyConstraint(['recorded_by'], ['account.id'], name=op.f('fk_handing_over_recorded_by_account')),
    sa.ForeignKeyConstraint(['verified_by'], ['account.id'], name=op.f('fk_handing_over_verified_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handing_over')),
    sa.UniqueConstraint('mandate_id', name=op.f('uq_handing_over_mandate_id'))
    )
    op.create_index(op.f('ix_handing_over_account_id'), 'handing_over', ['account_id'], unique=False)
    op.create_index(op.f('ix_handing_over_evidence_id'), 'handing_over', ['evidence_id'], unique=False)
    op.create_index(op.f('ix_handing_over_former_id'), 'handing_over', ['former_id'], unique=False)
    op.create_table('mandate_warning',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mandate_id', sa.Integer(), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['mandate_id'], ['mandate.id'], name=op.f('fk_mandate_warning_mandate_id_mandate')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mandate_warning'))
    )
    op.create_index('uq_mandate_warning', 'mandate_warning', ['mandate_id', 'ends_at', 'days'], unique=True)
    op.create_table('meeting_attendance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('party_code', sa.String(length=3), nullable=False),
    sa.Column('presence', sa.Enum('present', 'apologies', name='presence', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_attendance_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['party_code'], ['party.code'], name=op.f('fk_meeting_attendance_party_code_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_attendance'))
    )
    op.create_index('uq_meeting_attendance_meeting_id_party_code', 'meeting_attendance', ['meeting_id', 'party_code'], unique=True)
    op.create_table('meeting_minutes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('written_by', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint('(published_at IS NULL) = (digest IS NULL)', name=op.f('ck_meeting_minutes_published_with_hash')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_minutes_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['written_by'], ['account.id'], name=op.f('fk_meeting_minutes_written_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_minutes')),
    sa.UniqueConstraint('meeting_id', name=op.f('uq_meeting_minutes_meeting_id'))
    )
    op.create_table('minutes_correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('added_by', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("words != ''", name=op.f('ck_minutes_correction_says_something')),
    sa.ForeignKeyConstraint(['added_by'], ['account.id'], name=op.f('fk_minutes_correction_added_by_account')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_minutes_correction_meeting_id_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_correction'))
    )
    op.create_index(op.f('ix_minutes_correction_meeting_id'), 'minutes_correction', ['meeting_id'], unique=False)
    op.create_table('meeting_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.Column('ballot_id', sa.Integer(), nullable=True),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("words != ''", name=op.f('ck_meeting_decision_says_something')),
    sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_meeting_decision_ballot_id_ballot')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_decision_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_meeting_decision_round_id_round')),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_meeting_decision_version_id_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_decision'))
    )
    op.create_index('uq_meeting_decision_meeting_id_number', 'meeting_decision', ['meeting_id', 'number'], unique=True)
    op.create_table('meeting_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.Column('ballot_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_meeting_item_ballot_id_ballot')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_item_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_meeting_item_version_id_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_item'))
    )
    op.create_index(op.f('ix_meeting_item_meeting_id'), 'meeting_item', ['meeting_id'], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table, what, *_ in triggers():
            op.execute(f"DROP FUNCTION tg_{table}_{what}()")

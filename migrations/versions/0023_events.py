"""high-level events: agenda, delegations, signing list, minutes

One trigger per promise, named as in 0002; {differs} is the comparison that knows NULL, in either dialect.
"""
# ruff: noqa: S608 - conditions of triggers, made of constants
import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

OVER = "('concluded', 'minutes_published', 'cancelled')"
MOVES = (("planned", "announced"), ("announced", "in_session"), ("in_session", "concluded"), ("concluded", "minutes_published"),
         ("planned", "cancelled"), ("announced", "cancelled"), ("in_session", "cancelled"))


def changed(*columns: str) -> str:
    return "(" + " OR ".join(f"OLD.{c} {{differs}} NEW.{c}" for c in columns) + ")"


def over(event: str) -> str:
    return f"EXISTS (SELECT 1 FROM event e WHERE e.id = {event} AND e.state IN {OVER})"


def of_item(row: str) -> str:
    return f"(SELECT i.event_id FROM event_item i WHERE i.id = {row}.item_id)"


def of_delegation(row: str) -> str:
    return f"(SELECT d.event_id FROM delegation d WHERE d.id = {row}.delegation_id)"


def events() -> list[tuple[str, str, str, str, str]]:
    moves = " OR ".join(f"(OLD.state = '{a}' AND NEW.state = '{b}')" for a, b in MOVES)
    said = changed("title", "language", "starts_at", "ends_at", "zone", "place", "host", "words", "version_id", "version_digest", "ballot_id", "exception",
                   "announced_at", "begun_at")
    ended = changed("concluded_at", "cancelled_at", "cancel_reason")
    return [
        ("event", "begins", "INSERT", "NEW.state != 'planned'", "event: it begins as a plan"),
        ("event", "moves", "UPDATE", f"OLD.state != NEW.state AND NOT ({moves})", "event: it goes forward only"),
        ("event", "fixed", "UPDATE", f"{changed('number', 'uid', 'planned_by', 'planned_at')} OR (OLD.state NOT IN ('planned', 'announced') AND {said}) "
         f"OR (OLD.state IN {OVER} AND {ended})", "event: what it is about is fixed when its session begins"),
        ("event", "outcome", "UPDATE", f"NEW.version_id IS NOT NULL AND {changed('version_id', 'version_digest')} AND NOT EXISTS (SELECT 1 FROM version v "
         "WHERE v.id = NEW.version_id AND v.digest = NEW.version_digest AND v.state = 'published')", "event: its outcome is a published text (H2)"),
        ("event", "carried", "UPDATE", "NEW.ballot_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ballot b JOIN version v ON v.id = b.version_id "
         "WHERE b.id = NEW.ballot_id AND b.version_id = NEW.version_id AND b.state = 'certified' AND v.final)",
         "event: the ballot behind its outcome is certified, and on that text (H2)"),
        ("event", "no_delete", "DELETE", "TRUE", "event: events are never deleted"),
    ]


def programme() -> list[tuple[str, str, str, str, str]]:
    rows = [("event_item", "OLD.event_id", "NEW.event_id"), ("event_paper", of_item("OLD"), of_item("NEW")), ("delegation", "OLD.event_id", "NEW.event_id"),
            ("delegate", of_delegation("OLD"), of_delegation("NEW"))]
    found = []
    for table, old, new in rows:
        found += [(table, "in_time", "INSERT", over(new), f"{table}: nothing is added to an event that is over"),
                  (table, "no_delete", "DELETE", over(old), f"{table}: nothing is taken from an event that is over")]
    for table in ("event_paper", "delegation", "delegate"):
        found.append((table, "no_update", "UPDATE", "TRUE", f"{table}: rows are never changed, new ones are entered"))
    found.append(("event_item", "fixed", "UPDATE", f"{over('OLD.event_id')} OR {changed('event_id')}", "event_item: the agenda of an event that is over is fixed"))
    return found


def credentials() -> list[tuple[str, str, str, str, str]]:
    found = [(table, f"no_{event.lower()}", event, "TRUE", f"{table}: rows are never {done}") for table in ("credentials", "credentials_verification", "event_signature")
             for event, done in (("UPDATE", "changed"), ("DELETE", "deleted"))]
    return [*found, ("credentials", "in_time", "INSERT", f"NOT EXISTS (SELECT 1 FROM event e WHERE e.id = {of_delegation('NEW')} AND e.state IN ('announced', 'in_session'))",
                     "credentials: they are recorded for an event that is announced or in session"),
            ("credentials_verification", "second_person", "INSERT", "EXISTS (SELECT 1 FROM credentials c WHERE c.id = NEW.credentials_id AND c.recorded_by = NEW.account_id)",
             "credentials_verification: another person recorded them")]


def signatures() -> list[tuple[str, str, str, str, str]]:
    act = ("NOT EXISTS (SELECT 1 FROM act a JOIN event e ON e.version_id = a.version_id JOIN delegation d ON d.event_id = e.id AND d.party_code = a.party_code "
           "WHERE a.id = NEW.act_id AND a.type = 'signature' AND e.id = NEW.event_id AND d.id = NEW.delegation_id)")
    letter = ("NOT EXISTS (SELECT 1 FROM credentials c JOIN credentials_verification v ON v.credentials_id = c.id JOIN delegate m ON m.delegation_id = c.delegation_id "
              "WHERE c.id = NEW.credentials_id AND c.delegation_id = NEW.delegation_id AND c.powers AND m.id = NEW.delegate_id AND m.named_at <= v.at) "
              "OR EXISTS (SELECT 1 FROM credentials c WHERE c.delegation_id = NEW.delegation_id AND c.id > NEW.credentials_id)")
    standing = ("EXISTS (SELECT 1 FROM event_signature s WHERE s.delegation_id = NEW.delegation_id AND NOT EXISTS "
                "(SELECT 1 FROM act c JOIN act_verification v ON v.act_id = c.id WHERE c.voids_id = s.act_id))")
    return [
        ("event_signature", "in_session", "INSERT", "NOT EXISTS (SELECT 1 FROM event e WHERE e.id = NEW.event_id AND e.state = 'in_session')",
         "event_signature: only while the event is in session (H4)"),
        ("event_signature", "of_act", "INSERT", act, "event_signature: an act of signature under the outcome of the event, of a party with a delegation (H1, H3)"),
        ("event_signature", "by_credentials", "INSERT", letter, "event_signature: by a member named in the last verified credentials that entitle to sign (H3)"),
        ("event_signature", "once", "INSERT", standing, "event_signature: a delegation signs once"),
        ("event_minutes", "fixed", "UPDATE", "OLD.published_at IS NOT NULL", "event_minutes: published minutes are never changed"),
        ("event_minutes", "no_delete", "DELETE", "TRUE", "event_minutes: minutes are never deleted"),
    ]


def triggers() -> list[tuple[str, str, str, str, str]]:
    """Table, name, event, condition, message."""
    return [*events(), *programme(), *credentials(), *signatures()]


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
        for table in sorted({t for t, *_ in triggers()}):
            op.execute(f"CREATE TRIGGER tg_{table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION tg_no_truncate()")


def tables() -> None:
    op.create_table('event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('host', sa.String(length=200), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.Column('version_digest', sa.String(length=64), nullable=True),
    sa.Column('ballot_id', sa.Integer(), nullable=True),
    sa.Column('exception', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'announced', 'in_session', 'concluded', 'minutes_published', 'cancelled', name='eventstate',
              native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('cancel_reason', sa.Text(), nullable=False),
    sa.Column('uid', sa.String(length=64), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('planned_by', sa.Integer(), nullable=False),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('announced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('concluded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint("state != 'cancelled' OR cancel_reason != ''", name=op.f('ck_event_cancelled_with_reason')),
    sa.CheckConstraint("state IN ('planned', 'announced', 'cancelled') OR ballot_id IS NOT NULL OR exception != ''", name=op.f('ck_event_carried_or_excepted')),
    sa.CheckConstraint("state IN ('planned', 'announced', 'cancelled') OR begun_at IS NOT NULL", name=op.f('ck_event_begun_is_dated')),
    sa.CheckConstraint("state IN ('planned', 'cancelled') OR announced_at IS NOT NULL", name=op.f('ck_event_announced_is_dated')),
    sa.CheckConstraint("state NOT IN ('concluded', 'minutes_published') OR concluded_at IS NOT NULL", name=op.f('ck_event_concluded_is_dated')),
    sa.CheckConstraint('(version_id IS NULL) = (version_digest IS NULL)', name=op.f('ck_event_outcome_with_hash')),
    sa.CheckConstraint('ballot_id IS NULL OR version_id IS NOT NULL', name=op.f('ck_event_ballot_on_a_text')),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_event_ends_after_start')),
    sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_event_ballot_id_ballot')),
    sa.ForeignKeyConstraint(['planned_by'], ['account.id'], name=op.f('fk_event_planned_by_account')),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_event_version_id_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('number', name=op.f('uq_event_number')),
    sa.UniqueConstraint('uid', name=op.f('uq_event_uid'))
    )
    op.create_table('delegation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('party_code', sa.String(length=3), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_delegation_event_id_event')),
    sa.ForeignKeyConstraint(['party_code'], ['party.code'], name=op.f('fk_delegation_party_code_party')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation'))
    )
    op.create_index('uq_delegation_event_id_party_code', 'delegation', ['event_id', 'party_code'], unique=True)
    op.create_table('event_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_item_event_id_event')),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_event_item_version_id_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_item'))
    )
    op.create_index(op.f('ix_event_item_event_id'), 'event_item', ['event_id'], unique=False)
    op.create_table('event_minutes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('adopted_on', sa.Date(), nullable=True),
    sa.Column('adopted_how', sa.String(length=300), nullable=False),
    sa.Column('written_by', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint("published_at IS NULL OR (words != '' AND adopted_how != '' AND adopted_on IS NOT NULL)", name=op.f('ck_event_minutes_published_after_adoption')),
    sa.CheckConstraint('(published_at IS NULL) = (digest IS NULL)', name=op.f('ck_event_minutes_published_with_hash')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_minutes_event_id_event')),
    sa.ForeignKeyConstraint(['written_by'], ['account.id'], name=op.f('fk_event_minutes_written_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_minutes')),
    sa.UniqueConstraint('event_id', name=op.f('uq_event_minutes_event_id'))
    )
    op.create_table('credentials',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('authority', sa.String(length=200), nullable=False),
    sa.Column('reference', sa.String(length=120), nullable=False),
    sa.Column('dated', sa.Date(), nullable=False),
    sa.Column('powers', sa.Boolean(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_credentials_delegation_id_delegation')),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence_file.id'], name=op.f('fk_credentials_evidence_id_evidence_file')),
    sa.ForeignKeyConstraint(['recorded_by'], ['account.id'], name=op.f('fk_credentials_recorded_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credentials'))
    )
    op.create_index(op.f('ix_credentials_delegation_id'), 'credentials', ['delegation_id'], unique=False)
    op.create_table('delegate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('head', sa.Boolean(), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_delegate_delegation_id_delegation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegate'))
    )
    op.create_index(op.f('ix_delegate_delegation_id'), 'delegate', ['delegation_id'], unique=False)
    op.create_index('uq_delegate_head', 'delegate', ['delegation_id'], unique=True, sqlite_where=sa.text('head'), postgresql_where=sa.text('head'))
    op.create_table('event_paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence_file.id'], name=op.f('fk_event_paper_evidence_id_evidence_file')),
    sa.ForeignKeyConstraint(['item_id'], ['event_item.id'], name=op.f('fk_event_paper_item_id_event_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_paper'))
    )
    op.create_index(op.f('ix_event_paper_item_id'), 'event_paper', ['item_id'], unique=False)
    op.create_table('credentials_verification',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('credentials_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_credentials_verification_account_id_account')),
    sa.ForeignKeyConstraint(['credentials_id'], ['credentials.id'], name=op.f('fk_credentials_verification_credentials_id_credentials')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credentials_verification')),
    sa.UniqueConstraint('credentials_id', name=op.f('uq_credentials_verification_credentials_id'))
    )
    op.create_table('event_signature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('delegate_id', sa.Integer(), nullable=False),
    sa.Column('credentials_id', sa.Integer(), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_event_signature_act_id_act')),
    sa.ForeignKeyConstraint(['credentials_id'], ['credentials.id'], name=op.f('fk_event_signature_credentials_id_credentials')),
    sa.ForeignKeyConstraint(['delegate_id'], ['delegate.id'], name=op.f('fk_event_signature_delegate_id_delegate')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_event_signature_delegation_id_delegation')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_signature_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_signature')),
    sa.UniqueConstraint('act_id', name=op.f('uq_event_signature_act_id'))
    )
    op.create_index(op.f('ix_event_signature_delegation_id'), 'event_signature', ['delegation_id'], unique=False)
    op.create_index(op.f('ix_event_signature_event_id'), 'event_signature', ['event_id'], unique=False)


def downgrade() -> None:
    op.drop_table("event_signature")
    op.drop_table("credentials_verification")
    op.drop_table("event_paper")
    op.drop_table("delegate")
    op.drop_table("credentials")
    op.drop_table("event_minutes")
    op.drop_table("event_item")
    op.drop_table("delegation")
    op.drop_table("event")
    if op.get_bind().dialect.name != "sqlite":
        for table, what, *_ in triggers():
            op.execute(f"DROP FUNCTION tg_{table}_{what}()")

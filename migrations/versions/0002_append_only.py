"""append only: what is on record is refused any change by the database itself

One trigger per promise, named like the constraints: tg_<table>_<what>. The same condition is written once for both databases.
Batch migrations of SQLite rebuild a table and lose its triggers: a later migration of one of these tables must make them anew.
"""
from collections.abc import Iterator
from dataclasses import dataclass

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("journal_entry", "position", "act", "act_verification", "reservation", "evidence_file", "former_words", "ballot_seat")


@dataclass(frozen=True)
class Trigger:
    """Refuse `event` on `table` when `condition` holds; {a IS NOT b} in it is the comparison that knows NULL, in either dialect."""

    table: str
    what: str
    event: str
    condition: str
    message: str

    @property
    def name(self) -> str:
        return f"tg_{self.table}_{self.what}"


def changed(*columns: str) -> str:
    return "(" + " OR ".join(f'OLD."{c}" {{differs}} NEW."{c}"' for c in columns) + ")"


def text_of(version: str) -> str:
    return f"EXISTS (SELECT 1 FROM version v WHERE v.id = {version} AND v.state != 'working')"


def append_only() -> Iterator[Trigger]:
    for table in APPEND_ONLY:
        yield Trigger(table, "no_update", "UPDATE", "TRUE", f"{table}: rows are never changed")
        yield Trigger(table, "no_delete", "DELETE", "TRUE", f"{table}: rows are never deleted")


def published_text() -> Iterator[Trigger]:
    fixed = changed("document_id", "label", "seq", "base_id", "title", "change_class", "change_note", "final", "digest", "created_at", "created_by", "published_at", "published_by")
    moves = "NOT (OLD.state = NEW.state OR (OLD.state = 'published' AND NEW.state = 'withdrawn'))"
    reason = "(OLD.withdrawn_reason != NEW.withdrawn_reason AND NOT (OLD.state = 'published' AND NEW.state = 'withdrawn'))"
    yield Trigger("version", "fixed", "UPDATE", f"OLD.state != 'working' AND ({fixed} OR {moves} OR {reason})", "version: a version that is out is never changed (V1)")
    yield Trigger("version", "no_delete", "DELETE", "OLD.state != 'working'", "version: a version that is out is never deleted (V1)")
    words = changed("version_id", "uid", "position", "address", "number", "heading", "level", "head", "body", "digest")
    yield Trigger("section", "fixed", "UPDATE", f"({text_of('OLD.version_id')} OR {text_of('NEW.version_id')}) AND {words}", "section: the text of a version that is out is never changed (V1)")
    links = changed("version_id", "old_uid", "new_uid", "kinds", "confidence", "source")
    yield Trigger("section_link", "fixed", "UPDATE", f"({text_of('OLD.version_id')} OR {text_of('NEW.version_id')}) AND {links}", "section_link: the concordance of a version that is out is never changed (V1)")
    for table in ("section", "section_link"):
        yield Trigger(table, "no_insert", "INSERT", text_of("NEW.version_id"), f"{table}: nothing is added to a version that is out (V1)")
        yield Trigger(table, "no_delete", "DELETE", text_of("OLD.version_id"), f"{table}: nothing is taken from a version that is out (V1)")


def dispositions() -> Iterator[Trigger]:
    content = changed("comment_id", "seq", "code", "reason", "language", "target_id", "drafted_by", "drafted_at")
    yield Trigger("disposition", "fixed", "UPDATE", content, "disposition: an answer is never changed, a new one is given")
    yield Trigger("disposition", "no_delete", "DELETE", "TRUE", "disposition: answers are never deleted")


def mandates() -> Iterator[Trigger]:
    facts = changed("party_code", "account_id", "holder_name", "role", "starts_at", "authority", "reference", "dated", "evidence_id", "recorded_by", "recorded_at")
    ended = ("((OLD.ends_at {differs} NEW.ends_at OR OLD.end_reason != NEW.end_reason) AND "
             "(OLD.end_reason != '' OR NEW.end_reason = '' OR NEW.ends_at > OLD.ends_at OR (NEW.ends_at IS NULL AND OLD.ends_at IS NOT NULL)))")
    verified = f"({changed('verified_by', 'verified_at')} AND (OLD.verified_at IS NOT NULL OR OLD.end_reason != ''))"
    yield Trigger("mandate", "fixed", "UPDATE", f"{facts} OR {ended} OR {verified}", "mandate: its facts are fixed, it is verified once and ended once (M3)")
    yield Trigger("mandate", "no_delete", "DELETE", "TRUE", "mandate: mandates are never deleted")
    counts = "o.id != COALESCE(NEW.id, 0) AND NOT (o.verified_at IS NULL AND o.end_reason != '')"
    meets = "(o.ends_at IS NULL OR NEW.starts_at < o.ends_at) AND (NEW.ends_at IS NULL OR o.starts_at < NEW.ends_at)"
    yield Trigger("mandate", "one_principal", "INSERT", "NEW.role = 'principal' AND EXISTS (SELECT 1 FROM mandate o WHERE "
                  f"o.party_code = NEW.party_code AND o.role = 'principal' AND {counts} AND {meets})", "mandate: a seat has one member at a time (M1)")
    at_once = ("(SELECT COUNT(*) FROM mandate o WHERE o.party_code = NEW.party_code AND o.role = 'alternate' AND "
               f"{counts} AND o.starts_at <= m.at AND (o.ends_at IS NULL OR m.at < o.ends_at))")
    moments = ("(SELECT NEW.starts_at AS at UNION SELECT o.starts_at FROM mandate o WHERE o.party_code = NEW.party_code AND o.role = 'alternate' "
               f"AND {counts} AND o.starts_at > NEW.starts_at AND (NEW.ends_at IS NULL OR o.starts_at < NEW.ends_at)) m")
    yield Trigger("mandate", "two_alternates", "INSERT", f"NEW.role = 'alternate' AND EXISTS (SELECT 1 FROM {moments} WHERE {at_once} >= 2)",
                  "mandate: a seat has two alternates at a time (M1)")
    yield Trigger("mandate", "one_per_person", "INSERT", f"EXISTS (SELECT 1 FROM mandate o WHERE o.account_id = NEW.account_id AND {counts} AND {meets})",
                  "mandate: a person holds one mandate at a time (M2)")


def ballots() -> Iterator[Trigger]:
    fixed = changed("number", "version_id", "version_digest", "question", "kind", "preset", "numerator", "denominator", "strict", "base", "floor_numerator",
                    "floor_denominator", "max_against", "opens_at", "notice", "repeats_id", "prepared_by", "prepared_at", "opened_by", "opened_at")
    yield Trigger("ballot", "fixed", "UPDATE", f"OLD.state != 'draft' AND {fixed}", "ballot: question, text, rule and opening are fixed when it opens (B4)")
    yield Trigger("ballot", "final", "UPDATE", "OLD.state IN ('certified', 'withdrawn')", "ballot: a certified or withdrawn ballot is final (B4, B9)")
    yield Trigger("ballot", "moves", "UPDATE", "(OLD.state = 'scheduled' AND NEW.state = 'draft') OR (OLD.state = 'draft' AND NEW.state = 'certified') OR "
                  "(NEW.result IS NOT NULL AND NEW.state != 'certified')", "ballot: it goes forward only")
    yield Trigger("ballot", "no_delete", "DELETE", "TRUE", "ballot: ballots are never deleted")
    yield Trigger("ballot", "opening", "UPDATE", "OLD.state = 'draft' AND NEW.state = 'scheduled' AND (NOT EXISTS (SELECT 1 FROM version v WHERE v.id = NEW.version_id "
                  "AND v.state = 'published' AND v.digest = NEW.version_digest) OR NOT EXISTS (SELECT 1 FROM ballot_seat s WHERE s.ballot_id = NEW.id))",
                  "ballot: it opens on one published text, with its seats (B10)")
    yield Trigger("ballot", "early", "UPDATE", "OLD.state = 'scheduled' AND NEW.closes_at < OLD.closes_at AND EXISTS (SELECT 1 FROM ballot_seat s WHERE s.ballot_id = NEW.id "
                  "AND NOT EXISTS (SELECT 1 FROM position p WHERE p.ballot_id = s.ballot_id AND p.party_code = s.party_code))",
                  "ballot: it closes early only when every seat has a position")
    yield Trigger("ballot_seat", "at_opening", "INSERT", "NOT EXISTS (SELECT 1 FROM ballot b WHERE b.id = NEW.ballot_id AND b.state = 'draft')",
                  "ballot_seat: seats are copied when a ballot opens (B4)")


def positions() -> Iterator[Trigger]:
    yield Trigger("position", "in_time", "INSERT", "NOT EXISTS (SELECT 1 FROM ballot b WHERE b.id = NEW.ballot_id AND b.state = 'scheduled' "
                  "AND b.opens_at <= NEW.at AND NEW.at < b.closes_at AND b.version_digest = NEW.version_digest)",
                  "position: only while the ballot is open, on its exact text (B2, B8)")
    yield Trigger("position", "mandated", "INSERT", "NOT EXISTS (SELECT 1 FROM mandate m WHERE m.id = NEW.mandate_id AND m.party_code = NEW.party_code "
                  "AND m.account_id = NEW.cast_by AND m.role = NEW.capacity AND m.verified_at IS NOT NULL AND m.starts_at <= NEW.at AND (m.ends_at IS NULL OR NEW.at < m.ends_at))",
                  "position: only by a verified mandate in force at the time (B2, M5)")
    yield Trigger("position", "of_a_seat", "INSERT", "NOT EXISTS (SELECT 1 FROM ballot_seat s WHERE s.ballot_id = NEW.ballot_id AND s.party_code = NEW.party_code)",
                  "position: only for a seat of the ballot (B1)")
    yield Trigger("position", "in_order", "INSERT", "NEW.seq != (SELECT COALESCE(MAX(p.seq), 0) + 1 FROM position p WHERE p.ballot_id = NEW.ballot_id) OR "
                  "EXISTS (SELECT 1 FROM position p WHERE p.ballot_id = NEW.ballot_id AND p.seq = NEW.seq - 1 AND p.receipt != NEW.previous)",
                  "position: each follows the one before (B11)")


def register() -> Iterator[Trigger]:
    yield Trigger("act_verification", "second_person", "INSERT", "EXISTS (SELECT 1 FROM act a WHERE a.id = NEW.act_id AND a.recorded_by = NEW.account_id)",
                  "act_verification: another person recorded it (A1)")
    yield Trigger("reservation", "of_its_text", "INSERT", "NOT EXISTS (SELECT 1 FROM act a JOIN section s ON s.version_id = a.version_id WHERE a.id = NEW.act_id "
                  "AND s.uid = NEW.section_uid) OR EXISTS (SELECT 1 FROM act_verification v WHERE v.act_id = NEW.act_id)",
                  "reservation: of a section of the text of its act, recorded with it (A2, A5)")
    yield Trigger("act", "final_text", "INSERT", "NEW.type IN ('signature', 'adoption', 'accession', 'acceptance') AND NOT EXISTS (SELECT 1 FROM version v "
                  "WHERE v.id = NEW.version_id AND v.final AND v.state IN ('published', 'withdrawn'))", "act: adoption is of a final text (A1)")
    yield Trigger("act", "same_party", "INSERT", "EXISTS (SELECT 1 FROM act a WHERE a.id IN (NEW.voids_id, NEW.answers_id) AND a.party_code != NEW.party_code)",
                  "act: acts of one party never alter the state of others (A7)")


def triggers() -> list[Trigger]:
    return [t for part in (append_only, published_text, dispositions, mandates, ballots, positions, register) for t in part()]


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for t in triggers():
            when = t.condition.format(differs="IS NOT")
            op.execute(f"CREATE TRIGGER {t.name} BEFORE {t.event} ON {t.table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{t.message}'); END")
        return
    for t in triggers():
        when = t.condition.format(differs="IS DISTINCT FROM")
        op.execute(f"CREATE FUNCTION {t.name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN IF {when} THEN RAISE EXCEPTION '{t.message}' "
                   f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {'OLD' if t.event == 'DELETE' else 'NEW'}; END $body$")
        op.execute(f"CREATE TRIGGER {t.name} BEFORE {t.event} ON {t.table} FOR EACH ROW EXECUTE FUNCTION {t.name}()")
    op.execute("CREATE FUNCTION tg_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN RAISE EXCEPTION 'rows are never deleted' "
               "USING ERRCODE = 'integrity_constraint_violation'; END $body$")
    for table in sorted({t.table for t in triggers()}):
        op.execute(f"CREATE TRIGGER tg_{table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION tg_no_truncate()")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for t in triggers():
            op.execute(f"DROP TRIGGER {t.name}")
        return
    for table in sorted({t.table for t in triggers()}):
        op.execute(f"DROP TRIGGER tg_{table}_no_truncate ON {table}")
    op.execute("DROP FUNCTION tg_no_truncate()")
    for t in triggers():
        op.execute(f"DROP TRIGGER {t.name} ON {t.table}")
        op.execute(f"DROP FUNCTION {t.name}()")

"""voting: the silence procedure, and what was done about the objections against a ballot that is repeated

One trigger per promise, named as in 0002; {differs} is the comparison that knows NULL, in either dialect.
"""
# ruff: noqa: S608 - conditions of triggers, made of constants
import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OBJECTIONS = "('do_not_approve', 'does_not_take_part')"
#: A position p is an objection of the ballot f that is repeated: the last word of its seat, and one that needs a reason.
STANDING = f"p.choice IN {OBJECTIONS} AND NOT EXISTS (SELECT 1 FROM position q WHERE q.ballot_id = p.ballot_id AND q.party_code = p.party_code AND q.seq > p.seq)"
PROCEDURE = "(NEW.\"procedure\" NOT IN ('vote', 'silence') OR (NEW.\"procedure\" = 'silence' AND NEW.kind != 'procedural'))"
REPEATED = ("NEW.repeats_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ballot f JOIN version v ON v.id = f.version_id JOIN version w ON w.document_id = v.document_id "
            "WHERE f.id = NEW.repeats_id AND f.opened_by IS NOT NULL AND f.state IN ('withdrawn', 'certified') AND w.id = NEW.version_id)")


def triggers() -> list[tuple[str, str, str, str, str]]:
    """Table, name, event, condition, message."""
    kind, repeats = "ballot: silence decides procedure only", "ballot: it repeats one that was withdrawn or decided, on the same document"
    return [
        ("ballot", "procedure", "INSERT", PROCEDURE, kind),
        ("ballot", "procedure_kept", "UPDATE", f"{PROCEDURE} OR (OLD.state != 'draft' AND OLD.\"procedure\" {{differs}} NEW.\"procedure\")",
         f"{kind}, and how it decides is fixed (B4)"),
        ("ballot", "repeats", "INSERT", REPEATED, repeats),
        ("ballot", "repeats_kept", "UPDATE", f"OLD.repeats_id {{differs}} NEW.repeats_id AND {REPEATED}", repeats),
        ("ballot", "silence_whole", "UPDATE", "OLD.state = 'scheduled' AND OLD.\"procedure\" = 'silence' AND NEW.closes_at < OLD.closes_at",
         "ballot: silence is never cut short"),
        ("ballot", "answered", "UPDATE", "OLD.state = 'draft' AND NEW.state = 'scheduled' AND NEW.repeats_id IS NOT NULL AND EXISTS (SELECT 1 FROM position p "
         f"WHERE p.ballot_id = NEW.repeats_id AND {STANDING} AND NOT EXISTS (SELECT 1 FROM objection_answer a WHERE a.ballot_id = NEW.id AND a.position_id = p.id))",
         "ballot: it opens again when every former objection has its answer"),
        ("position", "objection_only", "INSERT", "NEW.choice != 'do_not_approve' AND EXISTS (SELECT 1 FROM ballot b WHERE b.id = NEW.ballot_id AND b.\"procedure\" = 'silence')",
         "position: a silence procedure is answered by an objection or not at all"),
        ("objection_answer", "of_objection", "INSERT", "NOT EXISTS (SELECT 1 FROM ballot b JOIN position p ON p.ballot_id = b.repeats_id WHERE b.id = NEW.ballot_id "
         f"AND p.id = NEW.position_id AND b.state = 'draft' AND {STANDING})", "objection_answer: about an objection against the ballot that is repeated, before it opens"),
        ("objection_answer", "no_update", "UPDATE", "TRUE", "objection_answer: rows are never changed"),
        ("objection_answer", "no_delete", "DELETE", "TRUE", "objection_answer: rows are never deleted"),
    ]


def upgrade() -> None:
    op.add_column("ballot", sa.Column("procedure", sa.String(length=20), server_default="vote", nullable=False))
    op.create_table(
        "objection_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("words != ''", name=op.f("ck_objection_answer_words")),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_objection_answer_answered_by_account")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_objection_answer_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=op.f("fk_objection_answer_position_id_position")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_answer")),
    )
    op.create_index(op.f("ix_objection_answer_ballot_id"), "objection_answer", ["ballot_id"])
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
        op.execute("CREATE TRIGGER tg_objection_answer_no_truncate BEFORE TRUNCATE ON objection_answer FOR EACH STATEMENT EXECUTE FUNCTION tg_no_truncate()")


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, what, *_ in triggers():
        op.execute(f"DROP TRIGGER tg_{table}_{what}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            op.execute(f"DROP FUNCTION tg_{table}_{what}()")
    op.drop_table("objection_answer")
    op.drop_column("ballot", "procedure")

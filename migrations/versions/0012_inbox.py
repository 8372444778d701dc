"""inbox: a narrow row for every comment by which editors find it, counts of these rows, what each editor has read, notes, and kept choices

The rows and counts are kept by triggers, so that they are true whoever writes a comment or an answer. The words of comments are found through a full
text index: FTS5 on SQLite, GIN on PostgreSQL. Batch migrations of SQLite rebuild a table and lose its triggers: a later one of comment, disposition or
search_row must make these anew.
"""
# ruff: noqa: S608 - names of tables and columns, never what somebody typed
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STAGES = ("todo", "draft", "approved", "published", "gone")
#: The field of a filter, and the column by which it narrows.
FIELDS = {"section": "section_uid", "party": "origin", "organisation": "organisation_id", "kind": "kind", "language": "language", "channel": "channel",
          "assigned": "assignee_id"}
WORDS = "CREATE VIRTUAL TABLE inbox_words USING fts5(folded, content='', columnsize=0, detail='none')"
WORDS_INDEX = "CREATE INDEX ix_search_row_words ON search_row USING gin (to_tsvector('simple', replace(folded, '.', ' ')))"


@dataclass(frozen=True)
class Trigger:
    """Do `body` after `event` on `table`, for rows of which `when` is true."""

    table: str
    what: str
    event: str
    body: str
    when: str = "TRUE"

    @property
    def name(self) -> str:
        return f"tg_{self.table}_{self.what}"


def stage_of(comment: str) -> str:
    last = f"(SELECT d.state FROM disposition d WHERE d.comment_id = {comment}.id ORDER BY d.seq DESC LIMIT 1)"
    return f"CASE WHEN {comment}.state IN ('submitted', 'disposed') THEN COALESCE({last}, 'todo') ELSE 'gone' END"


def entry_of(comment: str) -> str:
    return (f"{comment}.id, {comment}.round_id, {stage_of(comment)}, COALESCE({comment}.section_uid, ''), {comment}.origin, COALESCE({comment}.organisation_id, 0), "
            f"{comment}.kind, {comment}.language, {comment}.channel")


INSERT_ENTRY = "INSERT INTO inbox_entry (comment_id, round_id, stage, section_uid, origin, organisation_id, kind, language, channel)"


def counted(row: str, step: int) -> str:
    """Add a step to each of the counts in which a row stands."""
    words = {"all": "''"} | {field: f"COALESCE(CAST({row}.{column} AS VARCHAR(80)), '')" for field, column in FIELDS.items()}
    rows = ", ".join(f"({row}.round_id, {row}.stage, '{field}', {word}, {step})" for field, word in words.items())
    return (f"INSERT INTO inbox_count (round_id, stage, field, word, number) VALUES {rows} "
            "ON CONFLICT (round_id, stage, field, word) DO UPDATE SET number = inbox_count.number + excluded.number")


def readers(row: str, step: int) -> str:
    """Add a step to the counts of what each reader of a row has read."""
    return ("INSERT INTO inbox_count (round_id, stage, field, word, number) "
            f"SELECT {row}.round_id, {row}.stage, 'read', CAST(r.account_id AS VARCHAR(80)), {step} FROM inbox_read r WHERE r.comment_id = {row}.comment_id "
            "ON CONFLICT (round_id, stage, field, word) DO UPDATE SET number = inbox_count.number + excluded.number")


def reading(row: str, step: int) -> str:
    return ("INSERT INTO inbox_count (round_id, stage, field, word, number) "
            f"SELECT e.round_id, e.stage, 'read', CAST({row}.account_id AS VARCHAR(80)), {step} FROM inbox_entry e WHERE e.comment_id = {row}.comment_id "
            "ON CONFLICT (round_id, stage, field, word) DO UPDATE SET number = inbox_count.number + excluded.number")


def triggers() -> Iterator[Trigger]:
    comment = f"(SELECT {stage_of('c')} FROM comment c WHERE c.id = NEW.comment_id)"
    yield Trigger("comment", "inbox_new", "INSERT", f"{INSERT_ENTRY} SELECT {entry_of('c')} FROM comment c WHERE c.id = NEW.id")
    yield Trigger("comment", "inbox_change", "UPDATE OF state, kind, language", f"UPDATE inbox_entry SET stage = {stage_of('NEW')}, kind = NEW.kind, language = NEW.language "
                  "WHERE comment_id = NEW.id")
    for what, event in (("new", "INSERT"), ("change", "UPDATE OF state")):
        yield Trigger("disposition", f"inbox_{what}", event, f"UPDATE inbox_entry SET stage = {comment} WHERE comment_id = NEW.comment_id")
    yield Trigger("inbox_entry", "count_new", "INSERT", counted("NEW", 1))
    yield Trigger("inbox_entry", "count_change", "UPDATE", f"{counted('OLD', -1)}; {counted('NEW', 1)}; {readers('OLD', -1)}; {readers('NEW', 1)}")
    yield Trigger("inbox_read", "count_new", "INSERT", reading("NEW", 1))
    yield Trigger("inbox_read", "count_gone", "DELETE", reading("OLD", -1))


def word_triggers() -> Iterator[Trigger]:
    """Only SQLite keeps the words in a table of their own."""
    yield Trigger("search_row", "inbox_new", "INSERT", "INSERT INTO inbox_words (rowid, folded) SELECT c.id, NEW.folded FROM comment c WHERE c.public_id = NEW.ref",
                  "NEW.kind = 'comment'")
    yield Trigger("search_row", "inbox_gone", "DELETE", "INSERT INTO inbox_words (inbox_words, rowid, folded) SELECT 'delete', c.id, OLD.folded FROM comment c "
                  "WHERE c.public_id = OLD.ref", "OLD.kind = 'comment'")


def make_triggers() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for t in [*triggers(), *word_triggers()]:
            op.execute(f"CREATE TRIGGER {t.name} AFTER {t.event} ON {t.table} WHEN {t.when} BEGIN {t.body}; END")
        return
    for t in triggers():
        op.execute(f"CREATE FUNCTION {t.name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {t.body}; RETURN NULL; END $body$")
        op.execute(f"CREATE TRIGGER {t.name} AFTER {t.event} ON {t.table} FOR EACH ROW EXECUTE FUNCTION {t.name}()")


def upgrade() -> None:
    stage = sa.Enum(*STAGES, name="stage", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "inbox_entry",
        sa.Column("comment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("stage", stage, nullable=False),
        sa.Column("section_uid", sa.String(length=80), nullable=False),
        sa.Column("origin", sa.String(length=3), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("assigned_by", sa.Integer(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(assigned_by IS NULL) = (assigned_at IS NULL)", name=op.f("ck_inbox_entry_assigned_is_dated")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_inbox_entry_comment_id_comment")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_inbox_entry_round_id_round")),
        sa.ForeignKeyConstraint(["assignee_id"], ["account.id"], name=op.f("fk_inbox_entry_assignee_id_account")),
        sa.ForeignKeyConstraint(["assigned_by"], ["account.id"], name=op.f("fk_inbox_entry_assigned_by_account")),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_inbox_entry")),
    )
    op.create_table(
        "inbox_count",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "stage", "field", "word", name=op.f("pk_inbox_count")),
    )
    op.create_table(
        "inbox_read",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_inbox_read_comment_id_comment")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_inbox_read_account_id_account")),
        sa.PrimaryKeyConstraint("comment_id", "account_id", name=op.f("pk_inbox_read")),
    )
    op.create_table(
        "inbox_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_inbox_note_comment_id_comment")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_inbox_note_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_note")),
    )
    op.create_table(
        "inbox_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_inbox_choice_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_choice")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_inbox_choice_account_id_name")),
    )
    op.create_index("ix_inbox_entry_stage", "inbox_entry", ["round_id", "stage", "comment_id"])
    for field, column in FIELDS.items():
        op.create_index(f"ix_inbox_entry_{field}", "inbox_entry", ["round_id", column, "stage", "comment_id"])
    op.create_index(op.f("ix_inbox_note_comment_id"), "inbox_note", ["comment_id"])
    op.execute(WORDS if op.get_bind().dialect.name == "sqlite" else WORDS_INDEX)
    make_triggers()
    op.execute(f"{INSERT_ENTRY} SELECT {entry_of('c')} FROM comment c")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("INSERT INTO inbox_words (rowid, folded) SELECT c.id, s.folded FROM search_row s JOIN comment c ON c.public_id = s.ref WHERE s.kind = 'comment'")


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for t in [*triggers(), *(word_triggers() if sqlite else ())]:
        op.execute(f"DROP TRIGGER {t.name}" + ("" if sqlite else f" ON {t.table}"))
        if not sqlite:
            op.execute(f"DROP FUNCTION {t.name}()")
    op.execute("DROP TABLE inbox_words" if sqlite else "DROP INDEX ix_search_row_words")
    for table in ("inbox_choice", "inbox_note", "inbox_read", "inbox_count", "inbox_entry"):
        op.drop_table(table)

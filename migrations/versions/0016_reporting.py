"""reporting: themes and next steps of a round's report, its frozen form, and the reasons of changes that no comment asked for"""
import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

PUBLIC = "EXISTS (SELECT 1 FROM version v WHERE v.id = OLD.version_id AND v.state != 'working')"
#: Table, name, event, condition, message; one trigger per promise, as in 0002.
TRIGGERS = (
    ("frozen_report", "no_update", "UPDATE", "1 = 1", "frozen_report: rows are never changed"),
    ("frozen_report", "no_delete", "DELETE", "1 = 1", "frozen_report: rows are never deleted"),
    ("editorial_reason", "fixed", "UPDATE", f"{PUBLIC} OR OLD.reason != NEW.reason OR OLD.account_id != NEW.account_id OR OLD.at != NEW.at",
     "editorial_reason: a reason is never changed, a new one is given"),
    ("editorial_reason", "no_delete", "DELETE", "1 = 1", "editorial_reason: rows are never deleted"),
)


def upgrade() -> None:
    op.create_table(
        "report_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_report_theme_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_theme")),
    )
    op.create_index(op.f("ix_report_theme_round_id"), "report_theme", ["round_id"])
    op.create_table(
        "report_theme_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["report_theme.id"], name=op.f("fk_report_theme_comment_theme_id_report_theme")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_report_theme_comment_comment_id_comment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_theme_comment")),
        sa.UniqueConstraint("theme_id", "comment_id", name=op.f("uq_report_theme_comment_theme_id_comment_id")),
    )
    op.create_index(op.f("ix_report_theme_comment_comment_id"), "report_theme_comment", ["comment_id"])
    op.create_table(
        "report_theme_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("section_uid", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["report_theme.id"], name=op.f("fk_report_theme_section_theme_id_report_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_theme_section")),
        sa.UniqueConstraint("theme_id", "section_uid", name=op.f("uq_report_theme_section_theme_id_section_uid")),
    )
    op.create_table(
        "report_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_report_step_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_step")),
    )
    op.create_index(op.f("ix_report_step_round_id"), "report_step", ["round_id"])
    op.create_table(
        "frozen_report",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_frozen_report_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_frozen_report")),
    )
    op.create_table(
        "editorial_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("section_uid", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_editorial_reason_version_id_version")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_editorial_reason_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editorial_reason")),
    )
    op.create_index(op.f("ix_editorial_reason_version_id"), "editorial_reason", ["version_id"])
    _refuse()


def _refuse() -> None:
    for table, what, event, condition, message in TRIGGERS:
        name = f"tg_{table}_{what}"
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        else:
            op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN IF {condition} THEN RAISE EXCEPTION '{message}' "
                       f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $body$")
            op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    if op.get_bind().dialect.name != "sqlite":
        for table in ("frozen_report", "editorial_reason"):
            op.execute(f"CREATE TRIGGER tg_{table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION tg_no_truncate()")


def downgrade() -> None:
    for table in ("editorial_reason", "frozen_report", "report_step", "report_theme_section", "report_theme_comment", "report_theme"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table, what, *_ in TRIGGERS:
            op.execute(f"DROP FUNCTION tg_{table}_{what}()")

"""notices: mails with an HTML part, a thread, a topic and what was said against them; what people chose to be told when, and what waits to be gathered"""
import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TOPICS = ("answers", "texts", "discussion", "reminders")


def upgrade() -> None:
    op.add_column("mail", sa.Column("html", sa.Text(), server_default="", nullable=False))
    op.add_column("mail", sa.Column("thread", sa.String(length=120), server_default="", nullable=False))
    op.add_column("mail", sa.Column("topic", sa.String(length=20), server_default="", nullable=False))
    op.add_column("mail", sa.Column("fault", sa.String(length=300), server_default="", nullable=False))
    op.create_table(
        "notice_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Enum(*TOPICS, name="topic", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("pace", sa.Enum("at_once", "daily", "weekly", "never", name="pace", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_choice_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_choice")),
        sa.UniqueConstraint("account_id", "topic", name=op.f("uq_notice_choice_account_id_topic")),
    )
    op.create_table(
        "notice_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Enum(*TOPICS, name="topic", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_item_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_item")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_item_key")),
    )
    op.create_index(op.f("ix_notice_item_account_id"), "notice_item", ["account_id"])
    op.create_index(op.f("ix_notice_item_due_at"), "notice_item", ["due_at"])


def downgrade() -> None:
    op.drop_table("notice_item")
    op.drop_table("notice_choice")
    for name in ("fault", "topic", "thread", "html"):
        op.drop_column("mail", name)

"""confirmed places: who has made sure, or corrected, where a comment stands in a later version"""
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATUSES = ("kept", "moved", "changed", "reworded", "detached")


def upgrade() -> None:
    op.create_table(
        "place_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("former_uid", sa.String(length=80), nullable=True),
        sa.Column("former_status", sa.Enum(*STATUSES, name="placestatus", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("former_start", sa.Integer(), nullable=True),
        sa.Column("former_end", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_place_confirmation_account_id_account")),
        sa.ForeignKeyConstraint(["place_id"], ["comment_place.id"], name=op.f("fk_place_confirmation_place_id_comment_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_confirmation")),
    )
    op.create_index(op.f("ix_place_confirmation_place_id"), "place_confirmation", ["place_id"])


def downgrade() -> None:
    op.drop_table("place_confirmation")

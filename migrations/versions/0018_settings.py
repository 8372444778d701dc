"""settings: what the secretariat decided and when; seats given and taken; former names of organisations, and those that turned out to be one body"""
import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "setting_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_setting_decision_counted_from_one")),
        sa.CheckConstraint("reason != ''", name=op.f("ck_setting_decision_has_a_reason")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_setting_decision_decided_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_decision")),
        sa.UniqueConstraint("key", "number", name=op.f("uq_setting_decision_key_number")),
    )
    op.create_table(
        "seat_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_code", sa.String(length=3), nullable=False),
        sa.Column("seat", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_seat_change_has_a_reason")),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_seat_change_changed_by_account")),
        sa.ForeignKeyConstraint(["party_code"], ["party.code"], name=op.f("fk_seat_change_party_code_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_change")),
    )
    op.create_index(op.f("ix_seat_change_party_code"), "seat_change", ["party_code"])
    op.create_table(
        "organisation_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_organisation_name_changed_by_account")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_name_organisation_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_name")),
    )
    op.create_index(op.f("ix_organisation_name_organisation_id"), "organisation_name", ["organisation_id"])
    op.create_table(
        "organisation_merger",
        sa.Column("merged_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("merged_id != into_id", name=op.f("ck_organisation_merger_into_another")),
        sa.ForeignKeyConstraint(["into_id"], ["organisation.id"], name=op.f("fk_organisation_merger_into_id_organisation")),
        sa.ForeignKeyConstraint(["merged_by"], ["account.id"], name=op.f("fk_organisation_merger_merged_by_account")),
        sa.ForeignKeyConstraint(["merged_id"], ["organisation.id"], name=op.f("fk_organisation_merger_merged_id_organisation")),
        sa.PrimaryKeyConstraint("merged_id", name=op.f("pk_organisation_merger")),
    )
    op.create_index(op.f("ix_organisation_merger_into_id"), "organisation_merger", ["into_id"])


def downgrade() -> None:
    for table in ("organisation_merger", "organisation_name", "seat_change", "setting_decision"):
        op.drop_table(table)

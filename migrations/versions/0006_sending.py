"""sending: attached files, the key of a sent form, late links, comments that came on paper"""
import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _files()
    _sendings()
    op.create_table('paper_entry',
        sa.Column('comment_id', sa.Integer(), nullable=False),
        sa.Column('means', sa.Enum('letter', 'email', 'in_person', name='means', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('received_on', sa.Date(), nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_paper_entry_comment_id_comment')),
        sa.PrimaryKeyConstraint('comment_id', name=op.f('pk_paper_entry')))
    op.add_column("comment", sa.Column("sender", sa.String(length=200), server_default="", nullable=False))


def _files() -> None:
    op.create_table('attached_file',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('media_type', sa.String(length=100), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=False),
        sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_attached_file')),
        sa.UniqueConstraint('digest', name=op.f('uq_attached_file_digest')))
    op.create_table('attachment',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('file_id', sa.Integer(), nullable=False),
        sa.Column('draft_id', sa.Integer(), nullable=True),
        sa.Column('comment_id', sa.Integer(), nullable=True),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('original', sa.Boolean(), nullable=False),
        sa.Column('shown', sa.Boolean(), nullable=False),
        sa.CheckConstraint('(draft_id IS NULL) != (comment_id IS NULL)', name=op.f('ck_attachment_of_a_draft_or_a_comment')),
        sa.CheckConstraint('shown OR original', name=op.f('ck_attachment_only_an_original_is_kept_back')),
        sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_attachment_comment_id_comment')),
        sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_attachment_draft_id_draft')),
        sa.ForeignKeyConstraint(['file_id'], ['attached_file.id'], name=op.f('fk_attachment_file_id_attached_file')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
        sa.UniqueConstraint('comment_id', 'file_id', name=op.f('uq_attachment_comment_id_file_id')),
        sa.UniqueConstraint('draft_id', 'file_id', name=op.f('uq_attachment_draft_id_file_id')))
    op.create_index(op.f('ix_attachment_file_id'), 'attachment', ['file_id'])


def _sendings() -> None:
    op.create_table('sending',
        sa.Column('submission_id', sa.Integer(), nullable=False),
        sa.Column('form_key', sa.String(length=64), nullable=True),
        sa.Column('interest', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_sending_submission_id_submission')),
        sa.PrimaryKeyConstraint('submission_id', name=op.f('pk_sending')),
        sa.UniqueConstraint('form_key', name=op.f('uq_sending_form_key')))
    op.create_table('late_link',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('round_id', sa.Integer(), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('given_by', sa.Integer(), nullable=False),
        sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('holder_id', sa.Integer(), nullable=True),
        sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('submission_id', sa.Integer(), nullable=True),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f('ck_late_link_reason_given')),
        sa.CheckConstraint('(holder_id IS NULL) = (claimed_at IS NULL)', name=op.f('ck_late_link_claimed_by_somebody')),
        sa.CheckConstraint('submission_id IS NULL OR holder_id IS NOT NULL', name=op.f('ck_late_link_used_by_its_holder')),
        sa.CheckConstraint('submission_id IS NULL OR withdrawn_at IS NULL', name=op.f('ck_late_link_used_or_withdrawn')),
        sa.ForeignKeyConstraint(['given_by'], ['account.id'], name=op.f('fk_late_link_given_by_account')),
        sa.ForeignKeyConstraint(['holder_id'], ['account.id'], name=op.f('fk_late_link_holder_id_account')),
        sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_late_link_round_id_round')),
        sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_late_link_submission_id_submission')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_late_link')),
        sa.UniqueConstraint('submission_id', name=op.f('uq_late_link_submission_id')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_late_link_token_hash')))
    op.create_index(op.f('ix_late_link_holder_id'), 'late_link', ['holder_id'])
    op.create_index(op.f('ix_late_link_round_id'), 'late_link', ['round_id'])


def downgrade() -> None:
    op.drop_column("comment", "sender")
    for table in ("paper_entry", "late_link", "sending", "attachment", "attached_file"):
        op.drop_table(table)

"""translating: translations of sections, quotations taken from them, files that wait to be looked at"""
import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('translation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('section_uid', sa.String(length=80), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('heading', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('stage', sa.Enum('draft', 'made', name='stage', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('written_by', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reviewed_by', sa.Integer(), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(reviewed_by IS NULL) = (reviewed_at IS NULL)', name=op.f('ck_translation_review_is_dated')),
    sa.CheckConstraint("reviewed_by IS NULL OR (reviewed_by != written_by AND stage = 'made')", name=op.f('ck_translation_reviewed_by_another')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_translation_document_id_document')),
    sa.ForeignKeyConstraint(['reviewed_by'], ['account.id'], name=op.f('fk_translation_reviewed_by_account')),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_translation_version_id_version')),
    sa.ForeignKeyConstraint(['written_by'], ['account.id'], name=op.f('fk_translation_written_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_translation')),
    sa.UniqueConstraint('document_id', 'section_uid', 'language', 'seq', name=op.f('uq_translation_document_id_section_uid_language_seq'))
    )
    op.create_index(op.f('ix_translation_version_id'), 'translation', ['version_id'], unique=False)
    op.create_table('translated_quote',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=True),
    sa.Column('comment_id', sa.Integer(), nullable=True),
    sa.Column('translation_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.CheckConstraint('(draft_id IS NULL) != (comment_id IS NULL)', name=op.f('ck_translated_quote_of_one_thing')),
    sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_translated_quote_comment_id_comment')),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_translated_quote_draft_id_draft')),
    sa.ForeignKeyConstraint(['translation_id'], ['translation.id'], name=op.f('fk_translated_quote_translation_id_translation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_translated_quote')),
    sa.UniqueConstraint('comment_id', name=op.f('uq_translated_quote_comment_id')),
    sa.UniqueConstraint('draft_id', name=op.f('uq_translated_quote_draft_id'))
    )
    op.create_table('translation_intake',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('pieces', sa.JSON(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_translation_intake_account_id_account')),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_translation_intake_version_id_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_translation_intake'))
    )
    op.create_index(op.f('ix_translation_intake_account_id'), 'translation_intake', ['account_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_translation_intake_account_id'), table_name='translation_intake')
    op.drop_table('translation_intake')
    op.drop_table('translated_quote')
    op.drop_index(op.f('ix_translation_version_id'), table_name='translation')
    op.drop_table('translation')

"""dispositions: saved texts, reviews of drafts, translations of answers, why an answer was changed, and reactions of authors"""
import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

#: Drafts of before could be approved by any other editor: so they can still.
FOR_REVIEW = """
INSERT INTO answer_review (disposition_id, asked_by, asked_at, state, remark)
SELECT id, drafted_by, drafted_at, 'asked', '' FROM disposition WHERE state = 'draft'
"""


def upgrade() -> None:
    op.create_table('saved_text',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('title', sa.String(length=100), nullable=False),
        sa.Column('language', sa.String(length=10), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('changed_by', sa.Integer(), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['changed_by'], ['account.id'], name=op.f('fk_saved_text_changed_by_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_text'))
    )
    op.create_index('uq_saved_text_title', 'saved_text', ['title', 'language'], unique=True,
                    sqlite_where=sa.text('dropped_at IS NULL'), postgresql_where=sa.text('dropped_at IS NULL'))
    op.create_table('answer_review',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('disposition_id', sa.Integer(), nullable=False),
        sa.Column('reviewer_id', sa.Integer(), nullable=True),
        sa.Column('asked_by', sa.Integer(), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('state', sa.Enum('asked', 'approved', 'sent_back', name='reviewstate', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('remark', sa.Text(), nullable=False),
        sa.Column('decided_by', sa.Integer(), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name=op.f('ck_answer_review_decided_is_dated')),
        sa.CheckConstraint("(state = 'asked') = (decided_by IS NULL)", name=op.f('ck_answer_review_decided_by_somebody')),
        sa.CheckConstraint("state != 'sent_back' OR remark != ''", name=op.f('ck_answer_review_sent_back_with_a_remark')),
        sa.CheckConstraint('decided_by IS NULL OR decided_by != asked_by', name=op.f('ck_answer_review_decided_by_another')),
        sa.CheckConstraint('reviewer_id IS NULL OR reviewer_id != asked_by', name=op.f('ck_answer_review_given_to_another')),
        sa.ForeignKeyConstraint(['asked_by'], ['account.id'], name=op.f('fk_answer_review_asked_by_account')),
        sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_answer_review_decided_by_account')),
        sa.ForeignKeyConstraint(['disposition_id'], ['disposition.id'], name=op.f('fk_answer_review_disposition_id_disposition')),
        sa.ForeignKeyConstraint(['reviewer_id'], ['account.id'], name=op.f('fk_answer_review_reviewer_id_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_review'))
    )
    op.create_index(op.f('ix_answer_review_disposition_id'), 'answer_review', ['disposition_id'], unique=False)
    op.create_index(op.f('ix_answer_review_reviewer_id'), 'answer_review', ['reviewer_id'], unique=False)
    op.create_index('uq_answer_review_asked', 'answer_review', ['disposition_id'], unique=True,
                    sqlite_where=sa.text("state = 'asked'"), postgresql_where=sa.text("state = 'asked'"))
    op.create_table('answer_translation',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('disposition_id', sa.Integer(), nullable=False),
        sa.Column('language', sa.String(length=10), nullable=False),
        sa.Column('seq', sa.Integer(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('translated_by', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("words != ''", name=op.f('ck_answer_translation_has_words')),
        sa.ForeignKeyConstraint(['disposition_id'], ['disposition.id'], name=op.f('fk_answer_translation_disposition_id_disposition')),
        sa.ForeignKeyConstraint(['translated_by'], ['account.id'], name=op.f('fk_answer_translation_translated_by_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_translation')),
        sa.UniqueConstraint('disposition_id', 'language', 'seq', name=op.f('uq_answer_translation_disposition_id_language_seq'))
    )
    op.create_table('answer_change',
        sa.Column('disposition_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f('ck_answer_change_has_a_reason')),
        sa.ForeignKeyConstraint(['disposition_id'], ['disposition.id'], name=op.f('fk_answer_change_disposition_id_disposition')),
        sa.PrimaryKeyConstraint('disposition_id', name=op.f('pk_answer_change'))
    )
    op.create_table('reaction',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('disposition_id', sa.Integer(), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=True),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('feeling', sa.Enum('satisfied', 'not_satisfied', name='feeling', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('language', sa.String(length=10), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("feeling != 'not_satisfied' OR reason != ''", name=op.f('ck_reaction_not_satisfied_because')),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_reaction_account_id_account')),
        sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_reaction_comment_id_comment')),
        sa.ForeignKeyConstraint(['disposition_id'], ['disposition.id'], name=op.f('fk_reaction_disposition_id_disposition')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_reaction_organisation_id_organisation')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reaction'))
    )
    op.create_index(op.f('ix_reaction_comment_id'), 'reaction', ['comment_id'], unique=False)
    op.create_index(op.f('ix_reaction_organisation_id'), 'reaction', ['organisation_id'], unique=False)
    op.create_index('uq_reaction_author', 'reaction', ['disposition_id'], unique=True,
                    sqlite_where=sa.text('organisation_id IS NULL'), postgresql_where=sa.text('organisation_id IS NULL'))
    op.create_index('uq_reaction_organisation', 'reaction', ['disposition_id', 'organisation_id'], unique=True,
                    sqlite_where=sa.text('organisation_id IS NOT NULL'), postgresql_where=sa.text('organisation_id IS NOT NULL'))
    op.execute(FOR_REVIEW)


def downgrade() -> None:
    for table in ('reaction', 'answer_change', 'answer_translation', 'answer_review', 'saved_text'):
        op.drop_table(table)

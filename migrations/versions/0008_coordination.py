"""coordination: gatherings of a party, what its organisations contribute, the items of the joint submission, and declarations of no comment"""
import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('gathering',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('party_code', sa.String(length=3), nullable=False),
    sa.Column('state', sa.Enum('collecting', 'checking', 'sent', name='gatheringstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('opened_by', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('check_seq', sa.Integer(), nullable=False),
    sa.Column('check_started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('check_ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submission_id', sa.Integer(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'collecting') = (check_ends_at IS NULL)", name=op.f('ck_gathering_checked_until')),
    sa.CheckConstraint("(state = 'sent') = (submission_id IS NOT NULL AND sent_at IS NOT NULL)", name=op.f('ck_gathering_sent_is_a_submission')),
    sa.CheckConstraint("state = 'collecting' OR check_seq > 0", name=op.f('ck_gathering_checked_before_sending')),
    sa.ForeignKeyConstraint(['opened_by'], ['account.id'], name=op.f('fk_gathering_opened_by_account')),
    sa.ForeignKeyConstraint(['party_code'], ['party.code'], name=op.f('fk_gathering_party_code_party')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_gathering_round_id_round')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_gathering_submission_id_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gathering')),
    sa.UniqueConstraint('round_id', 'party_code', name=op.f('uq_gathering_round_id_party_code')),
    sa.UniqueConstraint('submission_id', name=op.f('uq_gathering_submission_id'))
    )
    op.create_index(op.f('ix_gathering_party_code'), 'gathering', ['party_code'], unique=False)
    op.create_table('asked_organisation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gathering_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['asked_by'], ['account.id'], name=op.f('fk_asked_organisation_asked_by_account')),
    sa.ForeignKeyConstraint(['gathering_id'], ['gathering.id'], name=op.f('fk_asked_organisation_gathering_id_gathering')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_asked_organisation_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asked_organisation')),
    sa.UniqueConstraint('gathering_id', 'organisation_id', name=op.f('uq_asked_organisation_gathering_id_organisation_id'))
    )
    op.create_index(op.f('ix_asked_organisation_organisation_id'), 'asked_organisation', ['organisation_id'], unique=False)
    op.create_table('joint_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gathering_id', sa.Integer(), nullable=False),
    sa.Column('section_uid', sa.String(length=80), nullable=True),
    sa.Column('kind', sa.Enum('general', 'substance', 'wording', name='commentkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('quote', sa.Text(), nullable=False),
    sa.Column('quote_start', sa.Integer(), nullable=True),
    sa.Column('proposed', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('written_by', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('comment_id', sa.Integer(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint("(quote = '') = (quote_start IS NULL)", name=op.f('ck_joint_item_quotation_has_a_place')),
    sa.CheckConstraint('comment_id IS NULL OR dropped_at IS NULL', name=op.f('ck_joint_item_dropped_is_not_sent')),
    sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_joint_item_comment_id_comment')),
    sa.ForeignKeyConstraint(['gathering_id'], ['gathering.id'], name=op.f('fk_joint_item_gathering_id_gathering')),
    sa.ForeignKeyConstraint(['written_by'], ['account.id'], name=op.f('fk_joint_item_written_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_joint_item')),
    sa.UniqueConstraint('comment_id', name=op.f('uq_joint_item_comment_id'))
    )
    op.create_index(op.f('ix_joint_item_gathering_id'), 'joint_item', ['gathering_id'], unique=False)
    op.create_table('joint_contribution',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gathering_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('section_uid', sa.String(length=80), nullable=True),
    sa.Column('kind', sa.Enum('general', 'substance', 'wording', name='commentkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('quote', sa.Text(), nullable=False),
    sa.Column('quote_start', sa.Integer(), nullable=True),
    sa.Column('proposed', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'grouped', 'set_aside', 'taken_back', name='contributionstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('aside', sa.Enum('differing_view', 'listed', name='aside', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('aside_reason', sa.Text(), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hidden_reason', sa.Text(), nullable=False),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.CheckConstraint("(hidden_reason = '') = (hidden_at IS NULL)", name=op.f('ck_joint_contribution_hidden_is_dated')),
    sa.CheckConstraint("(quote = '') = (quote_start IS NULL)", name=op.f('ck_joint_contribution_quotation_has_a_place')),
    sa.CheckConstraint("(state = 'grouped') = (item_id IS NOT NULL)", name=op.f('ck_joint_contribution_grouped_in_an_item')),
    sa.CheckConstraint("(state = 'set_aside') = (aside IS NOT NULL)", name=op.f('ck_joint_contribution_set_aside_in_a_way')),
    sa.CheckConstraint("(state = 'set_aside') = (aside_reason != '')", name=op.f('ck_joint_contribution_set_aside_with_reason')),
    sa.CheckConstraint("(state = 'taken_back') = (taken_back_at IS NOT NULL)", name=op.f('ck_joint_contribution_taken_back_is_dated')),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_joint_contribution_author_id_account')),
    sa.ForeignKeyConstraint(['gathering_id'], ['gathering.id'], name=op.f('fk_joint_contribution_gathering_id_gathering')),
    sa.ForeignKeyConstraint(['item_id'], ['joint_item.id'], name=op.f('fk_joint_contribution_item_id_joint_item')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_joint_contribution_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_joint_contribution'))
    )
    op.create_index(op.f('ix_joint_contribution_author_id'), 'joint_contribution', ['author_id'], unique=False)
    op.create_index('ix_joint_contribution_gathering', 'joint_contribution', ['gathering_id', 'state'], unique=False)
    op.create_index(op.f('ix_joint_contribution_item_id'), 'joint_contribution', ['item_id'], unique=False)
    op.create_index(op.f('ix_joint_contribution_organisation_id'), 'joint_contribution', ['organisation_id'], unique=False)
    op.create_table('check_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gathering_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('check_seq', sa.Integer(), nullable=False),
    sa.Column('answered_by', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('not_rendered', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by'], ['account.id'], name=op.f('fk_check_answer_answered_by_account')),
    sa.ForeignKeyConstraint(['gathering_id'], ['gathering.id'], name=op.f('fk_check_answer_gathering_id_gathering')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_check_answer_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_answer'))
    )
    op.create_index('ix_check_answer_gathering', 'check_answer', ['gathering_id', 'organisation_id'], unique=False)
    op.create_table('stance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('choice', sa.Enum('in_favour', 'against', 'no_view', name='choice', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint("choice != 'against' OR reason != ''", name=op.f('ck_stance_against_with_reason')),
    sa.ForeignKeyConstraint(['answer_id'], ['check_answer.id'], name=op.f('fk_stance_answer_id_check_answer')),
    sa.ForeignKeyConstraint(['item_id'], ['joint_item.id'], name=op.f('fk_stance_item_id_joint_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stance')),
    sa.UniqueConstraint('answer_id', 'item_id', name=op.f('uq_stance_answer_id_item_id'))
    )
    op.create_index(op.f('ix_stance_item_id'), 'stance', ['item_id'], unique=False)
    op.create_table('declaration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('section_uid', sa.String(length=80), nullable=False),
    sa.Column('declared_by', sa.Integer(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['declared_by'], ['account.id'], name=op.f('fk_declaration_declared_by_account')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_declaration_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_declaration_round_id_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_declaration'))
    )
    op.create_index(op.f('ix_declaration_organisation_id'), 'declaration', ['organisation_id'], unique=False)
    op.create_index('uq_declaration_standing', 'declaration', ['round_id', 'organisation_id', 'section_uid'], unique=True,
                    sqlite_where=sa.text('taken_back_at IS NULL'), postgresql_where=sa.text('taken_back_at IS NULL'))


def downgrade() -> None:
    op.drop_table("declaration")
    op.drop_table("stance")
    op.drop_table("check_answer")
    op.drop_table("joint_contribution")
    op.drop_table("joint_item")
    op.drop_table("asked_organisation")
    op.drop_table("gathering")

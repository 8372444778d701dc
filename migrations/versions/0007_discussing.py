"""discussing: invitations, drafts of organisations and who wrote in them, support, reports, and what is hidden with its appeal"""
import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

#: Who hid what before this table was there, as the journal has it; so that these authors can appeal too.
HIDDEN_BEFORE = """
INSERT INTO hiding ({column}, reason, hidden_by, hidden_at, appeal, decision)
SELECT one.id, one.hidden_reason, entry.actor_id, one.hidden_at, '', '' FROM "{table}" one
  JOIN journal_entry entry ON entry.kind = '{kind}' AND entry.subject_table = '{table}' AND entry.subject_id = CAST(one.id AS VARCHAR(40))
 WHERE one.hidden_reason != '' AND entry.actor_id IS NOT NULL
"""


def upgrade() -> None:
    op.create_table('invitation',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('email', sa.String(length=200), nullable=True),
        sa.Column('email_key', sa.String(length=200), nullable=True),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('invited_by', sa.Integer(), nullable=False),
        sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('accepted_by', sa.Integer(), nullable=True),
        sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('(accepted_by IS NULL) = (accepted_at IS NULL)', name=op.f('ck_invitation_accepted_by_somebody')),
        sa.CheckConstraint('(email_key IS NULL) = (accepted_at IS NOT NULL OR withdrawn_at IS NOT NULL)', name=op.f('ck_invitation_address_only_while_open')),
        sa.ForeignKeyConstraint(['accepted_by'], ['account.id'], name=op.f('fk_invitation_accepted_by_account')),
        sa.ForeignKeyConstraint(['invited_by'], ['account.id'], name=op.f('fk_invitation_invited_by_account')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_invitation_organisation_id_organisation')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )
    op.create_index(op.f('ix_invitation_email_key'), 'invitation', ['email_key'], unique=False)
    op.create_index(op.f('ix_invitation_organisation_id'), 'invitation', ['organisation_id'], unique=False)
    op.create_table('team_draft',
        sa.Column('draft_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('shared_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_team_draft_draft_id_draft')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_team_draft_organisation_id_organisation')),
        sa.PrimaryKeyConstraint('draft_id', name=op.f('pk_team_draft'))
    )
    op.create_index(op.f('ix_team_draft_organisation_id'), 'team_draft', ['organisation_id'], unique=False)
    op.create_table('contribution',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('draft_id', sa.Integer(), nullable=True),
        sa.Column('comment_id', sa.Integer(), nullable=True),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('proposed', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.CheckConstraint('(draft_id IS NULL) != (comment_id IS NULL)', name=op.f('ck_contribution_of_a_draft_or_a_comment')),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_contribution_account_id_account')),
        sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_contribution_comment_id_comment')),
        sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_contribution_draft_id_draft')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_contribution'))
    )
    op.create_index(op.f('ix_contribution_account_id'), 'contribution', ['account_id'], unique=False)
    op.create_index(op.f('ix_contribution_comment_id'), 'contribution', ['comment_id'], unique=False)
    op.create_index(op.f('ix_contribution_draft_id'), 'contribution', ['draft_id'], unique=False)
    op.create_table('support',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('since', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_support_account_id_account')),
        sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_support_comment_id_comment')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_support_organisation_id_organisation')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_support'))
    )
    op.create_index(op.f('ix_support_comment_id'), 'support', ['comment_id'], unique=False)
    op.create_index(op.f('ix_support_organisation_id'), 'support', ['organisation_id'], unique=False)
    op.create_index('uq_support_current', 'support', ['comment_id', 'organisation_id'], unique=True,
                    sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.create_table('report',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=True),
        sa.Column('reply_id', sa.Integer(), nullable=True),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('state', sa.Enum('open', 'dismissed', 'hidden', name='reportstate', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('settled_by', sa.Integer(), nullable=True),
        sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('note', sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name=op.f('ck_report_settled_is_dated')),
        sa.CheckConstraint("(state = 'open') = (settled_by IS NULL)", name=op.f('ck_report_settled_by_somebody')),
        sa.CheckConstraint('(comment_id IS NULL) != (reply_id IS NULL)', name=op.f('ck_report_of_a_comment_or_a_reply')),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_report_account_id_account')),
        sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_report_comment_id_comment')),
        sa.ForeignKeyConstraint(['reply_id'], ['reply.id'], name=op.f('fk_report_reply_id_reply')),
        sa.ForeignKeyConstraint(['settled_by'], ['account.id'], name=op.f('fk_report_settled_by_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_report')),
        sa.UniqueConstraint('comment_id', 'account_id', name=op.f('uq_report_comment_id_account_id')),
        sa.UniqueConstraint('reply_id', 'account_id', name=op.f('uq_report_reply_id_account_id'))
    )
    op.create_index(op.f('ix_report_account_id'), 'report', ['account_id'], unique=False)
    op.create_index('ix_report_queue', 'report', ['state', 'id'], unique=False)
    op.create_table('hiding',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=True),
        sa.Column('reply_id', sa.Integer(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('hidden_by', sa.Integer(), nullable=False),
        sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('appeal', sa.Text(), nullable=False),
        sa.Column('appealed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('outcome', sa.Enum('upheld', 'restored', name='outcome', native_enum=False, create_constraint=True, length=40), nullable=True),
        sa.Column('decision', sa.Text(), nullable=False),
        sa.Column('decided_by', sa.Integer(), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(appealed_at IS NULL) = (appeal = '')", name=op.f('ck_hiding_appeal_has_words')),
        sa.CheckConstraint("(outcome IS NULL) = (decision = '')", name=op.f('ck_hiding_decision_has_a_reason')),
        sa.CheckConstraint('(comment_id IS NULL) != (reply_id IS NULL)', name=op.f('ck_hiding_of_a_comment_or_a_reply')),
        sa.CheckConstraint('(outcome IS NULL) = (decided_at IS NULL)', name=op.f('ck_hiding_decision_is_dated')),
        sa.CheckConstraint('(outcome IS NULL) = (decided_by IS NULL)', name=op.f('ck_hiding_decided_by_somebody')),
        sa.CheckConstraint('decided_by IS NULL OR decided_by != hidden_by', name=op.f('ck_hiding_decided_by_another')),
        sa.CheckConstraint('outcome IS NULL OR appealed_at IS NOT NULL', name=op.f('ck_hiding_decided_on_appeal')),
        sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_hiding_comment_id_comment')),
        sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_hiding_decided_by_account')),
        sa.ForeignKeyConstraint(['hidden_by'], ['account.id'], name=op.f('fk_hiding_hidden_by_account')),
        sa.ForeignKeyConstraint(['reply_id'], ['reply.id'], name=op.f('fk_hiding_reply_id_reply')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_hiding'))
    )
    op.create_index('ix_hiding_appeals', 'hiding', ['decided_at', 'appealed_at'], unique=False)
    op.create_index('uq_hiding_comment', 'hiding', ['comment_id'], unique=True,
                    sqlite_where=sa.text("outcome IS NULL OR outcome != 'restored'"), postgresql_where=sa.text("outcome IS NULL OR outcome != 'restored'"))
    op.create_index('uq_hiding_reply', 'hiding', ['reply_id'], unique=True,
                    sqlite_where=sa.text("outcome IS NULL OR outcome != 'restored'"), postgresql_where=sa.text("outcome IS NULL OR outcome != 'restored'"))
    op.execute(HIDDEN_BEFORE.format(table="comment", column="comment_id", kind="comments.hide"))
    op.execute(HIDDEN_BEFORE.format(table="reply", column="reply_id", kind="comments.hide_reply"))


def downgrade() -> None:
    for table in ('hiding', 'report', 'support', 'contribution', 'team_draft', 'invitation'):
        op.drop_table(table)

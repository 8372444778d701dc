"""workbench: states of sections in work, texts not saved yet, comments ticked at a change"""
import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CAUSES = ("found", "edited", "added", "proposal", "merged", "undone", "restored", "moved", "removed")


def upgrade() -> None:
    op.create_table('section_state',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('section_uid', sa.String(length=80), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('cause', sa.Enum(*CAUSES, name='cause', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('number', sa.String(length=120), nullable=False),
    sa.Column('heading', sa.Text(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('comment_id', sa.Integer(), nullable=True),
    sa.Column('of_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(cause = 'proposal') = (comment_id IS NOT NULL)", name=op.f('ck_section_state_proposal_of_a_comment')),
    sa.CheckConstraint("(cause IN ('undone', 'restored')) = (of_id IS NOT NULL)", name=op.f('ck_section_state_of_another_state')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_section_state_account_id_account')),
    sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_section_state_comment_id_comment')),
    sa.ForeignKeyConstraint(['of_id'], ['section_state.id'], name=op.f('fk_section_state_of_id_section_state')),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_section_state_version_id_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_section_state'))
    )
    op.create_index(op.f('ix_section_state_comment_id'), 'section_state', ['comment_id'], unique=False)
    op.create_index('ix_section_state_section', 'section_state', ['version_id', 'section_uid', 'id'], unique=False)
    op.create_table('unsaved_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('section_uid', sa.String(length=80), nullable=False),
    sa.Column('began_from', sa.Integer(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('heading', sa.Text(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('form', sa.String(length=64), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_unsaved_text_account_id_account')),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_unsaved_text_version_id_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unsaved_text')),
    sa.UniqueConstraint('account_id', 'version_id', 'section_uid', name=op.f('uq_unsaved_text_account_id_version_id_section_uid'))
    )
    op.create_index(op.f('ix_unsaved_text_version_id'), 'unsaved_text', ['version_id'], unique=False)
    op.create_table('change_tick',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('comment_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('section_uid', sa.String(length=80), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_change_tick_account_id_account')),
    sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_change_tick_comment_id_comment')),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_change_tick_version_id_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_tick')),
    sa.UniqueConstraint('comment_id', 'version_id', 'section_uid', name=op.f('uq_change_tick_comment_id_version_id_section_uid'))
    )
    op.create_index('ix_change_tick_section', 'change_tick', ['version_id', 'section_uid'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_change_tick_section', table_name='change_tick')
    op.drop_table('change_tick')
    op.drop_index(op.f('ix_unsaved_text_version_id'), table_name='unsaved_text')
    op.drop_table('unsaved_text')
    op.drop_index('ix_section_state_section', table_name='section_state')
    op.drop_index(op.f('ix_section_state_comment_id'), table_name='section_state')
    op.drop_table('section_state')

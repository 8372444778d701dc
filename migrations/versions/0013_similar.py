"""similar: what the comments of a round say, as far as it is the same, and which of it belongs together"""
import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('similar_wording',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('round_id', sa.Integer(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('method', sa.Integer(), nullable=False),
        sa.Column('group_no', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_similar_wording_round_id_round')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_similar_wording')),
        sa.UniqueConstraint('round_id', 'digest', name=op.f('uq_similar_wording_round_id_digest'))
    )
    op.create_index(op.f('ix_similar_wording_group_no'), 'similar_wording', ['group_no'], unique=False)
    op.create_table('similar_band',
        sa.Column('key', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('wording_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(['wording_id'], ['similar_wording.id'], name=op.f('fk_similar_band_wording_id_similar_wording')),
        sa.PrimaryKeyConstraint('key', 'wording_id', name=op.f('pk_similar_band'))
    )
    op.create_index(op.f('ix_similar_band_wording_id'), 'similar_band', ['wording_id'], unique=False)
    op.create_table('similar_place',
        sa.Column('comment_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('said_id', sa.Integer(), nullable=False),
        sa.Column('stands_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_similar_place_comment_id_comment')),
        sa.ForeignKeyConstraint(['said_id'], ['similar_wording.id'], name=op.f('fk_similar_place_said_id_similar_wording')),
        sa.ForeignKeyConstraint(['stands_id'], ['similar_wording.id'], name=op.f('fk_similar_place_stands_id_similar_wording')),
        sa.PrimaryKeyConstraint('comment_id', name=op.f('pk_similar_place'))
    )
    op.create_index(op.f('ix_similar_place_said_id'), 'similar_place', ['said_id'], unique=False)
    op.create_index(op.f('ix_similar_place_stands_id'), 'similar_place', ['stands_id'], unique=False)
    op.create_table('similar_joining',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('one_id', sa.Integer(), nullable=False),
        sa.Column('other_id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('one_id < other_id', name=op.f('ck_similar_joining_in_order')),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_similar_joining_account_id_account')),
        sa.ForeignKeyConstraint(['one_id'], ['similar_wording.id'], name=op.f('fk_similar_joining_one_id_similar_wording')),
        sa.ForeignKeyConstraint(['other_id'], ['similar_wording.id'], name=op.f('fk_similar_joining_other_id_similar_wording')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_similar_joining')),
        sa.UniqueConstraint('one_id', 'other_id', name=op.f('uq_similar_joining_one_id_other_id'))
    )
    op.create_index(op.f('ix_similar_joining_other_id'), 'similar_joining', ['other_id'], unique=False)


def downgrade() -> None:
    for table in ('similar_joining', 'similar_place', 'similar_band', 'similar_wording'):
        op.drop_table(table)

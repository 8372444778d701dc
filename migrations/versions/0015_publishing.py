"""publishing: the keys that sections of a working text had before an editor corrected the concordance"""
import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('former_key',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=80), nullable=False),
    sa.Column('former', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_former_key_version_id_version')),
    sa.PrimaryKeyConstraint('version_id', 'uid', name=op.f('pk_former_key'))
    )
    op.create_index('ix_comment_place_look', 'comment_place', ['version_id', 'status', 'score', 'comment_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_comment_place_look', table_name='comment_place')
    op.drop_table('former_key')

"""importing: texts that wait to be used, and the pictures of texts"""
import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('intake',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('pieces', sa.JSON(), nullable=False),
    sa.Column('former', sa.JSON(), nullable=True),
    sa.Column('lost', sa.JSON(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_intake_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intake'))
    )
    op.create_index(op.f('ix_intake_account_id'), 'intake', ['account_id'], unique=False)
    op.create_table('picture',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_picture'))
    )


def downgrade() -> None:
    op.drop_table('picture')
    op.drop_index(op.f('ix_intake_account_id'), table_name='intake')
    op.drop_table('intake')

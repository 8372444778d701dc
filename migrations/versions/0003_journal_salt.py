"""journal salt: random letters in what is hashed, so that what an entry holds back cannot be guessed from its public hash

Entries made before have none, and are hashed as they were.
"""
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("journal_entry", sa.Column("salt", sa.String(length=32), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("journal_entry", "salt")

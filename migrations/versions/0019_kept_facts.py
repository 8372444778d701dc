"""kept facts: the comments of a section in the order they came stand in an index, so that a long list is neither read whole nor sorted"""
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_comment_section", "comment")
    op.create_index("ix_comment_section", "comment", ["version_id", "section_uid", "state", "id"])
    op.drop_index("ix_comment_place_section", "comment_place")
    op.create_index("ix_comment_place_section", "comment_place", ["version_id", "section_uid", "comment_id"])


def downgrade() -> None:
    op.drop_index("ix_comment_place_section", "comment_place")
    op.create_index("ix_comment_place_section", "comment_place", ["version_id", "section_uid"])
    op.drop_index("ix_comment_section", "comment")
    op.create_index("ix_comment_section", "comment", ["section_uid", "state"])

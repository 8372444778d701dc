"""Comments ticked at a change of the working text.

The answering page reads `ticked(comment)` (or `ticked_together` for several) and offers these sections as chosen; a tick stores nothing in
an answer. What it names is checked when the answer is drafted, as every change is (C2).
"""
from collections.abc import Collection

from sqlalchemy import select

from consult.comments.models import Comment
from consult.db import db
from consult.documents.models import Version
from consult.documents.rules import VersionState
from consult.workbench.models import ChangeTick


def ticked(comment: Comment) -> list[tuple[str, int]]:
    """The changes that editors have ticked for a comment: key of the section and number of the version, discarded versions apart."""
    return ticked_together([comment])


def ticked_together(comments: Collection[Comment]) -> list[tuple[str, int]]:
    """The changes ticked for any of these comments, each once, in the order in which they were ticked."""
    rows = db.session.execute(select(ChangeTick.section_uid, ChangeTick.version_id).join(Version, ChangeTick.version_id == Version.id).where(
        ChangeTick.comment_id.in_({one.id for one in comments}), Version.state != VersionState.DISCARDED).order_by(ChangeTick.id))
    return list(dict.fromkeys((uid, version_id) for uid, version_id in rows))


def at_section(version: Version, uid: str) -> set[int]:
    """The comments that are ticked at a section of the working text, by their numbers."""
    return set(db.session.scalars(select(ChangeTick.comment_id).filter_by(version_id=version.id, section_uid=uid)))

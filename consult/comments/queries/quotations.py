"""The quotations of comments, as places in the text."""
from sqlalchemy import literal, select, union_all

from consult.comments.models import Comment, CommentPlace
from consult.comments.queries.threads import STANDING_STATES
from consult.db import db
from consult.documents.models import Version

#: Where quoted words begin and end in the plain text of a section, and the comment that quotes them.
Quoted = tuple[int, int, str]


def by_section(version: Version) -> dict[str, list[Quoted]]:
    """What is quoted from each section of a version, by comments made on it and by those carried to it; in one statement."""
    own = select(Comment.section_uid, Comment.quote_start, Comment.quote_end, Comment.public_id, Comment.id).where(
        Comment.version_id == version.id, Comment.state.in_(STANDING_STATES), Comment.quote != literal(""))
    came = select(CommentPlace.section_uid, CommentPlace.start, CommentPlace.end, Comment.public_id, Comment.id).join(Comment).where(
        CommentPlace.version_id == version.id, Comment.state.in_(STANDING_STATES), CommentPlace.start.is_not(None))
    found: dict[str, list[Quoted]] = {}
    for uid, start, end, public_id, _ in sorted(db.session.execute(union_all(own, came)), key=lambda row: row[4]):
        if uid is not None and start is not None and end is not None:
            found.setdefault(uid, []).append((start, end, public_id))
    return found

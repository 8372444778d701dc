"""Carrying threads to the next version."""
from collections import Counter
from typing import Any

from consult.comments.models import CommentPlace
from consult.comments.queries import places
from consult.comments.rules import (
    PlaceStatus,
)
from consult.db import db
from consult.documents.models import Version
from consult.permissions.table import require
from consult.permissions.words import Action


def carry(actor: Any, version: Version) -> Counter[PlaceStatus]:
    """Write where every thread stands in a version that is being published; none is lost (V6)."""
    require(actor, Action.COMMENTS_CARRY, version)
    found = places.dry_run(version)
    db.session.add_all(CommentPlace(comment_id=one.comment.id, version_id=version.id, section_uid=one.after.uid, status=one.after.status, start=one.after.start,
                                    end=one.after.end, score=one.after.score) for one in found)
    db.session.flush()
    return Counter(one.after.status for one in found)

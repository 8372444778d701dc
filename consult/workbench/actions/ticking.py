"""Comments are ticked at a change of the working text; their answers are offered the change."""
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete

from consult import clock
from consult.comments.models import Comment
from consult.db import db
from consult.documents.models import Version
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.workbench.models import ChangeTick
from consult.workbench.queries import ticks


def tick(actor: Any, version: Version, uid: str, comments: Sequence[Comment], among: Sequence[Comment] = ()) -> None:
    """Say that a section was changed because of these comments; those of `among` that are not ticked lose their tick."""
    require(actor, Action.WORKBENCH_TICK, version)
    there, wanted = ticks.at_section(version, uid), {one.id for one in comments}
    db.session.add_all(ChangeTick(comment_id=number, version_id=version.id, section_uid=uid, account_id=actor.id, at=clock.now()) for number in sorted(wanted - there))
    for one in among:
        if one.id in there - wanted:
            untick(version, uid, one)
    db.session.flush()


def untick(version: Version, uid: str, comment: Comment) -> None:
    """The change is not because of this comment any more."""
    db.session.execute(delete(ChangeTick).filter_by(version_id=version.id, section_uid=uid, comment_id=comment.id))

"""The editors' word on groups: a comment taken out or put back, two groups joined or parted; it stays when the search runs again."""
from typing import Any

from sqlalchemy import func, select

from consult import clock
from consult.comments.models import Comment
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.similar.actions.keeping import add_wording, gather
from consult.similar.actions.searching import find_again
from consult.similar.models import Joining, Place, Wording
from consult.similar.queries.groups import place_of, sizes_of


def separate(actor: Any, comment: Comment) -> None:
    """Take a comment out of its group: it is answered for itself, whatever the search says; nothing else changes."""
    require(actor, Action.SIMILAR_SEPARATE, comment)
    place = _placed(comment)
    if sizes_of([place.stands.group_no]).get(place.stands.group_no, 0) < 2:
        raise Conflict(N_("This comment stands alone already."))
    before = db.session.scalar(select(func.count()).select_from(Wording).where(Wording.round_id == comment.round_id, Wording.digest.startswith(f"apart-{comment.id}-"))) or 0
    place.stands = add_wording(comment.round_id, f"apart-{comment.id}-{before + 1}")
    record(Action.SIMILAR_SEPARATE, actor, comment, comment=comment.public_id, round=comment.round.number)


def put_back(actor: Any, comment: Comment) -> None:
    """Let a comment that was taken out stand with those that say nearly the same again."""
    require(actor, Action.SIMILAR_PUT_BACK, comment)
    place = _placed(comment)
    if place.stands_id == place.said_id:
        raise Conflict(N_("This comment stands with its like already."))
    place.stands = place.said
    record(Action.SIMILAR_PUT_BACK, actor, comment, comment=comment.public_id, round=comment.round.number)


def join(actor: Any, comment: Comment, other: Comment) -> None:
    """Make the groups of two comments one, also where their words are not alike, as with translations."""
    require(actor, Action.SIMILAR_JOIN, comment)
    if comment.round_id != other.round_id:
        raise Invalid(N_("Only comments of one round can be in one group."), field="comment")
    one, second = sorted((_placed(comment), _placed(other)), key=lambda place: place.stands_id)
    if one.stands.group_no == second.stands.group_no:
        raise Conflict(N_("These comments are in one group already."))
    db.session.add(Joining(one_id=one.stands_id, other_id=second.stands_id, account_id=actor.id, at=clock.now()))
    gather({one.stands.group_no, second.stands.group_no})
    record(Action.SIMILAR_JOIN, actor, comment, comment=comment.public_id, other=other.public_id, round=comment.round.number)


def part(actor: Any, joining: Joining) -> None:
    """Take back that two groups belong together."""
    require(actor, Action.SIMILAR_PART, joining)
    group_no = joining.one.group_no
    record(Action.SIMILAR_PART, actor, joining, group=group_no, round=joining.one.round.number)
    db.session.delete(joining)
    db.session.flush()
    find_again(group_no)


def _placed(comment: Comment) -> Place:
    place = place_of(comment)
    if place is None:
        raise Conflict(N_("This comment has not been compared with the others yet. Compare them first."))
    return place

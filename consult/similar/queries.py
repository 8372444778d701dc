"""Reading groups of comments that say nearly the same; one comment alone is no group."""
from collections.abc import Iterable

from sqlalchemy import Select, func, select

from consult.comments.models import Comment
from consult.comments.queries.threads import STANDING_STATES
from consult.db import db
from consult.rounds.models import Round
from consult.similar.models import Place, Wording


def comments_of(group_no: int) -> Select[tuple[int]]:
    """The numbers of the standing comments of a group, to be used inside another question."""
    return select(Place.comment_id).join(Wording, Place.stands_id == Wording.id).join(Comment, Comment.id == Place.comment_id).where(
        Wording.group_no == group_no, Comment.state.in_(STANDING_STATES))


def group_of(comment_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """For each of these comments that is in a group: the number of the group, and how many comments stand in it."""
    asked = select(Place.comment_id, Wording.group_no).join(Wording, Place.stands_id == Wording.id).where(Place.comment_id.in_(list(comment_ids)))
    found = {comment_id: group_no for comment_id, group_no in db.session.execute(asked)}
    sizes = sizes_of(set(found.values()))
    return {comment_id: (group_no, sizes[group_no]) for comment_id, group_no in found.items() if sizes.get(group_no, 0) > 1}


def sizes_of(group_nos: Iterable[int]) -> dict[int, int]:
    """How many comments stand in each of these groups."""
    return dict(db.session.execute(_sizes().where(Wording.group_no.in_(list(group_nos)))).tuples().all())


def groups_in(round_: Round) -> Select[tuple[int, int]]:
    """The numbers and sizes of all groups of a round that have two comments or more, to be used inside another question or as choices."""
    return _sizes().where(Wording.round_id == round_.id).having(func.count() > 1)


def _sizes() -> Select[tuple[int, int]]:
    return select(Wording.group_no, func.count()).join(Place, Place.stands_id == Wording.id).join(Comment, Comment.id == Place.comment_id).where(
        Comment.state.in_(STANDING_STATES)).group_by(Wording.group_no)

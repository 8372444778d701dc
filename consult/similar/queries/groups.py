"""Reading groups of comments that say nearly the same; one comment alone is no group."""
from collections.abc import Iterable

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from consult.comments.models import Comment
from consult.comments.queries.threads import STANDING_STATES
from consult.db import db
from consult.rounds.models import Round
from consult.similar.models import Joining, Place, Wording

#: How many groups, and how many wordings of a group, stand on a page.
PAGE = 20


def comments_of(group_no: int) -> Select[int]:
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
    return dict(db.session.execute(_sizes().where(Wording.group_no.in_(list(group_nos)))).all())


def groups_in(round_: Round) -> Select[int, int]:
    """The numbers and sizes of all groups of a round that have two comments or more, to be used inside another question or as choices."""
    return _sizes().where(Wording.round_id == round_.id).having(func.count() > 1)


def _sizes() -> Select[int, int]:
    return select(Wording.group_no, func.count()).join(Place, Place.stands_id == Wording.id).join(Comment, Comment.id == Place.comment_id).where(
        Comment.state.in_(STANDING_STATES)).group_by(Wording.group_no)


def place_of(comment: Comment) -> Place | None:
    """Where a comment stands among the wordings of its round; None when it has not been compared yet."""
    return db.session.get(Place, comment.id, options=[joinedload(Place.stands)])


def one_joining(number: int) -> Joining | None:
    """What an editor joined."""
    return db.session.get(Joining, number)


def wording_in(number: int, group_no: int) -> Wording | None:
    """The wording that gives a group of this round its number, or gave it before the group was joined to another."""
    return db.session.scalar(select(Wording).join(Wording.round).where(Round.number == number, Wording.id == group_no))


def missing(round_: Round) -> int:
    """How many comments of a round have not been compared yet, as those that came before comparing was there."""
    return db.session.scalar(select(func.count()).select_from(Comment).where(Comment.round_id == round_.id, ~exists().where(Place.comment_id == Comment.id))) or 0


def largest(round_: Round, after: tuple[int, int] | None = None) -> tuple[list[tuple[int, int]], tuple[int, int] | None]:
    """Numbers and sizes of the largest groups, and the key of the next page."""
    size = func.count()
    asked = groups_in(round_)
    if after:
        asked = asked.having(or_(size < after[0], and_(size == after[0], Wording.group_no > after[1])))
    rows = [(group_no, number) for group_no, number in db.session.execute(asked.order_by(size.desc(), Wording.group_no).limit(PAGE + 1))]
    return rows[:PAGE], (rows[PAGE - 1][1], rows[PAGE - 1][0]) if len(rows) > PAGE else None


def totals(round_: Round) -> tuple[int, int]:
    """How many groups a round has, and how many comments stand in them."""
    each = groups_in(round_).subquery()
    number, comments = db.session.execute(select(func.count(), func.coalesce(func.sum(each.c[1]), 0)).select_from(each)).one()
    return number, int(comments)

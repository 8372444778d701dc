"""What the pages say of groups: who is in them, which wordings they have, and what editors did to them."""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import joinedload

from consult.comments.models import Comment, Disposition
from consult.comments.queries.threads import STANDING_STATES, brief
from consult.comments.rules import CommentState
from consult.db import db
from consult.organisations.models import Organisation
from consult.similar.models import Joining, Place, Wording
from consult.similar.queries.groups import PAGE, place_of

#: How many of the comments with the same words are shown one by one.
COPIES = 50


@dataclass(frozen=True)
class Group:
    """A group as the list shows it; `first` is the earliest comment with the wording that most have."""

    number: int
    size: int
    waiting: int
    wordings: int
    persons: int
    first: Comment
    parties: list[str]
    languages: list[str]
    organisations: list[str]


@dataclass(frozen=True)
class Copies:
    """The standing comments of a group with the same words: how many, and the first of them."""

    wording: int
    size: int
    comments: list[Comment]


@dataclass(frozen=True)
class Others:
    """How many others wrote nearly the same, as everybody may read it."""

    comments: int
    organisations: int
    persons: int


def _standing(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(Place).join(Wording, Place.stands_id == Wording.id).join(Comment, Comment.id == Place.comment_id).where(
        Comment.state.in_(STANDING_STATES))


def _waits() -> Any:
    """A comment that nobody has begun to answer."""
    return (Comment.state == CommentState.SUBMITTED) & ~select(Disposition.id).where(Disposition.comment_id == Comment.id).exists()


def described(numbers: Sequence[int]) -> list[Group]:
    """What the list says of these groups, in the order asked for, in a few questions however many there are."""
    here = Wording.group_no.in_(numbers)
    rows = {row[0]: row for row in db.session.execute(_standing(Wording.group_no, func.count(), func.count(distinct(Place.said_id)),
                                                               func.count().filter(Comment.organisation_id.is_(None))).where(here).group_by(Wording.group_no))}
    waiting: dict[int, int] = dict(db.session.execute(_standing(Wording.group_no, func.count()).where(here, _waits()).group_by(Wording.group_no)).all())
    firsts = _firsts(numbers)
    parties, languages = _several(numbers, Comment.origin), _several(numbers, Comment.language)
    named = _organisations(numbers)
    return [Group(number, rows[number][1], waiting.get(number, 0), rows[number][2], rows[number][3], firsts[number], parties[number], languages[number], named.get(number, []))
            for number in numbers if number in rows]


def _firsts(numbers: Sequence[int]) -> dict[int, Comment]:
    """For each group the first comment with the words that most comments have."""
    asked = _standing(Wording.group_no, func.min(Comment.id)).where(Wording.group_no.in_(numbers)).group_by(Wording.group_no, Place.said_id).order_by(
        func.count().desc(), func.min(Comment.id))
    chosen: dict[int, int] = {}
    for group_no, comment_id in db.session.execute(asked):
        chosen.setdefault(group_no, comment_id)
    comments = {one.id: one for one in by_ids(list(chosen.values()))}
    return {group_no: comments[comment_id] for group_no, comment_id in chosen.items()}


def first_of(group_no: int) -> Comment | None:
    """The comment that stands for a group."""
    return _firsts([group_no]).get(group_no)


def _several(numbers: Sequence[int], column: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for group_no, value in db.session.execute(_standing(Wording.group_no, column).where(Wording.group_no.in_(numbers)).group_by(Wording.group_no, column).order_by(
            func.count().desc(), column)):
        found.setdefault(group_no, []).append(value)
    return found


def _organisations(numbers: Sequence[int]) -> dict[int, list[str]]:
    asked = _standing(Wording.group_no, Organisation.name).join(Organisation, Organisation.id == Comment.organisation_id).where(Wording.group_no.in_(numbers)).distinct().order_by(
        Organisation.name)
    found: dict[int, list[str]] = {}
    for group_no, name in db.session.execute(asked):
        found.setdefault(group_no, []).append(name)
    return found


def copies(group_no: int, page: int = 0) -> tuple[list[Copies], bool]:
    """The wordings of a group, those of most comments first, and whether there are more."""
    size, first = func.count(), func.min(Comment.id)
    rows = db.session.execute(_standing(Place.said_id, size).where(Wording.group_no == group_no).group_by(Place.said_id).order_by(size.desc(), first).offset(
        page * PAGE).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    ranked = _standing(Place.said_id, Comment.id, func.row_number().over(partition_by=Place.said_id, order_by=Comment.id).label("rank")).where(
        Wording.group_no == group_no, Place.said_id.in_([said for said, _ in shown])).subquery()
    chosen = dict(db.session.execute(select(ranked.c.id, ranked.c.said_id).where(ranked.c.rank <= COPIES)).all())
    comments = by_ids(list(chosen))
    return [Copies(said, number, [one for one in comments if chosen[one.id] == said]) for said, number in shown], len(rows) > PAGE


def taken_out(group_no: int) -> list[Comment]:
    """The standing comments that would be in this group by their words, but that an editor took out."""
    asked = select(Comment.id).join(Place, Place.comment_id == Comment.id).join(Wording, Wording.id == Place.said_id).where(
        Wording.group_no == group_no, Place.stands_id != Place.said_id, Comment.state.in_(STANDING_STATES),
        ~Place.stands_id.in_(select(Wording.id).where(Wording.group_no == group_no)))
    return by_ids(list(db.session.scalars(asked)))


def joined(group_no: int) -> list[Joining]:
    """What editors joined in this group."""
    return list(db.session.scalars(select(Joining).join(Joining.one).where(Wording.group_no == group_no).options(joinedload(Joining.account)).order_by(Joining.id)))


def chosen(group_nos: Sequence[int], wording_ids: Sequence[int], limit: int) -> list[str]:
    """The public numbers of the comments to be answered together: those of these groups, or with these wordings; if any of them wait, only those that do."""
    here = Wording.group_no.in_(group_nos) | (Place.said_id.in_(wording_ids) & (Place.stands_id == Place.said_id))
    asked = _standing(Comment.public_id).where(here).order_by(Comment.id).limit(limit)
    return list(db.session.scalars(asked.where(_waits()))) or list(db.session.scalars(asked))


def others(comment: Comment) -> Others | None:
    """Who else wrote nearly the same as this comment; None when nobody did, or when the comment itself is not shown."""
    place = place_of(comment) if comment.state in STANDING_STATES else None
    if place is None:
        return None
    rows = _standing(func.count(), func.count(distinct(Comment.organisation_id)), func.count().filter(Comment.organisation_id.is_(None))).where(
        Wording.group_no == place.stands.group_no, Comment.id != comment.id)
    number, organisations, persons = db.session.execute(rows).one()
    return Others(number, organisations, persons) if number else None


def with_like(comment: Comment, after: int = 0) -> tuple[list[Comment], int]:
    """The others who wrote nearly the same, the earliest first, and the key of the next page."""
    place = place_of(comment)
    if place is None or comment.state not in STANDING_STATES:
        return [], 0
    ids = list(db.session.scalars(_standing(Comment.id).where(Wording.group_no == place.stands.group_no, Comment.id != comment.id, Comment.id > after).order_by(
        Comment.id).limit(PAGE + 1)))
    return by_ids(ids[:PAGE]), ids[PAGE - 1] if len(ids) > PAGE else 0


def by_ids(ids: list[int]) -> list[Comment]:
    """Comments as a list shows them, the earliest first."""
    return list(db.session.scalars(brief().where(Comment.id.in_(ids)).order_by(Comment.id)).unique())

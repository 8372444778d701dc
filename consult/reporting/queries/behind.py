"""Which comments are behind which change: counted and the first of them named, in one statement however many there are."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from consult.accounts.models import Account
from consult.comments.models import ChangeLink, Comment, Disposition
from consult.comments.queries.threads import STANDING_STATES
from consult.comments.rules import AnswerState, Code, CommentState
from consult.db import db
from consult.documents.models import Version

#: So many comments are named behind one change; the others are counted, and stand in the response table.
NAMED = 12
ANY_ANSWER = tuple(AnswerState)


@dataclass
class Behind:
    """The comments behind one changed section: how many, and the first of them with what was answered."""

    total: int = 0
    some: list[tuple[str, Code]] = field(default_factory=list)


def counts(*states: AnswerState) -> ColumnElement[bool]:
    """That an answer is the latest of its comment, among those in these states."""
    other = aliased(Disposition)
    return Disposition.seq == select(func.max(other.seq)).where(other.comment_id == Disposition.comment_id, other.state.in_(states)).correlate(Disposition).scalar_subquery()


def between(one: Version, other: Version, *states: AnswerState) -> dict[str, Behind]:
    """The comments whose answers that count name a change on the way from one version to another, by section."""
    first, last = sorted((one.seq, other.seq))
    origin, target = aliased(Version), aliased(Version)
    standing = (CommentState.DISPOSED,) if states == (AnswerState.PUBLISHED,) else STANDING_STATES
    place = func.row_number().over(partition_by=ChangeLink.section_uid, order_by=Comment.id)
    ranked = select(ChangeLink.section_uid, Comment.public_id, Disposition.code, place.label("place"), func.count().over(partition_by=ChangeLink.section_uid).label("total")).join(
        Disposition, ChangeLink.disposition_id == Disposition.id).join(Comment, Disposition.comment_id == Comment.id).join(
        origin, ChangeLink.from_version_id == origin.id).join(target, ChangeLink.to_version_id == target.id).where(
        Disposition.state.in_(states), counts(*states), Comment.state.in_(standing), target.document_id == one.document_id, origin.seq >= first, target.seq <= last).subquery()
    found: dict[str, Behind] = {}
    for uid, public_id, code, _, total in db.session.execute(select(ranked).where(ranked.c.place <= NAMED).order_by(ranked.c.section_uid, ranked.c.place)):
        here = found.setdefault(uid, Behind(total))
        here.some.append((public_id, code))
    return found


def named_in(version: Version) -> set[str]:
    """The sections of a working version that the latest answers of standing comments name as changed, drafted answers included."""
    return set(db.session.scalars(select(ChangeLink.section_uid).join(Disposition).join(Comment, Disposition.comment_id == Comment.id).where(
        and_(ChangeLink.to_version_id == version.id, counts(*ANY_ANSWER), Comment.state.in_(STANDING_STATES))).distinct()))


def together(found: Mapping[str, Behind], uids: Iterable[str]) -> Behind:
    """The comments behind the sections of one change, each once, as far as they are named."""
    parts = [found[uid] for uid in dict.fromkeys(uids) if uid in found]
    some = list(dict.fromkeys(one for part in parts for one in part.some))
    every = all(len(part.some) == part.total for part in parts)
    return Behind(len(some) if every else max(part.total for part in parts), some[:NAMED])


def people(public_ids: Iterable[str]) -> dict[str, Comment]:
    """The comments of these numbers with who speaks, in one statement."""
    wanted = set(public_ids)
    rows = db.session.scalars(select(Comment).options(joinedload(Comment.author).lazyload(Account.grants), joinedload(Comment.organisation), lazyload(Comment.round)).where(
        Comment.public_id.in_(wanted))) if wanted else ()
    return {row.public_id: row for row in rows}

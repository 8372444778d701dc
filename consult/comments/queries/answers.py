"""What holds a round back, what waits to be published, and what answers name."""
from collections import Counter
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from consult.comments.models import ChangeLink, Comment, Disposition
from consult.comments.queries import threads
from consult.comments.rules import AnswerState, Code, CommentState
from consult.db import db
from consult.documents.models import Section, Version
from consult.rounds.models import Round
from consult.rounds.rules import Phase, RoundState

#: Comments without an answer, with one that is drafted, and with one that is approved.
Waiting = tuple[int, int, int]


def deferred_into(round_: Round) -> Select[Any]:
    """Comments of earlier rounds whose latest published answer is that this round decides (C5), and those that were hidden when their round was
    completed and are shown again after an appeal: they are answered in the next one."""
    later, own = aliased(Round), aliased(Version)
    following = select(func.min(later.number)).join(own, later.version_id == own.id).where(
        own.document_id == Version.document_id, later.number > Round.number, later.state.not_in([RoundState.CANCELLED, RoundState.DRAFT])
    ).correlate(Version, Round).scalar_subquery()
    here = case((Disposition.deferred_to_id.is_not(None), Disposition.deferred_to_id == round_.id), else_=following == round_.number)
    return select(Comment).outerjoin(Disposition, and_(Disposition.comment_id == Comment.id, Disposition.id.in_(latest(AnswerState.PUBLISHED)))).join(
        Round, Comment.round_id == Round.id).join(Version, Comment.version_id == Version.id).where(
        Comment.state.in_(threads.STANDING_STATES), here, or_(Disposition.code == Code.DEFERRED, and_(Disposition.id.is_(None), Round.state == RoundState.COMPLETE)))


def deferred(round_: Round) -> list[Comment]:
    """The comments that earlier rounds left to this one, under their own numbers."""
    return list(db.session.scalars(deferred_into(round_).order_by(Comment.id)))


def latest(*states: AnswerState) -> Select[Any]:
    """The numbers of the latest answers to each comment, among those in these states."""
    other = aliased(Disposition)
    last = select(func.max(other.seq)).where(other.comment_id == Disposition.comment_id, other.state.in_(states)).correlate(Disposition).scalar_subquery()
    return select(Disposition.id).where(Disposition.seq == last)


def answered_in(comment: Comment) -> Round | None:
    """The round in which a comment can be answered now: its own, or the one it was deferred to, once closed."""
    if comment.round.phase in {Phase.CLOSED, Phase.DISPOSITION}:
        return comment.round
    later = db.session.scalars(select(Round).join(Version).where(Version.document_id == comment.version.document_id, Round.number > comment.round.number))
    open_ones = [round_ for round_ in later if round_.phase in {Phase.CLOSED, Phase.DISPOSITION}]
    return next((round_ for round_ in open_ones if db.session.scalar(deferred_into(round_).where(Comment.id == comment.id))), None)


def left_to_another(comment: Comment) -> bool:
    """Whether a round after its own decides a comment now (C5)."""
    here = answered_in(comment)
    return here is not None and here.id != comment.round_id


def only_deferred(comment: Comment) -> bool:
    """Whether a comment can only be deferred: it came late and was not admitted. That counts in its own round; the one it was deferred to answers it."""
    return comment.late and not comment.admitted_reason and not left_to_another(comment)


def changes_published(comment: Comment) -> bool:
    """Whether an answer now takes the place of a published one; one that a later round owes after a deferral changes nothing."""
    former = threads.answer_of(comment)
    return former is not None and not (former.code == Code.DEFERRED and left_to_another(comment))


def unanswered(round_: Round) -> list[Comment]:
    """The comments that hold a round back: its own without a published answer, and those deferred to it (R4)."""
    return list(db.session.scalars(_unanswered(round_)))


def first_unanswered(round_: Round, limit: int) -> list[str]:
    """The numbers of the first of them."""
    return list(db.session.scalars(_unanswered(round_).with_only_columns(Comment.public_id).limit(limit)))


def _unanswered(round_: Round) -> Select[Any]:
    own = select(Comment.id).where(Comment.round_id == round_.id, Comment.state == CommentState.SUBMITTED)
    return select(Comment).where(or_(Comment.id.in_(own), Comment.id.in_(deferred_into(round_).with_only_columns(Comment.id)))).order_by(Comment.id)


def waiting(round_: Round) -> Waiting:
    """How many comments hold a round: without an answer, drafted, approved. Counted in one statement; no comment is read."""
    own = and_(Comment.round_id == round_.id, Comment.state == CommentState.SUBMITTED)
    here = select(Comment.id).where(or_(own, Comment.id.in_(deferred_into(round_).with_only_columns(Comment.id)))).subquery()
    rows = db.session.execute(select(Disposition.state, func.count()).select_from(here).outerjoin(
        Disposition, and_(Disposition.comment_id == here.c.id, Disposition.id.in_(latest(*AnswerState)))).group_by(Disposition.state))
    counts: Counter[AnswerState | None] = Counter(dict(rows.all()))
    drafted, approved = counts[AnswerState.DRAFT], counts[AnswerState.APPROVED]
    return sum(counts.values()) - drafted - approved, drafted, approved


def ready(round_: Round) -> list[Disposition]:
    """The approved answers that wait to be published with a round; only the latest answer of a comment counts."""
    query = _ready(round_).options(joinedload(Disposition.comment), selectinload(Disposition.changes))
    return list(db.session.scalars(query.order_by(Disposition.comment_id)))


def first_ready(round_: Round, limit: int) -> tuple[list[Disposition], int]:
    """The first of them with all that a page shows of their comments, and how many they are."""
    every = _ready(round_)
    ids = list(db.session.scalars(every.with_only_columns(Disposition.comment_id).order_by(Disposition.comment_id).limit(limit)))
    comments = list(db.session.scalars(threads.brief().where(Comment.id.in_(ids)).order_by(Comment.id)))
    for one in comments:
        set_committed_value(one.dispositions[-1], "comment", one)
    return [one.dispositions[-1] for one in comments], db.session.scalar(select(func.count()).select_from(every.subquery())) or 0


def _ready(round_: Round) -> Select[Any]:
    ids = select(Comment.id).where(Comment.round_id == round_.id, Comment.state.in_(threads.STANDING_STATES))
    into = deferred_into(round_).with_only_columns(Comment.id)
    return select(Disposition).where(
        Disposition.state == AnswerState.APPROVED, Disposition.id.in_(latest(*AnswerState)), or_(Disposition.comment_id.in_(ids), Disposition.comment_id.in_(into)))


def duplicates_of(comment: Comment) -> list[Comment]:
    """The comments whose latest answer, or the published one, says that they are the same as this one."""
    return list(db.session.scalars(select(Comment).join(Disposition, Disposition.comment_id == Comment.id).where(
        Disposition.target_id == comment.id, or_(Disposition.id.in_(latest(*AnswerState)), Disposition.id.in_(latest(AnswerState.PUBLISHED)))).distinct()))


def differs(section_uid: str, from_version_id: int, to_version_id: int) -> bool:
    """Whether a section's text is not the same in two versions; new and removed sections differ (C2)."""
    rows = dict(db.session.execute(select(Section.version_id, Section.digest).where(
        Section.uid == section_uid, Section.version_id.in_([from_version_id, to_version_id]))).all())
    return rows.get(from_version_id) != rows.get(to_version_id)


def unchanged_links(version: Version) -> list[ChangeLink]:
    """Links of the latest answers to sections of this version that are the same to the byte: they keep it from being published (C2)."""
    old, new = aliased(Section), aliased(Section)
    query = select(ChangeLink).join(Disposition).join(Comment, Disposition.comment_id == Comment.id).outerjoin(
        old, and_(old.version_id == ChangeLink.from_version_id, old.uid == ChangeLink.section_uid)).outerjoin(
        new, and_(new.version_id == ChangeLink.to_version_id, new.uid == ChangeLink.section_uid)).where(
        ChangeLink.to_version_id == version.id, Disposition.id.in_(latest(*AnswerState)), Comment.state.in_(threads.STANDING_STATES),
        or_(old.digest == new.digest, and_(old.id.is_(None), new.id.is_(None))))
    return list(db.session.scalars(query.options(joinedload(ChangeLink.disposition).joinedload(Disposition.comment))))

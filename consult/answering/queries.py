"""Reading what stands beside answers: saved texts, the queue of reviews, what places hold, and reactions of a round."""
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from consult.accounts.models import Account, RoleGrant
from consult.accounts.rules import AccountState
from consult.answering.models import AnswerReview, AnswerTranslation, Reaction, SavedText
from consult.answering.rules import ReviewState
from consult.comments.models import ChangeLink, Comment, Disposition
from consult.comments.queries import answers, threads
from consult.comments.rules import AnswerState, CommentState
from consult.db import db
from consult.documents.models import Version
from consult.organisations.models import Organisation
from consult.permissions.on_answers import answered_author
from consult.rounds.models import Round
from consult.teams import queries as teams

#: How many drafts a queue shows at once; those that have waited longest come first.
QUEUE_MAX = 100


def texts(language: str = "") -> list[SavedText]:
    """The saved texts, by language and title."""
    query = select(SavedText).where(SavedText.dropped_at.is_(None)).order_by(SavedText.language, SavedText.title)
    return list(db.session.scalars(query.where(SavedText.language == language) if language else query))


def saved_text(number: int) -> SavedText | None:
    """The saved text with this number, unless it was dropped."""
    return db.session.scalar(select(SavedText).where(SavedText.id == number, SavedText.dropped_at.is_(None)))


def text_named(title: str, language: str, but: int | None = None) -> SavedText | None:
    """Another text of this title in the language."""
    query = select(SavedText).where(SavedText.title == title, SavedText.language == language, SavedText.dropped_at.is_(None))
    return db.session.scalar(query.where(SavedText.id != but) if but is not None else query)


def answer(number: int) -> Disposition | None:
    """The answer with this number, with all that its pages show."""
    return db.session.scalar(_whole().where(Disposition.id == number))


def editors(but: Account) -> list[Account]:
    """The other editors, by name."""
    holds = exists().where(RoleGrant.account_id == Account.id, RoleGrant.role == "editor", RoleGrant.ended_at.is_(None))
    return list(db.session.scalars(select(Account).where(holds, Account.state == AccountState.ACTIVE, Account.id != but.id).order_by(Account.name_key)))


def open_review(disposition: Disposition) -> AnswerReview | None:
    """The review that a draft waits for."""
    return next((one for one in disposition.reviews if one.state == ReviewState.ASKED), None)


def _whole() -> Select[Any]:
    comment = joinedload(Disposition.comment)
    return select(Disposition).options(
        joinedload(Disposition.target), joinedload(Disposition.deferred_to), joinedload(Disposition.why),
        selectinload(Disposition.reviews).joinedload(AnswerReview.decider), selectinload(Disposition.translations),
        selectinload(Disposition.changes).options(joinedload(ChangeLink.to_version), joinedload(ChangeLink.from_version)),
        comment.joinedload(Comment.round), comment.joinedload(Comment.version).joinedload(Version.document), comment.joinedload(Comment.author),
        comment.joinedload(Comment.organisation), comment.selectinload(Comment.supports), comment.selectinload(Comment.dispositions),
        comment.joinedload(Comment.submission), comment.selectinload(Comment.sources))


def _drafts() -> Select[Any]:
    """The latest answers that are drafts of comments that stand."""
    return _whole().join(Comment, Disposition.comment_id == Comment.id).where(
        Disposition.state == AnswerState.DRAFT, Disposition.id.in_(answers.latest(*AnswerState)), Comment.state.in_(threads.STANDING_STATES)).order_by(Disposition.id)


def _asked() -> Select[Any]:
    return select(AnswerReview.disposition_id).where(AnswerReview.state == ReviewState.ASKED)


def asked_of(editor: Account) -> Select[Any]:
    """The numbers of the answers whose review waits for this editor: given to them, or to any other editor than the drafter."""
    return select(AnswerReview.disposition_id).join(Disposition, AnswerReview.disposition_id == Disposition.id).where(
        AnswerReview.state == ReviewState.ASKED, or_(AnswerReview.reviewer_id.is_(None), AnswerReview.reviewer_id == editor.id), Disposition.drafted_by != editor.id)


def for_me(editor: Account) -> list[Disposition]:
    """The drafts that wait for this editor: given to them, or to any other editor than their drafter."""
    return list(db.session.scalars(_drafts().where(Disposition.id.in_(asked_of(editor))).limit(QUEUE_MAX)))


def for_others(editor: Account) -> list[Disposition]:
    """The drafts of others that were given to somebody else."""
    theirs = _asked().where(AnswerReview.reviewer_id != editor.id)
    return list(db.session.scalars(_drafts().where(Disposition.drafted_by != editor.id, Disposition.id.in_(theirs)).limit(QUEUE_MAX)))


def own_drafts(editor: Account) -> list[Disposition]:
    """The drafts of this editor that are sent back, kept for later, or with others."""
    return list(db.session.scalars(_drafts().where(Disposition.drafted_by == editor.id).limit(QUEUE_MAX)))


def waiting(editor: Account) -> int:
    """How many drafts wait for this editor."""
    query = select(func.count()).select_from(Disposition).join(Comment, Disposition.comment_id == Comment.id).where(
        Disposition.state == AnswerState.DRAFT, Disposition.id.in_(asked_of(editor)), Disposition.id.in_(answers.latest(*AnswerState)),
        Comment.state.in_(threads.STANDING_STATES))
    return db.session.scalar(query) or 0


def translation(disposition: Disposition, language: str) -> AnswerTranslation | None:
    """The words of an answer in a language, as they were last corrected."""
    return next((one for one in reversed(disposition.translations) if one.language == language), None)


def translated(disposition: Disposition) -> Mapping[str, AnswerTranslation]:
    """The latest translation into each language."""
    return {one.language: one for one in disposition.translations}


def reactions(round_: Round) -> list[Reaction]:
    """What authors said about the answers that count in a round, in the order of the comments; those on hidden comments are not among them."""
    other = aliased(Disposition)
    last = select(func.max(other.seq)).where(other.comment_id == Disposition.comment_id, other.state == AnswerState.PUBLISHED).correlate(Disposition).scalar_subquery()
    query = select(Reaction).join(Disposition, and_(Reaction.disposition_id == Disposition.id, Disposition.seq == last)).join(Comment, Reaction.comment_id == Comment.id)
    return list(db.session.scalars(query.where(Comment.round_id == round_.id, Comment.state == CommentState.DISPOSED).options(
        joinedload(Reaction.disposition), joinedload(Reaction.organisation), joinedload(Reaction.comment).joinedload(Comment.author)).order_by(Reaction.comment_id, Reaction.id)))


def reaction(disposition: Disposition, organisation_id: int | None) -> Reaction | None:
    """What this organisation, or the author (none), has said about an answer."""
    return next((one for one in disposition.reactions if one.organisation_id == organisation_id), None)


def voices(account: Account, disposition: Disposition) -> list[Organisation | None]:
    """For whom a person can speak about an answer: themselves (none), and the organisations they lead for which the comment speaks."""
    spoken = {disposition.comment.organisation_id, *(source.organisation_id for source in disposition.comment.sources)} - {None}
    led: list[Organisation | None] = [one for one in teams.led_by(account) if not one.stands_for.isdisjoint(spoken)]
    return ([None] if answered_author(account, disposition) else []) + led

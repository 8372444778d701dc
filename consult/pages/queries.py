"""What the home page and the line on top of every page say."""
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from consult.ballots.models import Ballot
from consult.ballots.rules.life import BallotState
from consult.comments.models import Comment, Disposition
from consult.comments.rules import AnswerState, Code, CommentState
from consult.db import db
from consult.documents.models import Document, Version
from consult.documents.rules import VersionState
from consult.events.models import Event
from consult.events.rules import EventState
from consult.rounds.models import Round
from consult.rounds.rules import RoundState


@dataclass(frozen=True)
class Standing:
    """Where the foremost document stands: its latest version and the latest announced round on it."""

    version: Version | None
    round: Round | None


def standing() -> Standing:
    """The facts behind the stage line, in one statement: every page asks for them."""
    sibling = aliased(Version)
    number = select(func.max(Round.number)).join(sibling, Round.version_id == sibling.id).where(
        sibling.document_id == Version.document_id, Round.state.not_in([RoundState.DRAFT, RoundState.CANCELLED])).scalar_subquery()
    row = db.session.execute(select(Version, Round).join(Version.document).outerjoin(Round, Round.number == number).options(
        contains_eager(Version.document), joinedload(Round.version)).where(Version.state == VersionState.PUBLISHED).order_by(Document.id, Version.seq.desc()).limit(1)).first()
    return Standing(row[0], row[1]) if row else Standing(None, None)


def latest_ballot(version: Version) -> Ballot | None:
    """The ballot opened last on any version of the same document."""
    siblings = select(Version.id).where(Version.document_id == version.document_id)
    return db.session.scalar(select(Ballot).where(Ballot.version_id.in_(siblings), Ballot.state.in_([BallotState.SCHEDULED, BallotState.CERTIFIED]))
                             .order_by(Ballot.number.desc()).limit(1))


def latest_event() -> Event | None:
    """The event announced last that was not cancelled."""
    return db.session.scalar(select(Event).where(Event.announced_at.is_not(None), Event.state != EventState.CANCELLED).order_by(Event.starts_at.desc()).limit(1))


def running_ballots(moment: datetime) -> list[Ballot]:
    """The ballots that are announced or open at the moment, the first to close first."""
    return list(db.session.scalars(select(Ballot).where(Ballot.state == BallotState.SCHEDULED, Ballot.closes_at > moment).order_by(Ballot.closes_at)))


def latest_answers(limit: int = 5) -> list[Disposition]:
    """The answers published last, each with its comment."""
    query = select(Disposition).join(Comment, Disposition.comment_id == Comment.id).where(
        Disposition.state == AnswerState.PUBLISHED, Comment.state == CommentState.DISPOSED, Disposition.code != Code.DUPLICATE).order_by(
        Disposition.published_at.desc(), Disposition.id.desc()).limit(limit)
    return list(db.session.scalars(query.options(joinedload(Disposition.comment))))


def comments_received() -> tuple[int, int]:
    """How many comments were received in all, and how many of them have an answer."""
    rows = dict(db.session.execute(select(Comment.state, func.count()).group_by(Comment.state)).all())
    return sum(rows.values()), rows.get(CommentState.DISPOSED, 0)

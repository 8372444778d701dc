"""What has happened since a report was frozen; the frozen facts stay what they are."""
from dataclasses import dataclass

from sqlalchemy import select

from consult.answering.models import Reaction
from consult.answering.rules import Feeling
from consult.comments.models import Comment, Disposition
from consult.comments.rules import AnswerState, CommentState
from consult.db import db
from consult.documents.models import Version
from consult.documents.rules import PUBLIC
from consult.reporting.models import FrozenReport
from consult.rounds.models import Round

#: So many comments are named of each thing that happened.
LISTED = 50


@dataclass(frozen=True)
class Since:
    """The comments of the round that were hidden, shown again, answered anew, or found not satisfactory since; the first of each."""

    hidden: list[str]
    shown: list[str]
    answered: list[str]
    unsatisfied: list[str]

    @property
    def anything(self) -> bool:
        """Whether anything has happened."""
        return bool(self.hidden or self.shown or self.answered or self.unsatisfied)


def since(round_: Round, kept: FrozenReport) -> Since:
    """What became of the comments of a round after its report was frozen: a complete round has none without an answer but those that are shown again."""
    own = select(Comment.public_id).where(Comment.round_id == round_.id).order_by(Comment.id).limit(LISTED)
    later = select(Disposition.comment_id).where(Disposition.state == AnswerState.PUBLISHED, Disposition.published_at > kept.at)
    said = select(Reaction.comment_id).where(Reaction.feeling == Feeling.NOT_SATISFIED, Reaction.at > kept.at)
    return Since(list(db.session.scalars(own.where(Comment.state == CommentState.HIDDEN, Comment.hidden_at > kept.at))),
                 list(db.session.scalars(own.where(Comment.state == CommentState.SUBMITTED))),
                 list(db.session.scalars(own.where(Comment.id.in_(later)))), list(db.session.scalars(own.where(Comment.id.in_(said)))))


def successor(round_: Round) -> Version | None:
    """The public version that followed the one commented on."""
    return db.session.scalar(select(Version).where(Version.base_id == round_.version_id, Version.state.in_(PUBLIC)).order_by(Version.seq).limit(1))


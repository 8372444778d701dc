"""What earlier rounds left to a round: it is shown and counted at the stage of its answer with the comments that the round received itself (C5)."""
from sqlalchemy import and_, select

from consult.comments.models import Comment, Disposition
from consult.comments.queries import answers
from consult.comments.rules import AnswerState
from consult.db import db
from consult.inbox.rules import Stage
from consult.rounds.models import Round

Left = dict[Stage, list[int]]


def left_to(round_: Round) -> Left:
    """The numbers of these comments by stage. A published deferral is no answer here: such a comment waits."""
    ids = answers.deferred_into(round_).with_only_columns(Comment.id)
    rows = db.session.execute(select(Comment.id, Disposition.state).outerjoin(
        Disposition, and_(Disposition.comment_id == Comment.id, Disposition.id.in_(answers.latest(*AnswerState)))).where(Comment.id.in_(ids)).order_by(Comment.id))
    found: Left = {}
    for number, state in rows:
        found.setdefault(Stage.UNANSWERED if state in {None, AnswerState.PUBLISHED} else Stage(state.value), []).append(number)
    return found


def shown(left: Left, stages: tuple[Stage, ...]) -> list[int]:
    """Those at these stages, in the order they came."""
    return sorted(number for stage in stages for number in left.get(stage, []))

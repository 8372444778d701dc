"""Taking words out of sight, for a public reason."""
from typing import Any

from consult import clock
from consult.comments.models import Comment, Reply
from consult.comments.rules import (
    LIFE,
    CommentState,
    public_reason,
)
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.search.actions import put_comment


def hide(actor: Any, comment: Comment, reason: str) -> None:
    """Take a comment's words out of sight for a public reason; a stub and the replies stay."""
    require(actor, Action.COMMENTS_HIDE, comment)
    comment.hidden_reason, comment.hidden_at = public_reason(reason), clock.now()
    comment.state = CommentState(LIFE.advance(comment.state, "hide"))
    record(Action.COMMENTS_HIDE, actor, comment, comment=comment.public_id, reason=comment.hidden_reason)
    put_comment(comment)


def hide_reply(actor: Any, reply: Reply, reason: str) -> None:
    """Take a reply's words out of sight for a public reason."""
    require(actor, Action.COMMENTS_HIDE_REPLY, reply)
    reply.hidden_reason, reply.hidden_at = public_reason(reason), clock.now()
    record(Action.COMMENTS_HIDE_REPLY, actor, reply, comment=reply.comment.public_id, reason=reply.hidden_reason)

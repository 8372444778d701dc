"""Taking words out of sight, for a public reason."""
from typing import Any

from consult import clock
from consult.comments.models import Comment, Reply
from consult.comments.rules import (
    LIFE,
    CommentState,
    public_reason,
)
from consult.db import db
from consult.journal.actions import record
from consult.moderation import queries
from consult.moderation.models import Hiding
from consult.moderation.rules import LIFE as REPORTS
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.search.actions import put_comment


def hide(actor: Any, comment: Comment, reason: str) -> None:
    """Take a comment's words out of sight for a public reason; a stub and the replies stay, and reports on it are settled."""
    require(actor, Action.COMMENTS_HIDE, comment)
    comment.hidden_reason, comment.hidden_at = public_reason(reason), clock.now()
    comment.state = CommentState(LIFE.advance(comment.state, "hide"))
    _keep(actor, comment, Hiding(comment=comment))
    record(Action.COMMENTS_HIDE, actor, comment, comment=comment.public_id, reason=comment.hidden_reason)
    put_comment(comment)


def hide_reply(actor: Any, reply: Reply, reason: str) -> None:
    """Take a reply's words out of sight for a public reason; reports on it are settled."""
    require(actor, Action.COMMENTS_HIDE_REPLY, reply)
    reply.hidden_reason, reply.hidden_at = public_reason(reason), clock.now()
    _keep(actor, reply, Hiding(reply=reply))
    record(Action.COMMENTS_HIDE_REPLY, actor, reply, comment=reply.comment.public_id, reason=reply.hidden_reason)


def _keep(actor: Any, thing: Comment | Reply, hiding: Hiding) -> None:
    """Note who hid the words, so that another person decides on an appeal; and settle what was reported about them."""
    hiding.reason, hiding.hidden_by, hiding.hidden_at = thing.hidden_reason, actor.id, clock.now()
    db.session.add(hiding)
    for one in queries.open_reports(thing):
        one.state, one.settled_by, one.settled_at, one.note = REPORTS.advance(one.state, "hide"), actor.id, clock.now(), thing.hidden_reason

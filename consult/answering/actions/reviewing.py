"""The way of a draft to another editor and back."""
from typing import Any

from consult import clock
from consult.answering import queries
from consult.answering.models import AnswerReview
from consult.answering.rules import LIFE, REMARK_MAX, ReviewState
from consult.comments.models import Disposition
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible


def ask_review(actor: Any, disposition: Disposition, reviewer: Any = None) -> None:
    """Give one's own draft to another editor, or to any other."""
    require(actor, Action.ANSWERING_ASK_REVIEW, disposition)
    if reviewer is not None and reviewer not in queries.editors(actor):
        raise Invalid(N_("Choose another editor: nobody approves their own answer."), field="reviewer")
    disposition.reviews.append(AnswerReview(reviewer=reviewer, asked_by=actor.id, asked_at=clock.now(), state=ReviewState.ASKED))
    record(Action.ANSWERING_ASK_REVIEW, actor, disposition.comment, comment=disposition.comment.public_id, answer=disposition.seq)


def send_back(actor: Any, disposition: Disposition, remark: str) -> None:
    """Give a draft back to its drafter with a remark that only editors read; a changed text is a new draft and is reviewed again."""
    require(actor, Action.ANSWERING_SEND_BACK, disposition)
    if disposition is not disposition.comment.dispositions[-1]:
        raise Conflict(N_("A newer answer to this comment has been drafted meanwhile."))
    review = queries.open_review(disposition)
    if review is None:
        raise Conflict(N_("Somebody has decided on this draft meanwhile."))
    review.remark = legible.written(remark, "remark", N_("Say what should be changed; the drafter reads it."))
    legible.check(review.remark, "remark", REMARK_MAX)
    review.state, review.decided_by, review.decided_at = ReviewState(LIFE.advance(review.state, "send_back")), actor.id, clock.now()
    db.session.flush()
    record(Action.ANSWERING_SEND_BACK, actor, disposition.comment, comment=disposition.comment.public_id, answer=disposition.seq)

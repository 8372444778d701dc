"""Conditions on answers: their review, and what authors may say about them."""
from typing import Any

from consult.answering.rules import ReviewState
from consult.comments.rules import AnswerState, Capacity, Channel, CommentState
from consult.i18n import N_
from consult.permissions.conditions import says
from consult.permissions.on_comments import belongs


def _latest(subject: Any) -> Any:
    """The published answer that counts now."""
    return next((one for one in reversed(subject.comment.dispositions) if one.state == AnswerState.PUBLISHED), None)


@says(N_("drafted the answer"))
def drafter(actor: Any, subject: Any) -> bool:
    """Subject: a disposition."""
    return subject.drafted_by == actor.id


@says(N_("the answer is for review"))
def for_review(actor: Any, subject: Any) -> bool:
    """Subject: a disposition."""
    return any(one.state == ReviewState.ASKED for one in subject.reviews)


@says(N_("the answer is not for review yet"))
def not_for_review(actor: Any, subject: Any) -> bool:
    """Subject: a disposition; a newer answer to the same comment has taken the place of an older draft."""
    return not for_review(actor, subject) and subject is subject.comment.dispositions[-1]


@says(N_("it is the latest answer to the comment, or the published one"))
def latest_answer(actor: Any, subject: Any) -> bool:
    """Subject: a disposition."""
    return subject is subject.comment.dispositions[-1] or subject is _latest(subject)


@says(N_("the answer is published and no later one has taken its place"))
def answer_counts(actor: Any, subject: Any) -> bool:
    """Subject: a disposition; of a comment that is hidden nothing is said."""
    return subject is _latest(subject) and subject.comment.state == CommentState.DISPOSED


@says(N_("wrote the comment for themselves or as national coordinator"))
def answered_author(actor: Any, subject: Any) -> bool:
    """Subject: a disposition; whoever entered a comment that came on paper is not its author."""
    comment = subject.comment
    return actor is not None and comment.author_id == actor.id and comment.capacity != Capacity.ORGANISATION and comment.channel != Channel.PAPER


@says(N_("leads an organisation for which the comment speaks"))
def leads_answered(actor: Any, subject: Any) -> bool:
    """Subject: a disposition; a joint comment speaks for several organisations."""
    comment = subject.comment
    spoken = {comment.organisation_id, *(source.organisation_id for source in comment.sources)} - {None}
    return actor is not None and any(belongs(actor, number, leading=True) for number in spoken)

"""Answering comments: drafted by one editor, approved by another, published together."""
from collections.abc import Sequence
from typing import Any

from consult import clock
from consult.answering import queries as reviewing
from consult.answering.models import AnswerChange, AnswerReview
from consult.answering.rules import LIFE as REVIEWS
from consult.answering.rules import WHY_MAX, ReviewState
from consult.comments.models import ChangeLink, Comment, Disposition
from consult.comments.queries import answers, threads
from consult.comments.rules import (
    ANSWER_LIFE,
    ANSWER_MAX,
    LIFE,
    AnswerState,
    Code,
    CommentState,
    needs,
    public_reason,
)
from consult.db import db
from consult.documents.models import Version
from consult.errors import Conflict, IllegalMove, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.rounds.rules import Phase
from consult.search.actions import put_comment
from consult.text import legible


def admit_late(actor: Any, comment: Comment, reason: str) -> None:
    """Answer a late comment like the others, for a public reason."""
    require(actor, Action.COMMENTS_ADMIT_LATE, comment)
    comment.admitted_reason = public_reason(reason)
    record(Action.COMMENTS_ADMIT_LATE, actor, comment, comment=comment.public_id, reason=comment.admitted_reason)


def dispose(actor: Any, comment: Comment, code: Code, reason: str = "", changes: Sequence[tuple[str, Version]] = (), target: Comment | None = None,
            deferred_to: Round | None = None, language: str = "en", why: str = "", for_review: bool = True, reviewer: Any = None, seen: int | None = None) -> Disposition:
    """Draft the answer to a comment; another editor approves it, and all answers of a round are published together.

    `why` says why it takes the place of a published answer, `for_review` whether another editor may approve it now, `reviewer` who of them is asked,
    and `seen` how many answers there were when the editor began: what somebody else drafted meanwhile is not passed over.
    """
    _refuse_gone(comment)
    require(actor, Action.COMMENTS_DISPOSE, comment)
    if seen is not None and seen != len(comment.dispositions):
        raise Conflict(N_("Another editor has answered %(number)s meanwhile; that answer is shown now. Your words are kept below: compare them, then save once more to "
                          "put yours in its place."), number=comment.public_id)
    if answers.answered_in(comment) is None:
        raise IllegalMove(N_("Answers are written between the close of the round and its completion."))
    if code != Code.DEFERRED and answers.only_deferred(comment):
        raise Invalid(N_("This comment came late: it goes to the next round, unless you admit it first with a reason."), field="code")
    if "reason" in needs(code) and legible.blank(reason):
        raise Invalid(N_("This answer needs a reason."), field="reason")
    legible.check(reason, "reason", ANSWER_MAX)
    answer = Disposition(comment=comment, seq=len(comment.dispositions) + 1, code=code, reason=legible.tidy(reason, "reason"), language=language,
                         target=_target(comment, code, target), deferred_to=_later(comment, code, deferred_to), drafted_by=actor.id, drafted_at=clock.now(),
                         changes=_links(comment, code, changes), why=_why(comment, why), reviews=_review(actor, reviewer) if for_review else [])
    db.session.add(answer)
    record(Action.COMMENTS_DISPOSE, actor, comment, comment=comment.public_id, code=code, answer=answer.seq)
    return answer


def approve(actor: Any, disposition: Disposition) -> None:
    """Approve an answer that another editor drafted (two people see every answer)."""
    require(actor, Action.COMMENTS_APPROVE, disposition)
    _refuse_gone(disposition.comment)
    if disposition is not disposition.comment.dispositions[-1]:
        raise Conflict(N_("A newer answer to this comment has been drafted meanwhile."))
    _check_again(disposition)
    disposition.state, disposition.approved_by, disposition.approved_at = AnswerState(ANSWER_LIFE.advance(disposition.state, "approve")), actor.id, clock.now()
    if review := reviewing.open_review(disposition):
        review.state, review.decided_by, review.decided_at = ReviewState(REVIEWS.advance(review.state, "approve")), actor.id, clock.now()
    record(Action.COMMENTS_APPROVE, actor, disposition.comment, comment=disposition.comment.public_id, code=disposition.code, answer=disposition.seq)


def publish(actor: Any, round_: Round, whole: bool = False) -> int:
    """Publish all approved answers of a round together; how many there were. With `whole`, as editors do it, none before every comment of the round has one."""
    require(actor, Action.COMMENTS_PUBLISH, round_)
    ready = answers.ready(round_)
    if ready and whole:
        _refuse_parts(round_)
    for answer in ready:
        _check_again(answer)
        answer.state, answer.published_at = AnswerState(ANSWER_LIFE.advance(answer.state, "publish")), clock.now()
        comment = answer.comment
        comment.state = CommentState(LIFE.advance(comment.state, "publish"))
        record(Action.COMMENTS_PUBLISH, actor, comment, comment=comment.public_id, code=answer.code, answer=answer.seq, changes=[link.section_uid for link in answer.changes])
        put_comment(comment)
    return len(ready)


def _refuse_parts(round_: Round) -> None:
    """Nobody learns of an answer while others of the round still wait for theirs."""
    without, drafted, _approved = answers.waiting(round_)
    if without or drafted:
        raise Conflict(N_("All answers of a round are published together. %(without)s comments have no answer yet and %(drafted)s answers wait for approval; nothing was "
                          "published."), without=without, drafted=drafted)


def _refuse_gone(comment: Comment) -> None:
    """Words that were taken back or hidden get no answer."""
    if comment.state == CommentState.WITHDRAWN:
        raise IllegalMove(N_("The author has withdrawn %(number)s: it gets no answer."), number=comment.public_id)
    if comment.state == CommentState.HIDDEN:
        raise IllegalMove(N_("The moderators have hidden %(number)s: it gets no answer unless it is shown again."), number=comment.public_id)


def _why(comment: Comment, why: str) -> AnswerChange | None:
    """Why a published answer is changed; one that a later round owes after a deferral changes nothing."""
    if not answers.changes_published(comment):
        return None
    legible.check(why, "why", WHY_MAX)
    return AnswerChange(reason=legible.written(why, "why", N_("There is a published answer. Say why this one takes its place; everybody will read it.")))


def _review(actor: Any, reviewer: Any) -> list[AnswerReview]:
    """The draft is for review by one other editor, or by any of them."""
    if reviewer is not None and reviewer not in reviewing.editors(actor):
        raise Invalid(N_("Choose another editor: nobody approves their own answer."), field="reviewer")
    return [AnswerReview(reviewer=reviewer, asked_by=actor.id, asked_at=clock.now(), state=ReviewState.ASKED)]


def _target(comment: Comment, code: Code, target: Comment | None) -> Comment | None:
    """The comment that says the same: in one step, never in a chain (C4)."""
    if code != Code.DUPLICATE:
        return None
    if target is None or target.id == comment.id or target.version.document_id != comment.version.document_id:
        raise Invalid(N_("Name another comment on the same document by its number, for example R1-RS-014."), field="target")
    if target.state not in threads.STANDING_STATES:
        raise Invalid(N_("That comment does not stand any more; choose one that does."), field="target")
    if any(one is not None and one.code == Code.DUPLICATE for one in (*target.dispositions[-1:], threads.answer_of(target))):
        raise Invalid(N_("That comment is itself a duplicate; name the one it duplicates."), field="target")
    if answers.duplicates_of(comment):
        raise Invalid(N_("Other comments are marked as duplicates of this one; answer those first."), field="code")
    return target


def _later(comment: Comment, code: Code, round_: Round | None) -> Round | None:
    if code != Code.DEFERRED:
        return None
    here = answers.answered_in(comment) or comment.round
    if round_ is None:
        if here is not comment.round:
            raise Invalid(N_("This comment has been deferred before: choose the round that decides it. One can be planned already."), field="deferred_to")
        return None
    if round_.number <= here.number or round_.version.document_id != comment.version.document_id:
        raise Invalid(N_("A comment is deferred to a later round on the same document."), field="deferred_to")
    if round_.phase not in {Phase.DRAFT, Phase.SCHEDULED, Phase.OPEN}:
        raise Invalid(N_("Round %(number)s has closed or was cancelled; defer to one that is still to come, or to the next round."), field="deferred_to", number=round_.number)
    return round_


def _links(comment: Comment, code: Code, changes: Sequence[tuple[str, Version]]) -> list[ChangeLink]:
    """The changes that an answer names, each checked to be one (C2)."""
    if "change" in needs(code) and not changes:
        raise Invalid(N_("This answer needs the section that was changed."), field="changes")
    links = []
    for uid, version in changes if "change" in needs(code) else ():
        if version.base_id is None or version.document_id != comment.version.document_id or version.seq <= comment.version.seq:
            raise Invalid(N_("A change is named in a version that follows the one commented on."), field="changes")
        links.append(ChangeLink(section_uid=uid, from_version_id=version.base_id, to_version_id=version.id))
        _check_link(links[-1])
    return links


def _check_link(link: ChangeLink, of: str = "") -> None:
    if not answers.differs(link.section_uid, link.from_version_id, link.to_version_id):
        if of:
            raise Invalid(N_("The answer to %(number)s names a section as changed that is the same in both versions. Change the text, or answer anew."), number=of)
        raise Invalid(N_("The section that the answer names as changed is the same in both versions."), field="changes")


def _check_again(answer: Disposition) -> None:
    """What was true when the answer was drafted must be true still."""
    for link in answer.changes:
        _check_link(link, answer.comment.public_id)
    try:
        _target(answer.comment, answer.code, answer.target)
    except Invalid as error:
        raise Invalid(N_("The answer to %(number)s names a comment that it duplicates, and that cannot stay so. Answer it anew."), number=answer.comment.public_id) from error

"""Writing, sending, answering and moderating comments, and carrying their threads to the next version."""
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from consult import clock
from consult.comments import queries
from consult.comments.models import ChangeLink, Comment, CommentPlace, Disposition, Draft, FormerWords, JointSource, Reply, Submission
from consult.comments.rules import (
    ANSWER_LIFE,
    LIFE,
    AnswerState,
    Capacity,
    Channel,
    Code,
    CommentKind,
    CommentState,
    PlaceStatus,
    needs,
    proposal,
    public_id,
    public_reason,
    quotation,
    receipt,
    said,
)
from consult.db import db
from consult.documents import queries as documents
from consult.documents.models import Version
from consult.errors import Conflict, IllegalMove, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.organisations import queries as organisations
from consult.organisations.models import Organisation
from consult.parties.rules import INTERNATIONAL
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.rounds.rules import is_late
from consult.search.actions import put_comment
from consult.text import anchors
from consult.text.anchors import Selector


def save_draft(actor: Any, round_: Round, section_uid: str | None, kind: CommentKind, body: str, quote: str = "", proposed: str = "", reason: str = "",
               language: str = "en", draft: Draft | None = None, near: int | None = None) -> Draft:
    """Keep a comment that is not sent yet; only its author sees it. `near` is where in the section the quotation was taken."""
    require(actor, Action.COMMENTS_SAVE_DRAFT, round_)
    if draft is not None and (draft.account_id != actor.id or draft.round_id != round_.id):
        raise Invalid(N_("This draft belongs to somebody else or to another round."))
    found = _quotation(round_.version, section_uid, quote, near)
    draft = draft or Draft(account_id=actor.id, round=round_)
    draft.section_uid, draft.kind, draft.body, draft.reason, draft.language = section_uid, kind, said(body), reason.strip(), language
    draft.quote, draft.quote_start = (found.exact, found.start) if found else ("", None)
    draft.proposed, draft.saved_at = proposal(proposed, quote, draft.quote), clock.now()
    db.session.add(draft)
    db.session.flush()
    return draft


def discard_draft(actor: Any, draft: Draft) -> None:
    """Throw a draft away."""
    require(actor, Action.COMMENTS_DISCARD_DRAFT, draft)
    db.session.delete(draft)


def submit(actor: Any, round_: Round, drafts: Sequence[Draft], capacity: Capacity, organisation: Organisation | None = None, name_shown: bool = True,
           channel: Channel = Channel.DIRECT, sources: Sequence[Organisation] = ()) -> Submission:
    """Send drafts as comments, under one receipt; what comes after the close is kept as late (R3)."""
    require(actor, Action.COMMENTS_SUBMIT, round_)
    if not drafts or any(d.account_id != actor.id or d.round_id != round_.id for d in drafts):
        raise Invalid(N_("There is nothing of yours to send in this round."))
    origin = _origin(actor, capacity, organisation)
    now = clock.now()
    sent = Submission(receipt=receipt(round_.number, _count(Submission, round_id=round_.id) + 1), account_id=actor.id, round=round_, at=now)
    db.session.add(sent)
    db.session.flush()
    addresses: dict[str | None, tuple[int, str]] = {s.uid: (s.position, s.address) for s in documents.contents(round_.version)}
    shared = {"round": round_, "submission": sent, "origin": origin, "version": round_.version, "author_id": actor.id, "organisation": organisation, "capacity": capacity,
              "channel": Channel.COORDINATOR if capacity == Capacity.COORDINATOR else channel, "name_shown": name_shown or capacity != Capacity.SELF,
              "received_at": now, "late": is_late(round_.opens_at, round_.closes_at, now)}
    for draft in sorted(drafts, key=lambda d: (addresses.get(d.section_uid, (-1, ""))[0], d.id)):
        comment = _from_draft(draft, shared)
        comment.sources = [JointSource(organisation=source) for source in sources if source is not organisation]
        db.session.add(comment)
        db.session.delete(draft)
        record(Action.COMMENTS_SUBMIT, actor, comment, comment=comment.public_id, receipt=sent.receipt, round=round_.number,
               section=addresses.get(draft.section_uid, (0, ""))[1])
        put_comment(comment)
    return sent


def replace(actor: Any, comment: Comment, kind: CommentKind, body: str, quote: str = "", proposed: str = "", reason: str = "", near: int | None = None) -> None:
    """Put other words in the place of one's own before the close; the former ones stay on record."""
    require(actor, Action.COMMENTS_REPLACE, comment)
    found = _quotation(comment.version, comment.section_uid, quote, near if near is not None else comment.quote_start)
    body, words = said(body), quotation(found)
    db.session.add(FormerWords(comment_id=comment.id, kind=comment.kind, body=comment.body, quote=comment.quote, proposed=comment.proposed, reason=comment.reason,
                               until=clock.now()))
    comment.kind, comment.body, comment.reason = kind, body, reason.strip()
    for name, value in words.items():
        setattr(comment, name, value)
    comment.proposed, comment.replaced_at = proposal(proposed, quote, comment.quote), clock.now()
    comment.state = CommentState(LIFE.advance(comment.state, "replace"))
    record(Action.COMMENTS_REPLACE, actor, comment, comment=comment.public_id)
    put_comment(comment)


def withdraw(actor: Any, comment: Comment) -> None:
    """Take one's own comment back before the close; it stays on record as withdrawn."""
    require(actor, Action.COMMENTS_WITHDRAW, comment)
    comment.state, comment.withdrawn_at = CommentState(LIFE.advance(comment.state, "withdraw")), clock.now()
    record(Action.COMMENTS_WITHDRAW, actor, comment, comment=comment.public_id)
    put_comment(comment)


def reply(actor: Any, comment: Comment, body: str, organisation: Organisation | None = None, language: str = "en") -> Reply:
    """Say something under a comment; a reply needs no answer from the secretariat."""
    require(actor, Action.COMMENTS_REPLY, comment)
    if organisation is not None and organisation not in organisations.of(actor):
        raise Invalid(N_("You do not belong to this organisation."), field="organisation")
    row = Reply(comment=comment, author_id=actor.id, organisation=organisation, body=said(body), language=language, at=clock.now())
    db.session.add(row)
    record(Action.COMMENTS_REPLY, actor, row, comment=comment.public_id)
    return row


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


def admit_late(actor: Any, comment: Comment, reason: str) -> None:
    """Answer a late comment like the others, for a public reason."""
    require(actor, Action.COMMENTS_ADMIT_LATE, comment)
    comment.admitted_reason = public_reason(reason)
    record(Action.COMMENTS_ADMIT_LATE, actor, comment, comment=comment.public_id, reason=comment.admitted_reason)


def dispose(actor: Any, comment: Comment, code: Code, reason: str = "", changes: Sequence[tuple[str, Version]] = (), target: Comment | None = None,
            deferred_to: Round | None = None, language: str = "en") -> Disposition:
    """Draft the answer to a comment; another editor approves it, and all answers of a round are published together."""
    require(actor, Action.COMMENTS_DISPOSE, comment)
    if queries.answered_in(comment) is None:
        raise IllegalMove(N_("Answers are written between the close of the round and its completion."))
    if comment.late and not comment.admitted_reason and code != Code.DEFERRED:
        raise Invalid(N_("This comment came late: it goes to the next round, unless you admit it first with a reason."), field="code")
    if "reason" in needs(code) and not reason.strip():
        raise Invalid(N_("This answer needs a reason."), field="reason")
    answer = Disposition(comment=comment, seq=len(comment.dispositions) + 1, code=code, reason=reason.strip(), language=language,
                         target=_target(comment, code, target), deferred_to=_later(comment, code, deferred_to), drafted_by=actor.id, drafted_at=clock.now(),
                         changes=_links(comment, code, changes))
    db.session.add(answer)
    record(Action.COMMENTS_DISPOSE, actor, comment, comment=comment.public_id, code=code, answer=answer.seq)
    return answer


def approve(actor: Any, disposition: Disposition) -> None:
    """Approve an answer that another editor drafted (two people see every answer)."""
    require(actor, Action.COMMENTS_APPROVE, disposition)
    if disposition is not disposition.comment.dispositions[-1]:
        raise Conflict(N_("A newer answer to this comment has been drafted meanwhile."))
    _check_again(disposition)
    disposition.state, disposition.approved_by, disposition.approved_at = AnswerState(ANSWER_LIFE.advance(disposition.state, "approve")), actor.id, clock.now()
    record(Action.COMMENTS_APPROVE, actor, disposition.comment, comment=disposition.comment.public_id, code=disposition.code, answer=disposition.seq)


def publish(actor: Any, round_: Round) -> int:
    """Publish all approved answers of a round together; how many there were."""
    require(actor, Action.COMMENTS_PUBLISH, round_)
    answers = queries.ready(round_)
    for answer in answers:
        _check_again(answer)
        answer.state, answer.published_at = AnswerState(ANSWER_LIFE.advance(answer.state, "publish")), clock.now()
        comment = answer.comment
        comment.state = CommentState(LIFE.advance(comment.state, "publish"))
        record(Action.COMMENTS_PUBLISH, actor, comment, comment=comment.public_id, code=answer.code, answer=answer.seq, changes=[link.section_uid for link in answer.changes])
        put_comment(comment)
    return len(answers)


def carry(actor: Any, version: Version) -> Counter[PlaceStatus]:
    """Write where every thread stands in a version that is being published; none is lost (V6)."""
    require(actor, Action.COMMENTS_CARRY, version)
    found = queries.dry_run(version)
    db.session.add_all(CommentPlace(comment_id=one.comment.id, version_id=version.id, section_uid=one.after.uid, status=one.after.status, start=one.after.start,
                                    end=one.after.end, score=one.after.score) for one in found)
    db.session.flush()
    return Counter(one.after.status for one in found)


def _quotation(version: Version, section_uid: str | None, quote: str, near: int | None) -> Selector | None:
    """The quoted words as they stand in the section, or a refusal that says where to look."""
    section = documents.section_by_uid(version, section_uid) if section_uid is not None else None
    if section_uid is not None and section is None:
        raise Invalid(N_("There is no such section in this version."))
    if not quote.strip():
        return None
    if section is None:
        raise Invalid(N_("Words can be quoted from a section only; this comment is on the whole document."), field="quote")
    found = anchors.find(section.body, quote, near=near)
    if found is None:
        raise Invalid(N_("These words are not in the section as it stands. Copy them from the text above, or leave the quotation empty."), field="quote")
    return found


def _from_draft(draft: Draft, shared: dict[str, Any]) -> Comment:
    found = _quotation(shared["version"], draft.section_uid, draft.quote, draft.quote_start)
    round_, origin = shared["round"], shared["origin"]
    running = (db.session.scalar(select(func.max(Comment.running)).filter_by(round_id=round_.id, origin=origin)) or 0) + 1
    return Comment(public_id=public_id(round_.number, origin, running), running=running, section_uid=draft.section_uid, kind=draft.kind, body=draft.body,
                   proposed=draft.proposed, reason=draft.reason, language=draft.language, state=CommentState.SUBMITTED, **quotation(found), **shared)


def _origin(actor: Any, capacity: Capacity, organisation: Organisation | None) -> str:
    """The party a comment comes from at this moment (C8); INT when it comes from none."""
    if capacity == Capacity.COORDINATOR:
        parties = [grant.party_code for grant in actor.grants if grant.role == "coordinator" and grant.ended_at is None]
        if not parties:
            raise Invalid(N_("You are not a national coordinator."), field="capacity")
        return parties[0] or INTERNATIONAL
    if capacity == Capacity.SELF:
        return actor.party_code or INTERNATIONAL
    if organisation is None or organisation not in organisations.of(actor):
        raise Invalid(N_("Choose an organisation that you belong to."), field="capacity")
    return organisation.party_code or INTERNATIONAL


def _count(model: Any, **named: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).filter_by(**named)) or 0


def _target(comment: Comment, code: Code, target: Comment | None) -> Comment | None:
    """The comment that says the same: in one step, never in a chain (C4)."""
    if code != Code.DUPLICATE:
        return None
    if target is None or target.id == comment.id or target.version.document_id != comment.version.document_id:
        raise Invalid(N_("Name another comment on the same document by its number, for example R1-RS-014."), field="target")
    if target.state not in queries.STANDING_STATES:
        raise Invalid(N_("That comment does not stand any more; choose one that does."), field="target")
    if target.dispositions and target.dispositions[-1].code == Code.DUPLICATE:
        raise Invalid(N_("That comment is itself a duplicate; name the one it duplicates."), field="target")
    if queries.duplicates_of(comment):
        raise Invalid(N_("Other comments are marked as duplicates of this one; answer those first."), field="code")
    return target


def _later(comment: Comment, code: Code, round_: Round | None) -> Round | None:
    if code != Code.DEFERRED:
        return None
    here = queries.answered_in(comment) or comment.round
    if round_ is None:
        if here is not comment.round:
            raise Invalid(N_("This comment has been deferred before: choose the round that decides it. One can be planned already."), field="deferred_to")
        return None
    if round_.number <= here.number or round_.version.document_id != comment.version.document_id:
        raise Invalid(N_("A comment is deferred to a later round on the same document."), field="deferred_to")
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


def _check_link(link: ChangeLink) -> None:
    if not queries.differs(link.section_uid, link.from_version_id, link.to_version_id):
        raise Invalid(N_("The section that the answer names as changed is the same in both versions."), field="changes")


def _check_again(answer: Disposition) -> None:
    """What was true when the answer was drafted must be true still."""
    for link in answer.changes:
        _check_link(link)
    if answer.target is not None:
        _target(answer.comment, answer.code, answer.target)

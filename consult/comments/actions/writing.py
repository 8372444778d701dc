"""Writing comments: drafts, sending them, replacing and withdrawing them."""
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from consult import clock
from consult.comments.models import Comment, Draft, FormerWords, JointSource, Submission
from consult.comments.rules import (
    LIFE,
    Capacity,
    Channel,
    CommentKind,
    CommentState,
    proposal,
    public_id,
    quotation,
    readable,
    receipt,
    said,
)
from consult.db import db
from consult.documents.models import Version
from consult.documents.queries import stored
from consult.errors import Conflict, Invalid
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
from consult.similar.actions import keeping as similar
from consult.submissions import queries as submissions
from consult.submissions.models import Sending
from consult.submissions.rules import held
from consult.teams import queries as teams
from consult.text import anchors, legible
from consult.text.anchors import Selector
from consult.translating import queries as translating
from consult.translating.models import TranslatedQuote


def save_draft(actor: Any, round_: Round, section_uid: str | None, kind: CommentKind, body: str, quote: str = "", proposed: str = "", reason: str = "",
               language: str = "en", draft: Draft | None = None, near: int | None = None, revision: int | None = None, text: str = "") -> Draft:
    """Keep a comment that is not sent yet; only its author sees it. `near` is where in the section the quotation was taken, `revision` what the
    draft was when its author began to change it: words that were saved meanwhile in another window are not overwritten. `text` is the language in
    which the author reads the text: words of that unofficial translation are kept as such."""
    require(actor, Action.COMMENTS_SAVE_DRAFT, round_)
    if draft is not None and (not teams.writes(actor, draft) or draft.round_id != round_.id):
        raise Invalid(N_("This draft belongs to somebody else or to another round."))
    if draft is not None and revision not in {None, draft.revision}:
        raise Conflict(N_("This draft was changed in another window meanwhile. Nothing is lost: both are below."))
    readable(body, quote, proposed, reason)
    draft = draft or Draft(account_id=actor.id, round=round_)
    foreign = _translated(round_.version, section_uid, quote, text, draft)
    found = None if foreign else _quotation(round_.version, section_uid, quote, near)
    draft.section_uid, draft.kind, draft.body, draft.reason, draft.language = section_uid, kind, said(body), legible.tidy(reason, "reason"), language
    draft.quote, draft.quote_start = (found.exact, found.start) if found else ("", None)
    draft.proposed, draft.saved_at = proposal(proposed, quote, draft.quote), clock.now()
    db.session.add(draft)
    _keep_translated(draft, foreign)
    db.session.flush()
    return draft


def discard_draft(actor: Any, draft: Draft) -> None:
    """Throw a draft away."""
    require(actor, Action.COMMENTS_DISCARD_DRAFT, draft)
    db.session.delete(draft)


def submit(actor: Any, round_: Round, drafts: Sequence[Draft], capacity: Capacity, organisation: Organisation | None = None, name_shown: bool = True,
           channel: Channel = Channel.DIRECT, sources: Sequence[Organisation] = (), form_key: str = "", interest: str = "") -> Submission:
    """Send drafts as comments, under one receipt; what comes after the close is kept as late (R3), and counts if its sender holds a late link.

    The same form (`form_key`) sends once: sent again it gives the same receipt. `sources` are organisations for which a joint
    comment also speaks; no page takes them, since organisations are asked and check the words in the coordinator's channel (see coordination).
    """
    require(actor, Action.COMMENTS_SUBMIT, round_)
    if earlier := submissions.sent_by_form(form_key, actor):
        return earlier
    if not drafts or any(d.account_id != actor.id or d.round_id != round_.id for d in drafts):
        raise Invalid(N_("There is nothing of yours to send in this round."))
    origin = _origin(actor, capacity, organisation)
    sent = _sent(actor, round_, form_key, interest)
    addresses: dict[str | None, tuple[int, str]] = {s.uid: (s.position, s.address) for s in stored.contents(round_.version)}
    late = is_late(round_.opens_at, round_.closes_at, sent.at)
    link = held(round_.late_links, actor.id) if late else None
    shared = {"round": round_, "submission": sent, "origin": origin, "version": round_.version, "author_id": actor.id, "organisation": organisation, "capacity": capacity,
              "channel": Channel.COORDINATOR if capacity == Capacity.COORDINATOR else channel, "name_shown": name_shown or capacity != Capacity.SELF,
              "received_at": sent.at, "late": late, "admitted_reason": link.reason if link else ""}
    for draft in sorted(drafts, key=lambda d: (addresses.get(d.section_uid, (-1, ""))[0], d.id)):
        comment = _from_draft(draft, shared)
        comment.sources = [JointSource(organisation=source) for source in sources if source is not organisation]
        db.session.add(comment)
        for file in list(draft.attachments):
            file.draft, file.comment = None, comment
        if (words := draft.translated) is not None:
            words.draft, words.comment = None, comment
        db.session.delete(draft)
        record(Action.COMMENTS_SUBMIT, actor, comment, comment=comment.public_id, receipt=sent.receipt, round=round_.number,
               section=addresses.get(draft.section_uid, (0, ""))[1])
        if link is not None:
            link.submission = sent
            record(Action.COMMENTS_ADMIT_LATE, link.giver, comment, comment=comment.public_id, reason=link.reason)
        put_comment(comment)
        similar.put_comment(comment)
    return sent


def _sent(actor: Any, round_: Round, form_key: str, interest: str) -> Submission:
    """A new receipt, with the key of the form and what its sender declared."""
    sent = Submission(receipt=receipt(round_.number, _count(Submission, round_id=round_.id) + 1), account_id=actor.id, round=round_, at=clock.now())
    db.session.add(sent)
    if form_key or interest:
        db.session.add(Sending(submission=sent, form_key=form_key[:64] or None, interest=interest))
    db.session.flush()
    return sent


def replace(actor: Any, comment: Comment, kind: CommentKind, body: str, quote: str = "", proposed: str = "", reason: str = "", near: int | None = None) -> None:
    """Put other words in the place of one's own before the close; the former ones stay on record."""
    require(actor, Action.COMMENTS_REPLACE, comment)
    readable(body, quote, proposed, reason)
    foreign = _translated(comment.version, comment.section_uid, quote, "", comment)
    found = None if foreign else _quotation(comment.version, comment.section_uid, quote, near if near is not None else comment.quote_start)
    body, words = said(body), quotation(found)
    db.session.add(FormerWords(comment_id=comment.id, kind=comment.kind, body=comment.body, quote=comment.quoted, proposed=comment.proposed, reason=comment.reason,
                               until=clock.now()))
    comment.kind, comment.body, comment.reason = kind, body, legible.tidy(reason, "reason")
    for name, value in words.items():
        setattr(comment, name, value)
    _keep_translated(comment, foreign)
    comment.proposed, comment.replaced_at = proposal(proposed, quote, comment.quote), clock.now()
    comment.state = CommentState(LIFE.advance(comment.state, "replace"))
    record(Action.COMMENTS_REPLACE, actor, comment, comment=comment.public_id)
    put_comment(comment)
    similar.put_comment(comment)


def withdraw(actor: Any, comment: Comment) -> None:
    """Take one's own comment back before the close; it stays on record as withdrawn."""
    require(actor, Action.COMMENTS_WITHDRAW, comment)
    comment.state, comment.withdrawn_at = CommentState(LIFE.advance(comment.state, "withdraw")), clock.now()
    record(Action.COMMENTS_WITHDRAW, actor, comment, comment=comment.public_id)
    put_comment(comment)


def _quotation(version: Version, section_uid: str | None, quote: str, near: int | None) -> Selector | None:
    """The quoted words as they stand in the section, or a refusal that says where to look."""
    section = stored.section_by_uid(version, section_uid) if section_uid is not None else None
    if section_uid is not None and section is None:
        raise Invalid(N_("There is no such section in this version."))
    if legible.blank(quote):
        return None
    if section is None:
        raise Invalid(N_("Words can be quoted from a section only; this comment is on the whole document."), field="quote")
    found = anchors.find(section.body, quote, near=near)
    if found is None:
        raise Invalid(N_("These words are not in the section as it stands. Copy them from the text above, or leave the quotation empty."), field="quote")
    return found


def _translated(version: Version, section_uid: str | None, quote: str, text: str, before: Draft | Comment) -> TranslatedQuote | None:
    """Words of an unofficial translation of the section that the author reads (`text`), or quoted before; None where they are not of one."""
    if section_uid is None or legible.blank(quote):
        return None
    if before.translated is not None and before.translated.words == quote.strip():
        return before.translated
    language = text or (before.translated.language if before.translated else "")
    if not language or language == version.document.language:
        return None
    found = translating.quoted(version, section_uid, language, quote)
    return TranslatedQuote(translation_id=found[0], language=language, words=found[1]) if found else None


def _keep_translated(about: Draft | Comment, foreign: TranslatedQuote | None) -> None:
    """Let a draft or a comment quote these words of a translation, or none."""
    if about.translated is foreign:
        return
    if about.translated is not None:
        db.session.delete(about.translated)
        about.translated = None
        db.session.flush()
    about.translated = foreign


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
    if organisation not in teams.led_by(actor):
        raise Invalid(N_("Only a lead signs for the organisation. Share your drafts with it; a lead can then send them."), field="capacity")
    return organisation.party_code or INTERNATIONAL


def _count(model: Any, **named: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).filter_by(**named)) or 0

"""Comments that came on paper or by e-mail, entered by the secretariat with the original."""
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from consult import clock
from consult.comments.models import Comment, Submission
from consult.comments.rules import Capacity, Channel, CommentKind, CommentState, public_id, quotation, receipt, said
from consult.db import db
from consult.documents.queries import stored
from consult.errors import Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.organisations.models import Organisation
from consult.parties.rules import INTERNATIONAL
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.rounds.rules import is_late
from consult.search.actions import put_comment
from consult.similar.actions import keeping as similar
from consult.submissions import queries
from consult.submissions.models import AttachedFile, Attachment, PaperEntry
from consult.submissions.rules import Limits, Means, Upload, attachable, received, sender
from consult.text import anchors, legible


@dataclass(frozen=True)
class Letter:
    """What came in: who sent it, how and when, and whether everybody may read the name and the original."""

    sender: str
    means: Means
    received_on: date
    original: Upload
    organisation: Organisation | None = None
    party: str | None = None
    name_shown: bool = True
    original_shown: bool = False


@dataclass(frozen=True)
class Words:
    """What it says on one section, or on the whole document."""

    kind: CommentKind
    body: str
    section_uid: str | None = None
    quote: str = ""
    proposed: str = ""
    reason: str = ""
    language: str = "en"


def enter_paper(actor: Any, round_: Round, letter: Letter, words: Words, limits: Limits) -> Comment:
    """Enter a comment for somebody who wrote to the secretariat; the day of receipt decides whether it is late, and whoever enters it is not its author."""
    require(actor, Action.COMMENTS_ENTER_PAPER, round_)
    at = received(letter.received_on, round_.opens_at, round_.closes_at)
    sent = Submission(receipt=receipt(round_.number, _next(Submission.id, Submission.round_id == round_.id)), account_id=actor.id, round=round_, at=clock.now())
    comment = _comment(actor, round_, letter, words) | {"received_at": at, "late": is_late(round_.opens_at, round_.closes_at, at), "submission": sent}
    row = Comment(**comment)
    row.attachments = [_original(letter, limits)]
    db.session.add(row)
    db.session.flush()
    db.session.add(PaperEntry(comment=row, means=letter.means, received_on=letter.received_on, entered_at=clock.now()))
    section = stored.section_by_uid(round_.version, words.section_uid) if words.section_uid else None
    record(Action.COMMENTS_ENTER_PAPER, actor, row, comment=row.public_id, receipt=sent.receipt, round=round_.number, section=section.address if section else "",
           original=row.attachments[0].file.digest)
    put_comment(row)
    similar.put_comment(row)
    return row


def _comment(actor: Any, round_: Round, letter: Letter, words: Words) -> dict[str, Any]:
    origin = (letter.organisation.party_code if letter.organisation else letter.party) or INTERNATIONAL
    running = _next(Comment.running, Comment.round_id == round_.id, Comment.origin == origin, highest=True)
    capacity = Capacity.ORGANISATION if letter.organisation else Capacity.SELF
    place = _quotation(round_, words)
    return {"public_id": public_id(round_.number, origin, running), "running": running, "origin": origin, "round": round_, "version": round_.version, "author_id": actor.id,
            "sender": sender(letter.sender), "organisation": letter.organisation, "capacity": capacity, "channel": Channel.PAPER,
            "name_shown": letter.name_shown or capacity != Capacity.SELF, "section_uid": words.section_uid, "kind": words.kind, "body": said(words.body),
            "proposed": words.proposed.strip(), "reason": legible.tidy(words.reason, "reason"), "language": words.language, "state": CommentState.SUBMITTED, **place}


def _quotation(round_: Round, words: Words) -> dict[str, Any]:
    section = stored.section_by_uid(round_.version, words.section_uid) if words.section_uid else None
    if words.section_uid and section is None:
        raise Invalid(N_("There is no such section in this version."), field="section")
    if legible.blank(words.quote):
        return quotation(None)
    found = anchors.find(section.body, words.quote) if section else None
    if found is None:
        raise Invalid(N_("These words are not in the section as it stands. Copy them from the text, or leave the quotation empty."), field="quote")
    return quotation(found)


def _original(letter: Letter, limits: Limits) -> Attachment:
    judged = attachable(letter.original, limits, original=True)
    content = letter.original.content
    file = queries.kept(judged.digest) or AttachedFile(digest=judged.digest, media_type=judged.media_type, size=len(content), content=content, kept_at=clock.now())
    return Attachment(file=file, name=judged.name, original=True, shown=letter.original_shown)


def _next(column: Any, *where: Any, highest: bool = False) -> int:
    return (db.session.scalar(select(func.max(column) if highest else func.count()).where(*where)) or 0) + 1

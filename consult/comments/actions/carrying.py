"""Carrying threads to the next version, and making sure that each stands at its place there."""
from collections import Counter
from typing import Any

from sqlalchemy import insert

from consult import clock
from consult.comments.models import CommentPlace, PlaceConfirmation
from consult.comments.queries import places
from consult.comments.rules import PlaceStatus, corrected
from consult.db import db
from consult.documents.models import Version
from consult.documents.queries import stored
from consult.errors import Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import anchors


def carry(actor: Any, version: Version) -> Counter[PlaceStatus]:
    """Write where every thread stands in a version that is being published; none is lost (V6)."""
    require(actor, Action.COMMENTS_CARRY, version)
    counts: Counter[PlaceStatus] = Counter()
    for chunk in places.Forecast(version).chunks() if version.base_id is not None else ():
        db.session.execute(insert(CommentPlace), [
            {"comment_id": one.comment_id, "version_id": version.id, "section_uid": one.after.uid, "status": one.after.status, "start": one.after.start,
             "end": one.after.end, "score": one.after.score} for one in chunk])
        counts.update(one.after.status for one in chunk)
    return counts


def confirm_place(actor: Any, place: CommentPlace, section_uid: str | None, words: str = "", near: int | None = None, whole: bool = False) -> None:
    """Say that a thread stands rightly where the engine put it, or put it where it belongs: at a section, and there at these words or (`whole`) at all of it.

    What stood there before is kept beside who said so. For a comment on the whole document there is nothing to choose.
    """
    require(actor, Action.COMMENTS_CONFIRM_PLACE, place)
    comment = place.comment
    uid, start, end, now = _pointed_at(place, section_uid, "" if whole else words, near)
    place.confirmations.append(PlaceConfirmation(former_uid=place.section_uid, former_status=place.status, former_start=place.start, former_end=place.end,
                                                 account_id=actor.id, at=clock.now()))
    if (uid, start, end) != (place.section_uid, place.start, place.end) or (whole and place.status == PlaceStatus.DETACHED):
        place.status, place.score = corrected("" if whole else comment.quote, now, uid, uid == comment.section_uid), 1.0
        place.section_uid, place.start, place.end = uid, start, end
    record(Action.COMMENTS_CONFIRM_PLACE, actor, comment, comment=comment.public_id, label=place.version.label, section=uid, status=place.status.value)


def _pointed_at(place: CommentPlace, section_uid: str | None, words: str, near: int | None) -> tuple[str | None, int | None, int | None, str]:
    """The section, the offsets of the words in it, and the words as they stand there; `near` is where they were selected."""
    if section_uid is None or place.comment.section_uid is None:
        return None, None, None, ""
    section = stored.section_by_uid(place.version, section_uid)
    if section is None:
        raise Invalid(N_("There is no such section in this version."), field="section")
    if not words.strip() or not place.comment.quote:
        return section_uid, None, None, ""
    found = anchors.find(section.body, words, near=place.start if near is None and section_uid == place.section_uid else near)
    if found is None:
        raise Invalid(N_("These words are not in the section you chose. Copy them from its text, or say that the comment is about the whole section."), field="words")
    return section_uid, found.start, found.end, found.exact

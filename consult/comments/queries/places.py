"""Where threads stand in each version, and what a new version does to them."""
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, or_, select
from sqlalchemy.orm import joinedload, selectinload

from consult.accounts.models import Account
from consult.comments.models import Comment, CommentPlace, PlaceConfirmation
from consult.comments.rules import Concordance, PlaceStatus, Standing, carried
from consult.db import db
from consult.documents.models import Section, SectionLink, Version
from consult.text import anchors
from consult.text.anchors import Selector


@dataclass(frozen=True)
class Carried:
    """What a version does to one thread."""

    comment: Comment
    before: Standing
    after: Standing


def dry_run(version: Version) -> list[Carried]:
    """What happens to every thread of the base version when this version follows it (V6)."""
    if version.base_id is None:
        return []
    between = concordance(version)
    comments = db.session.scalars(select(Comment).options(selectinload(Comment.places)).where(or_(
        Comment.version_id == version.base_id, Comment.id.in_(select(CommentPlace.comment_id).where(CommentPlace.version_id == version.base_id)))).order_by(Comment.id))
    now = [(comment, standing(comment, version.base_id)) for comment in comments]
    return [Carried(comment, before, carried(before, _quotation(before, between), between)) for comment, before in now]


def standing(comment: Comment, version_id: int) -> Standing:
    """Where a comment stands in a version: as written, or as carried to it."""
    place = next((p for p in comment.places if p.version_id == version_id), None)
    if place is None:
        return Standing(comment.section_uid, comment.quote_start, comment.quote_end, PlaceStatus.KEPT)
    return Standing(place.section_uid, place.start, place.end, place.status, place.score)


def concordance(version: Version) -> Concordance:
    """What became of the sections of the base version, with both texts."""
    texts: dict[int, dict[str, str]] = {version.base_id or 0: {}, version.id: {}}
    for version_id, uid, body in db.session.execute(select(Section.version_id, Section.uid, Section.body).where(Section.version_id.in_(texts))):
        texts[version_id][uid] = body
    links = db.session.execute(select(SectionLink.old_uid, SectionLink.new_uid, SectionLink.kinds).where(SectionLink.version_id == version.id))
    known = [(old, new or "", frozenset(re.split(r"[,\s]+", kinds))) for old, new, kinds in links if old is not None]
    return Concordance(texts[version.base_id or 0], texts[version.id], known)


def _quotation(before: Standing, between: Concordance) -> Selector | None:
    """The quoted words as they stand in the base version."""
    if before.uid is None or before.start is None or before.end is None or before.uid not in between.old:
        return None
    text = anchors.plain(between.old[before.uid])
    return Selector(text[before.start:before.end], "", "", before.start, before.end)


def place(public_id: str, label: str) -> CommentPlace | None:
    """Where a comment stands in the later version of this label, with who made sure of it."""
    return db.session.scalar(select(CommentPlace).join(CommentPlace.comment).join(CommentPlace.version).where(Comment.public_id == public_id, Version.label == label)
                             .options(joinedload(CommentPlace.comment), joinedload(CommentPlace.version), _confirmed()))


def in_version(version: Version) -> list[CommentPlace]:
    """Every thread carried to a version, those the engine was least sure of first."""
    order = case({status.value: at for at, status in enumerate(reversed(PlaceStatus))}, value=CommentPlace.status)
    return list(db.session.scalars(select(CommentPlace).filter_by(version_id=version.id).options(joinedload(CommentPlace.comment), _confirmed())
                                   .order_by(order, CommentPlace.score, CommentPlace.comment_id)))


def words_at(here: CommentPlace) -> str:
    """The words that a place points at, as they stand in its version."""
    if here.section_uid is None or here.start is None:
        return ""
    body = db.session.scalar(select(Section.body).filter_by(version_id=here.version_id, uid=here.section_uid)) or ""
    return anchors.plain(body)[here.start:here.end]


def _confirmed() -> Any:
    return selectinload(CommentPlace.confirmations).joinedload(PlaceConfirmation.account).lazyload(Account.grants)

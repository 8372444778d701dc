"""The comments beside a section in work, and how each proposed wording fits the text as it is now."""
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import select, union_all
from sqlalchemy.orm import joinedload, selectinload

from consult.accounts.models import Account
from consult.comments.models import Comment, CommentPlace, Disposition
from consult.comments.queries import threads
from consult.db import db
from consult.documents.models import Section, SectionLink, Version
from consult.text import anchors, patches
from consult.text.anchors import Selector
from consult.text.tokens import letters, split
from consult.workbench.rules import Fit

#: So many comments stand beside a section at once.
PAGE = 50
_CONTEXT = 32


@dataclass(frozen=True)
class Fitted:
    """A proposed wording and the text as it is now: `was` the words quoted, `now` the words in their place, `text` the text with the proposal in it."""

    comment: Comment
    fit: Fit
    was: str = ""
    now: str = ""
    start: int = 0
    end: int = 0
    text: str | None = None
    rivals: tuple[Comment, ...] = ()
    step: int = 0


def beside(version: Version, uid: str, after: int = 0, most: int | None = PAGE) -> tuple[list[Comment], int]:
    """The standing comments on what became this section, on each page those of the latest round first, with their answers; and the key of the next page, nought at the end."""
    olds = select(SectionLink.old_uid).where(SectionLink.version_id == version.id, SectionLink.new_uid == uid, SectionLink.old_uid.is_not(None))
    own = select(Comment.id).where(Comment.version_id == version.base_id, Comment.section_uid.in_(olds), Comment.state.in_(threads.STANDING_STATES), Comment.id > after)
    came = select(CommentPlace.comment_id).join(Comment).where(
        CommentPlace.version_id == version.base_id, CommentPlace.section_uid.in_(olds), Comment.state.in_(threads.STANDING_STATES), CommentPlace.comment_id > after)
    here = union_all(own, came).subquery()  # numbers out of indexes: however many there are, only the rows of the page are read
    query = select(Comment).options(
        joinedload(Comment.author).lazyload(Account.grants), joinedload(Comment.organisation), joinedload(Comment.version).joinedload(Version.document),
        joinedload(Comment.round), joinedload(Comment.submission), joinedload(Comment.translated),
        selectinload(Comment.dispositions).options(joinedload(Disposition.target), joinedload(Disposition.deferred_to)))
    first = select(here.c.id).order_by(here.c.id).limit(most and most + 1)
    found = list(db.session.scalars(query.where(Comment.id.in_(first)).order_by(Comment.id)))
    following = found[most - 1].id if most and len(found) > most else 0
    return sorted(found[:most], key=lambda one: (-one.round.number, one.id)), following


def fitted(comments: Sequence[Comment], body: str, applied: Mapping[int, int]) -> dict[int, Fitted]:
    """How each proposal fits the text of the section, by comment; `applied`: those taken over, with their steps. Two that want the same words are rivals."""
    proposing = [one for one in comments if one.proposed]
    done = [one for one in proposing if one.id in applied]
    texts = threads.sections_of([(one.version_id, one.section_uid) for one in proposing if one.quote], texts=True)
    found = {one.id: Fitted(one, Fit.DONE, step=applied[one.id]) if one.id in applied else _fit(one, texts.get((one.version_id, one.section_uid or "")), body, done)
             for one in proposing}
    return {number: _against(one, found.values(), body) for number, one in found.items()}


def _fit(comment: Comment, row: Section | None, body: str, done: Sequence[Comment]) -> Fitted:
    """One proposal by itself, and those taken over already that were about the same words."""
    if not comment.quote or comment.quote_start is None or comment.quote_end is None:
        return Fitted(comment, Fit.PLACELESS)
    if row is None:
        return Fitted(comment, Fit.LOST, comment.quote)
    selector = Selector(comment.quote, comment.quote_prefix, comment.quote_suffix, comment.quote_start, comment.quote_end)
    patched, start, end = _patched(row.body, selector, comment.proposed, body)
    earlier = tuple(one for one in done if _overlap(comment, one))
    if patched.status == "orphaned":
        at = next(filter(None, (anchors.find(body, one.proposed) for one in earlier)), None)
        return Fitted(comment, Fit.TOUCHED, comment.quote, at.exact, at.start, at.end, None, earlier) if at else Fitted(comment, Fit.LOST, comment.quote)
    fit = Fit.THERE if patched.theirs.split() == comment.proposed.split() else Fit.TOUCHED if patched.text is None else Fit.CLEAN
    return Fitted(comment, fit, comment.quote, patched.theirs, start, end, patched.text, earlier if fit == Fit.TOUCHED else ())


def _overlap(one: Comment, other: Comment) -> bool:
    """Whether two comments quote words of the same text that overlap."""
    if one.version_id != other.version_id or one.section_uid != other.section_uid or other.quote_start is None:
        return False
    return one.quote_start < (other.quote_end or 0) and other.quote_start < (one.quote_end or 0)  # type: ignore[operator]


@lru_cache(maxsize=2048)
def _patched(old_body: str, selector: Selector, proposed: str, body: str) -> tuple[patches.Patched, int, int]:
    place = anchors.carry(selector, old_body, {"": body})
    return patches.apply(old_body, selector, proposed, body), place.start or 0, place.end or 0


def _against(one: Fitted, others: Collection[Fitted], body: str) -> Fitted:
    """A proposal among the others: those whose words overlap its own, or stand beside them without a word between."""
    if one.fit not in {Fit.CLEAN, Fit.TOUCHED}:
        return one
    rivals = tuple(other.comment for other in others if other is not one and other.fit in {Fit.CLEAN, Fit.TOUCHED} and _meet(one, other, body)
                   and other.comment.proposed.split() != one.comment.proposed.split())
    return replace(one, rivals=(*one.rivals, *rivals), fit=Fit.RIVALS if rivals and one.fit == Fit.CLEAN else one.fit)


def _meet(one: Fitted, other: Fitted, body: str) -> bool:
    first, last = sorted((one, other), key=lambda each: (each.start, each.end))
    if last.start < first.end:
        return True
    return not any(map(letters, split(anchors.plain(body)[first.end:last.start])))


def with_words(body: str, one: Fitted, words: str) -> str | None:
    """The text with other words in the place a proposal is about; None where the marks around them do not allow it."""
    plain = anchors.plain(body)
    here = Selector(plain[one.start:one.end], plain[max(0, one.start - _CONTEXT):one.start], plain[one.end:one.end + _CONTEXT], one.start, one.end)
    return patches.apply(body, here, words, body).text

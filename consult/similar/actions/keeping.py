"""Keeping groups true while comments come: called by the action that stores a comment's words, in the same transaction."""
from collections.abc import Iterable

from sqlalchemy import func, insert, select, update

from consult.comments.models import Comment
from consult.db import db
from consult.similar.models import Band, Place, Wording
from consult.similar.rules import METHOD, Said, alike, bands

#: How many wordings with a common band are looked at for one new comment, and how many of one group.
LOOKED_AT, OF_ONE = 30, 4


def put_comment(comment: Comment) -> None:
    """Find the group of a comment that is new or was replaced; one that an editor took out of its group stays out."""
    wording = _wording(comment.round_id, Said(comment.body, comment.proposed, comment.reason, comment.quote))
    place = db.session.get(Place, comment.id)
    if place is None:
        db.session.add(Place(comment_id=comment.id, said_id=wording.id, stands_id=wording.id))
        return
    if place.stands_id == place.said_id:
        place.stands_id = wording.id
    place.said_id = wording.id


def add_wording(round_id: int, digest: str, keys: Iterable[int] = ()) -> Wording:
    """A wording that is not there yet, in a group of its own."""
    wording = Wording(round_id=round_id, digest=digest, method=METHOD, group_no=0)
    db.session.add(wording)
    db.session.flush()
    wording.group_no = wording.id
    db.session.flush()
    if rows := [{"key": key, "wording_id": wording.id} for key in sorted(set(keys))]:
        db.session.execute(insert(Band.__table__), rows)
    return wording


def gather(group_nos: set[int]) -> int:
    """Make several groups one; its number is the smallest of theirs."""
    first = min(group_nos)
    if len(group_nos) > 1:
        db.session.execute(update(Wording).where(Wording.group_no.in_(group_nos)).values(group_no=first))
    return first


def _wording(round_id: int, said: Said) -> Wording:
    known = db.session.scalar(select(Wording).filter_by(round_id=round_id, digest=said.digest))
    if known is not None:
        return known
    keys = bands(said, round_id)
    likely = _likely(keys)
    wording = add_wording(round_id, said.digest, keys)
    texts, found = _texts([number for number, _ in likely]), {wording.group_no}
    for number, group_no in likely:
        if group_no not in found and number in texts and alike(said, texts[number]):
            found.add(group_no)
    gather(found)
    return wording


def _likely(keys: list[int]) -> list[tuple[int, int]]:
    """The wordings that share most bands with a new one, with their groups: a few of each group."""
    if not keys:
        return []
    asked = select(Band.wording_id, Wording.group_no).join(Wording, Wording.id == Band.wording_id).where(Band.key.in_(keys)).group_by(
        Band.wording_id, Wording.group_no).order_by(func.count().desc(), Band.wording_id)
    chosen: list[tuple[int, int]] = []
    seen: dict[int, int] = {}
    for number, group_no in db.session.execute(asked):
        seen[group_no] = seen.get(group_no, 0) + 1
        if seen[group_no] <= OF_ONE:
            chosen.append((number, group_no))
        if len(chosen) == LOOKED_AT:
            break
    return chosen


def _texts(wording_ids: list[int]) -> dict[int, Said]:
    """What the wordings say, from the first comment that has each."""
    if not wording_ids:
        return {}
    first = select(func.min(Place.comment_id)).where(Place.said_id.in_(wording_ids)).group_by(Place.said_id)
    asked = select(Place.said_id, Comment.body, Comment.proposed, Comment.reason, Comment.quote).join(Comment, Comment.id == Place.comment_id).where(Comment.id.in_(first))
    return {row[0]: Said(*row[1:]) for row in db.session.execute(asked)}

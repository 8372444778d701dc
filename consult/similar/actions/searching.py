"""Searching a whole round for comments that say nearly the same; the editors' word stays."""
from sqlalchemy import delete, insert, select, update

from consult.comments.models import Comment
from consult.db import db
from consult.rounds.models import Round
from consult.similar.models import Band, Joining, Place, Wording
from consult.similar.queries.comparing import Compared, compare_all
from consult.similar.rules import METHOD, Said, groups

#: How many comments are stored in one transaction, so that others can send theirs in between.
AT_ONCE = 2000


def store(round_: Round, found: Compared, comments: list[tuple[int, int]]) -> None:
    """Keep what some of the compared comments say; their groups are made afterwards, by `find`."""
    digests = sorted({found.digests[place] for _, place in comments})
    known = {row.digest: row for row in db.session.execute(select(Wording.id, Wording.digest, Wording.method).where(
        Wording.round_id == round_.id, Wording.digest.in_(digests)))}
    _renew([row.id for row in known.values() if row.method != METHOD])
    if missing := [digest for digest in digests if digest not in known]:
        db.session.execute(insert(Wording.__table__), [
            {"round_id": round_.id, "digest": digest, "method": METHOD, "group_no": 0} for digest in missing])
        db.session.execute(update(Wording).where(Wording.round_id == round_.id, Wording.group_no == 0).values(group_no=Wording.id))
    fresh = {*missing, *(digest for digest, row in known.items() if row.method != METHOD)}
    numbers = dict(db.session.execute(select(Wording.digest, Wording.id).where(Wording.round_id == round_.id, Wording.digest.in_(digests))).all())
    _bands(found, {place for _, place in comments if found.digests[place] in fresh}, numbers)
    _places(found, comments, numbers)


def _renew(wording_ids: list[int]) -> None:
    """Forget the bands that were made by another method."""
    if wording_ids:
        db.session.execute(delete(Band).where(Band.wording_id.in_(wording_ids)))
        db.session.execute(update(Wording).where(Wording.id.in_(wording_ids)).values(method=METHOD))


def _bands(found: Compared, places: set[int], numbers: dict[str, int]) -> None:
    rows = [{"key": key, "wording_id": numbers[found.digests[place]]} for place in sorted(places) for key in sorted(set(found.keys[place]))]
    if rows:
        db.session.execute(insert(Band.__table__), rows)


def _places(found: Compared, comments: list[tuple[int, int]], numbers: dict[str, int]) -> None:
    """Where no place is yet, or its wording is known under another digest now; who replaced a comment meanwhile has said where it stands."""
    stored = {row.comment_id: row for row in db.session.execute(select(Place.comment_id, Place.said_id, Place.stands_id).where(Place.comment_id.in_([one for one, _ in comments])))}
    said = {comment_id: numbers[found.digests[place]] for comment_id, place in comments}
    if new := [{"comment_id": one, "said_id": number, "stands_id": number} for one, number in said.items() if one not in stored]:
        db.session.execute(insert(Place.__table__), new)
    for one, row in stored.items():
        if row.said_id != said[one]:
            stands = said[one] if row.stands_id == row.said_id else row.stands_id
            db.session.execute(update(Place).where(Place.comment_id == one).values(said_id=said[one], stands_id=stands))


def find(round_: Round, found: Compared) -> int:
    """Make the groups of a round from all its compared comments and the editors' word; how many wordings came into another group."""
    stored = {row.digest: row for row in db.session.execute(select(Wording.id, Wording.digest, Wording.group_no).where(Wording.round_id == round_.id))}
    numbers = [stored[digest].id for digest in found.digests]
    links = [(numbers[one], numbers[other]) for one, other in found.links] + _joined(round_.id)
    said = set(db.session.scalars(select(Place.said_id).join(Wording, Wording.id == Place.said_id).where(Wording.round_id == round_.id).distinct()))
    came_meanwhile = said - set(numbers)
    links += [(row.id, row.group_no) for row in stored.values() if row.id in came_meanwhile]
    return _regroup({row.id: row.group_no for row in stored.values()}, links)


def find_again(group_no: int) -> int:
    """Make one group anew, after an editor took back that parts of it belong together; what is not alike falls apart."""
    stored = {row.id: row for row in db.session.execute(select(Wording.id, Wording.digest, Wording.group_no, Wording.round_id).where(Wording.group_no == group_no))}
    asked = select(Comment.id, Comment.body, Comment.proposed, Comment.reason, Comment.quote).join(Place, Place.comment_id == Comment.id).join(
        Wording, Wording.id == Place.said_id).where(Wording.group_no == group_no).order_by(Comment.id)
    round_id = next(iter(stored.values())).round_id
    found = compare_all(((row[0], Said(*row[1:])) for row in db.session.execute(asked)), round_id)
    numbers = {row.digest: row.id for row in stored.values()}
    places = [numbers.get(digest) for digest in found.digests]
    links = [(one, other) for one, other in ((places[a], places[b]) for a, b in found.links) if one is not None and other is not None]
    return _regroup({row.id: row.group_no for row in stored.values()}, links + [(one, other) for one, other in _joined(round_id) if one in stored and other in stored])


def _joined(round_id: int) -> list[tuple[int, int]]:
    """What editors said belongs together."""
    asked = select(Joining.one_id, Joining.other_id).join(Wording, Wording.id == Joining.one_id).where(Wording.round_id == round_id)
    return list(db.session.execute(asked))


def _regroup(now: dict[int, int], links: list[tuple[int, int]]) -> int:
    made = groups(now, links)
    moved = [{"id": number, "group_no": made[number]} for number, group_no in now.items() if made[number] != group_no]
    if moved:
        db.session.execute(update(Wording), moved)
        db.session.expire_all()
    return len(moved)

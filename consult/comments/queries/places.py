"""Where threads stand in each version, and what a new version does to them."""
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Float, Integer, String, and_, cast, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import joinedload, selectinload

from consult.accounts.models import Account
from consult.comments.models import Comment, CommentPlace, PlaceConfirmation
from consult.comments.rules import Concordance, PlaceStatus, Standing, carried
from consult.db import db
from consult.documents.models import Section, SectionLink, Version
from consult.text import anchors
from consult.text.anchors import Selector

#: So many threads are read at once; what is said of all of them never needs more memory than these.
CHUNK = 5000
#: With more places than these it is quicker to look at every thread than to name the places.
PLACES_NAMED = 150


@dataclass(frozen=True)
class Carried:
    """What a version does to one thread."""

    comment_id: int
    public_id: str
    before: Standing
    after: Standing


@dataclass(frozen=True)
class Fate:
    """What a version does to all threads that stand at one place."""

    before: Standing
    after: Standing
    count: int


class Forecast:
    """What a version does to threads; asked of the engine once for each place, however many threads stand there."""

    def __init__(self, version: Version) -> None:
        self.base_id, self.between = version.base_id or 0, concordance(version)
        self._known: dict[Standing, Standing] = {}

    def after(self, before: Standing) -> Standing:
        """Where a thread that stands there will stand."""
        if before not in self._known:
            self._known[before] = carried(before, _quotation(before, self.between), self.between)
        return self._known[before]

    def fates(self) -> list[Fate]:
        """Every place at which threads stand, with what becomes of them; the counts add up to all threads (V6)."""
        every = _standing_in(self.base_id).subquery()
        place = [every.c[name] for name in ("uid", "start", "end", "status", "score")]
        rows = db.session.execute(select(*place, func.count()).group_by(*place).order_by(*place))
        return [Fate(before := _standing(*at), self.after(before), count) for *at, count in rows]

    def chunks(self, after: int = 0, places: list[Standing] | None = None, size: int = CHUNK) -> Iterator[list[Carried]]:
        """Every thread in the order in which the comments came, some at a time; `places`: only those that stand there."""
        while True:
            query = _standing_in(self.base_id, after, places).order_by("id").limit(size)
            found = [Carried(number, name, before := _standing(*at), self.after(before)) for number, name, *at in db.session.execute(query)]
            if found:
                yield found
            if len(found) < size:
                return
            after = found[-1].comment_id


def dry_run(version: Version) -> Iterator[Carried]:
    """What happens to every thread of the base version when this version follows it (V6)."""
    for chunk in Forecast(version).chunks() if version.base_id is not None else ():
        yield from chunk


def forecast(version: Version) -> list[Fate]:
    """The same for each place at which threads stand, with how many they are."""
    return Forecast(version).fates() if version.base_id is not None else []


def summed(fates: list[Fate]) -> Counter[PlaceStatus]:
    """How many threads stay, move, change, or lose their place."""
    counts: Counter[PlaceStatus] = Counter()
    for fate in fates:
        counts[fate.after.status] += fate.count
    return counts


def restless(fates: list[Fate]) -> int:
    """How many threads this version itself brings to stand otherwise than before."""
    return sum(fate.count for fate in fates if fate.before.status != fate.after.status)


def becoming(version: Version, status: PlaceStatus | None, after: int, limit: int, fates: list[Fate] | None = None) -> list[Carried]:
    """A page of the threads that a version does this to, in the order in which the comments came; `fates`: those of `forecast`, where they are known."""
    if version.base_id is None:
        return []
    ahead = Forecast(version)
    places = list({fate.before for fate in (ahead.fates() if fates is None else fates) if status == fate.after.status}) if status else []
    found: list[Carried] = []
    for chunk in ahead.chunks(after, places if status and len(places) <= PLACES_NAMED else None):
        found += [one for one in chunk if status in {None, one.after.status}]
        if len(found) >= limit:
            break
    return found[:limit]


def _standing_in(version_id: int, after: int = 0, places: list[Standing] | None = None) -> Any:
    """Where every thread stands in a version: as written, or as carried to it."""
    c, p = Comment, CommentPlace
    own = select(c.id.label("id"), c.public_id, c.section_uid.label("uid"), c.quote_start.label("start"), c.quote_end.label("end"),
                 cast(literal(PlaceStatus.KEPT.value), String).label("status"), cast(literal(1.0), Float).label("score")).where(c.version_id == version_id)
    came = select(p.comment_id.label("id"), c.public_id, p.section_uid.label("uid"), p.start.label("start"), p.end.label("end"),
                  cast(p.status, String).label("status"), p.score.label("score")).join(c, c.id == p.comment_id).where(p.version_id == version_id)
    if places is not None:
        own, came = own.where(_one_of(places, c.section_uid, c.quote_start)), came.where(_one_of(places, p.section_uid, p.start))
    return union_all(own.where(c.id > after), came.where(p.comment_id > after)) if after else union_all(own, came)


def _one_of(places: list[Standing], uid: Any, start: Any) -> Any:
    """Whether a thread stands at one of these places, or so near that it has to be looked at."""
    named = {(at.uid, at.start) for at in places}
    loose = [and_(uid == at if at is not None else uid.is_(None), start.is_(None)) for at, begin in named if begin is None]
    exact = [tuple_(cast(uid, String), cast(start, Integer)).in_([(at, begin) for at, begin in named if at is not None and begin is not None])]
    return or_(*loose, *exact) if named else literal(1) == 0


def _standing(uid: str | None, start: int | None, end: int | None, status: str, score: float) -> Standing:
    return Standing(uid, start, end, PlaceStatus(status), score)


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


def look_at(version: Version, status: PlaceStatus, after: tuple[float, int] | None, limit: int) -> list[CommentPlace]:
    """A page of the threads carried to a version to which this happened, those the engine was least sure of first."""
    query = select(CommentPlace).filter_by(version_id=version.id, status=status).options(joinedload(CommentPlace.comment), _confirmed())
    query = query.where(tuple_(CommentPlace.score, CommentPlace.comment_id) > after) if after else query
    return list(db.session.scalars(query.order_by(CommentPlace.score, CommentPlace.comment_id).limit(limit)))


def looked_at(version: Version) -> dict[PlaceStatus, tuple[int, int]]:
    """How many threads carried to a version stand in each way, and how many of those an editor has made sure of."""
    sure = select(PlaceConfirmation.place_id).join(CommentPlace, CommentPlace.id == PlaceConfirmation.place_id).where(CommentPlace.version_id == version.id)
    counted = select(CommentPlace.status, func.count()).where(CommentPlace.version_id == version.id).group_by(CommentPlace.status)
    every, done = (dict(db.session.execute(query).all()) for query in (counted, counted.where(CommentPlace.id.in_(sure))))
    return {status: (every[status], done.get(status, 0)) for status in reversed(PlaceStatus) if status in every}


def words_at(here: CommentPlace) -> str:
    """The words that a place points at, as they stand in its version."""
    if here.section_uid is None or here.start is None:
        return ""
    body = db.session.scalar(select(Section.body).filter_by(version_id=here.version_id, uid=here.section_uid)) or ""
    return anchors.plain(body)[here.start:here.end]


def _confirmed() -> Any:
    return selectinload(CommentPlace.confirmations).joinedload(PlaceConfirmation.account).lazyload(Account.grants)

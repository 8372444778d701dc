"""Comparing two versions section by section."""
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import and_, or_, select

from consult.db import db
from consult.documents.models import KeptComparison, Section, SectionLink, Version
from consult.documents.queries import stored, versions
from consult.documents.rules import Linked, chained, grouped, way
from consult.text import diff, matching, normalise, render
from consult.text import sections as texts


@dataclass(frozen=True)
class Change:
    """Sections of one version and what they became in another: one and one; none and one; several where a section was split or merged."""

    old: tuple[Section, ...]
    new: tuple[Section, ...]
    kinds: frozenset[str]

    @cached_property
    def old_text(self) -> str:
        """The text before, of several sections under their headings."""
        return _together(self.old)

    @cached_property
    def new_text(self) -> str:
        """The text after."""
        return _together(self.new)

    @property
    def differs(self) -> bool:
        """Whether there are two wordings to compare."""
        return bool(self.old and self.new) and self.old_text != self.new_text

    @property
    def texts(self) -> tuple[str, str]:
        """The text before and after."""
        return self.old_text, self.new_text

    @cached_property
    def digests(self) -> tuple[str, str]:
        """The name under which the comparison of the two texts is kept."""
        return normalise.digest(self.old_text), normalise.digest(self.new_text)


def _together(rows: Sequence[Section]) -> str:
    if len(rows) < 2:
        return rows[0].body if rows else ""
    return "\n\n".join(f"**{' '.join(filter(None, (r.number, texts.plain_heading(one))))}**\n\n{r.body.strip()}" for r, one in zip(rows, stored.textual(rows), strict=True))


def comparison(one: Version, other: Version) -> list[Change]:
    """What became of every section of one version in another, in the order of the other; removed ones stand where they stood."""
    old, new = stored.sections(one), stored.sections(other)
    links: list[Linked]
    if one.id == other.id:
        links = [(r.uid, r.uid, frozenset({"unchanged"})) for r in new]
    elif other.base_id == one.id:
        links = [(link.old_uid, link.new_uid, frozenset(link.kinds.split())) for link in versions.concordance(other)]
    else:
        links = [(link.old, link.new, link.kinds) for link in matching.match(stored.textual(old), stored.textual(new), _chained(one, other))]
    return list(_changes(old, new, links))


def of_section(one: Version, other: Version, uid: str) -> Change | None:
    """What became of one section between a version and the one that follows it, those split off or merged with it included; its texts and no others are read."""
    if other.base_id != one.id:
        return next((change for change in comparison(one, other) if uid in {row.uid for row in (*change.old, *change.new)}), None)
    links = [(link.old_uid, link.new_uid, frozenset(link.kinds.split())) for link in versions.concordance(other)]
    for olds, news, kinds in grouped(links):
        if uid in {*olds, *news}:
            rows = list(db.session.scalars(select(Section).where(or_(and_(Section.version_id == one.id, Section.uid.in_(olds)), and_(
                Section.version_id == other.id, Section.uid.in_(news)))).order_by(Section.position)))
            return Change(tuple(r for r in rows if r.version_id == one.id), tuple(r for r in rows if r.version_id == other.id), kinds)
    return None


def _chained(one: Version, other: Version) -> list[tuple[str | None, str | None]]:
    """What the stored concordances on the way from one version to the other say, taken together; nothing where there is no way."""
    bases = dict(db.session.execute(select(Version.id, Version.base_id).where(Version.document_id == one.document_id)).all())
    up, down = way(one.id, other.id, bases)
    if not (up or down):
        return []
    links: dict[int, set[tuple[str | None, str | None]]] = {version_id: set() for version_id in (*up, *down)}
    for version_id, old, new in db.session.execute(select(SectionLink.version_id, SectionLink.old_uid, SectionLink.new_uid).where(SectionLink.version_id.in_(links))):
        links[version_id].add((old, new))
    return chained([*({(new, old) for old, new in links[v]} for v in up), *(links[v] for v in down)])


def _changes(old: Sequence[Section], new: Sequence[Section], links: Iterable[Linked]) -> Iterator[Change]:
    """Linked sections together, in the order of the new version; what was removed stands behind what it stood behind."""
    here, there = {r.uid: r for r in old}, {r.uid: r for r in new}
    groups = grouped([link for link in links if (link[0] is None or link[0] in here) and (link[1] is None or link[1] in there)])
    places: dict[str, int] = {}
    for olds, news, _ in groups:
        places |= dict.fromkeys(olds, min((there[uid].position for uid in news), default=-1))
    before, last = {}, -1
    for row in old:
        last = places[row.uid] if places.get(row.uid, -1) >= 0 else last
        before[row.uid] = last
    order = [(min((there[n].position for n in news), default=before[olds[0]] if olds else -1), not news, at) for at, (olds, news, _) in enumerate(groups)]
    for *_, at in sorted(order):
        olds, news, kinds = groups[at]
        yield Change(tuple(sorted((here[u] for u in olds), key=_position)), tuple(sorted((there[u] for u in news), key=_position)), kinds)


def _position(row: Section) -> int:
    return row.position


#: The HTML of a comparison, and how many words came and went.
Compared = tuple[str, int, int]


def compared(old_text: str, new_text: str) -> Compared:
    """The comparison of two texts as it is kept, and how many words came and went."""
    found = diff.compare(old_text, new_text)
    return render.storable(found), found.inserted_words, found.deleted_words


def kept_comparisons(changes: Iterable[Change]) -> dict[tuple[str, str], Compared]:
    """The comparisons that are kept for these changes, by the digests of their texts."""
    wanted = {change.digests for change in changes if change.differs}
    rows = db.session.scalars(select(KeptComparison).where(KeptComparison.old_digest.in_({old for old, _ in wanted})))
    return {(k.old_digest, k.new_digest): (k.inline, k.inserted, k.deleted) for k in rows if (k.old_digest, k.new_digest) in wanted}


def not_kept(changes: Sequence[Change]) -> list[Change]:
    """The changes whose texts nobody has compared yet."""
    kept = kept_comparisons(changes)
    return list({change.digests: change for change in changes if change.differs and change.digests not in kept}.values())

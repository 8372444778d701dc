"""Reading documents, versions, sections and the concordance."""
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload, load_only

from consult.comments.models import ChangeLink, Comment, Disposition
from consult.comments.rules import AnswerState, Code, CommentState
from consult.db import db
from consult.documents.models import Document, KeptComparison, KeptRendering, Section, SectionLink, Version
from consult.documents.rules import PUBLIC, RELATION_NAMES, Linked, VersionState, chained, grouped, way
from consult.text import diff, matching, normalise, render
from consult.text import sections as texts


def document(slug: str) -> Document | None:
    """The document with this name in the address."""
    return db.session.scalar(select(Document).filter_by(slug=slug))


def all_documents() -> list[tuple[Document, Version | None]]:
    """Every document with its latest published version."""
    newer = aliased(Version)
    last = select(func.max(newer.seq)).where(newer.document_id == Document.id, newer.state == VersionState.PUBLISHED).scalar_subquery()
    rows = db.session.execute(select(Document, Version).outerjoin(Version, (Version.document_id == Document.id) & (Version.seq == last)).order_by(Document.id))
    return [(one, version) for one, version in rows]


def version(slug: str, label: str) -> Version | None:
    """The version with this label, whatever its state; the caller asks whether the reader may see it."""
    return db.session.scalar(select(Version).join(Version.document).options(contains_eager(Version.document), joinedload(Version.base))
                             .where(Document.slug == slug, Version.label == label, Version.state != VersionState.DISCARDED))


def published(document: Document, working: bool = False) -> list[Version]:
    """The public versions of a document, the earliest first; withdrawn ones stay public, and the one in work is among them only when asked for."""
    wanted = {*PUBLIC, VersionState.WORKING} if working else PUBLIC
    return list(db.session.scalars(select(Version).filter_by(document_id=document.id).where(Version.state.in_(wanted)).order_by(Version.seq)))


def latest(document: Document) -> Version | None:
    """The last published version that is not withdrawn."""
    return db.session.scalar(select(Version).filter_by(document_id=document.id, state=VersionState.PUBLISHED).order_by(Version.seq.desc()).limit(1))


def working(document: Document) -> Version | None:
    """The version the editors work on, if there is one."""
    return db.session.scalar(select(Version).filter_by(document_id=document.id, state=VersionState.WORKING).options(joinedload(Version.base)))


def in_work() -> dict[int, Version]:
    """The working text of every document that has one, by document."""
    return {one.document_id: one for one in db.session.scalars(select(Version).filter_by(state=VersionState.WORKING))}


def next_seq(document: Document) -> int:
    """The place of the next version in the order of versions."""
    return (db.session.scalar(select(func.max(Version.seq)).filter_by(document_id=document.id)) or 0) + 1


def label_taken(document: Document, label: str) -> bool:
    """Whether a version of the document has this label."""
    return db.session.scalar(select(Version.id).filter_by(document_id=document.id, label=label)) is not None


def sections(version: Version) -> list[Section]:
    """All sections of a version in order, with their texts."""
    return list(db.session.scalars(select(Section).filter_by(version_id=version.id).order_by(Section.position)))


def contents(version: Version) -> list[Section]:
    """All sections of a version in order, for lists: without their texts."""
    fields = (Section.uid, Section.position, Section.address, Section.number, Section.heading, Section.level, Section.digest, Section.revision)
    return list(db.session.scalars(select(Section).filter_by(version_id=version.id).options(load_only(*fields, raiseload=True)).order_by(Section.position)))


def section(version: Version, address: str) -> Section | None:
    """The section with this name in its permanent address."""
    return db.session.scalar(select(Section).filter_by(version_id=version.id, address=address))


def section_by_uid(version: Version, uid: str) -> Section | None:
    """The section that lives under this key in the version."""
    return db.session.scalar(select(Section).filter_by(version_id=version.id, uid=uid))


def history(document: Document, uid: str) -> list[tuple[Version, Section | None]]:
    """Every public version, the earliest first, with the section of this key where it has one."""
    rows = db.session.execute(select(Version, Section).outerjoin(Section, (Section.version_id == Version.id) & (Section.uid == uid)).options(
        defer(Section.head), defer(Section.body)).where(Version.document_id == document.id, Version.state.in_(PUBLIC)).order_by(Version.seq))
    return [(one, found) for one, found in rows]


def uids_ever(document: Document) -> set[str]:
    """Every section key the document ever had; none is given out twice (V3)."""
    here = select(Section.uid).join(Section.version).where(Version.document_id == document.id)
    gone = select(SectionLink.old_uid).join(Version, SectionLink.version_id == Version.id).where(Version.document_id == document.id, SectionLink.old_uid.is_not(None))
    return {uid for uid in db.session.scalars(here.union(gone)) if uid}


def concordance(version: Version) -> list[SectionLink]:
    """What became of each section of the base in this version."""
    return list(db.session.scalars(select(SectionLink).filter_by(version_id=version.id).order_by(SectionLink.id)))


def origin(version: Version, uid: str) -> list[tuple[SectionLink, Section | None]]:
    """The links that lead to a section of a version, each with the section of the base it comes from."""
    rows = db.session.execute(select(SectionLink, Section).outerjoin(Section, (Section.version_id == version.base_id) & (Section.uid == SectionLink.old_uid)).options(
        defer(Section.head), defer(Section.body)).where(SectionLink.version_id == version.id, SectionLink.new_uid == uid).order_by(Section.position))
    return [(link, found) for link, found in rows]


def kinds_of(links: Iterable[SectionLink]) -> list[str]:
    """What happened to the section that these links lead to, in the usual order."""
    found = {kind for link in links for kind in link.kinds.split()}
    return [kind for kind in RELATION_NAMES if kind in found]


def behind(one: Version, other: Version) -> dict[str, list[tuple[str, Code]]]:
    """The comments whose published answers name a change between two versions, by section: public id and disposition."""
    first, last = sorted((one.seq, other.seq))
    origin, target = aliased(Version), aliased(Version)
    rows = db.session.execute(
        select(ChangeLink.section_uid, Comment.public_id, Disposition.code).join(Disposition, ChangeLink.disposition_id == Disposition.id)
        .join(Comment, Disposition.comment_id == Comment.id).join(origin, ChangeLink.from_version_id == origin.id).join(target, ChangeLink.to_version_id == target.id)
        .where(Disposition.state == AnswerState.PUBLISHED, Comment.state == CommentState.DISPOSED, target.document_id == one.document_id, origin.seq >= first, target.seq <= last)
        .order_by(Comment.id))
    found: dict[str, list[tuple[str, Code]]] = {}
    for uid, public_id, code in rows:
        found.setdefault(uid, []).append((public_id, code))
    return found


def textual(rows: Iterable[Section]) -> list[texts.Section]:
    """Rows as the text engine knows sections."""
    return [texts.Section(r.uid, r.number, r.heading, r.level, r.head, r.body, kept=True) for r in rows]


def source(version: Version) -> str:
    """The Markdown of a whole version, byte for byte what its digest is taken over."""
    return texts.join(textual(sections(version)))


@dataclass(frozen=True)
class Shown:
    """A numbered paragraph as it stands on a page; its words are characters `start` to `end` of the plain text of the section."""

    number: int
    html: Markup
    start: int
    end: int


def shown(rows: Sequence[Section]) -> dict[str, list[Shown]]:
    """The paragraphs of sections by their keys: those of a published text as kept, others made now."""
    kept = renderings(rows)
    return {row.uid: paragraphs(kept.get((row.digest, row.address)) or rendered(row.body, row.address)) for row in rows}


def paragraphs(stored: Iterable[list[Any]]) -> list[Shown]:
    """Paragraphs with their places, from their numbers, their HTML and their lengths."""
    found, start = [], 0
    for number, html, length in stored:
        found.append(Shown(number, render.kept(html), start, start + length))
        start += length + 1
    return found


def renderings(rows: Sequence[Section]) -> dict[tuple[str, str], list[list[Any]]]:
    """The paragraphs that are kept for these sections, by digest and address."""
    kept = db.session.execute(select(KeptRendering.digest, KeptRendering.address, KeptRendering.paragraphs).where(KeptRendering.digest.in_({r.digest for r in rows})))
    return {(digest, address): paragraphs for digest, address, paragraphs in kept}


@lru_cache(maxsize=1024)
def rendered(body: str, address: str) -> list[list[Any]]:
    """Number, HTML and length in words' characters of each paragraph."""
    return [[p.number, str(p.html), len(p.text)] for p in render.paragraphs(body, address)]


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
    return "\n\n".join(f"**{' '.join(filter(None, (r.number, texts.plain_heading(one))))}**\n\n{r.body.strip()}" for r, one in zip(rows, textual(rows), strict=True))


def comparison(one: Version, other: Version) -> list[Change]:
    """What became of every section of one version in another, in the order of the other; removed ones stand where they stood."""
    old, new = sections(one), sections(other)
    links: list[Linked]
    if one.id == other.id:
        links = [(r.uid, r.uid, frozenset({"unchanged"})) for r in new]
    elif other.base_id == one.id:
        links = [(link.old_uid, link.new_uid, frozenset(link.kinds.split())) for link in concordance(other)]
    else:
        links = [(link.old, link.new, link.kinds) for link in matching.match(textual(old), textual(new), _chained(one, other))]
    return list(_changes(old, new, links))


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


def broken() -> Iterator[str]:
    """Recompute the hash of every published text and of each of its sections; a sentence for each that does not fit (V1)."""
    for version in db.session.scalars(select(Version).where(Version.state.in_(PUBLIC)).options(joinedload(Version.document)).order_by(Version.id)).all():
        rows, name = sections(version), f"{version.document.slug} {version.label}"
        yield from (f"{name}: section {row.address} was changed" for row in rows if normalise.digest(row.head + row.body) != row.digest)
        if normalise.digest(texts.join(textual(rows))) != version.digest:
            yield f"{name}: the text does not have the published hash"

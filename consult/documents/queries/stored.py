"""Reading sections: their texts as they were written, and their paragraphs as they are shown."""
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, load_only

from consult.db import db
from consult.documents.models import Document, KeptRendering, Section, SectionLink, Version
from consult.documents.rules import PUBLIC
from consult.text import normalise, render
from consult.text import sections as texts


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


def broken() -> Iterator[str]:
    """Recompute the hash of every published text and of each of its sections; a sentence for each that does not fit (V1)."""
    for version in db.session.scalars(select(Version).where(Version.state.in_(PUBLIC)).options(joinedload(Version.document)).order_by(Version.id)).all():
        rows, name = sections(version), f"{version.document.slug} {version.label}"
        yield from (f"{name}: section {row.address} was changed" for row in rows if normalise.digest(row.head + row.body) != row.digest)
        if normalise.digest(texts.join(textual(rows))) != version.digest:
            yield f"{name}: the text does not have the published hash"

"""Reading documents, versions, sections and the concordance."""
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload, load_only

from consult.db import db
from consult.documents.models import Document, Section, SectionLink, Version
from consult.documents.rules import PUBLIC, VersionState
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


def published(document: Document) -> list[Version]:
    """The public versions of a document, the earliest first; withdrawn ones stay public."""
    return list(db.session.scalars(select(Version).filter_by(document_id=document.id).where(Version.state.in_(PUBLIC)).order_by(Version.seq)))


def latest(document: Document) -> Version | None:
    """The last published version that is not withdrawn."""
    return db.session.scalar(select(Version).filter_by(document_id=document.id, state=VersionState.PUBLISHED).order_by(Version.seq.desc()).limit(1))


def working(document: Document) -> Version | None:
    """The version the editors work on, if there is one."""
    return db.session.scalar(select(Version).filter_by(document_id=document.id, state=VersionState.WORKING).options(joinedload(Version.base)))


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


def history(document: Document, uid: str) -> list[tuple[Version, Section]]:
    """A section in every public version that has it, the earliest first."""
    rows = db.session.execute(select(Version, Section).join(Section, Section.version_id == Version.id).options(defer(Section.body, raiseload=True))
                              .where(Version.document_id == document.id, Version.state.in_(PUBLIC), Section.uid == uid).order_by(Version.seq))
    return [(one, found) for one, found in rows]


def uids_ever(document: Document) -> set[str]:
    """Every section key the document ever had; none is given out twice (V3)."""
    here = select(Section.uid).join(Section.version).where(Version.document_id == document.id)
    gone = select(SectionLink.old_uid).join(Version, SectionLink.version_id == Version.id).where(Version.document_id == document.id, SectionLink.old_uid.is_not(None))
    return {uid for uid in db.session.scalars(here.union(gone)) if uid}


def concordance(version: Version) -> list[SectionLink]:
    """What became of each section of the base in this version."""
    return list(db.session.scalars(select(SectionLink).filter_by(version_id=version.id).order_by(SectionLink.id)))


def textual(rows: Iterable[Section]) -> list[texts.Section]:
    """Rows as the text engine knows sections."""
    return [texts.Section(r.uid, r.number, r.heading, r.level, r.head, r.body, kept=True) for r in rows]


def source(version: Version) -> str:
    """The Markdown of a whole version, byte for byte what its digest is taken over."""
    return texts.join(textual(sections(version)))

"""Reading documents, versions, and the concordance."""
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload

from consult.comments.models import ChangeLink, Comment, Disposition
from consult.comments.rules import AnswerState, Code, CommentState
from consult.db import db
from consult.documents.models import Document, Section, SectionLink, Version
from consult.documents.rules import PUBLIC, RELATION_NAMES, VersionState


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
    """Whether a version of the document has this label, be it in small letters or capitals: readers would cite two texts by one name."""
    return db.session.scalar(select(Version.id).where(Version.document_id == document.id, func.lower(Version.label) == label.lower())) is not None


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

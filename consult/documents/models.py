"""Documents, versions, sections, and the concordance between two versions."""
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Instant, db, one_of
from consult.documents.rules import ChangeClass, VersionState


class Document(db.Model):
    """A text under consultation; the Model is the first."""

    __tablename__ = "document"
    __journalled__ = True
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10), default="en")
    created_at: Mapped[datetime] = mapped_column(Instant)
    versions: Mapped[list["Version"]] = relationship(back_populates="document", order_by="Version.seq")


class Version(db.Model):
    """One text of a document. `digest` is the SHA-256 of the canonical text of all its sections in order, set at publication."""

    __tablename__ = "version"
    __journalled__ = True
    __table_args__ = (
        UniqueConstraint("document_id", "label"), UniqueConstraint("document_id", "seq"),
        CheckConstraint("state IN ('working', 'discarded') OR (digest IS NOT NULL AND published_at IS NOT NULL)", name="published_is_hashed"),
        Index("uq_version_working", "document_id", unique=True, sqlite_where=text("state = 'working'"), postgresql_where=text("state = 'working'")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    label: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    base_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    title: Mapped[str] = mapped_column(String(200))
    change_class: Mapped[ChangeClass] = mapped_column(one_of(ChangeClass))
    change_note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[VersionState] = mapped_column(one_of(VersionState), default=VersionState.WORKING)
    final: Mapped[bool] = mapped_column(default=False)
    digest: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    document: Mapped[Document] = relationship(back_populates="versions")
    base: Mapped["Version | None"] = relationship(remote_side=[id])
    sections: Mapped[list["Section"]] = relationship(back_populates="version", order_by="Section.position", cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": revision}


class Section(db.Model):
    """One section of one version. `uid` lives across versions; `address` is its name in the permanent address."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("version_id", "uid"), UniqueConstraint("version_id", "address"),
                      CheckConstraint("level BETWEEN 0 AND 6", name="level"))
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    uid: Mapped[str] = mapped_column(String(80), index=True)
    position: Mapped[int]
    address: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(120), default="")
    heading: Mapped[str] = mapped_column(Text, default="")
    level: Mapped[int]
    head: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[Version] = relationship(back_populates="sections")
    __mapper_args__ = {"version_id_col": revision}


class SectionLink(db.Model):
    """The concordance: what a section of the base version became in this version. One row per part of a split."""

    __tablename__ = "section_link"
    __table_args__ = (
        UniqueConstraint("version_id", "old_uid", "new_uid"),
        CheckConstraint("old_uid IS NOT NULL OR new_uid IS NOT NULL", name="links_something"),
        CheckConstraint("source IN ('engine', 'editor')", name="source"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    old_uid: Mapped[str | None] = mapped_column(String(80))
    new_uid: Mapped[str | None] = mapped_column(String(80))
    kinds: Mapped[str] = mapped_column(String(120))
    confidence: Mapped[float] = mapped_column(Float)
    source: Mapped[str] = mapped_column(String(10), default="engine")


class FormerKey(db.Model):
    """The key that a section of a working text had before an editor corrected the concordance: what leads back to the proposal of the engine."""

    __tablename__ = "former_key"
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True)
    uid: Mapped[str] = mapped_column(String(80), primary_key=True)
    former: Mapped[str] = mapped_column(String(80))


class KeptRendering(db.Model):
    """The paragraphs of a section as they stand on the page, computed once at publication; may be emptied and made anew at any time."""

    __tablename__ = "kept_rendering"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    address: Mapped[str] = mapped_column(String(120), primary_key=True)
    paragraphs: Mapped[list[list[Any]]] = mapped_column(JSON)


class KeptComparison(db.Model):
    """The rendered comparison of two section texts, computed once: the same two texts always give the same bytes."""

    __tablename__ = "kept_comparison"
    old_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    new_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    inline: Mapped[str] = mapped_column(Text)
    inserted: Mapped[int]
    deleted: Mapped[int]

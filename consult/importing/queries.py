"""Reading texts that wait to be used, and pictures with whether the public may see them."""
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import undefer

from consult.db import db
from consult.documents.models import Document, Section, Version
from consult.documents.rules import PUBLIC, VersionState
from consult.importing.models import Intake, Picture


@dataclass(frozen=True)
class Shown:
    """A picture with its bytes; public as soon as a published version refers to it."""

    digest: str
    media_type: str
    content: bytes
    public: bool


def intake(number: int) -> Intake | None:
    """A text that waits, with its sections."""
    return db.session.scalar(select(Intake).filter_by(id=number).options(undefer(Intake.pieces))) if 0 < number < 2**31 else None


def waiting(actor: Any) -> list[Intake]:
    """The texts that a person has brought and not used or discarded, the latest first."""
    return list(db.session.scalars(select(Intake).filter_by(account_id=actor.id).order_by(Intake.changed_at.desc(), Intake.id.desc())))


def count_waiting(actor: Any) -> int:
    """How many texts of a person wait."""
    return db.session.scalar(select(func.count()).select_from(Intake).filter_by(account_id=actor.id)) or 0


def picture(digest: str) -> Shown | None:
    """A picture by the SHA-256 of its bytes."""
    row = db.session.scalar(select(Picture).filter_by(digest=digest).options(undefer(Picture.content)))
    if row is None:
        return None
    public = exists().where(Section.version_id == Version.id, Version.state.in_(PUBLIC), Section.body.contains(f"/pictures/{digest}.", autoescape=True))
    return Shown(row.digest, row.media_type, row.content, bool(db.session.scalar(select(public))))


def kept(digests: set[str]) -> set[str]:
    """Those of these pictures that are kept already."""
    return set(db.session.scalars(select(Picture.digest).where(Picture.digest.in_(digests)))) if digests else set()


def referred(digest: str) -> bool:
    """Whether any text of any version refers to a picture."""
    return bool(db.session.scalar(select(exists().where(Section.body.contains(f"/pictures/{digest}.", autoescape=True)))))


def all_pieces(without: int) -> list[list[dict[str, Any]]]:
    """The sections of every text that waits, but of one."""
    return list(db.session.scalars(select(Intake.pieces).where(Intake.id != without)))


def free_documents() -> list[Document]:
    """The documents that nobody works on: a version can be started there."""
    busy = select(Version.document_id).where(Version.state == VersionState.WORKING)
    return list(db.session.scalars(select(Document).where(Document.id.not_in(busy)).order_by(Document.title)))

"""Reading rounds."""
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult import clock
from consult.db import db
from consult.documents.models import Document, Version
from consult.rounds.models import Round
from consult.rounds.rules import RoundKind, RoundState


def by_number(number: int) -> Round | None:
    """The round with this number, its version and document with it."""
    return db.session.scalar(_with_version().where(Round.number == number))


def public(number: int) -> Round | None:
    """The round with this number once it has been announced."""
    return db.session.scalar(_with_version().where(Round.number == number, Round.state != RoundState.DRAFT))


def all_rounds(drafts: bool = False) -> list[Round]:
    """All rounds, the latest first; those still being planned only when asked for."""
    query = _with_version().order_by(Round.number.desc())
    return list(db.session.scalars(query if drafts else query.where(Round.state != RoundState.DRAFT)))


def open_round(document: Document, moment: datetime | None = None) -> Round | None:
    """The public round of a document that is open now (R1: at most one)."""
    moment = moment or clock.now()
    return db.session.scalar(_with_version().join(Version, Round.version_id == Version.id).where(
        Version.document_id == document.id, Round.state == RoundState.SCHEDULED, Round.kind == RoundKind.PUBLIC, Round.opens_at <= moment, moment < Round.closes_at))


def of_version(version: Version) -> list[Round]:
    """The announced rounds held on a version, the earliest first."""
    return list(db.session.scalars(select(Round).filter_by(version_id=version.id).where(Round.state != RoundState.DRAFT).order_by(Round.number)))


def announced(document: Document) -> list[Round]:
    """The announced rounds of a document, the earliest first."""
    return list(db.session.scalars(_with_version().join(Version, Round.version_id == Version.id).where(
        Version.document_id == document.id, Round.state != RoundState.DRAFT).order_by(Round.number)))


def unfinished(document: Document) -> list[Round]:
    """Rounds of a document that have begun or are announced and not complete: they hold the gate before the next version."""
    return list(db.session.scalars(_with_version().join(Version, Round.version_id == Version.id).where(
        Version.document_id == document.id, Round.state.in_([RoundState.SCHEDULED, RoundState.DISPOSITION])).order_by(Round.number)))


def planned(document: Document) -> list[Round]:
    """Rounds of a document to which a comment can be deferred: being planned, announced, or open."""
    return list(db.session.scalars(_with_version().join(Version, Round.version_id == Version.id).where(
        Version.document_id == document.id, Round.state.in_([RoundState.DRAFT, RoundState.SCHEDULED]), Round.closes_at > clock.now()).order_by(Round.number)))


def overlapping(version: Version, kind: RoundKind, opens_at: datetime, closes_at: datetime, but: Round | None = None) -> Round | None:
    """A public round of the same document whose time overlaps [opens_at, closes_at), if any (R1)."""
    if kind != RoundKind.PUBLIC:
        return None
    query = select(Round).join(Version, Round.version_id == Version.id).where(
        Version.document_id == version.document_id, Round.kind == RoundKind.PUBLIC, Round.state.in_([RoundState.SCHEDULED, RoundState.DISPOSITION]),
        Round.opens_at < closes_at, opens_at < Round.closes_at)
    return db.session.scalar(query.where(Round.id != but.id) if but else query)


def next_number() -> int:
    """The number of the next round."""
    return (db.session.scalar(select(Round.number).order_by(Round.number.desc()).limit(1)) or 0) + 1


def _with_version():  # type: ignore[no-untyped-def]
    return select(Round).options(joinedload(Round.version).joinedload(Version.document))

"""What a person has read, what has changed since, and a section as it stands on its page."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import aliased, load_only

from consult.accounts.models import Account
from consult.db import db
from consult.documents.models import Document, KeptRendering, Section, Version
from consult.documents.queries.comparing import Change
from consult.reading.models import LastRead
from consult.reading.rules import Seen


@dataclass(frozen=True)
class Past:
    """How a section stands to what a person has read: when, and in which version."""

    seen: Seen
    version_id: int | None = None
    label: str = ""
    at: datetime | None = None


UNREAD, NEW = Past(Seen.UNREAD), Past(Seen.NEW)


def past(account: Account | None, version: Version, uids: Sequence[str]) -> dict[str, Past]:
    """How each section of a version stands to what a person has read; nothing for a visitor.

    A section that was only renumbered has not changed. New is a section that the earliest version in which the person knows the text did not have;
    gone is one that the person read in an earlier version and this one no longer has.
    """
    if account is None:
        return {}
    old, new = aliased(Section), aliased(Section)
    rewritten = and_(old.digest != new.digest, or_(old.body != new.body, old.heading != new.heading))
    rows = db.session.execute(
        select(LastRead.section_uid, LastRead.version_id, LastRead.at, Version.label, Version.seq, rewritten,
               and_(old.id.is_not(None), new.id.is_(None))).join(Version, Version.id == LastRead.version_id)
        .outerjoin(old, and_(old.version_id == LastRead.version_id, old.uid == LastRead.section_uid))
        .outerjoin(new, and_(new.version_id == version.id, new.uid == LastRead.section_uid))
        .where(LastRead.account_id == account.id, LastRead.document_id == version.document_id)).all()
    found = {uid: Past(Seen.CHANGED if changed and seq < version.seq else Seen.READ, version_id, label, at) for uid, version_id, at, label, seq, changed, _ in rows}
    gone = {uid: Past(Seen.GONE, version_id, label, at) for uid, version_id, at, label, seq, _, missing in rows if missing and seq < version.seq}
    earliest = min(((seq, version_id) for _, version_id, _, _, seq, _, _ in rows), default=(version.seq, version.id))
    missing = [uid for uid in uids if uid not in found]
    known = uids_of(earliest[1]) if missing and earliest[0] < version.seq else set(missing)
    return {uid: found.get(uid) or (UNREAD if uid in known else NEW) for uid in uids} | gone


def uids_of(version_id: int) -> set[str]:
    """The keys of the sections of a version."""
    return set(db.session.scalars(select(Section.uid).where(Section.version_id == version_id)))


def later_than(version: Version) -> set[int]:
    """The versions of the same document that came after this one."""
    return set(db.session.scalars(select(Version.id).where(Version.document_id == version.document_id, Version.seq > version.seq)))


def rows_of(account: Account, document: Document) -> dict[str, LastRead]:
    """All that is kept of a person's reading of a document, by section."""
    return {row.section_uid: row for row in db.session.scalars(select(LastRead).filter_by(account_id=account.id, document_id=document.id))}


def since(account: Account, version: Version) -> list[tuple[Change, Past]]:
    """What has changed in a version since the person last read its sections, in the order of the text; sections that are gone stand at the end."""
    rows = list(db.session.scalars(select(Section).filter_by(version_id=version.id).order_by(Section.position)))
    states = past(account, version, [row.uid for row in rows])
    former = former_words(account, version)
    found = [(Change((former[row.uid],), (row,), frozenset({"edited" if former[row.uid].body != row.body else "retitled"})), states[row.uid])
             for row in rows if states[row.uid].seen == Seen.CHANGED]
    found += [(Change((), (row,), frozenset({"inserted"})), NEW) for row in rows if states[row.uid].seen == Seen.NEW]
    order = {row.uid: row.position for row in rows}
    gone = [(Change((row,), (), frozenset({"deleted"})), UNREAD) for uid, row in former.items() if uid not in order]
    return sorted(found, key=lambda one: one[0].new[0].position) + sorted(gone, key=lambda one: one[0].old[0].position)


def former_words(account: Account, version: Version) -> dict[str, Section]:
    """The sections of earlier versions as the person last read them."""
    rows = db.session.scalars(select(Section).join(LastRead, and_(LastRead.version_id == Section.version_id, LastRead.section_uid == Section.uid)).join(
        Version, Version.id == LastRead.version_id).where(LastRead.account_id == account.id, LastRead.document_id == version.document_id, Version.seq < version.seq))
    return {row.uid: row for row in rows}


def as_it_stood(uid: str, version_ids: Sequence[int]) -> list[Section]:
    """A section as it stood in some versions, the earliest first."""
    return list(db.session.scalars(select(Section).join(Section.version).where(Section.uid == uid, Section.version_id.in_(version_ids)).order_by(Version.seq)))


@dataclass(frozen=True)
class Opened:
    """A section on its page: all sections for the contents (without their texts), which of them it is, its text, and its kept paragraphs."""

    contents: list[Section]
    at: int
    body: str
    kept: list[list[Any]] | None

    @property
    def row(self) -> Section:
        """The section."""
        return self.contents[self.at]

    @property
    def near(self) -> list[Section | None]:
        """The sections before and after."""
        return [self.contents[i] if 0 <= i < len(self.contents) else None for i in (self.at - 1, self.at + 1)]


def opened(version: Version, address: str) -> Opened | None:
    """One section with what its page shows of the others, in one statement."""
    fields = (Section.uid, Section.position, Section.address, Section.number, Section.heading, Section.level, Section.digest, Section.revision)
    rows = db.session.execute(
        select(Section, case((Section.address == address, Section.body), else_=""), KeptRendering.paragraphs).options(load_only(*fields, raiseload=True))
        .outerjoin(KeptRendering, and_(Section.address == address, KeptRendering.digest == Section.digest, KeptRendering.address == Section.address))
        .where(Section.version_id == version.id).order_by(Section.position)).all()
    at = next((i for i, (row, _, _) in enumerate(rows) if row.address == address), None)
    return Opened([row for row, _, _ in rows], at, rows[at][1], rows[at][2]) if at is not None else None


def whole(version: Version) -> list[tuple[Section, list[list[Any]] | None]]:
    """All sections of a version in order with their texts, each with its kept paragraphs; in one statement."""
    rows = db.session.execute(select(Section, KeptRendering.paragraphs).outerjoin(
        KeptRendering, and_(KeptRendering.digest == Section.digest, KeptRendering.address == Section.address)).where(Section.version_id == version.id).order_by(Section.position))
    return [(row, kept) for row, kept in rows]


def counted(states: Mapping[str, Past]) -> dict[str, int]:
    """How many sections are in which state, and the news: what has changed, is new or is gone."""
    tally = {seen.value: sum(one.seen == seen for one in states.values()) for seen in Seen}
    return {**tally, "news": tally[Seen.CHANGED] + tally[Seen.NEW] + tally[Seen.GONE]}

"""The history of a working text: its steps, the latest first, and the state a form began from."""
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload

from consult.accounts.models import Account
from consult.db import db
from consult.documents.models import Section, SectionLink, Version
from consult.workbench.models import SectionState
from consult.workbench.rules import UNDOABLE, Cause, Step, standing

#: So many steps on one page of the history.
PAGE = 50


def page(version: Version, uid: str = "", before: int = 0) -> tuple[list[SectionState], int]:
    """A page of steps, of one section or of all, without their texts; and the key of the next page, nought at the end."""
    query = select(SectionState).options(defer(SectionState.body), joinedload(SectionState.account).lazyload(Account.grants), joinedload(SectionState.comment))
    query = query.where(SectionState.version_id == version.id)
    query = query.where(SectionState.section_uid == uid if uid else SectionState.cause != Cause.FOUND)  # among all sections only what was done is told, not what was found
    query = query.where(SectionState.id < before) if before else query
    found = list(db.session.scalars(query.order_by(SectionState.id.desc()).limit(PAGE + 1)))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else 0


def one(version: Version, state_id: int) -> SectionState | None:
    """One state of a section of this version, with who and why."""
    return db.session.scalar(select(SectionState).options(joinedload(SectionState.account).lazyload(Account.grants), joinedload(SectionState.comment)).filter_by(
        id=state_id, version_id=version.id)) if 0 < state_id < 2**31 else None


def origins(version: Version, uid: str) -> list[Section]:
    """The sections of the base version that became this one, with their texts."""
    return list(db.session.scalars(select(Section).join(SectionLink, SectionLink.old_uid == Section.uid).where(
        Section.version_id == version.base_id, SectionLink.version_id == version.id, SectionLink.new_uid == uid).order_by(Section.position)))


def before(state: SectionState) -> SectionState | None:
    """The state that came before, of the same section."""
    return db.session.scalar(select(SectionState).where(
        SectionState.version_id == state.version_id, SectionState.section_uid == state.section_uid, SectionState.id < state.id).order_by(SectionState.id.desc()).limit(1))


def latest(version: Version, uid: str) -> SectionState | None:
    """The last state that was kept of a section."""
    return db.session.scalar(select(SectionState).filter_by(version_id=version.id, section_uid=uid).order_by(SectionState.id.desc()).limit(1))


def at_revision(version: Version, uid: str, revision: int) -> SectionState | None:
    """The text a form began from: the last state up to a revision of the section's row."""
    return db.session.scalar(select(SectionState).where(SectionState.version_id == version.id, SectionState.section_uid == uid, SectionState.revision <= revision)
                             .order_by(SectionState.revision.desc(), SectionState.id.desc()).limit(1))


def in_effect(version: Version, uid: str) -> dict[int, SectionState]:
    """The steps of a section that nothing has taken back, by number, without their texts."""
    rows = {row.id: row for row in db.session.scalars(select(SectionState).options(defer(SectionState.body)).where(
        SectionState.version_id == version.id, SectionState.section_uid == uid).order_by(SectionState.id))}
    left = standing([Step(row.id, row.cause, row.of_id) for row in rows.values()])
    return {number: row for number, row in rows.items() if number in left}


def applied(steps: Collection[SectionState]) -> dict[int, SectionState]:
    """The proposals among these steps, by comment."""
    return {row.comment_id: row for row in steps if row.comment_id is not None}


def undoable(version: Version, uid: str) -> set[int]:
    """The steps of a section that can be undone."""
    return {number for number, row in in_effect(version, uid).items() if row.cause in UNDOABLE}


def highest_revision(version: Version, uid: str) -> int:
    """The highest revision that the section of this key ever had in a version."""
    return db.session.scalar(select(func.max(SectionState.revision)).filter_by(version_id=version.id, section_uid=uid)) or 0

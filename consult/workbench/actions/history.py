"""The history of a working text: each step keeps the sections it changed as they stand after it."""
from typing import Any, NamedTuple

from sqlalchemy import select

from consult import clock
from consult.comments.models import Comment
from consult.db import db
from consult.documents.models import Section, Version
from consult.documents.queries import stored
from consult.workbench.models import SectionState
from consult.workbench.rules import Cause


class Standing(NamedTuple):
    """A section as it stands, apart from its row, which changes."""

    revision: int
    number: str
    heading: str
    level: int
    body: str
    digest: str

    @property
    def words(self) -> tuple[str, str, int, str]:
        """What of it makes a state of its own; empty lines at the end do not."""
        return self.number, self.heading, self.level, self.body.strip("\n")


def standing(version: Version) -> dict[str, Standing]:
    """Every section of a working text as it stands now."""
    return {row.uid: _stands(row) for row in stored.sections(version)}


def keep(actor: Any, version: Version, was: dict[str, Standing], cause: Cause, comment: Comment | None = None, of: SectionState | None = None, moved: str = "") -> None:
    """Keep the states of the sections that a step changed, put in or took out; before its first change a section is kept as it stood."""
    now = standing(version)
    changed = [uid for uid, one in now.items() if uid == moved or (uid in was and was[uid].words != one.words)]
    fresh, gone = [uid for uid in now if uid not in was], [uid for uid in was if uid not in now]
    known = set(db.session.scalars(select(SectionState.section_uid).where(SectionState.version_id == version.id, SectionState.section_uid.in_([*changed, *gone]))))
    db.session.add_all(_state(version, uid, was[uid], Cause.FOUND, version.created_by, at=version.created_at) for uid in (*changed, *gone) if uid not in known)
    db.session.flush()
    db.session.add_all(_state(version, uid, now[uid], cause, actor.id, comment, of) for uid in changed)
    db.session.add_all(_state(version, uid, now[uid], Cause.RESTORED if of else Cause.ADDED, actor.id, of=of) for uid in fresh)
    db.session.add_all(_state(version, uid, was[uid], Cause.REMOVED, actor.id) for uid in gone)
    db.session.flush()


def _stands(row: Section) -> Standing:
    return Standing(row.revision, row.number, row.heading, row.level, row.body, row.digest)


def _state(version: Version, uid: str, one: Standing, cause: Cause, account_id: int | None, comment: Comment | None = None, of: SectionState | None = None,
           at: Any = None) -> SectionState:
    return SectionState(version_id=version.id, section_uid=uid, cause=cause, account_id=account_id, at=at or clock.now(), comment_id=comment.id if comment else None,
                        of_id=of.id if of else None, **one._asdict())

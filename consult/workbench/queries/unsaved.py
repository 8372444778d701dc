"""Texts that editors have typed and not saved; each is its editor's alone."""
from typing import Any

from sqlalchemy import select

from consult.db import db
from consult.documents.models import Version
from consult.workbench.models import UnsavedText


def of(actor: Any, version: Version, uid: str) -> UnsavedText | None:
    """What a person has typed into a section and not saved."""
    return db.session.scalar(select(UnsavedText).filter_by(account_id=actor.id, version_id=version.id, section_uid=uid))


def sections(actor: Any, version: Version) -> set[str]:
    """The sections of a version in which a person has words that are not saved."""
    return set(db.session.scalars(select(UnsavedText.section_uid).filter_by(account_id=actor.id, version_id=version.id)))


def one(number: int) -> UnsavedText | None:
    """The text with this number."""
    return db.session.get(UnsavedText, number) if 0 < number < 2**31 else None

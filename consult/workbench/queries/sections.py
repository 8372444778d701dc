"""Sections and versions by their numbers, as the scripts of the workbench name them."""
from sqlalchemy.orm import joinedload

from consult.db import db
from consult.documents.models import Section, Version


def by_number(section_id: int) -> Section | None:
    """The section with this number, with its version."""
    return db.session.get(Section, section_id, options=[joinedload(Section.version).joinedload(Version.document)]) if 0 < section_id < 2**31 else None


def version(version_id: int) -> Version:
    """The version with this number."""
    return db.session.get_one(Version, version_id)

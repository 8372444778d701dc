"""What is handed out of a version as data."""
from typing import Any

from consult.documents.models import Version
from consult.documents.queries import stored

COLUMNS = ("uid", "address", "number", "heading", "level", "digest", "head", "body")


def head(version: Version) -> dict[str, Any]:
    """What is said of a version as a whole."""
    return {
        "document": version.document.slug, "title": version.title, "label": version.label, "language": version.document.language, "state": version.state.value,
        "base": version.base.label if version.base else None, "change_class": version.change_class.value, "change_note": version.change_note, "final": version.final,
        "sha256": version.digest, "published_at": version.published_at.isoformat() if version.published_at else None,
    }


def rows(version: Version) -> list[tuple[Any, ...]]:
    """The sections in order; head and body of all of them, joined, are the text that the hash is taken over."""
    return [tuple(getattr(section, column) for column in COLUMNS) for section in stored.sections(version)]

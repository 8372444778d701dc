"""What is typed as it will stand on the page, and what it changes against the last published version."""
from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup

from consult.documents.models import Section, Version
from consult.documents.queries.comparing import Change
from consult.documents.views.changes import say
from consult.text import diff, render
from consult.workbench.queries import states


@dataclass(frozen=True)
class Drawn:
    """A text as it will look, and as a change; `fault` says why it cannot be shown."""

    paragraphs: list[render.Paragraph]
    changes: Markup | None
    inserted: int
    deleted: int
    first: bool
    fault: str = ""


def drawn(version: Version, row: Section, body: str) -> Drawn:
    """What is typed, rendered and compared with what the section was in the base version."""
    olds = states.origins(version, row.uid)
    before = Change(tuple(olds), (row,), frozenset()).old_text
    try:
        found = diff.compare(before, body) if olds and before.strip("\n") != body.strip("\n") else None
        changes = render.diff(found, say) if found else None
        return Drawn(render.paragraphs(body, "preview"), changes, found.inserted_words if found else 0, found.deleted_words if found else 0, not olds)
    except render.TooComplex as error:
        return Drawn([], None, 0, 0, not olds, gettext(error.reason))

"""Forms of the workbench."""
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from consult.documents.forms import SectionForm
from consult.text import normalise
from consult.web.forms import BaseForm, RadioField, SelectMultipleField, SourceField


def _source(value: str | None) -> str:
    return normalise.canonical(value or "")


class BenchForm(SectionForm):
    """A section with all that a form must remember: what it began from, what it puts together, and the comments behind the change."""

    #: The kept text that the form began with, and whether it puts two edits together: mine as typed, the revision both began from, the revision of the other.
    continues = HiddenField()
    merged = HiddenField()
    mine = HiddenField(filters=[_source])
    base = HiddenField()
    comments = SelectMultipleField(_l("Comments behind this change"), choices=[], validate_choice=False)
    #: The comments that were ticked when the page was opened: what somebody else ticks meanwhile is not taken away.
    ticked = HiddenField()


class ChooseForm(BaseForm):
    """Which words shall stand where two proposals, or a proposal and an edit, want the same place."""

    revision = HiddenField()
    choice = RadioField(_l("What shall stand there?"), choices=[], validate_choice=False)
    words = SourceField(_l("Other words"))
    behind = SelectMultipleField(_l("Comments behind this change"), choices=[], validate_choice=False)


class StepForm(BaseForm):
    """Undo a step or bring back a state, unless the section changed meanwhile; `body` is what the editor chose where words touch."""

    revision = HiddenField()
    body = SourceField(_l("Text in Markdown"))


"""Forms for texts on their way in."""
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import Length

from consult.documents.rules import TEXT_MAX
from consult.importing.rules.reading import ACCEPT
from consult.web.forms import BaseForm, SelectField, SourceField

LEVELS = [(level, str(level)) for level in range(1, 7)]


class BringForm(BaseForm):
    """A file, or words pasted."""

    file = FileField(_l("Word or Markdown file"), render_kw={"accept": ACCEPT})
    text = SourceField(_l("Or paste text in Markdown"), validators=[Length(max=TEXT_MAX)])


class StepForm(BaseForm):
    """A step on a preview as it was when the page was opened."""

    revision = HiddenField()


class SplitForm(StepForm):
    """Where sections begin in one of the preview."""

    level = SelectField(_l("Level of the new headings"), coerce=int, choices=LEVELS, validate_choice=False)

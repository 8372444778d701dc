"""Forms for translating."""
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import Length

from consult.translating.rules.states import BODY_MAX, HEADING_MAX
from consult.web.forms import BaseForm, LineField, RadioField, SourceField


class TranslateForm(BaseForm):
    """The translation of one section; `seen` is the saving on which it is written."""

    seen = HiddenField()
    heading = LineField(_l("Heading"), validators=[Length(max=HEADING_MAX)])
    body = SourceField(_l("Translation in Markdown"), validators=[Length(max=BODY_MAX)])


class ReviewForm(BaseForm):
    """One button: these very words were looked at."""

    seen = HiddenField()


class BringForm(BaseForm):
    """A file that came back from a translator."""

    file = FileField(_l("XLIFF or Word file"))


class TakeForm(BaseForm):
    """What becomes of the rows that are in order; `seen` is the last saving in the language when they were looked at."""

    seen = HiddenField()
    stage = RadioField(_l("Take them over as"), choices=[("draft", _l("drafts: only editors see them")), ("made", _l("finished: readers see them as an unofficial translation"))],
                       default="draft")


class AsideForm(BaseForm):
    """Forget a file that was brought in."""

"""The form of a note."""
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length

from consult.inbox.rules import NOTE_MAX
from consult.web.forms import BaseForm, WordsField


class NoteForm(BaseForm):
    """A note for the other editors."""

    body = WordsField(_l("Your note"), validators=[InputRequired(_l("Write what the other editors should know.")), Length(max=NOTE_MAX)])

"""The sample form of the page that shows every part."""
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from consult.web.forms import BaseForm, DayField, LineField, SelectField, WordsField


class SampleForm(BaseForm):
    """Each sort of field once."""

    name = LineField(_l("Name"))
    kind = SelectField(_l("Kind"), choices=[("general", _l("General remark")), ("substance", _l("Substance"))])
    body = WordsField(_l("Your words"))
    on = DayField(_l("Date"))
    typed = StringField(_l("Type these words to confirm"))

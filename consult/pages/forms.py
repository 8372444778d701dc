"""The sample form of the page that shows every part."""
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from consult.web.forms import BaseForm, DayField, LineField, WordsField


class SampleForm(BaseForm):
    """Each sort of field once."""

    name = LineField(_l("Name"))
    kind = SelectField(_l("Kind"), choices=[SelectChoice("general", _l("General remark")), SelectChoice("substance", _l("Substance"))])
    body = WordsField(_l("Your words"))
    on = DayField(_l("Date"))
    typed = StringField(_l("Type these words to confirm"))

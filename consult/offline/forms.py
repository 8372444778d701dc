"""Forms for handing in a filled form."""
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField
from wtforms.validators import InputRequired

from consult.offline.rules.taking import ACCEPT
from consult.web.forms import BaseForm, SelectField
from consult.web.locale import chosen, languages


class UploadForm(BaseForm):
    """The filled form."""

    file = FileField(_l("The filled form"), validators=[FileRequired(_l("Choose the file. After a refusal it must be chosen again: browsers do not keep it."))],
                     render_kw={"accept": ACCEPT})
    language = SelectField(_l("Language of your comments"), choices=languages, default=lambda: chosen().code)


class KeepForm(BaseForm):
    """Keep the good rows: they travel in the form itself, signed, so that nothing is stored before this step."""

    rows = HiddenField(validators=[InputRequired()])

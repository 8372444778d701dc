"""Forms of organisations."""
from flask_babel import lazy_gettext as _l
from wtforms.validators import URL, InputRequired, Length, Optional

from consult.accounts.forms import address
from consult.accounts.rules import EMAIL_MAX
from consult.organisations.rules import NAME_MAX, WEBSITE_MAX
from consult.web.forms import BaseForm, LineField, SelectField
from consult.web.locale import chosen, languages


class RegisterForm(BaseForm):
    """Enter an organisation."""

    name = LineField(_l("Name of the organisation"), [InputRequired(_l("Please fill this in.")), Length(min=2, max=NAME_MAX)])
    kind = SelectField(_l("Kind"))
    party = SelectField(_l("Party"))
    website = LineField(_l("Website"), [Optional(), Length(max=WEBSITE_MAX), URL(message=_l("Write the whole address, as in https://example.org."))])


class InviteForm(BaseForm):
    """Invite a colleague by e-mail."""

    email = LineField(_l("E-mail address of your colleague"), [InputRequired(_l("Please fill this in.")), Length(max=EMAIL_MAX), address])
    language = SelectField(_l("Language of the mail"), choices=languages, default=lambda: chosen().code)

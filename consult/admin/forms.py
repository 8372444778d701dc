"""Forms of the administrators."""
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired, Length

from consult.web.forms import BaseForm, SelectField, WordsField

REASON_MAX = 1000
REQUIRED = InputRequired(_l("Please fill this in."))


class GrantForm(BaseForm):
    """Give a person a role."""

    role = SelectField(_l("Role"), [REQUIRED])
    party = SelectField(_l("Party, for a national coordinator"))
    sure = BooleanField(_l("This person is to be an administrator: to give and end roles, and to suspend accounts"))


class ReasonForm(BaseForm):
    """A step that needs its reason."""

    reason = WordsField(_l("Reason"), [REQUIRED, Length(min=3, max=REASON_MAX)])


class AdmitForm(BaseForm):
    """Admit a party or body."""

    code = SelectField(_l("Party or body"), [REQUIRED])

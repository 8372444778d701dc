"""Forms of organisations."""
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import URL, InputRequired, Length, Optional

from consult.accounts.forms import address
from consult.accounts.rules import EMAIL_MAX
from consult.organisations.rules import NAME_MAX, REASON_MAX, WEBSITE_MAX
from consult.web.forms import BaseForm, LineField, SelectField, WordsField
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


class CorrectNameForm(BaseForm):
    """Correct the name of an organisation."""

    name = LineField(_l("Name of the organisation"), [InputRequired(_l("Please fill this in.")), Length(min=2, max=NAME_MAX)])
    reason = WordsField(_l("Reason, as everybody will read it"), [InputRequired(_l("Say why; everybody will read it.")), Length(max=REASON_MAX)])


class MergeForm(BaseForm):
    """Make two organisations one."""

    into = IntegerField(_l("Number of the other organisation"), [InputRequired(_l("Write the number that stands on its page."))])
    admit = BooleanField(_l("Its people belong to the other one at once; otherwise they have asked, and its lead decides"))
    reason = WordsField(_l("Reason, as everybody will read it"), [InputRequired(_l("Say why; everybody will read it.")), Length(max=REASON_MAX)])
    typed = LineField(_l("Confirmation"), [InputRequired(_l("Type the words shown above to confirm."))])

"""Forms for mandates."""
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length, Optional

from consult.accounts.rules import EMAIL_MAX
from consult.evidence.forms import EvidenceField
from consult.web.forms import BaseForm, DayField, LineField, SelectField, WordsField
from consult.workgroup.rules import AUTHORITY_MAX, REASON_MAX, REFERENCE_MAX, ROLE_NAMES


class MandateForm(BaseForm):
    """Record who sits for a party, by which letter."""

    email = LineField(_l("E-mail address of the person's account"), validators=[InputRequired(_l("Type the address with which the person signs in.")), Length(max=EMAIL_MAX)])
    party = SelectField(_l("Party"))
    role = SelectField(_l("Role"), choices=[(role.value, _l(name)) for role, name in ROLE_NAMES.items()])
    since = DayField(_l("First day"), validators=[InputRequired(_l("Say on which day the mandate begins."))])
    until = DayField(_l("Last day"), validators=[Optional()])
    authority = LineField(_l("Appointing authority"), validators=[InputRequired(_l("Say which authority appointed the person.")), Length(max=AUTHORITY_MAX)])
    reference = LineField(_l("Reference of the letter"), validators=[Optional(), Length(max=REFERENCE_MAX)])
    dated = DayField(_l("Date of the letter"), validators=[InputRequired(_l("Say of which day the letter is."))])
    evidence = EvidenceField(_l("The letter"))


class HandOverForm(BaseForm):
    """Hand a mandate over to its next holder, by the letter."""

    email = LineField(_l("E-mail address of the successor's account"), validators=[InputRequired(_l("Type the address with which the person signs in.")), Length(max=EMAIL_MAX)])
    since = DayField(_l("First day of the successor"), validators=[Optional()])
    until = DayField(_l("Last day"), validators=[Optional()])
    reason = WordsField(_l("Reason"), validators=[InputRequired(_l("Say why the mandate goes over.")), Length(max=REASON_MAX)])
    authority = LineField(_l("Appointing authority"), validators=[InputRequired(_l("Say which authority appointed the person.")), Length(max=AUTHORITY_MAX)])
    reference = LineField(_l("Reference of the letter"), validators=[Optional(), Length(max=REFERENCE_MAX)])
    dated = DayField(_l("Date of the letter"), validators=[InputRequired(_l("Say of which day the letter is."))])
    evidence = EvidenceField(_l("The letter"))


class SetAsideForm(BaseForm):
    """Set a handing over aside."""

    reason = WordsField(_l("Reason"), validators=[InputRequired(_l("Say why it is set aside.")), Length(max=REASON_MAX)])


class EndForm(BaseForm):
    """End a mandate."""

    until = DayField(_l("Last day"), validators=[InputRequired(_l("Say which day is the last one of the mandate."))])
    reason = WordsField(_l("Reason"), validators=[InputRequired(_l("Say why the mandate ends.")), Length(max=REASON_MAX)])

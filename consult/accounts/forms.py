"""Forms of accounts."""
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, PasswordField
from wtforms.validators import InputRequired, Length, ValidationError

from consult.accounts.rules import EMAIL_MAX, NAME_MAX, PASSWORD_MAX, PASSWORD_MIN
from consult.web.forms import BaseForm, LineField, SelectField

REQUIRED = InputRequired(_l("Please fill this in."))
#: A password field takes more than a password may have, so that the rule and not the field says what is wrong.
FIELD_MAX = 10 * PASSWORD_MAX


def address(form: BaseForm, field: Field) -> None:
    """Refuse what no mail can be sent to; keep the address as it is usually written."""
    try:
        found = validate_email(field.data or "", check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError:
        raise ValidationError(gettext("This does not look like an e-mail address. Write it like name@example.org.")) from None
    field.data = found.normalized


def password_field(label: Any) -> PasswordField:
    """A box for a password: never shown again, never trimmed."""
    return PasswordField(label, [REQUIRED, Length(max=FIELD_MAX)])


def new_password_field(label: Any) -> PasswordField:
    """A box for a password that is to be set; how long it must be is said together with the faults of the other fields."""
    short = Length(min=PASSWORD_MIN, message=_l("A password has at least %(count)s characters; several words make a good one.", count=PASSWORD_MIN))
    return PasswordField(label, [REQUIRED, short, Length(max=FIELD_MAX)])


class SignUpForm(BaseForm):
    """Open an account."""

    name = LineField(_l("Your name"), [REQUIRED, Length(min=2, max=NAME_MAX)])
    email = LineField(_l("E-mail address"), [REQUIRED, Length(max=EMAIL_MAX), address])
    password = new_password_field(_l("Password"))
    party = SelectField(_l("Party"))


class SignInForm(BaseForm):
    """Sign in."""

    email = LineField(_l("E-mail address"), [REQUIRED, Length(max=EMAIL_MAX)])
    password = password_field(_l("Password"))


class ConfirmForm(BaseForm):
    """Confirm an address from another browser than the one that signed up."""

    password = password_field(_l("Password you chose"))


class PressForm(BaseForm):
    """A step that needs nothing but a press."""


class AskResetForm(BaseForm):
    """Ask for a link to set a new password."""

    email = LineField(_l("E-mail address"), [REQUIRED, Length(max=EMAIL_MAX), address])


class ResetForm(BaseForm):
    """Set a new password by a link."""

    password = new_password_field(_l("New password"))


class PasswordForm(BaseForm):
    """Change the password, knowing the former one."""

    former_password = password_field(_l("Present password"))
    new_password = new_password_field(_l("New password"))


class AddressForm(BaseForm):
    """Change the address."""

    email = LineField(_l("New e-mail address"), [REQUIRED, Length(max=EMAIL_MAX), address])
    password = password_field(_l("Password"))


class ProfileForm(BaseForm):
    """Change what others see, and the language of mails."""

    name = LineField(_l("Your name"), [REQUIRED, Length(min=2, max=NAME_MAX)])
    language = SelectField(_l("Language of mails and pages"))
    party = SelectField(_l("Party"))


class CloseForm(BaseForm):
    """Close the account."""

    confirmation = LineField(_l("Confirmation"), [REQUIRED])
    password = password_field(_l("Password"))

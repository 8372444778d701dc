"""Forms of the second factors."""
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length, Optional

from consult.factors.rules import NAME_MAX, REASON_MAX
from consult.web.forms import BaseForm, LineField, WordsField
from consult.web.proving import ProvedForm

CODE_MAX = 60


def name_field() -> LineField:
    """What a passkey is called in one's own list."""
    return LineField(_l("Name of the passkey"), validators=[Optional(), Length(max=NAME_MAX)])


class StepForm(BaseForm):
    """The second step of signing in: a code, or a passkey that the browser puts into the hidden field."""

    code = LineField(_l("Code"), validators=[Length(max=CODE_MAX)])
    passkey: Any = HiddenField()


class EnterForm(BaseForm):
    """Sign in with a passkey alone."""

    passkey: Any = HiddenField()


class FirstForm(StepForm):
    """Set up the first factor on the way in: an app by its code, or a passkey."""

    name = name_field()


class AppForm(BaseForm):
    """Set up an app, shown to work by one of its codes."""

    code = LineField(_l("Code that the app shows"), validators=[InputRequired(_l("Please type the six digits that the app shows.")), Length(max=CODE_MAX)])


class PasskeyForm(BaseForm):
    """Add a passkey."""

    name = name_field()
    passkey: Any = HiddenField()


class ShowForm(ProvedForm):
    """Show once more that it is oneself."""


class ReasonForm(BaseForm):
    """Ask for a reset, saying how one made sure who asks."""

    reason = WordsField(_l("How you made sure that it is this person"), validators=[
        InputRequired(_l("Say how you made sure; the second administrator reads it.")), Length(min=3, max=REASON_MAX)])

"""What every form shares: CSRF, one use only, tidy text, and a place for refusals."""
import secrets
from typing import Any

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms import RadioField as PlainRadioField
from wtforms import SelectField as PlainSelectField
from wtforms import SelectMultipleField as PlainSelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import TextArea

from consult import clock
from consult.errors import ConsultError, Invalid
from consult.text import normalise


def _line(value: str | None) -> str:
    return " ".join(normalise.canonical(value or "").split())


def _words(value: str | None) -> str:
    return normalise.canonical(value or "").strip("\n").rstrip()


def _exact(value: str | None) -> str:
    return normalise.canonical(value or "")


class LineField(StringField):
    """One line of text: NFC, white space tidied."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, filters=[_line], **kwargs)


class WholeText(TextArea):
    """A field that a browser never cuts short: what is too long is refused with the words kept."""

    validation_attrs = ["required", "minlength"]


class WordsField(TextAreaField):
    """A person's words: NFC, line ends unified, trailing space dropped."""

    widget = WholeText()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, filters=[_words], **kwargs)


class SourceField(TextAreaField):
    """Markdown source: NFC and unified line ends, otherwise kept to the character."""

    widget = WholeText()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, filters=[_exact], **kwargs)


class DayField(DateField):
    """A date; the rules say what instant it means."""

    def pre_validate(self, form: Any) -> None:
        """Refuse a day so far away that it is a slip of the hand."""
        if self.data and not clock.FIRST_DAY <= self.data <= clock.LAST_DAY:
            raise ValidationError(gettext("Is the year right? Choose a day between %(first)s and %(last)s.", first=clock.FIRST_DAY.year, last=clock.LAST_DAY.year))


class Choosing:
    """Choices are given as pairs of word and name, as the tables of names hold them."""

    def __init__(self, *args: Any, choices: Any = None, **kwargs: Any):
        told = choices if choices is None or callable(choices) else [one if isinstance(one, SelectChoice) else SelectChoice(*one) for one in choices]
        super().__init__(*args, choices=told, **kwargs)  # type: ignore[call-arg]


class SelectField(Choosing, PlainSelectField):
    """One thing of a list."""


class RadioField(Choosing, PlainRadioField):
    """One thing of a few, all in sight."""


class SelectMultipleField(Choosing, PlainSelectMultipleField):
    """Several things of a list."""


class BaseForm(FlaskForm):
    """A form that is stored once however often it is sent (`form_key`) and that keeps what was typed when it is refused."""

    form_key = HiddenField(default=lambda: secrets.token_urlsafe(24))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.refusals: list[str] = []

    def refuse(self, error: ConsultError) -> None:
        """Show a refusal on the field it belongs to, or above the form."""
        sentence = gettext(error.reason, **error.facts)
        if isinstance(error, Invalid) and error.field in self._fields:
            field = self._fields[error.field]
            field.errors = [*field.errors, sentence]
        else:
            self.refusals.append(sentence)

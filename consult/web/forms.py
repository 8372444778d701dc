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
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextArea

from consult import clock
from consult.errors import ConsultError, Invalid, NotAllowed
from consult.permissions.conditions import SENTENCES
from consult.text import legible, normalise
from consult.web.spent import key_of


def _line(value: str | None) -> str:
    line = " ".join(legible.seen(normalise.canonical(value or "")).split())
    return "" if legible.blank(line) else line


def _words(value: str | None) -> str:
    return normalise.canonical(value or "").strip("\n").rstrip()


def _exact(value: str | None) -> str:
    return normalise.canonical(value or "")


class Readable(StringField):
    """A field whose words others can read: what is damaged, or piled up until nobody could, is refused with the words kept; what shows nothing
    counts as nothing typed."""

    data: Any
    raw_data: list[Any] | None

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Take what was typed."""
        super().process(*args, **kwargs)
        if self.raw_data and legible.blank(self.data or ""):
            self.raw_data = [""]

    def pre_validate(self, form: Any) -> None:
        """Refuse what the rules refuse, in their words."""
        try:
            legible.check(self.data or "", self.short_name, len(self.data or ""))
        except Invalid as error:
            raise StopValidation(gettext(error.reason, **error.facts)) from None


class LineField(Readable):
    """One line of text: NFC, white space tidied. What acts or stands unseen (controls of direction, characters without width) is dropped, not
    refused: it comes along with a copied name, and nobody could find it in the field. A line in which nothing is left to be seen is empty."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, filters=[_line], **kwargs)


class WholeText(TextArea):
    """A field that a browser never cuts short: what is too long is refused with the words kept."""

    validation_attrs = ["required", "minlength"]


class WordsField(Readable, TextAreaField):
    """A person's words: NFC, line ends unified, trailing space dropped; words in which nothing is to be seen are none."""

    widget = WholeText()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, filters=[_words], **kwargs)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Hand on nothing where nothing is to be seen."""
        if not self.errors and legible.blank(self.data or ""):
            self.data = ""


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

    #: Made of letters, digits, - and _ only: keys with a space are the server's own, and no form can send one.
    form_key = HiddenField(default=lambda: secrets.token_urlsafe(24), filters=[key_of])

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
        if isinstance(error, NotAllowed) and (missing := [gettext(SENTENCES[name]) for name in error.missing if name in SENTENCES]):
            self.refusals.append(gettext("It would be possible for a person, or at a time, for which this holds:") + " " + "; ".join(missing))

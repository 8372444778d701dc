"""Forms of the parties."""
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length

from consult.i18n import LOCALES
from consult.parties.rules import FOOTNOTE_MAX, NAME_MAX, REASON_MAX
from consult.web.forms import BaseForm, DayField, LineField, WordsField

REQUIRED = InputRequired(_l("Please fill this in."))


class SeatForm(BaseForm):
    """Give or take a seat."""

    reason = WordsField(_l("Reason, as everybody will read it"), [InputRequired(_l("Say why; everybody will read it.")), Length(max=REASON_MAX)])


class RenameForm(BaseForm):
    """What a party is called from a day on; a field for each language is added below."""

    since = DayField(_l("From this day on"), [InputRequired(_l("Say from which day on the name counts."))])
    footnote = WordsField(_l("Footnote, in English"), [Length(max=FOOTNOTE_MAX)])
    reason = WordsField(_l("Reason, as everybody will read it"), [InputRequired(_l("Say why; everybody will read it.")), Length(max=REASON_MAX)])

    @property
    def by_language(self) -> list[tuple[str, Any]]:
        """Each language with its field."""
        return [(locale.code, self[field_name(locale.code)]) for locale in LOCALES]

    def names(self) -> dict[str, str]:
        """The names typed, by language."""
        return {code: field.data or "" for code, field in self.by_language}


def field_name(language: str) -> str:
    """The name of the field of a language."""
    return f"name_{language.replace('-', '_')}"


for _locale in LOCALES:
    setattr(RenameForm, field_name(_locale.code), LineField(_locale.autonym, [REQUIRED, Length(max=NAME_MAX - 1)]))

"""The form of one setting, by how it is written."""
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from consult.settings.rules import LINE_MAX, REASON_MAX, WORDS_MAX, Kind, Setting
from consult.web.forms import BaseForm, LineField, RadioField, SelectMultipleField, WordsField
from consult.web.locale import named_locales


class ChangeForm(BaseForm):
    """What every setting asks: the value (below), whether the default is to count again, and the reason; `seen` is the decision that stood on the page."""

    seen = HiddenField()
    standard = BooleanField(_l("Back to the default"))
    reason = WordsField(_l("Reason, as everybody will read it"), [InputRequired(_l("Say why; everybody will read it.")), Length(max=REASON_MAX)])

    def chosen(self) -> Any:
        """The value typed, or none for the default."""
        return None if self.standard.data else self["value"].data


class NumberForm(ChangeForm):
    """A number."""

    value = IntegerField(_l("Value"))


class ChoiceForm(ChangeForm):
    """One of a few."""

    value = RadioField(_l("Value"), validate_choice=False)


class LineForm(ChangeForm):
    """A line of text."""

    value = LineField(_l("Value"), [Length(max=LINE_MAX)])


class WordsForm(ChangeForm):
    """A few lines."""

    value = WordsField(_l("Value"), [Length(max=WORDS_MAX)])


class LanguagesForm(ChangeForm):
    """Some of the languages."""

    value = SelectMultipleField(_l("Languages"), choices=named_locales, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


FORMS: dict[Kind, type[ChangeForm]] = {Kind.NUMBER: NumberForm, Kind.CHOICE: ChoiceForm, Kind.LINE: LineForm, Kind.WORDS: WordsForm, Kind.LANGUAGES: LanguagesForm}


def form_of(one: Setting[Any], value: Any, seen: int, choices: list[tuple[str, str]]) -> ChangeForm:
    """The form of a setting as it stands now."""
    form = FORMS[one.kind](data={"value": value, "seen": str(seen)})
    if one.kind is Kind.CHOICE:
        form["value"].choices = choices
    return form

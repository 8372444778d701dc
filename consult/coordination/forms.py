"""Forms of the coordinator's channel."""
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from consult.comments.forms import Legible, Said, TicksField, WordsForm
from consult.comments.rules import BODY_MAX, QUOTE_MAX, WORDING_MAX
from consult.coordination.models import JointItem
from consult.coordination.rules import ASIDE_NAMES, CHOICE_NAMES, NOTE_MAX, REASON_MAX, Choice
from consult.web.forms import BaseForm, RadioField, SelectField, WordsField
from consult.web.locale import chosen, languages


class AskForm(BaseForm):
    """Which organisations of the party are asked to contribute."""

    organisations = TicksField(_l("Organisations to ask"), coerce=int, validators=[Optional()])


class GatherForm(AskForm):
    """Open a gathering and ask the first organisations."""

    note = WordsField(_l("What you tell them"), validators=[Optional(), Legible(NOTE_MAX)])


class ContributeForm(BaseForm):
    """Which drafts go to the coordinator, for which organisation."""

    organisation = SelectField(_l("For which organisation?"), coerce=int, validators=[InputRequired(_l("Choose an organisation."))])
    drafts = TicksField(_l("Drafts to give to the coordinator"), coerce=int, validators=[InputRequired(_l("Choose at least one draft."))])


class ItemForm(WordsForm):
    """The merged words of an item, and the contributions it is made of."""

    quote = WordsField(_l("Words that the item is about"), validators=[Optional(), Legible(QUOTE_MAX)])
    proposed = WordsField(_l("Proposed wording"), validators=[Optional(), Legible(WORDING_MAX, source=True)])
    body = WordsField(_l("The merged words"), validators=[Said(), Legible(BODY_MAX)])
    section = SelectField(_l("Section"), validators=[Optional()])
    contributions = TicksField(_l("Made of these contributions"), coerce=int, validators=[Optional()])
    language = SelectField(_l("Language of the item"), choices=languages, default=lambda: chosen().code)


class AsideForm(BaseForm):
    """Why a contribution is in no item, and how it is published."""

    aside = RadioField(_l("How is it published with the joint submission?"), choices=[(how.value, _l(name)) for how, name in ASIDE_NAMES.items()],
                       validators=[InputRequired(_l("Choose how it is published."))])
    reason = WordsField(_l("Why it is in no item"), validators=[InputRequired(_l("Say why; the organisation reads it now, and everybody when the joint submission is sent.")),
                                                                Legible(REASON_MAX)])


class CheckForm(BaseForm):
    """What an organisation holds of each item; the fields of the items are added by `check_form`."""

    organisation = SelectField(_l("For which organisation?"), coerce=int, validators=[InputRequired(_l("Choose an organisation."))])
    not_rendered = WordsField(_l("Our words are not rendered rightly: what is wrong"), validators=[Optional(), Legible(REASON_MAX)])


def check_form(items: Sequence[JointItem]) -> type[CheckForm]:
    """The form with a position and a reason for each item."""
    fields: dict[str, object] = {}
    for number, item in enumerate(items, start=1):
        fields[f"choice_{item.id}"] = RadioField(
            _("Item %(number)s: what does your organisation hold of it?", number=number), choices=[(choice.value, _(name)) for choice, name in CHOICE_NAMES.items()],
            validators=[InputRequired(_("Choose one for each item; “no view” is a position as well."))])
        fields[f"reason_{item.id}"] = WordsField(_("Item %(number)s: reason", number=number), validators=[Optional(), Legible(REASON_MAX)])
    return type("ItemsCheckForm", (CheckForm,), fields)


def choices_of(form: CheckForm, items: Sequence[JointItem]) -> dict[int, tuple[Choice, str]]:
    """What was chosen for each item."""
    return {item.id: (Choice(form[f"choice_{item.id}"].data), form[f"reason_{item.id}"].data or "") for item in items}


class DeclareForm(BaseForm):
    """On what an organisation has no comment."""

    organisation = SelectField(_l("For which organisation?"), coerce=int, validators=[InputRequired(_l("Choose an organisation."))])
    sections = TicksField(_l("No comment on"), validators=[InputRequired(_l("Choose the whole text, or at least one of its sections."))])

"""Forms of the ballots."""
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from consult.ballots.rules.counting import BASE_NAMES, PRESET_NAMES, PRESETS, Base, Rule
from consult.ballots.rules.life import CHOICE_NAMES, KIND_NAMES, NOTICE_MAX, OBJECTION, QUESTION_MAX, REASON_MAX, Procedure, taken
from consult.evidence.forms import EvidenceField
from consult.web.forms import BaseForm, DayField, LineField, RadioField, SelectField, WordsField
from consult.web.proving import ProvedForm

LARGEST = 1000


def share(label: Any, default: int) -> IntegerField:
    """One integer of a custom rule."""
    return IntegerField(label, default=default, validators=[Optional(), NumberRange(min=0, max=LARGEST)])


class PrepareForm(BaseForm):
    """Prepare a ballot: question, text, rule, days."""

    version = SelectField(_l("Text"))
    question = WordsField(_l("Question"), validators=[InputRequired(_l("Write the question as the seats will read it.")), Length(max=QUESTION_MAX)])
    kind = SelectField(_l("Kind"), choices=[(kind.value, _l(name)) for kind, name in KIND_NAMES.items()])
    silence = BooleanField(_l("Decided by silence: nobody votes, and it stands unless a seat objects"))
    preset = RadioField(_l("Rule"), choices=[(preset, _l(name)) for preset, name in PRESET_NAMES.items()], default="consensus")
    numerator = share(_l("Share that must approve: of so many parts"), 2)
    denominator = share(_l("so many parts in all"), 3)
    strict = BooleanField(_l("More than this share, not just this share"))
    base = SelectField(_l("The share is taken of"), choices=[(base.value, _l(name)) for base, name in BASE_NAMES.items()])
    floor_numerator = share(_l("Of all seats more than: of so many parts"), 1)
    floor_denominator = share(_l("so many parts of all seats"), 2)
    max_against = IntegerField(_l("Most seats that may be against"), validators=[Optional(), NumberRange(min=0, max=LARGEST)])
    opens_on = DayField(_l("Opens on"), validators=[InputRequired(_l("Say on which day the ballot opens."))])
    closes_on = DayField(_l("Last day"), validators=[InputRequired(_l("Say which day is the last one."))])
    notice = WordsField(_l("Notice to the seats"), validators=[Optional(), Length(max=NOTICE_MAX)])
    repeats = HiddenField()

    def procedure(self) -> Procedure:
        """How it is decided."""
        return Procedure.SILENCE if self.silence.data else Procedure.VOTE

    def rule(self) -> Rule:
        """The integers chosen: those of a preset, or the custom ones."""
        if preset := PRESETS.get(self.preset.data):
            return preset
        numbers = [-1 if field.data is None else field.data for field in (self.numerator, self.denominator, self.floor_numerator, self.floor_denominator)]
        return Rule(numbers[0], numbers[1], self.strict.data, Base(self.base.data), numbers[2], numbers[3], self.max_against.data)


class ObjectionForm(BaseForm):
    """What was done about a former objection."""

    words = WordsField(_l("What was done"), validators=[InputRequired(_l("Say what was done about the objection; everybody will read it.")), Length(max=REASON_MAX)])
    sections = LineField(_l("Sections where it can be seen"), validators=[Optional(), Length(max=200)])


class OpenForm(BaseForm):
    """Open a ballot, with a typed confirmation."""

    typed = LineField(_l("Confirmation"), validators=[InputRequired(_l("Type the words shown above to confirm."))])


class ExtendForm(BaseForm):
    """Give a ballot more time."""

    closes_on = DayField(_l("New last day"), validators=[InputRequired(_l("Say which day is the last one."))])
    reason = WordsField(_l("Reason"), validators=[InputRequired(_l("Say why the ballot is extended; everybody will read it.")), Length(max=REASON_MAX)])


class WithdrawForm(BaseForm):
    """Take a ballot back."""

    reason = WordsField(_l("Reason"), validators=[InputRequired(_l("Say why the ballot is withdrawn; everybody will read it.")), Length(max=REASON_MAX)])


class PositionForm(BaseForm):
    """The position of a seat on the text with this hash."""

    digest = HiddenField()
    choice = RadioField(_l("Position"), choices=[(choice.value, _l(name)) for choice, name in CHOICE_NAMES.items()],
                        validators=[InputRequired(_l("Choose one of the positions."))])
    reason = WordsField(_l("Reason"), validators=[Optional(), Length(max=REASON_MAX)])


def offer(form: PositionForm, procedure: str) -> None:
    """Offer only the positions that the procedure takes."""
    if procedure == Procedure.SILENCE:
        form.choice.choices = [(choice.value, _l(OBJECTION)) for choice in taken(procedure)]


class CastForm(ProvedForm, PositionForm):
    """A member's own position; asks for a fresh proof that it is the member when the last one is too old."""


class EnterForm(PositionForm):
    """A position received in writing, with its document."""

    mandate = SelectField(_l("From whom"), coerce=int)
    evidence = EvidenceField(_l("The document in which the position was received"))

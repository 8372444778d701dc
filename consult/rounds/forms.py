"""Forms for rounds."""
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length, Optional

from consult.rounds.rules import KIND_NAMES
from consult.web.forms import BaseForm, DayField, SelectField, WordsField


class PlanForm(BaseForm):
    """Plan a round: the days on which it opens and closes, both included."""

    kind = SelectField(_l("Who is asked"), choices=[(kind.value, _l(name)) for kind, name in KIND_NAMES.items()])
    opens_on = DayField(_l("Opens on"), validators=[InputRequired(_l("Say on which day the round opens."))])
    closes_on = DayField(_l("Last day for comments"), validators=[InputRequired(_l("Say which day is the last one for comments."))])
    short_reason = WordsField(_l("Reason for a short round"), validators=[Optional(), Length(max=1000)])
    notice = WordsField(_l("Notice"), validators=[InputRequired(_l("Say in a few sentences what is asked and what will become of the answers.")), Length(max=4000)])
    questions = WordsField(_l("Questions"), validators=[Optional(), Length(max=4000)])
    revision = HiddenField(default="0")


class ExtendForm(BaseForm):
    """Give a round more time."""

    closes_on = DayField(_l("New last day for comments"), validators=[InputRequired(_l("Say which day is the last one for comments."))])
    reason = WordsField(_l("Reason"), validators=[InputRequired(_l("Say why the round is extended; everybody will read it.")), Length(max=1000)])


class CancelForm(BaseForm):
    """Call a round off."""

    reason = WordsField(_l("Reason"), validators=[InputRequired(_l("Say why the round is cancelled; everybody will read it.")), Length(max=1000)])


class ReportForm(BaseForm):
    """The words of the round report."""

    text = WordsField(_l("Introduction"), validators=[InputRequired(_l("The report needs some words.")), Length(max=20000)])

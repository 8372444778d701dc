"""Forms for themes, next steps and reasons."""
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from consult.reporting.rules import REASON_MAX, STEP_MAX, TITLE_MAX, WORDS_MAX
from consult.web.forms import BaseForm, DayField, LineField, SelectMultipleField, SourceField, WordsField


class TicksField(SelectMultipleField):
    """Several things of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ThemeForm(BaseForm):
    """One thing that was heard."""

    title = LineField(_l("Title"), validators=[InputRequired(_l("A theme needs a title.")), Length(max=TITLE_MAX)])
    words = SourceField(_l("What was heard, and what came of it"), validators=[InputRequired(_l("Say in plain words what was heard.")), Length(max=WORDS_MAX)])
    comments = WordsField(_l("Comments"), validators=[Optional()])
    sections = TicksField(_l("Sections"), validators=[Optional()])
    gather = BooleanField(_l("Also gather every comment on these sections"))
    revision = HiddenField(default="0")


class StepForm(BaseForm):
    """What happens next."""

    day = DayField(_l("Day"), validators=[InputRequired(_l("Say on which day."))])
    words = LineField(_l("What happens"), validators=[InputRequired(_l("Say in a sentence what happens on this day.")), Length(max=STEP_MAX)])


class ReasonForm(BaseForm):
    """One reason for one or several changes that no comment asked for."""

    sections = TicksField(_l("Changes"), validators=[InputRequired(_l("Choose the changes that this reason is for."))])
    reason = WordsField(_l("Why the text was changed"), validators=[InputRequired(_l("Say why the text was changed; everybody will read it.")), Length(max=REASON_MAX)])
    seen = HiddenField(default="0")

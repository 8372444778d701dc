"""Forms of reports, of leaving words standing, and of appeals."""
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length

from consult.moderation.rules import APPEAL_MAX, NOTE_MAX, OUTCOME_NAMES, REPORT_MAX
from consult.web.forms import BaseForm, RadioField, WordsField

PUBLIC_REASON_MAX = 1000


class ReportForm(BaseForm):
    """Tell the moderators what is wrong."""

    reason = WordsField(_l("What is wrong with these words?"), validators=[InputRequired(_l("Say in a few words what is wrong.")), Length(max=REPORT_MAX)])


class NoteForm(BaseForm):
    """Leave words standing, with a note for the other moderators."""

    note = WordsField(_l("Why they may stand"), validators=[InputRequired(_l("Note in a few words why it may stand.")), Length(max=NOTE_MAX)])


class AppealForm(BaseForm):
    """Ask for a second look at what was hidden."""

    words = WordsField(_l("Why your words should be shown again"), validators=[InputRequired(_l("Say why your words should be shown again.")), Length(max=APPEAL_MAX)])


class DecideForm(BaseForm):
    """Decide an appeal, with a reason that everybody reads."""

    outcome = RadioField(_l("Your decision"), choices=[(word.value, _l(name)) for word, name in OUTCOME_NAMES.items()], validators=[InputRequired(_l("Choose one of the two."))])
    reason = WordsField(_l("Reason, as everybody will read it"), validators=[InputRequired(_l("Say why; everybody will read it.")), Length(max=PUBLIC_REASON_MAX)])

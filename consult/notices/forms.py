"""The choice of what one is told by mail, and when."""
from flask_babel import lazy_gettext
from wtforms.validators import InputRequired

from consult.notices.rules import PACE_NAMES, PACES, TOPIC_NAMES, Topic
from consult.web.forms import BaseForm, RadioField


def _field(topic: Topic) -> RadioField:
    return RadioField(lazy_gettext(TOPIC_NAMES[topic]), choices=[(pace.value, lazy_gettext(PACE_NAMES[pace])) for pace in PACES[topic]], validators=[InputRequired()])


class ChoiceForm(BaseForm):
    """One choice for each topic."""

    answers = _field(Topic.ANSWERS)
    texts = _field(Topic.TEXTS)
    discussion = _field(Topic.DISCUSSION)
    reminders = _field(Topic.REMINDERS)

"""Forms for saved texts, reviews, translations and reactions."""
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from consult.answering.rules import FEELING_NAMES, REACTION_MAX, REMARK_MAX
from consult.comments.forms import Legible, TicksField
from consult.comments.rules import ANSWER_MAX
from consult.web.forms import BaseForm, LineField, RadioField, SelectField, WordsField
from consult.web.locale import chosen, languages


class SavedTextForm(BaseForm):
    """Words that are used again; `revision` is what they were when this page was opened."""

    title = LineField(_l("Name of the text"), validators=[InputRequired(_l("Give the text a name by which editors find it."))])
    language = SelectField(_l("Language"), choices=languages, default=lambda: chosen().code)
    body = WordsField(_l("Words"), validators=[InputRequired(_l("Write the words that are to be used again.")), Legible(ANSWER_MAX)])
    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])


class ApproveForm(BaseForm):
    """Several drafts approved in one step."""

    answers = TicksField(_l("Drafts to approve"), coerce=int, validators=[InputRequired(_l("Tick at least one draft."))])


class SendBackForm(BaseForm):
    """What should be changed in a draft."""

    remark = WordsField(_l("What should be changed"), validators=[InputRequired(_l("Say what should be changed; the drafter reads it.")), Legible(REMARK_MAX)])


class ReviewerForm(BaseForm):
    """Who is asked to approve a draft."""

    reviewer = SelectField(_l("Who reviews it"), validators=[Optional()])


class TranslationForm(BaseForm):
    """The words of an answer in another language; `seen` is how many translations into each there were when this page was opened."""

    language = SelectField(_l("Language of the translation"), choices=languages)
    words = WordsField(_l("Translation"), validators=[InputRequired(_l("Write the translation.")), Legible(ANSWER_MAX)])
    seen = HiddenField()


class ReactionForm(BaseForm):
    """Whether an answer satisfies."""

    voice = SelectField(_l("On whose behalf do you speak?"), validators=[Optional()])
    feeling = RadioField(_l("Does the answer satisfy you?"), choices=[(word.value, _l(name)) for word, name in FEELING_NAMES.items()],
                         validators=[InputRequired(_l("Choose one of the two."))])
    reason = WordsField(_l("Why"), validators=[Optional(), Legible(REACTION_MAX)])
    language = SelectField(_l("Language of your words"), choices=languages, default=lambda: chosen().code)

"""Forms for writing, sending, answering and moderating comments."""
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from consult.answering.rules import WHY_MAX
from consult.comments.rules import ANSWER_MAX, BODY_MAX, CODE_NAMES, KIND_NAMES, QUOTE_MAX, REASON_MAX, REPLY_MAX, WORDING_MAX, CommentKind
from consult.errors import Invalid
from consult.submissions.rules import INTEREST_MAX, Interest
from consult.text import legible
from consult.web.forms import BaseForm, LineField, RadioField, SelectField, SelectMultipleField, WordsField
from consult.web.locale import chosen, languages

PUBLIC_REASON_MAX = 1000


class TicksField(SelectMultipleField):
    """Several things of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Legible:
    """Words that can be stored whole and that others can read, within their length; `source`: they may become text of the document."""

    def __init__(self, most: int, source: bool = False):
        self.most, self.check = most, legible.check_source if source else legible.check

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse what the rules refuse, in their words."""
        try:
            self.check(field.data or "", field.short_name, self.most)
        except Invalid as error:
            raise ValidationError(gettext(error.reason, **error.facts)) from None


class Said:
    """Words with something to be seen in them."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse what shows nothing."""
        if legible.blank(field.data or ""):
            raise StopValidation(gettext("Please write what you want to say."))


class WordsForm(BaseForm):
    """What a comment says: its kind, the words, a proposed wording, a reason; a quotation where there is one."""

    kind = RadioField(_l("What kind of comment is it?"), choices=[(kind.value, _l(name)) for kind, name in KIND_NAMES.items()], default=CommentKind.SUBSTANCE.value)
    quote = WordsField(_l("Words you comment on"), validators=[Optional(), Legible(QUOTE_MAX)])
    body = WordsField(_l("Your comment"), validators=[Said(), Legible(BODY_MAX)])
    proposed = WordsField(_l("Your wording"), validators=[Optional(), Legible(WORDING_MAX, source=True)])
    reason = WordsField(_l("Why"), validators=[Optional(), Legible(REASON_MAX)])
    near = IntegerField(widget=HiddenInput(), validators=[Optional()])


class CommentForm(WordsForm):
    """A new comment or a draft of one; `revision` is what the draft was when this page was opened."""

    language = SelectField(_l("Language of your comment"), choices=languages, default=lambda: chosen().code)
    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def begin_from(self, revision: int) -> None:
        """Whoever sends this form next has seen that revision."""
        self.revision.data, self.revision.raw_data = revision, [str(revision)]


class PreviewForm(BaseForm):
    """Only what a preview needs; nothing is stored."""

    quote = WordsField(validators=[Optional(), Legible(QUOTE_MAX)])
    proposed = WordsField(validators=[Optional(), Legible(WORDING_MAX, source=True)])
    near = IntegerField(validators=[Optional()])


class SendForm(BaseForm):
    """Send all drafts of a round at once: for whom, and under which name."""

    drafts = TicksField(_l("Comments to send"), coerce=int, validators=[InputRequired(_l("Choose at least one comment."))])
    capacity = RadioField(_l("On whose behalf do you speak?"), validators=[InputRequired(_l("Say on whose behalf you speak."))])
    name_shown = BooleanField(_l("Show my name with my comments"), default=True)
    interest = WordsField(_l("Your interest in the matter"), validators=[Optional(), Legible(INTEREST_MAX)])

    def ask_interest(self, wanted: Interest) -> "SendForm":
        """Ask for a declaration of interest as far as the installation wants one."""
        if wanted == Interest.OFF:
            del self.interest
        elif wanted == Interest.REQUIRED:
            self.interest.flags.required = True
        return self

    def offer(self, drafts: list[tuple[int, str]], capacities: list[tuple[str, str]]) -> "SendForm":
        """What this person can choose from."""
        self.drafts.choices, self.capacity.choices = drafts, capacities
        if not self.is_submitted():
            self.drafts.data, self.capacity.data = [number for number, _ in drafts], capacities[0][0]
        return self


class SureForm(BaseForm):
    """A step that only needs to be confirmed."""


class ReplyForm(BaseForm):
    """A word under a comment."""

    body = WordsField(_l("Your reply"), validators=[InputRequired(_l("Please write what you want to say.")), Length(max=REPLY_MAX)])
    speaker = SelectField(_l("On whose behalf do you speak?"), validators=[Optional()])
    language = SelectField(_l("Language of your reply"), choices=languages, default=lambda: chosen().code)


class ReasonForm(BaseForm):
    """A step of moderation with the reason that everybody reads."""

    reason = WordsField(_l("Reason, as everybody will read it"), validators=[InputRequired(_l("Say why; everybody will read it.")), Length(max=PUBLIC_REASON_MAX)])


class HideForm(ReasonForm):
    """Whoever hides words cannot show them again, so it is confirmed by a tick."""

    sure = BooleanField(_l("I know that I cannot take this back: only another person can, when the author appeals."),
                        validators=[InputRequired(_l("Tick this to confirm that the words are to be hidden."))])


class ChangedField(SelectMultipleField):
    """Sections of the working text that differ from its base."""

    def pre_validate(self, form: Any) -> None:
        """Refuse a section whose text is the same: that is no change (C2)."""
        if set(self.data or []) - {choice[0] for choice in self.iter_choices()}:
            raise ValidationError(gettext("A section that you chose is the same in both versions by now. Choose among those below, or change its text first."))


class AnswerForm(BaseForm):
    """The answer to one comment or to several alike; `seen` is how many answers each had when the page was opened."""

    seen = HiddenField()
    code = RadioField(_l("Answer"), choices=[(code.value, _l(name)) for code, name in CODE_NAMES.items()], validators=[InputRequired(_l("Choose one of the answers."))])
    changes = ChangedField(_l("Sections that were changed"), validators=[Optional()])
    target = LineField(_l("Number of the comment that says the same"), validators=[Optional(), Length(max=20)])
    deferred_to = SelectField(_l("Deferred to"), coerce=int, validators=[Optional()], validate_choice=False)
    saved = SelectField(_l("Saved text"), validators=[Optional()])
    reason = WordsField(_l("Reason"), validators=[Optional(), Legible(ANSWER_MAX)])
    language = SelectField(_l("Language of the answer"), choices=languages, default="en")
    why = WordsField(_l("Why the published answer is changed"), validators=[Optional(), Legible(WHY_MAX)])
    review = SelectField(_l("What happens next"), validators=[Optional()])

    def offer(self, changes: list[tuple[str, str]], rounds: list[tuple[int, Any]], texts: list[tuple[str, str]], editors: list[tuple[str, str]]) -> "AnswerForm":
        """The sections of the working text, the rounds to come, the saved texts, and who can review."""
        self.changes.choices, self.deferred_to.choices = changes, rounds
        self.saved.choices = [("", _l("Choose a text")), *texts]
        self.review.choices = [("", _l("For review by any other editor")), *[(key, _l("For review by %(name)s", name=name)) for key, name in editors],
                               ("later", _l("Keep it as my draft; I give it for review later"))]
        return self

    def insert(self, body: str, language: str) -> None:
        """Put a saved text behind what is written already; the first words decide the language."""
        if not self.reason.data:
            self.language.data = language
        self.reason.data, self.saved.data = "\n\n".join(filter(None, [self.reason.data, body])), ""


class PlaceForm(BaseForm):
    """Where a comment stands in a later version: at words of a section, at a section as a whole, or nowhere."""

    section = SelectField(_l("Section"), validators=[Optional()])
    words = WordsField(_l("The words it is about, as they stand there"), validators=[Optional(), Length(max=QUOTE_MAX)])
    whole = BooleanField(_l("It is about the whole section now"))
    near = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def offer(self, sections: list[tuple[str, str]]) -> "PlaceForm":
        """The sections of that version."""
        self.section.choices = [("", _l("No section: it has lost its place")), *sections]
        return self

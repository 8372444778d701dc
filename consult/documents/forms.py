"""Forms for documents and versions."""
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from consult.documents.rules import CHANGE_NAMES, HEADING_MAX, LABEL_MAX, NOTE_MAX, NUMBER_MAX, SECTION_MAX, SLUG_MAX, TEXT_MAX, TITLE_MAX, ChangeClass
from consult.errors import Invalid
from consult.i18n import LOCALES, N_
from consult.web.forms import BaseForm, DayField, LineField, RadioField, SelectField, SourceField, WordsField

CLASSES = [(kind.value, _l(CHANGE_NAMES[kind])) for kind in (ChangeClass.SUBSTANTIVE, ChangeClass.EDITORIAL)]

#: What happens with the round on a version that is being published.
ROUNDS = [("later", _l("I plan it later")), ("now", _l("It opens at once, when the version is published")), ("day", _l("It is announced now and opens on a later day"))]


class DocumentForm(BaseForm):
    """Open a document."""

    title = LineField(_l("Title"), validators=[InputRequired(_l("The document needs a title.")), Length(max=TITLE_MAX)])
    slug = LineField(_l("Short name for the address"), validators=[InputRequired(_l("Give the document a short name.")), Length(max=SLUG_MAX)])
    language = SelectField(_l("Language of the authoritative text"), choices=[(one.code, one.autonym) for one in LOCALES], default="en")
    waiting = HiddenField()


class StartForm(BaseForm):
    """Begin a version: where its text comes from, and what it is called."""

    label = LineField(_l("Label"), validators=[InputRequired(_l("Give the version a label, for example 0.2.")), Length(max=LABEL_MAX)])
    title = LineField(_l("Title"), validators=[InputRequired(_l("The version needs a title.")), Length(max=TITLE_MAX)])
    source = RadioField(_l("Where does the text come from?"),
                        choices=[("waiting", _l("A text that was brought in and corrected")),
                                 ("copy", _l("A copy of the version it follows")), ("file", _l("A Markdown file")), ("text", _l("Text pasted below"))])
    base = SelectField(_l("It follows version"), validators=[Optional()], choices=[], validate_choice=False)
    change_class = SelectField(_l("How much does it change?"), choices=CLASSES, default=ChangeClass.SUBSTANTIVE.value)
    waiting = SelectField(_l("Text that was brought in"), validators=[Optional()], choices=[], validate_choice=False)
    file = FileField(_l("Markdown file"))
    text = SourceField(_l("Text in Markdown"), validators=[Length(max=TEXT_MAX)])


class SectionForm(BaseForm):
    """The heading and the text of one section."""

    revision = HiddenField()
    number = LineField(_l("Number"), validators=[Length(max=NUMBER_MAX)])
    heading = LineField(_l("Heading"), validators=[Length(max=HEADING_MAX)])
    level = SelectField(_l("Level"), coerce=int, choices=[(level, str(level)) for level in range(1, 7)], default=1, validate_choice=False)
    body = SourceField(_l("Text in Markdown"), validators=[Length(max=SECTION_MAX)])
    divide = BooleanField(_l("Make sections of the headings in this text"))


class AddForm(SectionForm):
    """A new section and its place."""

    after = SelectField(_l("It stands behind"), choices=[])


class PlaceForm(BaseForm):
    """The new place of a section."""

    after = SelectField(_l("Put it behind"), choices=[])


class RemoveForm(BaseForm):
    """Take a section out."""

    branch = BooleanField(_l("Take out the sections under it as well"))


class PublishForm(BaseForm):
    """Fix the text for ever: what changed, and the label typed once more."""

    seen = HiddenField()
    change_class = SelectField(_l("How much does it change?"), choices=CLASSES, validate_choice=False)
    change_note = WordsField(_l("What changed and why"), validators=[InputRequired(_l("Please say in a note what changed and why.")), Length(max=NOTE_MAX)])
    final = BooleanField(_l("This is the final text"))
    round = RadioField(_l("The round on this version"), choices=ROUNDS, default="later", validate_choice=False)
    opens_on = DayField(_l("Opens on"), validators=[Optional()])
    closes_on = DayField(_l("Last day for comments"), validators=[Optional()])
    notice = WordsField(_l("Notice"), validators=[Optional(), Length(max=NOTE_MAX)])
    questions = WordsField(_l("Questions"), validators=[Optional(), Length(max=NOTE_MAX)])
    short_reason = WordsField(_l("Reason for a short round"), validators=[Optional(), Length(max=1000)])
    confirm = LineField(_l("Label of the version"))

    def offer(self, planned: Iterable[tuple[int, str]]) -> "PublishForm":
        """The rounds that were planned on the working text can be announced with it."""
        self.round.choices = [*self.round.choices[:1], *(SelectChoice(f"planned-{number}", words) for number, words in planned), *self.round.choices[1:]]
        return self

    def asked(self) -> None:
        """Refuse a round without its day, its close or its notice."""
        wanted = [("closes_on", N_("Say which day is the last one for comments.")),
                  ("notice", N_("Say in a few sentences what is asked and what will become of the answers."))]
        wanted += [("opens_on", N_("Say on which day the round opens."))] if self.round.data == "day" else []
        for name, sentence in wanted:
            if not self[name].data:
                raise Invalid(sentence, field=name)


class DiscardForm(BaseForm):
    """Give up a working text: the label typed once more."""

    confirm = LineField(_l("Label of the version"))


class WithdrawForm(BaseForm):
    """Withdraw a published version."""

    reason = WordsField(_l("Reason"), validators=[InputRequired(_l("Please give the reason: everybody will read it.")), Length(max=NOTE_MAX)])
    confirm = LineField(_l("Label of the version"))

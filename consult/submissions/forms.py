"""Forms for files, late links and comments that came on paper."""
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from consult.comments.forms import Legible, Said, WordsForm
from consult.comments.rules import BODY_MAX, QUOTE_MAX, REASON_MAX, WORDING_MAX
from consult.submissions.rules import ATTACHABLE, LINK_DAYS, LINK_DAYS_MAX, LINK_REASON_MAX, MEANS_NAMES, ORIGINALS, SENDER_MAX, Means, Upload
from consult.web.forms import BaseForm, DayField, LineField, RadioField, SelectField, WordsField
from consult.web.locale import chosen, languages


class UploadField(FileField):
    """A file that somebody sends."""

    def taken(self) -> Upload | None:
        """The file that was sent, if any."""
        if not self.data or not self.data.filename:
            return None
        return Upload(self.data.filename, self.data.mimetype or "", self.data.read())


class AttachForm(BaseForm):
    """A file for a draft."""

    file = UploadField(_l("File"), validators=[FileRequired(_l("Choose the file."))], render_kw={"accept": ",".join(ATTACHABLE)})


class LateLinkForm(BaseForm):
    """A late link: why, and for how long."""

    reason = WordsField(_l("Reason, as everybody will read it"), validators=[InputRequired(_l("Say why; everybody will read it.")), Length(max=LINK_REASON_MAX)])
    days = IntegerField(_l("Days for which it works"), default=LINK_DAYS,
                        validators=[InputRequired(_l("Say for how many days.")), NumberRange(1, LINK_DAYS_MAX, _l("A late link works for 1 to %(max)s days."))])


class PaperForm(WordsForm):
    """A comment that came on paper or by e-mail, with the original."""

    means = RadioField(_l("How did it come?"), choices=[(word.value, _l(name)) for word, name in MEANS_NAMES.items()], default=Means.LETTER.value)
    received_on = DayField(_l("Day on which it was received"), validators=[InputRequired(_l("Give the day on which it was received."))])
    sender = LineField(_l("Who sent it"), validators=[InputRequired(_l("Say who sent it.")), Length(max=SENDER_MAX)])
    organisation = SelectField(_l("Organisation"), coerce=int, default=0, validators=[Optional()])
    party = SelectField(_l("Party"), validators=[Optional()])
    name_shown = BooleanField(_l("The sender agrees that the name is shown"), default=False)
    section = SelectField(_l("Section"), validators=[Optional()])
    quote = WordsField(_l("Words it comments on"), validators=[Optional(), Legible(QUOTE_MAX)])
    body = WordsField(_l("The comment, in its own words"), validators=[Said(), Legible(BODY_MAX)])
    proposed = WordsField(_l("Proposed wording"), validators=[Optional(), Legible(WORDING_MAX, source=True)])
    reason = WordsField(_l("Reason it gives"), validators=[Optional(), Legible(REASON_MAX)])
    language = SelectField(_l("Language of the comment"), choices=languages, default=lambda: chosen().code)
    original = UploadField(_l("The original"), validators=[FileRequired(_l("Choose the file. After a refusal it must be chosen again: browsers do not keep it."))],
                           render_kw={"accept": ",".join(ORIGINALS)})
    original_shown = BooleanField(_l("Everybody may open the original"), default=False)

    def offer(self, organisations: list[tuple[int, str]], parties: list[tuple[str, str]], sections: list[tuple[str, str]]) -> "PaperForm":
        """What an editor can choose from."""
        self.organisation.choices, self.party.choices, self.section.choices = organisations, parties, sections
        return self

    def upload(self) -> Any:
        """The original that was sent, if any."""
        return self.original.taken()

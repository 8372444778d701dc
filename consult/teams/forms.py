"""Forms of what colleagues do together."""
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from consult.comments.forms import Legible, TicksField
from consult.submissions.rules import INTEREST_MAX, Interest
from consult.web.forms import BaseForm, SelectField, WordsField


class SignForm(BaseForm):
    """The lead chooses the drafts that are sent under the organisation."""

    drafts = TicksField(_l("Comments to send"), coerce=int, validators=[InputRequired(_l("Choose at least one comment."))])
    interest = WordsField(_l("Your interest in the matter"), validators=[Optional(), Legible(INTEREST_MAX)])

    def ask_interest(self, wanted: Interest) -> "SignForm":
        """Ask for a declaration of interest as far as the installation wants one."""
        if wanted == Interest.OFF:
            del self.interest
        elif wanted == Interest.REQUIRED:
            self.interest.flags.required = True
        return self

    def offer(self, drafts: list[tuple[int, str]]) -> "SignForm":
        """What can be sent."""
        self.drafts.choices = drafts
        if not self.is_submitted():
            self.drafts.data = [number for number, _ in drafts]
        return self


class SupportForm(BaseForm):
    """For which of one's organisations."""

    organisation = SelectField(_l("Which organisation supports it?"), coerce=int, validators=[InputRequired(_l("Choose your organisation."))])

"""Forms of what colleagues do together."""
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from consult.comments.forms import TicksField
from consult.web.forms import BaseForm, SelectField


class SignForm(BaseForm):
    """The lead chooses the drafts that are sent under the organisation."""

    drafts = TicksField(_l("Comments to send"), coerce=int, validators=[InputRequired(_l("Choose at least one comment."))])

    def offer(self, drafts: list[tuple[int, str]]) -> "SignForm":
        """What can be sent."""
        self.drafts.choices = drafts
        if not self.is_submitted():
            self.drafts.data = [number for number, _ in drafts]
        return self


class SupportForm(BaseForm):
    """For which of one's organisations."""

    organisation = SelectField(_l("Which organisation supports it?"), coerce=int, validators=[InputRequired(_l("Choose your organisation."))])

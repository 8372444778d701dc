"""What editors say of groups."""
from flask_babel import lazy_gettext
from wtforms.validators import DataRequired

from consult.web.forms import BaseForm, LineField


class JoinForm(BaseForm):
    """A comment whose group belongs to this one."""

    comment = LineField(lazy_gettext("Number of the comment"), validators=[DataRequired(lazy_gettext("Type the number of a comment, for example R1-RS-014."))])

"""The field for a proof."""
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from consult.evidence.rules import ACCEPT


class EvidenceField(FileField):
    """A file that proves what the form says."""

    def __init__(self, label: Any, **kwargs: Any):
        super().__init__(label, validators=[FileRequired(_l("Choose the file. After a refusal it must be chosen again: browsers do not keep it."))],
                         render_kw={"accept": ACCEPT}, **kwargs)

    def taken(self) -> tuple[str, str, bytes]:
        """Name, claimed media type and bytes of the file that was sent."""
        return self.data.filename or "", self.data.mimetype or "", self.data.read()

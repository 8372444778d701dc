"""Taking the good rows of a filled form in as drafts."""
from collections.abc import Sequence
from typing import Any

from consult.comments.actions import writing
from consult.comments.models import Draft
from consult.errors import Invalid
from consult.i18n import N_
from consult.offline.rules.checking import Checked
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.rounds.models import Round


def take_in(actor: Any, round_: Round, rows: Sequence[Checked], language: str) -> list[Draft]:
    """Keep each row as a draft of the person who filled the form; all or none."""
    require(actor, Action.OFFLINE_TAKE_IN, round_)
    if not rows:
        raise Invalid(N_("There is no row that could be kept. Mend the faults that are named, or fill a row, and choose the form again."), field="file")
    return [writing.save_draft(actor, round_, row.uid, row.kind, row.body, row.quote, row.proposed, language=language, near=row.near) for row in rows]

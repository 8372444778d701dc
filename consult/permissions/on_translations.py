"""Conditions on translations."""
from typing import Any

from consult.i18n import N_
from consult.permissions.conditions import says
from consult.translating.rules.states import Stage


@says(N_("somebody else wrote the translation"))
def not_translator(actor: Any, subject: Any) -> bool:
    """Subject: a translation."""
    return actor is not None and subject.written_by != actor.id


@says(N_("the translation is finished and not reviewed yet"))
def translation_unreviewed(actor: Any, subject: Any) -> bool:
    """Subject: a translation."""
    return subject.stage == Stage.MADE and subject.reviewed_by is None

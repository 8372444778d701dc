"""Reports and appeals: their words and how they end."""
from enum import StrEnum

from consult.i18n import N_
from consult.lifecycle import Lifecycle
from consult.text import legible


class ReportState(StrEnum):
    """What became of a report."""

    OPEN = "open"
    DISMISSED = "dismissed"
    HIDDEN = "hidden"


class Outcome(StrEnum):
    """How an appeal ended."""

    UPHELD = "upheld"
    RESTORED = "restored"


REPORT_NAMES = {ReportState.OPEN: N_("Waits for the moderators"), ReportState.DISMISSED: N_("Left standing"), ReportState.HIDDEN: N_("Hidden")}
OUTCOME_NAMES = {Outcome.UPHELD: N_("Stays hidden"), Outcome.RESTORED: N_("Shown again")}

_S = ReportState
LIFE = Lifecycle("report", {
    (_S.OPEN, "dismiss"): _S.DISMISSED,
    (_S.OPEN, "hide"): _S.HIDDEN,
})
REPORT_MAX, NOTE_MAX, APPEAL_MAX = 1000, 1000, 4000


def grounds(reason: str) -> str:
    """Why somebody reports words, or what a moderator notes; it cannot be blank."""
    return legible.written(reason, "reason", N_("Say in a few words what is wrong."))


def note(words: str) -> str:
    """Why moderators leave words standing; for themselves, and it cannot be blank."""
    return legible.written(words, "note", N_("Note in a few words why it may stand."))


def plea(words: str) -> str:
    """The author's words to the second moderator, which cannot be blank."""
    return legible.written(words, "words", N_("Say why your words should be shown again."))

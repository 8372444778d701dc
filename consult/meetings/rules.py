"""Meetings of the working group: their life, and what may stand in the record of one."""
from enum import StrEnum

from consult.i18n import N_
from consult.lifecycle import Lifecycle


class MeetingState(StrEnum):
    """Where a meeting stands; each step is taken by a person."""

    PLANNED = "planned"
    HELD = "held"
    MINUTES_PUBLISHED = "minutes_published"
    CANCELLED = "cancelled"


class Presence(StrEnum):
    """How a seat came to a meeting; of a seat without a mark nothing is said."""

    PRESENT = "present"
    APOLOGIES = "apologies"


STATE_NAMES = {
    MeetingState.PLANNED: N_("Planned"), MeetingState.HELD: N_("Held"), MeetingState.MINUTES_PUBLISHED: N_("Minutes published"), MeetingState.CANCELLED: N_("Cancelled"),
}
PRESENCE_NAMES = {Presence.PRESENT: N_("Present"), Presence.APOLOGIES: N_("Apologies")}
_S = MeetingState
LIFE = Lifecycle("meeting", {
    (_S.PLANNED, "hold"): _S.HELD,
    (_S.HELD, "publish_minutes"): _S.MINUTES_PUBLISHED,
    (_S.PLANNED, "cancel"): _S.CANCELLED,
})
TITLE_MAX, PLACE_MAX, LINK_MAX, NAME_MAX = 200, 200, 500, 120
WORDS_MAX, REASON_MAX, MINUTES_MAX, CORRECTION_MAX = 8000, 2000, 60000, 8000
#: More than this is a slip of the hand.
ITEMS_MAX, DECISIONS_MAX = 60, 60
DEFAULT_ZONE = "Europe/Brussels"

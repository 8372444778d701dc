"""The life of a revision round; whether it is open is a matter of the clock, not of a click."""
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from consult import clock
from consult.errors import Invalid
from consult.i18n import N_
from consult.lifecycle import Lifecycle
from consult.text import legible


class RoundKind(StrEnum):
    """Who is asked."""

    PUBLIC = "public"
    WORKING_GROUP = "working_group"
    EDITORIAL = "editorial"


class RoundState(StrEnum):
    """What has been decided about a round; see `phase` for where it stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    DISPOSITION = "disposition"
    COMPLETE = "complete"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """Where a round stands at an instant: its state, and for a scheduled one the clock."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    DISPOSITION = "disposition"
    COMPLETE = "complete"
    CANCELLED = "cancelled"


KIND_NAMES = {RoundKind.PUBLIC: N_("Public consultation"), RoundKind.WORKING_GROUP: N_("Working group only"), RoundKind.EDITORIAL: N_("Editorial check")}
PHASE_NAMES = {
    Phase.DRAFT: N_("Being planned"), Phase.SCHEDULED: N_("Announced"), Phase.OPEN: N_("Open"), Phase.CLOSED: N_("Closed, answers to come"),
    Phase.DISPOSITION: N_("Comments are being answered"), Phase.COMPLETE: N_("Complete"), Phase.CANCELLED: N_("Cancelled"),
}
_S = RoundState
LIFE = Lifecycle("round", {
    (_S.DRAFT, "schedule"): _S.SCHEDULED,
    (_S.DRAFT, "cancel"): _S.CANCELLED,
    (_S.SCHEDULED, "cancel"): _S.CANCELLED,
    (_S.SCHEDULED, "extend"): _S.SCHEDULED,
    (_S.SCHEDULED, "amend"): _S.SCHEDULED,
    (_S.SCHEDULED, "begin_disposition"): _S.DISPOSITION,
    (_S.DISPOSITION, "complete"): _S.COMPLETE,
})


@dataclass(frozen=True)
class Limits:
    """How long a round lasts, in days: the usual length, the shortest without a public reason, the shortest at all (RCC/ReSPA 2017; HR, BG, MK)."""

    usual: int = 30
    reason_below: int = 30
    shortest: int = 20


#: What the European Commission uses; the form mentions it.
COMMISSION_WEEKS = 12


def phase(state: RoundState, opens_at: datetime, closes_at: datetime, moment: datetime | None = None) -> Phase:
    """Where a round stands at `moment` (default: now)."""
    if state != RoundState.SCHEDULED:
        return Phase(state.value)
    moment = moment or clock.now()
    if clock.is_open(opens_at, closes_at, moment):
        return Phase.OPEN
    return Phase.SCHEDULED if moment < opens_at else Phase.CLOSED


def check_length(opens_at: datetime, closes_at: datetime, reason: str, limits: Limits) -> None:
    """Refuse a round that is too short, or short without a public reason."""
    if closes_at <= opens_at:
        raise Invalid(N_("The round must close after it opens."), field="closes_on")
    length = closes_at - opens_at
    if length < timedelta(days=limits.shortest):
        raise Invalid(N_("A round lasts at least %(days)s days."), field="closes_on", days=limits.shortest)
    if length < timedelta(days=limits.reason_below) and legible.blank(reason):
        raise Invalid(N_("A round under %(days)s days needs a public reason."), field="short_reason", days=limits.reason_below)


def is_late(opens_at: datetime, closes_at: datetime, received_at: datetime) -> bool:
    """Whether a comment came after the close (R3)."""
    return received_at >= closes_at

"""Mandates: who sits for a party, from when to when. A mandate is active by the clock once it is verified."""
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from consult import clock
from consult.i18n import N_


class MandateRole(StrEnum):
    """A seat has one principal and at most two alternates at any instant (M1)."""

    PRINCIPAL = "principal"
    ALTERNATE = "alternate"


class MandateState(StrEnum):
    """Follows from the facts: recorded, verified, and the clock."""

    RECORDED = "recorded"
    VERIFIED = "verified"
    ACTIVE = "active"
    ENDED = "ended"


ROLE_NAMES = {MandateRole.PRINCIPAL: N_("Member"), MandateRole.ALTERNATE: N_("Alternate")}
STATE_NAMES = {
    MandateState.RECORDED: N_("Waiting for verification"), MandateState.VERIFIED: N_("Verified, not yet in force"),
    MandateState.ACTIVE: N_("In force"), MandateState.ENDED: N_("Ended"),
}
ALTERNATES_MAX = 2
#: How many days before a mandate ends those concerned are warned, once each.
WARNED = (60, 14)
AUTHORITY_MAX, REFERENCE_MAX, REASON_MAX = 200, 120, 2000


class Term(Protocol):
    """What the rules need to know of a mandate."""

    starts_at: datetime
    ends_at: datetime | None
    verified_at: datetime | None
    end_reason: str


def covers(term: Term, moment: datetime | None = None) -> bool:
    """Whether a verified mandate is in force at the moment: [start, end) (M5)."""
    moment = moment or clock.now()
    return term.verified_at is not None and term.starts_at <= moment and (term.ends_at is None or moment < term.ends_at)


def set_aside(term: Term) -> bool:
    """Whether the mandate was ended before anybody verified it: it never counted and stands in nobody's way."""
    return term.verified_at is None and term.end_reason != ""


def state(term: Term, moment: datetime | None = None) -> MandateState:
    """The state of a mandate at the moment."""
    moment = moment or clock.now()
    if (term.ends_at is not None and term.ends_at <= moment) or set_aside(term):
        return MandateState.ENDED
    if term.verified_at is None:
        return MandateState.RECORDED
    return MandateState.ACTIVE if term.starts_at <= moment else MandateState.VERIFIED


def warning(term: Term, moment: datetime) -> int:
    """Which warning of a coming end is due, by its days; 0 for none: the nearest only, none for a term that is no longer itself, none for a decided end."""
    if term.ends_at is None or term.end_reason or not covers(term, moment):
        return 0
    due = [days for days in WARNED if term.ends_at - moment <= timedelta(days=days) < term.ends_at - term.starts_at]
    return min(due, default=0)


def overlap(starts_at: datetime, ends_at: datetime | None, others: Sequence[tuple[datetime, datetime | None]]) -> int:
    """How many of the other terms [start, end) are in force at once somewhere within this one."""
    moments = [starts_at] + [start for start, _ in others if starts_at < start and (ends_at is None or start < ends_at)]
    return max(sum(start <= m and (end is None or m < end) for start, end in others) for m in moments)

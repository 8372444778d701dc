"""High-level events: their life, who may sign, and which signatures count (H1-H4)."""
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from consult.adoption.rules import Fact, voided
from consult.errors import Invalid
from consult.i18n import N_
from consult.lifecycle import Lifecycle


class EventState(StrEnum):
    """Where an event stands; each step is taken by a person."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    IN_SESSION = "in_session"
    CONCLUDED = "concluded"
    MINUTES_PUBLISHED = "minutes_published"
    CANCELLED = "cancelled"


class MaySign(StrEnum):
    """Where a delegation stands on the day of signing."""

    NO_PARTY = "no_party"
    NO_CREDENTIALS = "no_credentials"
    UNVERIFIED = "credentials_unverified"
    NO_POWERS = "no_powers"
    READY = "ready"
    SIGNED = "signed_unverified"
    VERIFIED = "signature_verified"


STATE_NAMES = {
    EventState.PLANNED: N_("Being planned"), EventState.ANNOUNCED: N_("Announced"), EventState.IN_SESSION: N_("In session"), EventState.CONCLUDED: N_("Concluded"),
    EventState.MINUTES_PUBLISHED: N_("Minutes published"), EventState.CANCELLED: N_("Cancelled"),
}
MAY_SIGN_NAMES = {
    MaySign.NO_PARTY: N_("Takes part and does not sign"), MaySign.NO_CREDENTIALS: N_("No credentials recorded"),
    MaySign.UNVERIFIED: N_("Credentials wait for a second person"), MaySign.NO_POWERS: N_("The credentials do not entitle to sign"),
    MaySign.READY: N_("May sign"), MaySign.SIGNED: N_("Signed, waits for verification"), MaySign.VERIFIED: N_("Signed and verified"),
}
_S = EventState
LIFE = Lifecycle("event", {
    (_S.PLANNED, "announce"): _S.ANNOUNCED,
    (_S.ANNOUNCED, "begin"): _S.IN_SESSION,
    (_S.IN_SESSION, "conclude"): _S.CONCLUDED,
    (_S.CONCLUDED, "publish_minutes"): _S.MINUTES_PUBLISHED,
    (_S.PLANNED, "cancel"): _S.CANCELLED,
    (_S.ANNOUNCED, "cancel"): _S.CANCELLED,
    (_S.IN_SESSION, "cancel"): _S.CANCELLED,
})
#: While agenda and delegations may change; while credentials come in; and from when on minutes are written.
AHEAD = frozenset({_S.PLANNED, _S.ANNOUNCED, _S.IN_SESSION})
RECEIVING = frozenset({_S.ANNOUNCED, _S.IN_SESSION})
MINUTED = frozenset({_S.IN_SESSION, _S.CONCLUDED})
OVER = frozenset({_S.CONCLUDED, _S.MINUTES_PUBLISHED})
TITLE_MAX, PLACE_MAX, HOST_MAX, NAME_MAX, AUTHORITY_MAX, REFERENCE_MAX = 200, 200, 200, 120, 200, 120
WORDS_MAX, REASON_MAX, EXCEPTION_MAX, MINUTES_MAX, HOW_MAX = 8000, 2000, 2000, 60000, 300
#: More than this is a slip of the hand; the signing sheets and the calendar hold them all.
ITEMS_MAX, DELEGATES_MAX = 100, 40
DEFAULT_ZONE = "Europe/Brussels"


def instant(day: date, hour: time, zone: str, field: str = "") -> datetime:
    """The moment that a clock at the place shows; refuses an hour that the change to summer time leaves out."""
    local = datetime.combine(day, hour, ZoneInfo(zone))
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Invalid(N_("On that day the clocks are put forward, and this hour does not exist. Choose another."), field=field)
    return moment


def void_acts(signed: Iterable[tuple[int, datetime | None]], corrections: Iterable[Fact], known: datetime) -> frozenset[int]:
    """The numbers of those acts of signature (number, verified at) that a verified correction has voided by then; a voided correction voids nothing."""
    numbers = {number for number, _ in signed}
    return frozenset(voided(corrections, known) & numbers)


def may_sign(party: bool, recorded: bool, verified: bool, powers: bool, signed: bool, signature_verified: bool) -> MaySign:
    """Where a delegation stands: what is missing first, else whether it has signed."""
    if signed:
        return MaySign.VERIFIED if signature_verified else MaySign.SIGNED
    missing = ((not party, MaySign.NO_PARTY), (not recorded, MaySign.NO_CREDENTIALS), (not verified, MaySign.UNVERIFIED), (not powers, MaySign.NO_POWERS))
    return next((word for lacks, word in missing if lacks), MaySign.READY)


def moved(moment: datetime, before: tuple[datetime, str], after: tuple[datetime, str]) -> datetime:
    """A point of the agenda when the event is moved: as long after its beginning as before, by the clocks of the two places."""
    (old, old_zone), (new, new_zone) = before, after
    since = moment.astimezone(ZoneInfo(old_zone)).replace(tzinfo=None) - old.astimezone(ZoneInfo(old_zone)).replace(tzinfo=None)
    local = new.astimezone(ZoneInfo(new_zone)).replace(tzinfo=None) + since
    return local.replace(tzinfo=ZoneInfo(new_zone)).astimezone(UTC)


def wall(moment: datetime, zone: str) -> datetime:
    """What the clock at the place shows at a moment."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)

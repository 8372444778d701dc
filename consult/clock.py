"""The one clock: what time it is, and whether something is open."""
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
#: The days that a person can mean; beyond them lie slips of the hand, and the ends of the calendar.
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2199, 12, 31)
#: How far the clock of this process is from the real one; only the demonstration sets it.
_shift = timedelta()
_set_to: ContextVar[datetime | None] = ContextVar("set_to", default=None)


def now() -> datetime:
    """The present instant in UTC, to the millisecond; a story or a test may set it with `at`."""
    moment = _set_to.get() or datetime.now(UTC) + _shift
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Let `now()` answer `moment` inside the block (an aware datetime)."""
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _set_to.reset(token)


def run_from(moment: datetime) -> None:
    """Let the clock of this process run from `moment` on, as if it were now."""
    global _shift
    _shift = moment - datetime.now(UTC)


def is_open(opens_at: datetime, closes_at: datetime, moment: datetime | None = None) -> bool:
    """Whether the moment lies in [opens_at, closes_at): the only answer to "is it open?"."""
    return opens_at <= (moment or now()) < closes_at


def end_of_day(day: date, zone: ZoneInfo = BRUSSELS) -> datetime:
    """The instant at which a bare date ends: midnight after that day in the zone, as UTC (model.md D9)."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def start_of_day(day: date, zone: ZoneInfo = BRUSSELS) -> datetime:
    """The instant at which a day begins in the zone, as UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)

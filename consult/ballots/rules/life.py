"""What a ballot asks, what a seat may say, and the life of a ballot."""
from datetime import datetime, timedelta
from enum import StrEnum

from consult import clock
from consult.i18n import N_
from consult.lifecycle import Lifecycle


class BallotKind(StrEnum):
    """What is asked of the seats."""

    APPROVE_TEXT = "approve_text"
    ADOPT_FINAL = "adopt_final"
    PROCEDURAL = "procedural"


class Procedure(StrEnum):
    """How it is decided: by the positions of the seats, or by silence that one objection breaks."""

    VOTE = "vote"
    SILENCE = "silence"


class BallotState(StrEnum):
    """What has been decided about a ballot; see `phase` for where it stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    CERTIFIED = "certified"
    WITHDRAWN = "withdrawn"


class BallotPhase(StrEnum):
    """Where a ballot stands at an instant."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    CERTIFIED = "certified"
    WITHDRAWN = "withdrawn"


class Choice(StrEnum):
    """What a seat may say. There is no conditional yes, and silence is never consent."""

    APPROVE = "approve"
    AGAINST = "do_not_approve"
    ABSTAIN = "abstain"
    NOT_TAKING_PART = "does_not_take_part"


KIND_NAMES = {
    BallotKind.APPROVE_TEXT: N_("Approval of a text"), BallotKind.ADOPT_FINAL: N_("Adoption of the final text"),
    BallotKind.PROCEDURAL: N_("Procedure or editorial question"),
}
PROCEDURE_NAMES = {Procedure.VOTE: N_("The seats give their positions"), Procedure.SILENCE: N_("By silence: it stands unless a seat objects")}
#: What the one position of a silence procedure is called on the pages; on record it is that the seat does not approve.
OBJECTION = N_("Objection")
PHASE_NAMES = {
    BallotPhase.DRAFT: N_("Being prepared"), BallotPhase.SCHEDULED: N_("Announced"), BallotPhase.OPEN: N_("Open"), BallotPhase.CLOSED: N_("Closed, to be certified"),
    BallotPhase.CERTIFIED: N_("Certified"), BallotPhase.WITHDRAWN: N_("Withdrawn"),
}
CHOICE_NAMES = {
    Choice.APPROVE: N_("Approve"), Choice.AGAINST: N_("Do not approve"), Choice.ABSTAIN: N_("Abstain"), Choice.NOT_TAKING_PART: N_("Does not take part"),
}
CHOICES = frozenset(choice.value for choice in Choice)
NEEDS_REASON = frozenset({Choice.AGAINST, Choice.NOT_TAKING_PART})
#: The least number of working days of a ballot on the final text, and of a silence procedure, unless the settings say otherwise.
WORKING_DAYS, SILENCE_DAYS = 10, 5
QUESTION_MAX, NOTICE_MAX, REASON_MAX = 1000, 4000, 4000
#: A position is taken from a member who signed in no longer ago than this, in minutes.
FRESH_MINUTES = 15
_S = BallotState
LIFE = Lifecycle("ballot", {
    (_S.DRAFT, "open"): _S.SCHEDULED,
    (_S.SCHEDULED, "extend"): _S.SCHEDULED,
    (_S.SCHEDULED, "close_early"): _S.SCHEDULED,
    (_S.DRAFT, "withdraw"): _S.WITHDRAWN,
    (_S.SCHEDULED, "withdraw"): _S.WITHDRAWN,
    (_S.SCHEDULED, "certify"): _S.CERTIFIED,
})


def phase(state: BallotState, opens_at: datetime, closes_at: datetime, moment: datetime | None = None) -> BallotPhase:
    """Where a ballot stands at `moment` (default: now)."""
    if state != BallotState.SCHEDULED:
        return BallotPhase(state.value)
    moment = moment or clock.now()
    if clock.is_open(opens_at, closes_at, moment):
        return BallotPhase.OPEN
    return BallotPhase.SCHEDULED if moment < opens_at else BallotPhase.CLOSED


def least(kind: BallotKind, procedure: str, final: int = WORKING_DAYS, silence: int = SILENCE_DAYS) -> int:
    """How many working days such a ballot is open at least; 0 for no least."""
    return silence if procedure == Procedure.SILENCE else final if kind == BallotKind.ADOPT_FINAL else 0


def repeatable(state: BallotState, opened: bool, carried: bool) -> bool:
    """Whether a ballot may be repeated: it went to the seats, and was withdrawn or not carried."""
    return opened and (state == BallotState.WITHDRAWN or (state == BallotState.CERTIFIED and not carried))


def taken(procedure: str) -> tuple[Choice, ...]:
    """The positions that can be given: all of them, or in a silence procedure the objection alone."""
    return (Choice.AGAINST,) if procedure == Procedure.SILENCE else tuple(Choice)


def shown(kind: BallotKind, at: BallotPhase) -> bool:
    """Whether the positions may be read by everybody: after the close for the adoption of a final text, at once for the rest."""
    if kind is BallotKind.ADOPT_FINAL:
        return at in {BallotPhase.CLOSED, BallotPhase.CERTIFIED}
    return at not in {BallotPhase.DRAFT, BallotPhase.SCHEDULED}


def working_days(opens_at: datetime, closes_at: datetime) -> int:
    """Mondays to Fridays after the day of opening, the day of the close included, Brussels time; public holidays are not known here."""
    first = opens_at.astimezone(clock.BRUSSELS).date()
    last = (closes_at - timedelta(milliseconds=1)).astimezone(clock.BRUSSELS).date()
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range(1, (last - first).days + 1))

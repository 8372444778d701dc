"""The count: positions in, result out, in integers; and the life of a ballot."""
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consult import clock
from consult.i18n import N_
from consult.lifecycle import Lifecycle


class BallotKind(StrEnum):
    """What is asked of the seats."""

    APPROVE_TEXT = "approve_text"
    ADOPT_FINAL = "adopt_final"
    PROCEDURAL = "procedural"


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


class Base(StrEnum):
    """Of what the fraction is taken: of the seats that said yes or no, or of all seats."""

    CAST = "cast"
    SEATS = "seats"


KIND_NAMES = {BallotKind.APPROVE_TEXT: N_("Approval of a text"), BallotKind.ADOPT_FINAL: N_("Adoption of the final text"), BallotKind.PROCEDURAL: N_("Procedure or editorial question")}
PHASE_NAMES = {
    BallotPhase.DRAFT: N_("Being prepared"), BallotPhase.SCHEDULED: N_("Announced"), BallotPhase.OPEN: N_("Open"), BallotPhase.CLOSED: N_("Closed, to be certified"),
    BallotPhase.CERTIFIED: N_("Certified"), BallotPhase.WITHDRAWN: N_("Withdrawn"),
}
CHOICE_NAMES = {
    Choice.APPROVE: N_("Approve"), Choice.AGAINST: N_("Do not approve"), Choice.ABSTAIN: N_("Abstain"), Choice.NOT_TAKING_PART: N_("Does not take part"),
}
NEEDS_REASON = frozenset({Choice.AGAINST, Choice.NOT_TAKING_PART})
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


@dataclass(frozen=True)
class Rule:
    """A threshold in integers: carried when for/base reaches numerator/denominator (or passes it, if strict), for/seats passes
    floor_numerator/floor_denominator, and no more than `max_against` are against."""

    numerator: int
    denominator: int
    strict: bool
    base: Base
    floor_numerator: int = 1
    floor_denominator: int = 2
    max_against: int | None = None


#: model.md section 5. consensus: d = 0 and 2a > N; two thirds: 3a >= 2(a+d) and 2a > N; procedural: a > d and 2a > N.
PRESETS = {
    "consensus": Rule(1, 1, False, Base.CAST, max_against=0),
    "two_thirds": Rule(2, 3, False, Base.CAST),
    "procedural": Rule(1, 2, True, Base.CAST),
}
PRESET_NAMES = {"consensus": N_("Consensus"), "two_thirds": N_("Two thirds"), "procedural": N_("More for than against"), "custom": N_("Custom rule")}


@dataclass(frozen=True)
class Tally:
    """The count of all seats: a for, d against, b abstaining, r not taking part, n without a position (B1: they sum to N)."""

    approve: int
    against: int
    abstain: int
    not_taking_part: int
    none: int

    @property
    def seats(self) -> int:
        """N: all seats of the snapshot."""
        return self.approve + self.against + self.abstain + self.not_taking_part + self.none


def tally(seats: Iterable[str], positions: Iterable[tuple[str, Choice]]) -> Tally:
    """Count the latest position of each seat (B1, B3, B7); positions in the order they were cast, those of no seat ignored."""
    latest = dict.fromkeys(seats)
    latest.update((seat, choice) for seat, choice in positions if seat in latest)
    count = Counter(latest.values())
    return Tally(count[Choice.APPROVE], count[Choice.AGAINST], count[Choice.ABSTAIN], count[Choice.NOT_TAKING_PART], count[None])


def carried(rule: Rule, count: Tally) -> bool:
    """Whether the rule is met: integers only, cross-multiplied; a tie or an empty cast is not carried."""
    a, d, seats = count.approve, count.against, count.seats
    base = a + d if rule.base is Base.CAST else seats
    if base == 0 or a == 0:
        return False
    have, need = a * rule.denominator, rule.numerator * base
    reached = have > need if rule.strict else have >= need
    floor = a * rule.floor_denominator > rule.floor_numerator * seats
    return reached and floor and (rule.max_against is None or d <= rule.max_against)

"""The count: positions in, result out, in integers."""
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from consult.ballots.rules.life import Choice
from consult.i18n import N_


class Base(StrEnum):
    """Of what the fraction is taken: of the seats that said yes or no, or of all seats."""

    CAST = "cast"
    SEATS = "seats"


BASE_NAMES = {Base.CAST: N_("the seats that are for or against"), Base.SEATS: N_("all seats")}


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

    @property
    def sound(self) -> bool:
        """Whether the integers make sense: with them one more approval never turns carried into not carried (B5)."""
        return (0 <= self.numerator <= self.denominator and self.denominator > 0 and 0 <= self.floor_numerator < self.floor_denominator
                and (self.max_against is None or self.max_against >= 0))


#: model.md section 5. consensus: d = 0 and 2a > N; two thirds: 3a >= 2(a+d) and 2a > N; procedural: a > d and 2a > N.
PRESETS = {
    "consensus": Rule(1, 1, False, Base.CAST, max_against=0),
    "two_thirds": Rule(2, 3, False, Base.CAST),
    "procedural": Rule(1, 2, True, Base.CAST),
}
#: The integers that a silence procedure carries: nobody has to approve, nobody may object. Whether it holds is asked of `unbroken`.
SILENCE = Rule(0, 1, False, Base.SEATS, 0, 1, max_against=0)
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


def unbroken(count: Tally) -> bool:
    """Whether a silence procedure stands: no seat has objected."""
    return count.against == 0


def needed(rule: Rule, seats: int, against: int) -> int | None:
    """The fewest seats for, with this many against, that carry; None when no number would."""
    return next((a for a in range(seats - against + 1) if carried(rule, Tally(a, against, seats - against - a, 0, 0))), None)

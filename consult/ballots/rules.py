"""The count: positions in, result out, in integers; the chain of receipts; and the life of a ballot."""
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from consult import clock
from consult.i18n import N_
from consult.journal.rules import canonical
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


KIND_NAMES = {
    BallotKind.APPROVE_TEXT: N_("Approval of a text"), BallotKind.ADOPT_FINAL: N_("Adoption of the final text"),
    BallotKind.PROCEDURAL: N_("Procedure or editorial question"),
}
PHASE_NAMES = {
    BallotPhase.DRAFT: N_("Being prepared"), BallotPhase.SCHEDULED: N_("Announced"), BallotPhase.OPEN: N_("Open"), BallotPhase.CLOSED: N_("Closed, to be certified"),
    BallotPhase.CERTIFIED: N_("Certified"), BallotPhase.WITHDRAWN: N_("Withdrawn"),
}
CHOICE_NAMES = {
    Choice.APPROVE: N_("Approve"), Choice.AGAINST: N_("Do not approve"), Choice.ABSTAIN: N_("Abstain"), Choice.NOT_TAKING_PART: N_("Does not take part"),
}
BASE_NAMES = {Base.CAST: N_("the seats that are for or against"), Base.SEATS: N_("all seats")}
CHOICES = frozenset(choice.value for choice in Choice)
NEEDS_REASON = frozenset({Choice.AGAINST, Choice.NOT_TAKING_PART})
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


def needed(rule: Rule, seats: int, against: int) -> int | None:
    """The fewest seats for, with this many against, that carry; None when no number would."""
    return next((a for a in range(seats - against + 1) if carried(rule, Tally(a, against, seats - against - a, 0, 0))), None)


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


#: A sentence to be translated, and the facts that fill it.
Sentence = tuple[str, dict[str, object]]


def in_words(rule: Rule, seats: int | None = None) -> list[Sentence]:
    """The rule as whole sentences, made from its integers; with the number of seats, also how many are needed at least."""
    said = [*_threshold(rule), *_floor(rule)]
    if rule.max_against is not None:
        said.append((N_("No seat may be against."), {}) if rule.max_against == 0 else
                    (N_("The number of seats against may be at most %(most)s."), {"most": rule.max_against}))
    if seats and (fewest := needed(rule, seats, 0)) is not None:
        said.append((N_("Of the %(seats)s seats at least %(fewest)s must approve."), {"seats": seats, "fewest": fewest}))
    said.append((N_("Abstaining, not taking part and giving no position count neither for nor against; silence is never consent."), {}))
    return said


def _threshold(rule: Rule) -> list[Sentence]:
    """The fraction that must be reached."""
    facts: dict[str, object] = {"numerator": rule.numerator, "denominator": rule.denominator}
    if rule.base is Base.SEATS:
        return [(N_("More than %(numerator)s/%(denominator)s of all seats must approve.") if rule.strict else
                 N_("At least %(numerator)s/%(denominator)s of all seats must approve."), facts)]
    if rule.numerator == rule.denominator and not rule.strict and rule.max_against == 0:
        return []
    if rule.strict and 2 * rule.numerator == rule.denominator:
        return [(N_("More seats must approve than are against."), {})]
    if 3 * rule.numerator == 2 * rule.denominator and not rule.strict:
        return [(N_("At least two thirds of the seats that are for or against must approve."), {})]
    return [(N_("More than %(numerator)s/%(denominator)s of the seats that are for or against must approve.") if rule.strict else
             N_("At least %(numerator)s/%(denominator)s of the seats that are for or against must approve."), facts)]


def _floor(rule: Rule) -> list[Sentence]:
    """The share of all seats that must be passed."""
    if rule.floor_numerator == 0:
        return [(N_("At least one seat must approve."), {})]
    if 2 * rule.floor_numerator == rule.floor_denominator:
        return [(N_("More than half of all seats must approve."), {})]
    return [(N_("More than %(numerator)s/%(denominator)s of all seats must approve."), {"numerator": rule.floor_numerator, "denominator": rule.floor_denominator})]


def result_in_words(rule: Rule, count: Tally) -> list[Sentence]:
    """The result as sentences: "Carried: 9 of 11 approve (6 needed), 1 against." and the seats that count neither way."""
    fewest = needed(rule, count.seats, count.against)
    facts: dict[str, object] = {"approve": count.approve, "seats": count.seats, "against": count.against, "needed": fewest}
    if fewest is None:
        outcome = N_("Not carried: %(against)s of %(seats)s are against, and no number of approvals outweighs that; %(approve)s approve.")
    elif carried(rule, count):
        outcome = N_("Carried: %(approve)s of %(seats)s approve (%(needed)s needed), %(against)s against.")
    else:
        outcome = N_("Not carried: %(approve)s of %(seats)s approve (%(needed)s needed), %(against)s against.")
    rest: dict[str, object] = {"abstain": count.abstain, "not_taking_part": count.not_taking_part, "none": count.none}
    return [(outcome, facts), (N_("Abstaining: %(abstain)s. Not taking part: %(not_taking_part)s. Without a position: %(none)s."), rest)]


def digest_of(facts: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON: of the opening (where the chain begins) and of each position (its receipt)."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def faults(record: dict[str, Any]) -> list[str]:
    """What is wrong with the record of a ballot, from the record alone: chain, seats, times, text, reasons, count (B1-B3, B8, B11)."""
    opening, wrong, previous = record["opening"], [], digest_of(record["opening"])
    seats = [seat["party"] for seat in opening["seats"]]
    for number, entry in enumerate(record["positions"], start=1):
        facts = {key: value for key, value in entry.items() if key != "receipt"}
        if entry["seq"] != number or entry["previous"] != previous or entry["receipt"] != digest_of(facts):
            wrong.append(f"position {number}: the chain is broken")
        if entry["party"] not in seats or entry["digest"] != opening["digest"] or not opening["opens_at"] <= entry["at"] < record["closes_at"]:
            wrong.append(f"position {number}: not of a seat, on the text and in the time of this ballot")
        if entry["choice"] not in CHOICES:
            wrong.append(f"position {number}: no such position")
        if entry["choice"] in NEEDS_REASON and not entry["reason"].strip():
            wrong.append(f"position {number}: the reason is missing")
        previous = entry["receipt"]
    if not wrong and record["result"] is not None and record["result"] != outcome(record):
        wrong.append("the certified result is not the count of the positions")
    return wrong


def outcome(record: dict[str, Any]) -> dict[str, Any]:
    """The result of a ballot from its record: the counts, whether it is carried, and the last link of the chain (B3)."""
    rule = Rule(**record["opening"]["rule"] | {"base": Base(record["opening"]["rule"]["base"])})
    count = tally([seat["party"] for seat in record["opening"]["seats"]], [(entry["party"], Choice(entry["choice"])) for entry in record["positions"]])
    last = record["positions"][-1]["receipt"] if record["positions"] else digest_of(record["opening"])
    return {"counts": asdict(count), "seats": count.seats, "carried": carried(rule, count), "chain": last}

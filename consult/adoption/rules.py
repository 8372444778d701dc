"""The adoption register: types of act, and the status of a party as at an effective and a known date (model.md section 6)."""
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from consult.i18n import N_


class ActType(StrEnum):
    """What a government did."""

    INTENTION = "intention"
    SIGNATURE = "signature"
    ADOPTION = "adoption"
    ACCESSION = "accession"
    RESERVATION = "reservation"
    DECLARATION = "declaration"
    RESERVATION_WITHDRAWN = "reservation_withdrawn"
    COMMUNICATION = "communication"
    ACCEPTANCE = "acceptance"
    DECLINED = "declined"
    WITHDRAWAL = "withdrawal"
    CHANGE_OF_NAME = "change_of_name"
    CORRECTION = "correction"


class Effect(StrEnum):
    """What a reservation does to the sections it names."""

    EXCLUDES = "excludes"
    MODIFIES = "modifies"
    INTERPRETS = "interprets"


class Status(StrEnum):
    """Where a party stands."""

    NONE = "no_action"
    CONSIDERED = "under_consideration"
    SIGNED = "signed"
    ADOPTED = "adopted"
    WITH_RESERVATIONS = "adopted_with_reservations"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


TYPE_NAMES = {
    ActType.INTENTION: N_("Statement of intention"), ActType.SIGNATURE: N_("Signature"), ActType.ADOPTION: N_("Adoption"), ActType.ACCESSION: N_("Accession"),
    ActType.RESERVATION: N_("Reservation"), ActType.DECLARATION: N_("Declaration"), ActType.RESERVATION_WITHDRAWN: N_("Withdrawal of a reservation"),
    ActType.COMMUNICATION: N_("Communication"), ActType.ACCEPTANCE: N_("Acceptance of an amendment"), ActType.DECLINED: N_("Decision not to adopt"),
    ActType.WITHDRAWAL: N_("Withdrawal"), ActType.CHANGE_OF_NAME: N_("Change of name"), ActType.CORRECTION: N_("Correction"),
}
#: What each type is for, in one sentence.
PURPOSES = {
    ActType.INTENTION: N_("The government says that it is considering the Model, or that it intends to adopt it. It binds nobody."),
    ActType.SIGNATURE: N_("A representative signs the final text. It shows support; the adoption follows by an act of its own."),
    ActType.ADOPTION: N_("The government decides to apply the final text, with or without reservations."),
    ActType.ACCESSION: N_("The same as an adoption, by a party that joins after the event; the register marks it with (a)."),
    ActType.RESERVATION: N_("The government excludes, modifies or interprets sections of a text that it has signed or adopted."),
    ActType.DECLARATION: N_("A statement that the government wants to stand in the register; it changes nothing of the text."),
    ActType.RESERVATION_WITHDRAWN: N_("The government takes back the reservations of an earlier act; the act itself stays."),
    ActType.COMMUNICATION: N_("Something that the government lets the others know, for example which committee is dealing with the Model."),
    ActType.ACCEPTANCE: N_("A party that has adopted an earlier text accepts an amended one."),
    ActType.DECLINED: N_("The government decides not to adopt the Model. A party that has adopted it withdraws instead."),
    ActType.WITHDRAWAL: N_("The government ends its signature or its adoption from a day on; what was in force before stays readable."),
    ActType.CHANGE_OF_NAME: N_("The party tells that it has another name. Its earlier acts keep the name of their day."),
    ActType.CORRECTION: N_("The secretariat voids an act that was recorded wrongly, with the reason. The act stays, struck through; a correction of a correction restores it."),
}
_EVERY = frozenset({"reference", "effective", "gazette", "signatory", "statement"})
#: What the form of each type asks for beyond the instrument, its dates and its files.
ASKS = {
    ActType.INTENTION: _EVERY - {"effective", "gazette"}, ActType.SIGNATURE: _EVERY - {"gazette"}, ActType.ADOPTION: _EVERY, ActType.ACCESSION: _EVERY,
    ActType.RESERVATION: _EVERY - {"statement"}, ActType.DECLARATION: _EVERY, ActType.RESERVATION_WITHDRAWN: _EVERY,
    ActType.COMMUNICATION: _EVERY - {"effective", "gazette"}, ActType.ACCEPTANCE: _EVERY, ActType.DECLINED: _EVERY, ActType.WITHDRAWAL: _EVERY,
    ActType.CHANGE_OF_NAME: _EVERY, ActType.CORRECTION: frozenset({"reference", "statement"}),
}
EFFECT_NAMES = {Effect.EXCLUDES: N_("excludes"), Effect.MODIFIES: N_("modifies"), Effect.INTERPRETS: N_("interprets")}
STATUS_NAMES = {
    Status.NONE: N_("No action recorded"), Status.CONSIDERED: N_("Under consideration"), Status.SIGNED: N_("Signed"), Status.ADOPTED: N_("Adopted"),
    Status.WITH_RESERVATIONS: N_("Adopted with reservations"), Status.DECLINED: N_("Declined"), Status.WITHDRAWN: N_("Withdrawn"),
}
#: Acts that adopt a text; they need a final version and evidence (A1).
ADOPTING = frozenset({ActType.ADOPTION, ActType.ACCESSION})
RESERVABLE = ADOPTING | {ActType.SIGNATURE, ActType.RESERVATION}
AUTHORITY_MAX, INSTRUMENT_MAX, REFERENCE_MAX, PUBLICATION_MAX, STATEMENT_MAX, RESERVATION_MAX = 200, 300, 120, 400, 8000, 4000
TITLE_MAX, GAZETTE_MAX, LINK_MAX, REASON_MAX, PART_MAX, PARTS_MAX = 200, 200, 500, 2000, 120, 12


class Text(StrEnum):
    """Which text an act must name."""

    NONE = "none"
    FINAL = "final"
    COUNTERPART = "counterpart"


@dataclass(frozen=True)
class Needs:
    """What an act of a type must bring: a text, a live act of the same party that it answers, words, reservations."""

    text: Text = Text.NONE
    answers: frozenset[ActType] = frozenset()
    statement: bool = False
    reservations: bool = False


NEEDS: dict[ActType, Needs] = {
    ActType.INTENTION: Needs(),
    ActType.SIGNATURE: Needs(Text.FINAL),
    ActType.ADOPTION: Needs(Text.FINAL),
    ActType.ACCESSION: Needs(Text.FINAL),
    ActType.RESERVATION: Needs(Text.COUNTERPART, answers=ADOPTING | {ActType.SIGNATURE}, reservations=True),
    ActType.DECLARATION: Needs(statement=True),
    ActType.RESERVATION_WITHDRAWN: Needs(Text.COUNTERPART, answers=RESERVABLE),
    ActType.COMMUNICATION: Needs(statement=True),
    ActType.ACCEPTANCE: Needs(Text.FINAL, answers=ADOPTING),
    ActType.DECLINED: Needs(),
    ActType.WITHDRAWAL: Needs(Text.COUNTERPART, answers=ADOPTING | {ActType.SIGNATURE}),
    ActType.CHANGE_OF_NAME: Needs(statement=True),
    ActType.CORRECTION: Needs(statement=True),
}


@dataclass(frozen=True)
class Fact:
    """What the fold needs to know of an act: `known_at` is when a second person verified it (None: not yet)."""

    number: int
    party: str
    type: ActType
    effective_on: date
    known_at: datetime | None
    voids: int | None = None
    answers: int | None = None
    reservations: int = 0
    text: int | None = None
    part: str = ""


@dataclass(frozen=True)
class Requirement:
    """The acts that one adoption of a party consists of since a day, and when that was decided; no parts: one act is enough."""

    party: str
    since: date
    known_at: datetime
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """Where a party stands: its status, the act that says so, the acts whose reservations are live, and the required acts with those that are there."""

    status: Status
    act: int | None = None
    reserving: frozenset[int] = frozenset()
    required: tuple[str, ...] = ()
    given: tuple[str, ...] = ()


def voided(facts: Iterable[Fact], known: datetime) -> frozenset[int]:
    """The acts that a correction known by then has voided; a voided correction voids nothing."""
    by = {f.voids: f.number for f in facts if f.voids is not None and _known(f, known)}

    def void(number: int) -> bool:
        return number in by and not void(by[number])

    return frozenset(number for number in by if number is not None and void(number))


def live(facts: Iterable[Fact], effective: date, known: datetime) -> list[Fact]:
    """The acts in force on the effective date, as was known by then: verified, not voided, begun; in an order of their own, not of entry (A8)."""
    facts = list(facts)
    void = voided(facts, known)
    found = [f for f in facts if _known(f, known) and f.number not in void and f.effective_on <= effective and f.type is not ActType.CORRECTION]
    return sorted(found, key=lambda f: (f.effective_on, _RANK.get(f.type, 0), f.number))


#: On one day, the later word: a withdrawal after a decision, a decision after a signature, a signature after an intention.
_RANK = {ActType.INTENTION: 1, ActType.SIGNATURE: 2, ActType.DECLINED: 3, ActType.WITHDRAWAL: 4}


def _known(fact: Fact, known: datetime) -> bool:
    return fact.known_at is not None and fact.known_at <= known


def standing(party: str, facts: Iterable[Fact], effective: date, known: datetime, requirements: Iterable[Requirement] = ()) -> Standing:
    """Where a party stood on the effective date, as was known at that moment: a pure fold over the acts (A1, A3, A4, A6, A7, A8)."""
    acts, parts = live([f for f in facts if f.party == party], effective, known), required(party, requirements, effective, known)
    ended = {f.answers for f in acts if f.type is ActType.WITHDRAWAL}
    adopting = [f for f in acts if f.type in ADOPTING and f.number not in ended]
    there = _there(adopting, parts)
    given = tuple(part for part in parts if part in there)
    if adopted := _complete(adopting, parts):
        reserving = _reserving(acts, {f.number for f in adopted})
        return Standing(Status.WITH_RESERVATIONS if reserving else Status.ADOPTED, adopted[-1].number, reserving, parts, given)
    found = Standing(Status.NONE)
    for fact in acts:
        found = _step(found, fact, ended, acts)
    return replace(found, required=parts, given=given)


def required(party: str, requirements: Iterable[Requirement], effective: date, known: datetime) -> tuple[str, ...]:
    """The acts that an adoption by the party consisted of on the date, as was known at the moment; none: one act is enough."""
    found = [r for r in requirements if r.party == party and r.since <= effective and r.known_at <= known]
    return max(found, key=lambda r: (r.since, r.known_at, r.parts)).parts if found else ()


def _complete(adopting: list[Fact], parts: tuple[str, ...]) -> list[Fact]:
    """The live acts of adoption of every text for which all required acts are there."""
    if not parts:
        return adopting
    whole = {f.text for f in adopting if set(parts) <= {g.part for g in adopting if g.text == f.text}}
    return [f for f in adopting if f.text in whole and f.part in parts]


def _there(adopting: list[Fact], parts: tuple[str, ...]) -> frozenset[str]:
    """The required acts that are there, of the text for which most of them are."""
    by_text = [frozenset(g.part for g in adopting if g.text == f.text and g.part in parts) for f in adopting]
    return max(by_text, key=lambda found: (len(found), sorted(found)), default=frozenset())


def _reserving(acts: list[Fact], adopted: set[int]) -> frozenset[int]:
    """The live acts that carry a reservation to a live adoption: the adoption itself or a reservation to it, not withdrawn."""
    gone = {f.answers for f in acts if f.type is ActType.RESERVATION_WITHDRAWN}
    return frozenset(f.number for f in acts if f.reservations and f.number not in gone
                     and (f.number in adopted or (f.type is ActType.RESERVATION and f.answers in adopted)))


def _step(before: Standing, fact: Fact, ended: set[int | None], acts: list[Fact]) -> Standing:
    """What one act makes of a party that has not adopted; an intention, or a part of an adoption, never lowers a signature."""
    if (fact.type is ActType.INTENTION or (fact.type in ADOPTING and fact.number not in ended)) and before.status is not Status.SIGNED:
        return Standing(Status.CONSIDERED, fact.number)
    if fact.type is ActType.SIGNATURE and fact.number not in ended:
        return Standing(Status.SIGNED, fact.number)
    if fact.type is ActType.DECLINED:
        return Standing(Status.DECLINED, fact.number)
    if fact.type is ActType.WITHDRAWAL and any(f.number == fact.answers for f in acts):
        return Standing(Status.WITHDRAWN, fact.number)
    return before


def totals(standings: Iterable[Standing]) -> dict[Status, int]:
    """How many parties stand where; the numbers sum to the parties (A9)."""
    count = Counter(s.status for s in standings)
    return {status: count[status] for status in Status}

"""The adoption register: types of act, and the status of a party as at an effective and a known date (model.md section 6)."""
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
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
EFFECT_NAMES = {Effect.EXCLUDES: N_("excludes"), Effect.MODIFIES: N_("modifies"), Effect.INTERPRETS: N_("interprets")}
STATUS_NAMES = {
    Status.NONE: N_("No action recorded"), Status.CONSIDERED: N_("Under consideration"), Status.SIGNED: N_("Signed"), Status.ADOPTED: N_("Adopted"),
    Status.WITH_RESERVATIONS: N_("Adopted with reservations"), Status.DECLINED: N_("Declined"), Status.WITHDRAWN: N_("Withdrawn"),
}
#: Acts that adopt a text; they need a final version and evidence (A1).
ADOPTING = frozenset({ActType.ADOPTION, ActType.ACCESSION})
RESERVABLE = ADOPTING | {ActType.SIGNATURE, ActType.RESERVATION}
AUTHORITY_MAX, INSTRUMENT_MAX, REFERENCE_MAX, PUBLICATION_MAX, STATEMENT_MAX, RESERVATION_MAX = 200, 300, 120, 400, 8000, 4000


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


@dataclass(frozen=True)
class Standing:
    """Where a party stands: its status, the act that says so, and the acts whose reservations are live."""

    status: Status
    act: int | None = None
    reserving: frozenset[int] = frozenset()


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


def standing(party: str, facts: Iterable[Fact], effective: date, known: datetime) -> Standing:
    """Where a party stood on the effective date, as was known at that moment: a pure fold over the acts (A1, A3, A4, A6, A7, A8)."""
    acts = live([f for f in facts if f.party == party], effective, known)
    ended = {f.answers for f in acts if f.type is ActType.WITHDRAWAL}
    adopted = [f for f in acts if f.type in ADOPTING and f.number not in ended]
    if adopted:
        reserving = _reserving(acts, {f.number for f in adopted})
        return Standing(Status.WITH_RESERVATIONS if reserving else Status.ADOPTED, adopted[-1].number, reserving)
    found = Standing(Status.NONE)
    for fact in acts:
        found = _step(found, fact, ended, acts)
    return found


def _reserving(acts: list[Fact], adopted: set[int]) -> frozenset[int]:
    """The live acts that carry a reservation to a live adoption: the adoption itself or a reservation to it, not withdrawn."""
    gone = {f.answers for f in acts if f.type is ActType.RESERVATION_WITHDRAWN}
    return frozenset(f.number for f in acts if f.reservations and f.number not in gone
                     and (f.number in adopted or (f.type is ActType.RESERVATION and f.answers in adopted)))


def _step(before: Standing, fact: Fact, ended: set[int | None], acts: list[Fact]) -> Standing:
    """What one act makes of a party that has not adopted; an intention never lowers a signature."""
    if fact.type is ActType.INTENTION and before.status is not Status.SIGNED:
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

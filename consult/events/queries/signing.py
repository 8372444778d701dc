"""Reading what was signed at an event: which signatures count, which were voided, and who may sign still (H1)."""
from collections.abc import Iterable
from dataclasses import dataclass

from consult import clock
from consult.adoption import queries as register
from consult.adoption.models import Act
from consult.adoption.rules import ActType
from consult.events.models import Delegation, Event, EventSignature
from consult.events.rules import MaySign, may_sign, void_acts
from consult.parties import queries as parties
from consult.parties.models import Party
from consult.parties.rules import PartyKind


@dataclass(frozen=True)
class Signed:
    """A signature with its act; where a correction has voided it, the reason."""

    signature: EventSignature
    act: Act
    void: bool
    reason: str = ""

    @property
    def verified(self) -> bool:
        """Whether a second person has compared it with the sheet."""
        return self.act.verification is not None

    @property
    def counts(self) -> bool:
        """Whether it is a live signature act (H1)."""
        return self.verified and not self.void


@dataclass(frozen=True)
class Seated:
    """A delegation on the day of signing: where it stands, and the signature it has given."""

    delegation: Delegation
    word: MaySign
    signed: Signed | None


def signatures(event: Event) -> list[Signed]:
    """Everything signed at the event, in the order in which it was recorded; one statement more, however many there are."""
    rows = event.signatures
    if not rows:
        return []
    corrections, reasons = register.corrections()
    void = void_acts([(row.act.number, None) for row in rows], corrections, clock.now())
    return [Signed(row, row.act, row.act.number in void, reasons.get(row.act.number, "") if row.act.number in void else "") for row in rows]


def listed(signed: Iterable[Signed]) -> list[Signed]:
    """What everybody may read: verified signatures, those that were voided among them, struck through."""
    return [one for one in signed if one.verified]


def counting(signed: Iterable[Signed]) -> list[Signed]:
    """The signatures that count: live signature acts of the event (H1)."""
    return [one for one in signed if one.counts]


def standing(signed: Iterable[Signed]) -> list[Signed]:
    """The signatures recorded and not voided, verified or not."""
    return [one for one in signed if not one.void]


def ceremony(event: Event, language: str, signed: Iterable[Signed] | None = None) -> list[Seated]:
    """Every delegation, by the name of its party, with where it stands; `signed`: what was signed, where it has been read already."""
    given = {one.signature.delegation_id: one for one in standing(signatures(event) if signed is None else signed)}
    by = {each.party_code: each for each in event.delegations}
    return [_seated(by[party.code], given.get(by[party.code].id)) for party in parties.by_name((each.party for each in event.delegations), language)]


def _seated(delegation: Delegation, signed: Signed | None) -> Seated:
    letter = delegation.credentials
    word = may_sign(delegation.party.kind == PartyKind.PARTY, letter is not None, bool(letter and letter.verification), bool(letter and letter.powers),
                    signed is not None, bool(signed and signed.verified))
    return Seated(delegation, word, signed)


def earlier(party: Party, version_id: int) -> Act | None:
    """The standing signature of a party under a text, wherever it was given: neither voided nor withdrawn."""
    rows = register.acts(party.code, unverified=True)
    void = register.void(rows, clock.now())
    withdrawn = {act.answers_id for act in rows if act.type == ActType.WITHDRAWAL and act.verification and act.number not in void}
    return next((act for act in rows if act.type == ActType.SIGNATURE and act.version_id == version_id and act.number not in void and act.id not in withdrawn), None)

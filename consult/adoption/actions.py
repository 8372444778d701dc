"""Recording what governments did, and verifying it by a second person. Nothing is ever changed: a correction voids."""
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from consult import clock
from consult.adoption import queries
from consult.adoption.models import Act, ActVerification, Reservation
from consult.adoption.rules import ADOPTING, NEEDS, RESERVABLE, ActType, Effect, Text
from consult.db import db
from consult.documents.models import Version
from consult.documents.queries import stored
from consult.documents.rules import VersionState
from consult.errors import Conflict, Invalid
from consult.evidence.models import EvidenceFile
from consult.i18n import N_
from consult.journal import actions as journal
from consult.parties import queries as parties
from consult.parties.models import Party
from consult.parties.rules import PartyKind
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.search import actions as search
from consult.text import legible


@dataclass(frozen=True)
class Instrument:
    """The paper an act is made of: who issued it, when, where it can be found, what it says."""

    authority: str
    title: str
    dated: date
    received: date
    effective: date
    evidence: EvidenceFile
    reference: str = ""
    publication: str = ""
    signatory: str = ""
    statement: str = ""
    statement_language: str = "en"


@dataclass(frozen=True)
class Bearing:
    """What an act refers to: the text, the act it answers or voids, and the reservations by section (key, effect, words)."""

    version: Version | None = None
    answers: Act | None = None
    voids: Act | None = None
    reservations: Sequence[tuple[str, Effect, str]] = field(default=())


def record(actor: Any, party: Party, type: ActType, instrument: Instrument, bearing: Bearing | None = None) -> Act:
    """Record an act of a government from its instrument; it counts once a second person has verified it (A1, A5, A10)."""
    require(actor, Action.ADOPTION_RECORD)
    bearing = bearing or Bearing()
    _check_paper(party, instrument)
    version = _text(party, type, instrument, bearing)
    _check_words(party, type, instrument, bearing)
    _check_reservations(type, version, bearing)
    name = parties.name(party.code, "en", instrument.dated)
    act = Act(number=queries.next_number(), party_code=party.code, party_name=name, type=type, version_id=version.id if version else None,
              authority=legible.tidy(instrument.authority), instrument=legible.tidy(instrument.title), reference=legible.tidy(instrument.reference),
              instrument_date=instrument.dated,
              received_on=instrument.received, effective_on=instrument.effective, publication=legible.tidy(instrument.publication), evidence_id=instrument.evidence.id,
              signatory=legible.tidy(instrument.signatory), statement=legible.tidy(instrument.statement), statement_language=instrument.statement_language,
              voids_id=bearing.voids.id if bearing.voids else None, answers_id=bearing.answers.id if bearing.answers else None, recorded_by=actor.id, recorded_at=clock.now())
    act.reservations = [Reservation(section_uid=uid, effect=effect, text=legible.tidy(words)) for uid, effect, words in bearing.reservations]
    db.session.add(act)
    journal.record(Action.ADOPTION_RECORD, actor, act, act=act.number, party=party.code, type=type.value, label=version.label if version else None,
                   evidence=instrument.evidence.digest)
    return act


def verify(actor: Any, act: Act) -> None:
    """Confirm, as a second person, that the evidence says what was recorded; from now on the act counts and is public (A1)."""
    require(actor, Action.ADOPTION_VERIFY, act)
    db.session.add(ActVerification(act=act, account_id=actor.id, at=clock.now()))
    search.put_act(act)
    journal.record(Action.ADOPTION_VERIFY, actor, act, act=act.number, party=act.party_code, type=act.type.value)


def _check_paper(party: Party, instrument: Instrument) -> None:
    """Refuse an act of a body, without authority or title, or with dates that cannot be (A10)."""
    if party.kind != PartyKind.PARTY:
        raise Invalid(N_("Only a party acts in this register."), field="party")
    if legible.blank(instrument.authority) or legible.blank(instrument.title):
        raise Invalid(N_("Name the authority and the instrument."), field="authority")
    if instrument.received < instrument.dated:
        raise Invalid(N_("An instrument is not received before it is dated."), field="received")
    if instrument.received > clock.now().astimezone(clock.BRUSSELS).date():
        raise Invalid(N_("The day of receipt lies in the future."), field="received")
    if instrument.effective < instrument.dated:
        raise Invalid(N_("An act does not take effect before its instrument is dated."), field="effective")


def _text(party: Party, type: ActType, instrument: Instrument, bearing: Bearing) -> Version | None:
    """The text the act is about: a final version, or that of the live act it answers (A1, A2, A4)."""
    needs = NEEDS[type]
    final = bearing.version is not None and bearing.version.final and bearing.version.state == VersionState.PUBLISHED
    if needs.text is Text.FINAL and not final:
        raise Invalid(N_("This act is about a text that was published as final. Choose that version."), field="version")
    if needs.answers:
        _check_counterpart(party, type, instrument, bearing.answers)
    elif bearing.answers is not None:
        raise Invalid(N_("An act of this type answers no other act."), field="answers")
    if type is ActType.DECLINED and any(act.type in ADOPTING for act in queries.in_force(party, instrument.effective, clock.now())):
        raise Conflict(N_("This party has adopted the text. Record a withdrawal instead."))
    return bearing.answers.version if needs.text is Text.COUNTERPART and bearing.answers else bearing.version


def _check_counterpart(party: Party, type: ActType, instrument: Instrument, answers: Act | None) -> None:
    """Refuse to answer an act that is not this party's, not of the right type, or not in force on the day (A2, A4)."""
    live = queries.in_force(party, instrument.effective, clock.now())
    if answers is None or answers not in live or answers.type not in NEEDS[type].answers:
        raise Invalid(N_("This act needs its counterpart: a verified act of the same party that is in force on the day it takes effect."), field="answers")
    if type in {ActType.WITHDRAWAL, ActType.RESERVATION_WITHDRAWN} and any(act.type == type and act.answers_id == answers.id for act in live):
        raise Conflict(N_("That act has been withdrawn already."))
    if type is ActType.RESERVATION_WITHDRAWN and not answers.reservations:
        raise Invalid(N_("That act carries no reservation."), field="answers")


def _check_words(party: Party, type: ActType, instrument: Instrument, bearing: Bearing) -> None:
    """Refuse a correction of nothing, twice, or without reason, and a declaration without words."""
    if NEEDS[type].statement and legible.blank(instrument.statement):
        raise Invalid(N_("This act needs its words; for a correction: the reason."), field="statement")
    if (type is ActType.CORRECTION) != (bearing.voids is not None) or (bearing.voids is not None and bearing.voids.party_code != party.code):
        raise Invalid(N_("A correction names the act of the same party that it voids; no other act does."), field="voids")
    if bearing.voids is not None and bearing.voids.voided_by is not None:
        raise Conflict(N_("Act %(number)s has been corrected already."), number=bearing.voids.number)


def _check_reservations(type: ActType, version: Version | None, bearing: Bearing) -> None:
    """Refuse reservations where there can be none, without words, twice on a section, or on a section the version lacks (A2)."""
    if NEEDS[type].reservations and not bearing.reservations:
        raise Invalid(N_("Name at least one section and what is reserved about it."), field="section_1")
    if not bearing.reservations:
        return
    if type not in RESERVABLE or version is None:
        raise Invalid(N_("An act of this type carries no reservations."), field="section_1")
    known = {section.uid for section in stored.sections(version)}
    named = [uid for uid, _, _ in bearing.reservations]
    if not set(named) <= known or len(set(named)) != len(named):
        raise Invalid(N_("A reservation names a section of this version, and each section once."), field="section_1")
    if any(legible.blank(words) for _, _, words in bearing.reservations):
        raise Invalid(N_("Say of each section what is reserved."), field="words_1")

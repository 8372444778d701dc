"""Recording what governments did, and verifying it by a second person. Nothing is ever changed: a correction voids."""
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from consult import clock
from consult.adoption import queries
from consult.adoption.models import Act, ActDetails, ActPaper, ActReturn, ActVerification, RequiredActs, Reservation, StatementTranslation
from consult.adoption.rules import ADOPTING, NEEDS, PART_MAX, PARTS_MAX, RESERVABLE, ActType, Effect, Text, required
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

#: The address of a page in a gazette.
_ADDRESS = re.compile(r"https?://[^\s/$.?#][^\s]*")

@dataclass(frozen=True)
class Gazette:
    """Where an instrument was published: which gazette, its number, the day, and the address of the page."""

    name: str = ""
    number: str = ""
    day: date | None = None
    link: str = ""


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
    signatory_title: str = ""
    gazette: Gazette = field(default_factory=Gazette)
    evidence_language: str = ""
    further: Sequence[tuple[EvidenceFile, str]] = field(default=())


@dataclass(frozen=True)
class Bearing:
    """What an act refers to: the text, the act it answers or voids, the reservations by section (key, effect, words), and which required act it is."""

    version: Version | None = None
    answers: Act | None = None
    voids: Act | None = None
    reservations: Sequence[tuple[str, Effect, str]] = field(default=())
    part: str = ""


def record(actor: Any, party: Party, type: ActType, instrument: Instrument, bearing: Bearing | None = None) -> Act:
    """Record an act of a government from its instrument; it counts once a second person has verified it (A1, A5, A10)."""
    require(actor, Action.ADOPTION_RECORD)
    bearing = bearing or Bearing()
    _check_paper(party, instrument)
    _check_gazette(instrument)
    _check_part(party, type, instrument, bearing)
    version = _text(party, type, instrument, bearing)
    _check_words(party, type, instrument, bearing)
    _check_reservations(type, version, bearing)
    name, voids = parties.name(party.code, "en", instrument.dated), _place_taken(bearing.voids)
    act = Act(number=queries.next_number(), party_code=party.code, party_name=name, type=type, version_id=version.id if version else None,
              authority=legible.tidy(instrument.authority), instrument=legible.tidy(instrument.title), reference=legible.tidy(instrument.reference),
              instrument_date=instrument.dated,
              received_on=instrument.received, effective_on=instrument.effective, publication=legible.tidy(instrument.publication), evidence_id=instrument.evidence.id,
              signatory=legible.tidy(instrument.signatory), statement=legible.tidy(instrument.statement), statement_language=instrument.statement_language,
              voids_id=voids.id if voids else None, answers_id=bearing.answers.id if bearing.answers else None, recorded_by=actor.id, recorded_at=clock.now())
    act.reservations = [Reservation(section_uid=uid, effect=effect, text=legible.tidy(words)) for uid, effect, words in bearing.reservations]
    act.details, act.papers = _details(instrument, bearing.part), _papers(instrument)
    db.session.add(act)
    journal.record(Action.ADOPTION_RECORD, actor, act, act=act.number, party=party.code, type=type.value, label=version.label if version else None,
                   evidence=instrument.evidence.digest, files=[file.digest for file, _ in act.files[1:]])
    return act


def verify(actor: Any, act: Act) -> None:
    """Confirm, as a second person, that the evidence says what was recorded; from now on the act counts and is public (A1)."""
    require(actor, Action.ADOPTION_VERIFY, act)
    db.session.add(ActVerification(act=act, account_id=actor.id, at=clock.now()))
    search.put_act(act)
    journal.record(Action.ADOPTION_VERIFY, actor, act, act=act.number, party=act.party_code, type=act.type.value)


def send_back(actor: Any, act: Act, reason: str) -> None:
    """Set aside an act that does not say what its evidence says; it stays with the secretariat and never becomes public."""
    require(actor, Action.ADOPTION_SEND_BACK, act)
    if legible.blank(reason):
        raise Invalid(N_("Say what differs from the evidence, so that it can be recorded rightly."), field="reason")
    if queries.given_at_event(act):
        raise Conflict(N_("A signature given at an event is not sent back. Record a correction, which frees the line on the signing list."))
    db.session.add(ActReturn(act=act, reason=legible.tidy(reason), account_id=actor.id, at=clock.now()))
    journal.record(Action.ADOPTION_SEND_BACK, actor, act, act=act.number, party=act.party_code, type=act.type.value)


def translate(actor: Any, act: Act, section_uid: str, language: str, text: str, translated_by: str) -> StatementTranslation:
    """Add an unofficial translation of the statement of an act, or of what it reserves about a section; earlier ones stay."""
    require(actor, Action.ADOPTION_TRANSLATE, act)
    if not act.statement if section_uid == "" else section_uid not in {row.section_uid for row in act.reservations}:
        raise Invalid(N_("This act has no such words to translate."), field="section")
    if language == act.statement_language:
        raise Invalid(N_("The words are in that language already. Choose the language of the translation."), field="language")
    if legible.blank(text) or legible.blank(translated_by):
        raise Invalid(N_("A translation needs its words and who made it."), field="text" if legible.blank(text) else "translated_by")
    row = StatementTranslation(act=act, section_uid=section_uid, language=language, text=legible.tidy(text), translated_by=legible.tidy(translated_by),
                               account_id=actor.id, at=clock.now())
    db.session.add(row)
    journal.record(Action.ADOPTION_TRANSLATE, actor, act, act=act.number, party=act.party_code, language=language)
    return row


def set_required(actor: Any, party: Party, since: date, parts: Sequence[str], reason: str) -> RequiredActs:
    """Decide which acts an adoption by a party consists of since a day; none: one act is enough. What was known before stays as it was (A6)."""
    require(actor, Action.ADOPTION_SET_REQUIRED, party)
    names = [legible.tidy(part).strip() for part in parts if not legible.blank(part)]
    if party.kind != PartyKind.PARTY:
        raise Invalid(N_("Only a party acts in this register."), field="party")
    if len(names) == 1 or len(names) > PARTS_MAX or len({name.casefold() for name in names}) != len(names) or any(len(name) > PART_MAX for name in names):
        raise Invalid(N_("Write each required act on a line of its own: two to twelve, each once and in few words; or leave the list empty."), field="parts")
    if legible.blank(reason):
        raise Invalid(N_("Say why, with the article of law or the letter it follows from."), field="reason")
    row = RequiredActs(party_code=party.code, since=since, parts=names, reason=legible.tidy(reason), set_by=actor.id, set_at=clock.now())
    db.session.add(row)
    journal.record(Action.ADOPTION_SET_REQUIRED, actor, row, party=party.code, since=since.isoformat(), required=names, reason=row.reason)
    return row


def _details(instrument: Instrument, part: str) -> ActDetails:
    paper = instrument.gazette
    return ActDetails(signatory_title=legible.tidy(instrument.signatory_title), gazette=legible.tidy(paper.name), gazette_number=legible.tidy(paper.number),
                      gazette_date=paper.day, gazette_link=paper.link.strip(), part=part)


def _papers(instrument: Instrument) -> list[ActPaper]:
    """Each file once, with its language; the instrument first."""
    told = {file.id: (file, language) for file, language in reversed([(instrument.evidence, instrument.evidence_language), *instrument.further])}
    return [ActPaper(evidence=file, language=language) for file, language in reversed(told.values())]


def _place_taken(voids: Act | None) -> Act | None:
    """The row a correction points to: the act itself, or the correction of it that was sent back, whose place it takes."""
    while voids is not None and voids.voided_by is not None and voids.voided_by.returned is not None:
        voids = voids.voided_by
    return voids


def _check_gazette(instrument: Instrument) -> None:
    """Refuse a publication without the name of its gazette, before the instrument is dated, or at an address that leads nowhere."""
    paper = instrument.gazette
    if legible.blank(paper.name) and (paper.number or paper.day or paper.link):
        raise Invalid(N_("Name the gazette."), field="gazette")
    if paper.day and paper.day < instrument.dated:
        raise Invalid(N_("An instrument is not published before it is dated."), field="gazette_date")
    if paper.link and not _ADDRESS.fullmatch(paper.link.strip()):
        raise Invalid(N_("Write the whole address, beginning with https://."), field="gazette_link")


def _check_part(party: Party, type: ActType, instrument: Instrument, bearing: Bearing) -> None:
    """Where an adoption of the party consists of several acts, an act of adoption says which of them it is; no other act does."""
    parts = required(party.code, queries.requirements(), instrument.effective, clock.now()) if type in ADOPTING else ()
    if parts and bearing.part not in parts:
        raise Invalid(N_("An adoption by this party consists of several acts. Say which of them this is."), field="part")
    if bearing.part and not parts:
        raise Invalid(N_("One act of this party is enough; it is no part of several."), field="part")


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
    if bearing.voids is not None and bearing.voids.returned is not None:
        raise Conflict(N_("Act %(number)s was sent back and never counted. Record it rightly as a new act."), number=bearing.voids.number)
    if bearing.voids is not None and bearing.voids.correction is not None:
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

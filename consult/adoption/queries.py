"""Reading the register: acts, where each party stood as at two dates, and the outlines of the map."""
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from consult.accounts.models import Account
from consult.adoption.models import Act, ActPaper, ActReturn, ActVerification, RequiredActs, Reservation
from consult.adoption.rules import ActType, Fact, Requirement, Standing, Status, live, standing, voided
from consult.db import db
from consult.documents.models import Document, Version
from consult.documents.rules import PUBLIC, VersionState
from consult.events.models import EventSignature
from consult.parties import queries as parties
from consult.parties.models import Party
from consult.parties.rules import PartyKind

REGION = Path(__file__).with_name("region.json")


@dataclass(frozen=True)
class Line:
    """One party in the register: where it stands, and the acts its columns are taken from."""

    party: Party
    standing: Standing
    signed: Act | None
    adopted: Act | None
    reservations: tuple[Act, ...]
    declarations: tuple[Act, ...]
    withdrawals: tuple[Act, ...] = ()


def by_number(number: int) -> Act | None:
    """One act with everything about it."""
    return db.session.scalar(_whole().where(Act.number == number))


def public(number: int) -> Act | None:
    """The same once a second person has verified it."""
    return db.session.scalar(_whole().join(ActVerification).where(Act.number == number))


def acts(party_code: str | None = None, unverified: bool = False) -> list[Act]:
    """All acts, or those of a party, in the order of their dates; unverified ones only when asked for."""
    query = _whole() if unverified else _whole().join(ActVerification)
    query = query.where(Act.party_code == party_code) if party_code else query
    return list(db.session.scalars(query.order_by(Act.effective_on, Act.number)))


def waiting() -> list[Act]:
    """Acts that no second person has verified yet, that nobody has sent back, and that no correction has voided."""
    return [act for act in desk() if act.returned is None and act.correction is None]


def sent_back() -> list[Act]:
    """Acts that were set aside before anybody had verified them, with the reason: for the secretariat only."""
    return [act for act in desk() if act.returned is not None]


def desk() -> list[Act]:
    """Every act that no second person has verified, without what only its own page says."""
    query = _in_lists().outerjoin(ActVerification).where(ActVerification.id.is_(None))
    return list(db.session.scalars(query.order_by(Act.number)))


def facts_of(rows: Iterable[Act]) -> list[Fact]:
    """What the fold needs to know of acts."""
    rows = list(rows)
    numbers = {act.id: act.number for act in rows}
    return [Fact(act.number, act.party_code, act.type, act.effective_on, act.verification.at if act.verification else None,
                 act.target.number if act.target else None, numbers.get(act.answers_id) if act.answers_id else None, len(act.reservations), act.version_id, act.part)
            for act in rows]


def requirements() -> list[Requirement]:
    """Every decision on the acts that an adoption of a party consists of, as the fold reads it."""
    return [Requirement(row.party_code, row.since, row.set_at, tuple(row.parts)) for row in db.session.scalars(select(RequiredActs).options(lazyload("*")))]


def decided(party: Party) -> list[RequiredActs]:
    """The decisions on what an adoption by this party consists of, the latest first."""
    query = select(RequiredActs).filter_by(party_code=party.code).options(joinedload(RequiredActs.account).lazyload(Account.grants))
    return list(db.session.scalars(query.order_by(RequiredActs.since.desc(), RequiredActs.id.desc())))


def register(effective: date, known: datetime, language: str) -> list[Line]:
    """Where every party stood on the effective date, as was known at the moment; a constant number of statements."""
    rows = list(db.session.scalars(_brief().join(ActVerification).order_by(Act.effective_on, Act.number)).unique())
    told = facts_of(rows), requirements()
    by = {act.number: act for act in rows}
    return [_line(party, *told, by, effective, known) for party in parties.by_name(members(), language)]


def members() -> list[Party]:
    """Everybody who can adopt: the parties, with or without a seat, but no bodies."""
    return [party for party in parties.all_parties() if party.kind == PartyKind.PARTY]


def member(code: str) -> Party | None:
    """The party with this code."""
    return next((party for party in members() if party.code == code), None)


def _line(party: Party, facts: list[Fact], needed: list[Requirement], by: dict[int, Act], effective: date, known: datetime) -> Line:
    found = standing(party.code, facts, effective, known, needed)
    own = [by[f.number] for f in live([f for f in facts if f.party == party.code], effective, known)]
    withdrawn = {act.answers_id for act in own if act.type == ActType.WITHDRAWAL}
    signed = next((act for act in reversed(own) if act.type == ActType.SIGNATURE and act.id not in withdrawn), None)
    adopted = by[found.act] if found.status in {Status.ADOPTED, Status.WITH_RESERVATIONS} and found.act else None
    return Line(party, found, signed, adopted, tuple(by[n] for n in sorted(found.reserving)), tuple(act for act in own if act.type == ActType.DECLARATION),
                tuple(act for act in own if act.type == ActType.WITHDRAWAL))


def void(rows: Iterable[Act], known: datetime) -> frozenset[int]:
    """The numbers of the acts that corrections known by then have voided."""
    return voided(facts_of(rows), known)


def in_force(party: Party, effective: date, known: datetime) -> list[Act]:
    """The acts of a party in force on the date, as was known at the moment."""
    rows = acts(party.code)
    by = {act.number: act for act in rows}
    return [by[f.number] for f in live(facts_of(rows), effective, known)]


def final_texts() -> list[Version]:
    """The versions that can be signed and adopted, the latest first."""
    return list(db.session.scalars(select(Version).join(Document).where(Version.final, Version.state == VersionState.PUBLISHED)
                                   .order_by(Version.published_at.desc()).options(joinedload(Version.document))))


def text_in_force() -> Version | None:
    """The latest final version: the text the register is about."""
    return next(iter(final_texts()), None)


def next_number() -> int:
    """The number of the next act."""
    return (db.session.scalar(select(Act.number).order_by(Act.number.desc()).limit(1)) or 0) + 1


@cache
def region() -> dict[str, Any]:
    """The outlines of the region by code, projected (see docs); names never come from here."""
    return json.loads(REGION.read_text(encoding="utf-8"))


def related(act: Act) -> list[Act]:
    """The acts of the same party that refer to this one or that it refers to, unverified ones with them, in the order of their recording."""
    rows = [row for row in acts(act.party_code, unverified=True) if row.number != act.number]
    chain, before = {act.id}, 0
    while before != len(chain):
        before = len(chain)
        chain |= {row.id for row in rows if row.voids_id in chain}
    return sorted((row for row in rows if row.id in chain or act.id == row.answers_id or row.id in {act.answers_id, act.voids_id}), key=lambda row: row.number)


def corrections() -> tuple[list[Fact], dict[int, str]]:
    """Every verified correction as the fold reads it, and the reason each act was voided for; one statement."""
    query = _brief().join(ActVerification).where(Act.type == ActType.CORRECTION).order_by(Act.number)
    rows = list(db.session.scalars(query).unique())
    return facts_of(rows), {row.target.number: row.statement for row in rows if row.target}


def given_at_event(act: Act) -> bool:
    """Whether the act is a signature given at an event, where it is void only by a correction."""
    return bool(db.session.scalar(select(exists().where(EventSignature.act_id == act.id))))


@dataclass(frozen=True)
class Reserved:
    """What one party reserves about one section of a text, by a live act."""

    act: Act
    row: Reservation


def reserved(version: Version, effective: date, known: datetime) -> dict[str, list[Reserved]]:
    """The reservations in force on a final text by section, the parties in the order of their codes; nothing is asked about any other text."""
    if not version.final or version.state not in PUBLIC:
        return {}
    query = _brief().options(selectinload(Act.translations)).join(ActVerification)
    rows = list(db.session.scalars(query.order_by(Act.party_code, Act.number)).unique())
    if not any(act.reservations and act.version_id == version.id for act in rows):
        return {}
    facts, needed, by = facts_of(rows), requirements(), {act.number: act for act in rows}
    found: dict[str, list[Reserved]] = {}
    for code in sorted({act.party_code for act in rows}):
        for number in sorted(standing(code, facts, effective, known, needed).reserving):
            for row in by[number].reservations if by[number].version_id == version.id else ():
                found.setdefault(row.section_uid, []).append(Reserved(by[number], row))
    return found


def _brief() -> Any:
    """An act as the table of the register needs it."""
    return select(Act).options(
        joinedload(Act.version).joinedload(Version.document), joinedload(Act.evidence), joinedload(Act.reservations), joinedload(Act.verification), joinedload(Act.details),
        joinedload(Act.voids).options(joinedload(Act.returned), lazyload(Act.voids)), joinedload(Act.returned))


def _whole() -> Any:
    """An act with everything its own page says."""
    return _in_lists().options(selectinload(Act.reservations), selectinload(Act.papers).joinedload(ActPaper.evidence), selectinload(Act.translations))


def _in_lists() -> Any:
    """An act with what a list says of it."""
    return select(Act).options(
        joinedload(Act.version).joinedload(Version.document), joinedload(Act.evidence), joinedload(Act.recorder).lazyload(Account.grants),
        joinedload(Act.verification).joinedload(ActVerification.verifier).lazyload(Account.grants), joinedload(Act.voided_by).joinedload(Act.returned),
        joinedload(Act.voids).joinedload(Act.returned), joinedload(Act.details), joinedload(Act.returned).joinedload(ActReturn.account).lazyload(Account.grants))

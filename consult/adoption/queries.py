"""Reading the register: acts, where each party stood as at two dates, and the outlines of the map."""
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from consult.accounts.models import Account
from consult.adoption.models import Act, ActVerification
from consult.adoption.rules import ADOPTING, ActType, Fact, Standing, live, standing, voided
from consult.db import db
from consult.documents.models import Document, Version
from consult.documents.rules import VersionState
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
    """Acts that no second person has verified yet and no correction has voided."""
    return [act for act in acts(unverified=True) if act.verification is None and act.voided_by is None]


def facts_of(rows: Iterable[Act]) -> list[Fact]:
    """What the fold needs to know of acts."""
    rows = list(rows)
    numbers = {act.id: act.number for act in rows}
    return [Fact(act.number, act.party_code, act.type, act.effective_on, act.verification.at if act.verification else None,
                 numbers.get(act.voids_id) if act.voids_id else None, numbers.get(act.answers_id) if act.answers_id else None, len(act.reservations)) for act in rows]


def register(effective: date, known: datetime, language: str) -> list[Line]:
    """Where every party stood on the effective date, as was known at the moment; a constant number of statements."""
    rows = acts()
    facts = facts_of(rows)
    by = {act.number: act for act in rows}
    return [_line(party, facts, by, effective, known) for party in parties.by_name(members(), language)]


def members() -> list[Party]:
    """Everybody who can adopt: the parties, with or without a seat, but no bodies."""
    return [party for party in parties.all_parties() if party.kind == PartyKind.PARTY]


def member(code: str) -> Party | None:
    """The party with this code."""
    return next((party for party in members() if party.code == code), None)


def _line(party: Party, facts: list[Fact], by: dict[int, Act], effective: date, known: datetime) -> Line:
    found = standing(party.code, facts, effective, known)
    own = [by[f.number] for f in live([f for f in facts if f.party == party.code], effective, known)]
    withdrawn = {act.answers_id for act in own if act.type == ActType.WITHDRAWAL}

    def last(types: Iterable[ActType]) -> Act | None:
        return next((act for act in reversed(own) if act.type in types and act.id not in withdrawn), None)

    return Line(party, found, last({ActType.SIGNATURE}), last(ADOPTING), tuple(by[n] for n in sorted(found.reserving)),
                tuple(act for act in own if act.type == ActType.DECLARATION))


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


def _whole():  # type: ignore[no-untyped-def]
    return select(Act).options(
        joinedload(Act.version).joinedload(Version.document), joinedload(Act.evidence), selectinload(Act.reservations), joinedload(Act.recorder).lazyload(Account.grants),
        joinedload(Act.verification).joinedload(ActVerification.verifier).lazyload(Account.grants), joinedload(Act.voided_by), joinedload(Act.voids))

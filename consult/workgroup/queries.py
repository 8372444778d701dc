"""Reading mandates: the roster by party, one mandate, and who may speak for a seat now."""
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult import clock
from consult.accounts.models import Account
from consult.db import db
from consult.parties import queries as parties
from consult.parties.models import Party
from consult.workgroup.models import HandingOver, Mandate, MandateWarning
from consult.workgroup.rules import MandateRole, MandateState, covers, set_aside, state


@dataclass
class Seat:
    """One seat of the roster: who holds it now, who will, who did, and (for the desk) what waits for verification."""

    party: Party
    members: list[Mandate] = field(default_factory=list)
    alternates: list[Mandate] = field(default_factory=list)
    coming: list[Mandate] = field(default_factory=list)
    past: list[Mandate] = field(default_factory=list)
    waiting: list[Mandate] = field(default_factory=list)


def by_id(mandate_id: int) -> Mandate | None:
    """One mandate with its holder and its letter."""
    return db.session.scalar(select(Mandate).filter_by(id=mandate_id).options(joinedload(Mandate.holder), joinedload(Mandate.evidence)))


def roster(language: str, moment: datetime | None = None) -> list[Seat]:
    """All seats in the order of the parties' names, with their mandates; two statements however many there are."""
    moment = moment or clock.now()
    seats = {party.code: Seat(party) for party in parties.by_name(parties.seats(), language)}
    for mandate in db.session.scalars(select(Mandate).order_by(Mandate.starts_at, Mandate.id).options(joinedload(Mandate.evidence))):
        if mandate.party_code in seats and not set_aside(mandate):
            _place(seats[mandate.party_code], mandate, moment)
    return list(seats.values())


def _place(seat: Seat, mandate: Mandate, moment: datetime) -> None:
    now = seat.members if mandate.role == MandateRole.PRINCIPAL else seat.alternates
    if mandate.verified_at is None:
        seat.waiting.append(mandate)
    else:
        {MandateState.VERIFIED: seat.coming, MandateState.ACTIVE: now, MandateState.ENDED: seat.past}[state(mandate, moment)].append(mandate)


def terms(party_code: str, role: MandateRole, but: Mandate | None = None) -> list[tuple[datetime, datetime | None]]:
    """The terms of all mandates of a seat in one role that count or may come to count (M1); but for one that is being handed over."""
    return _terms(m for m in db.session.scalars(select(Mandate).filter_by(party_code=party_code, role=role)) if m is not but)


def handing(handing_id: int) -> HandingOver | None:
    """One handing over, with both mandates and the letter."""
    return db.session.scalar(select(HandingOver).filter_by(id=handing_id).options(
        joinedload(HandingOver.former), joinedload(HandingOver.holder), joinedload(HandingOver.recorder), joinedload(HandingOver.evidence)))


def handings_waiting() -> list[HandingOver]:
    """What waits for a third person, the oldest first."""
    waiting = select(HandingOver).where(HandingOver.verified_at.is_(None), HandingOver.set_aside_reason == "").order_by(HandingOver.id)
    return list(db.session.scalars(waiting.options(joinedload(HandingOver.former), joinedload(HandingOver.holder))))


def handing_of(mandate: Mandate) -> HandingOver | None:
    """The handing over of a mandate that counts or may come to count."""
    return db.session.scalar(select(HandingOver).where(HandingOver.former_id == mandate.id, HandingOver.set_aside_reason == ""))


def ending(moment: datetime, before: datetime) -> list[Mandate]:
    """The verified mandates that end between two moments, with their holders; not those after which somebody is to sit already."""
    ending = select(Mandate).where(Mandate.verified_at.is_not(None), Mandate.ends_at > moment, Mandate.ends_at <= before, Mandate.end_reason == "")
    rows = list(db.session.scalars(ending.order_by(Mandate.ends_at, Mandate.id).options(joinedload(Mandate.holder))))
    later = select(Mandate).where(Mandate.verified_at.is_not(None), Mandate.starts_at > moment)
    followed = {(row.party_code, row.role, row.starts_at) for row in db.session.scalars(later)}
    return [row for row in rows if (row.party_code, row.role, row.ends_at) not in followed]


def warned(mandate: Mandate, days: int) -> bool:
    """Whether those concerned have been told so many days ahead of this end."""
    return db.session.scalar(select(MandateWarning.id).filter_by(mandate_id=mandate.id, ends_at=mandate.ends_at, days=days)) is not None


def terms_of(account: Account) -> list[tuple[datetime, datetime | None]]:
    """The terms of all mandates of a person that count or may come to count (M2)."""
    return _terms(db.session.scalars(select(Mandate).filter_by(account_id=account.id)))


def _terms(mandates: Iterable[Mandate]) -> list[tuple[datetime, datetime | None]]:
    return [(m.starts_at, m.ends_at) for m in mandates if not set_aside(m)]


def held_by(account: Account) -> list[Mandate]:
    """All mandates a person has or had, the latest first."""
    return list(db.session.scalars(select(Mandate).filter_by(account_id=account.id).order_by(Mandate.starts_at.desc(), Mandate.id.desc())))


def in_force(actor: Any, seats: Iterable[str], moment: datetime | None = None) -> Mandate | None:
    """The person's verified mandate for one of these seats, in force at the moment (default: now)."""
    wanted = set(seats)
    mandates = actor.mandates if actor is not None else ()
    return next((m for m in mandates if m.party_code in wanted and covers(m, moment)), None)


def all_in_force(seats: Iterable[str], moment: datetime | None = None) -> list[Mandate]:
    """All verified mandates of these seats in force at the moment, members before alternates."""
    verified = select(Mandate).where(Mandate.party_code.in_(list(seats)), Mandate.verified_at.is_not(None))
    rows = db.session.scalars(verified.order_by(Mandate.party_code, Mandate.role.desc(), Mandate.id))
    return [m for m in rows if covers(m, moment)]

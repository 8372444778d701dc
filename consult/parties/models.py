"""Parties and the names they have had, per language and date."""
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Instant, db, one_of
from consult.parties.rules import PartyKind


class Party(db.Model):
    """A party (with a seat) or a body (without)."""

    __tablename__ = "party"
    __journalled__ = True
    __table_args__ = (CheckConstraint("kind = 'party' OR NOT seat", name="only_a_party_has_a_seat"),)
    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    kind: Mapped[PartyKind] = mapped_column(one_of(PartyKind), default=PartyKind.PARTY)
    seat: Mapped[bool] = mapped_column(default=True)
    zone: Mapped[str] = mapped_column(String(40), default="Europe/Brussels")
    admitted_at: Mapped[datetime] = mapped_column(Instant)
    names: Mapped[list["PartyName"]] = relationship(lazy="selectin", order_by="PartyName.since, PartyName.id")


class PartyName(db.Model):
    """What a party is called in one language since a date; `footnote` is an English sentence that is translated where shown."""

    __tablename__ = "party_name"
    __table_args__ = (UniqueConstraint("party_code", "language", "since"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    party_code: Mapped[str] = mapped_column(ForeignKey("party.code"))
    language: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(80))
    footnote: Mapped[str] = mapped_column(String(400), default="")
    since: Mapped[date]


class SeatChange(db.Model):
    """A party was given a seat after its admission, or has it no longer: from when on, and why."""

    __tablename__ = "seat_change"
    __table_args__ = (CheckConstraint("reason != ''", name="has_a_reason"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    party_code: Mapped[str] = mapped_column(ForeignKey("party.code"), index=True)
    seat: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)

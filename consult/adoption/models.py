"""Acts of governments: one row each, never changed or deleted (A5); verification is a row of its own."""
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.adoption.rules import ActType, Effect
from consult.db import Instant, db, one_of
from consult.documents.models import Version
from consult.evidence.models import EvidenceFile
from consult.parties.models import Party


class Act(db.Model):
    """What a government did, by which instrument, with its proof. A correction voids another act, which stays visible."""

    __tablename__ = "act"
    __journalled__ = True
    __table_args__ = (
        CheckConstraint("(type = 'correction') = (voids_id IS NOT NULL)", name="a_correction_voids"),
        CheckConstraint("type != 'correction' OR statement != ''", name="correction_with_reason"),
        CheckConstraint("instrument_date <= received_on", name="dated_before_received"),
        CheckConstraint("instrument_date <= effective_on", name="dated_before_effective"),
        CheckConstraint("type NOT IN ('signature', 'adoption', 'accession', 'acceptance') OR version_id IS NOT NULL", name="names_its_text"),
        CheckConstraint("type NOT IN ('reservation', 'reservation_withdrawn', 'withdrawal') OR answers_id IS NOT NULL", name="names_its_counterpart"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    party_code: Mapped[str] = mapped_column(ForeignKey("party.code"), index=True)
    party_name: Mapped[str] = mapped_column(String(80))
    type: Mapped[ActType] = mapped_column(one_of(ActType))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    authority: Mapped[str] = mapped_column(String(200))
    instrument: Mapped[str] = mapped_column(String(300))
    reference: Mapped[str] = mapped_column(String(120), default="")
    instrument_date: Mapped[date]
    received_on: Mapped[date]
    effective_on: Mapped[date]
    publication: Mapped[str] = mapped_column(String(400), default="")
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence_file.id"))
    signatory: Mapped[str] = mapped_column(String(200), default="")
    statement: Mapped[str] = mapped_column(Text, default="")
    statement_language: Mapped[str] = mapped_column(String(10), default="en")
    voids_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"), unique=True)
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    party: Mapped[Party] = relationship()
    version: Mapped[Version | None] = relationship()
    evidence: Mapped[EvidenceFile] = relationship()
    recorder: Mapped[Account] = relationship()
    reservations: Mapped[list["Reservation"]] = relationship(back_populates="act", order_by="Reservation.id")
    verification: Mapped["ActVerification | None"] = relationship(back_populates="act")
    voided_by: Mapped["Act | None"] = relationship(foreign_keys=[voids_id], back_populates="voids", uselist=False, viewonly=True)
    voids: Mapped["Act | None"] = relationship(foreign_keys=[voids_id], remote_side=[id])


class ActVerification(db.Model):
    """A second person has compared an act with its evidence (A1)."""

    __tablename__ = "act_verification"
    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    act: Mapped[Act] = relationship(back_populates="verification")
    verifier: Mapped[Account] = relationship()


class Reservation(db.Model):
    """What an act excludes, modifies or interprets in one section of the version it adopts (A2)."""

    __tablename__ = "reservation"
    __table_args__ = (UniqueConstraint("act_id", "section_uid"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    section_uid: Mapped[str] = mapped_column(String(80))
    effect: Mapped[Effect] = mapped_column(one_of(Effect))
    text: Mapped[str] = mapped_column(Text)
    act: Mapped[Act] = relationship(back_populates="reservations")

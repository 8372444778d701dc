"""Mandates of the standing working group, how they are handed over, and the warnings before they end."""
from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult import clock
from consult.accounts.models import Account
from consult.db import Instant, db, one_of
from consult.evidence.models import EvidenceFile
from consult.parties.models import Party
from consult.workgroup.rules import MandateRole, MandateState, state, warning


class Mandate(db.Model):
    """A person sits for a party during [starts_at, ends_at), by a credential that was recorded and verified by two others (M4).

    `ends_at` is the end the letter names, if it names one, until the mandate is ended with a reason: that happens once and only shortens it (M3).
    `holder_name` is the name at the time: past mandates keep it.
    """

    __tablename__ = "mandate"
    __journalled__ = True
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="starts_before_end"),
        CheckConstraint("end_reason = '' OR ends_at IS NOT NULL OR verified_at IS NULL", name="ended_has_an_end"),
        CheckConstraint("recorded_by != account_id", name="not_recorded_by_holder"),
        CheckConstraint("verified_by IS NULL OR (verified_by != account_id AND verified_by != recorded_by)", name="three_people"),
        CheckConstraint("(verified_by IS NULL) = (verified_at IS NULL)", name="verified_is_dated"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    party_code: Mapped[str] = mapped_column(ForeignKey("party.code"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    holder_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[MandateRole] = mapped_column(one_of(MandateRole))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    end_reason: Mapped[str] = mapped_column(Text, default="")
    authority: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(120), default="")
    dated: Mapped[date]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence_file.id"))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verified_at: Mapped[datetime | None] = mapped_column(Instant)
    holder: Mapped[Account] = relationship(foreign_keys=[account_id])
    party: Mapped[Party] = relationship()
    evidence: Mapped[EvidenceFile] = relationship()

    @property
    def last_moment(self) -> datetime | None:
        """The last moment of the term, so that the end of a day is shown as that day."""
        return self.ends_at - timedelta(milliseconds=1) if self.ends_at else None

    @property
    def ends_soon(self) -> bool:
        """Whether its end is so near that those concerned are warned."""
        return warning(self, clock.now()) > 0

    @property
    def standing(self) -> MandateState:
        """Where the mandate stands now."""
        return state(self)


class HandingOver(db.Model):
    """One step from a holder to the next, recorded from the successor's letter; nothing changes until a third person has verified it.

    At that moment the former mandate ends and the successor's begins at one and the same instant: the one recorded, or the verification if that is later.
    """

    __tablename__ = "handing_over"
    __journalled__ = True
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="starts_before_end"),
        CheckConstraint("reason != ''", name="with_reason"),
        CheckConstraint("recorded_by != account_id", name="not_recorded_by_successor"),
        CheckConstraint("verified_by IS NULL OR (verified_by != account_id AND verified_by != recorded_by)", name="three_people"),
        CheckConstraint("(verified_by IS NULL) = (verified_at IS NULL) AND (verified_by IS NULL) = (mandate_id IS NULL)", name="verified_makes_a_mandate"),
        CheckConstraint("set_aside_reason = '' OR verified_by IS NULL", name="set_aside_or_verified"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    former_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text)
    authority: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(120), default="")
    dated: Mapped[date]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence_file.id"), index=True)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verified_at: Mapped[datetime | None] = mapped_column(Instant)
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"), unique=True)
    set_aside_reason: Mapped[str] = mapped_column(Text, default="")
    former: Mapped[Mandate] = relationship(foreign_keys=[former_id])
    mandate: Mapped[Mandate | None] = relationship(foreign_keys=[mandate_id])
    holder: Mapped[Account] = relationship(foreign_keys=[account_id])
    recorder: Mapped[Account] = relationship(foreign_keys=[recorded_by])
    evidence: Mapped[EvidenceFile] = relationship()

    @property
    def waiting(self) -> bool:
        """Whether it waits for a third person."""
        return self.verified_at is None and not self.set_aside_reason


class MandateWarning(db.Model):
    """That those concerned were told so many days ahead that a mandate ends: once for each end and each number of days."""

    __tablename__ = "mandate_warning"
    __table_args__ = (Index("uq_mandate_warning", "mandate_id", "ends_at", "days", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    ends_at: Mapped[datetime] = mapped_column(Instant)
    days: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)

"""Acts of governments: one row each, never changed or deleted (A5); verification is a row of its own."""
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
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
    details: Mapped["ActDetails | None"] = relationship(back_populates="act")
    papers: Mapped[list["ActPaper"]] = relationship(back_populates="act", order_by="ActPaper.id")
    returned: Mapped["ActReturn | None"] = relationship(back_populates="act")
    translations: Mapped[list["StatementTranslation"]] = relationship(back_populates="act", order_by="StatementTranslation.id")
    voided_by: Mapped["Act | None"] = relationship(foreign_keys=[voids_id], back_populates="voids", uselist=False, viewonly=True)
    voids: Mapped["Act | None"] = relationship(foreign_keys=[voids_id], remote_side=[id])
    answers: Mapped["Act | None"] = relationship(foreign_keys=[answers_id], remote_side=[id])

    @property
    def target(self) -> "Act | None":
        """The act that a correction voids; one that takes the place of a correction sent back voids what that one would have voided."""
        act = self.voids
        while act is not None and act.returned is not None and act.voids is not None:
            act = act.voids
        return act

    @property
    def correction(self) -> "Act | None":
        """The correction that was recorded of this act, verified or not, and not sent back."""
        act = self.voided_by
        while act is not None and act.returned is not None and act.voided_by is not None:
            act = act.voided_by
        return None if act is None or act.returned is not None else act

    @property
    def part(self) -> str:
        """Which of the acts that one adoption of its party consists of; empty where one act is enough."""
        return self.details.part if self.details else ""

    @property
    def files(self) -> list[tuple[EvidenceFile, str]]:
        """Every file that proves the act, with its language where it was told; the instrument first."""
        told = {paper.evidence_id: paper.language for paper in self.papers}
        return [(self.evidence, told.get(self.evidence_id, "")), *((paper.evidence, paper.language) for paper in self.papers if paper.evidence_id != self.evidence_id)]

    @property
    def public(self) -> bool:
        """Whether a second person has verified it."""
        return self.verification is not None


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


class ActDetails(db.Model):
    """What else an instrument says, recorded with its act: who signed in which office, where it was gazetted, and which required act it is."""

    __tablename__ = "act_details"
    __table_args__ = (CheckConstraint("gazette != '' OR (gazette_number = '' AND gazette_link = '' AND gazette_date IS NULL)", name="gazette_has_its_name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"), unique=True)
    signatory_title: Mapped[str] = mapped_column(String(200), default="")
    gazette: Mapped[str] = mapped_column(String(200), default="")
    gazette_number: Mapped[str] = mapped_column(String(120), default="")
    gazette_date: Mapped[date | None]
    gazette_link: Mapped[str] = mapped_column(String(500), default="")
    part: Mapped[str] = mapped_column(String(120), default="")
    act: Mapped[Act] = relationship(back_populates="details")


class ActPaper(db.Model):
    """A file that proves an act, with the language it is written in."""

    __tablename__ = "act_paper"
    __table_args__ = (UniqueConstraint("act_id", "evidence_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence_file.id"), index=True)
    language: Mapped[str] = mapped_column(String(10))
    act: Mapped[Act] = relationship(back_populates="papers")
    evidence: Mapped[EvidenceFile] = relationship()


class ActReturn(db.Model):
    """An act that was never verified is set aside with a reason: it stays with the secretariat and never becomes public."""

    __tablename__ = "act_return"
    __table_args__ = (CheckConstraint("reason != ''", name="has_a_reason"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    act: Mapped[Act] = relationship(back_populates="returned")
    account: Mapped[Account] = relationship()


class StatementTranslation(db.Model):
    """An unofficial translation of a statement, or of what is reserved about one section; a later one of the same language takes its place."""

    __tablename__ = "statement_translation"
    __table_args__ = (CheckConstraint("text != ''", name="has_words"), CheckConstraint("translated_by != ''", name="names_its_translator"))
    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"), index=True)
    section_uid: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    translated_by: Mapped[str] = mapped_column(String(200))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    act: Mapped[Act] = relationship(back_populates="translations")


class RequiredActs(db.Model):
    """The acts that one adoption of a party consists of since a day, decided with a reason; none in the list: one act is enough."""

    __tablename__ = "required_acts"
    __journalled__ = True
    __table_args__ = (CheckConstraint("reason != ''", name="has_a_reason"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    party_code: Mapped[str] = mapped_column(ForeignKey("party.code"), index=True)
    since: Mapped[date]
    parts: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    set_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)
    account: Mapped[Account] = relationship()

"""Ballots, the seats copied into them, and positions (never changed: each is a new row)."""
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.ballots.rules.counting import Base, Rule
from consult.ballots.rules.life import BallotKind, BallotPhase, BallotState, Choice, Procedure, phase, repeatable
from consult.db import Instant, db, one_of
from consult.documents.models import Version
from consult.evidence.models import EvidenceFile
from consult.workgroup.models import Mandate
from consult.workgroup.rules import MandateRole


class Ballot(db.Model):
    """A question to the seats about one exact text; the rule is integers fixed at opening (D3, D4)."""

    __tablename__ = "ballot"
    __journalled__ = True
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="closes_after_opening"),
        CheckConstraint("opened_by IS NULL OR opened_by != prepared_by", name="opened_by_another"),
        CheckConstraint("certified_by IS NULL OR (certified_by != prepared_by AND certified_by != opened_by)", name="certified_by_another"),
        CheckConstraint("(state = 'certified') = (certified_by IS NOT NULL)", name="certified_by_somebody"),
        CheckConstraint("state != 'withdrawn' OR withdrawn_reason != ''", name="withdrawn_with_reason"),
        CheckConstraint("denominator > 0 AND numerator BETWEEN 0 AND denominator AND floor_numerator >= 0 AND floor_numerator < floor_denominator "
                        "AND (max_against IS NULL OR max_against >= 0)", name="rule"),
        CheckConstraint("(result IS NULL) = (certified_by IS NULL)", name="certified_with_result"),
        CheckConstraint("state = 'draft' OR state = 'withdrawn' OR opened_by IS NOT NULL", name="opened_by_somebody"),
        Index("uq_ballot_undecided", "version_id", "kind", unique=True, sqlite_where=text("state = 'scheduled'"), postgresql_where=text("state = 'scheduled'")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    version_digest: Mapped[str] = mapped_column(String(64))
    question: Mapped[str] = mapped_column(Text)
    kind: Mapped[BallotKind] = mapped_column(one_of(BallotKind))
    preset: Mapped[str] = mapped_column(String(20))
    numerator: Mapped[int]
    denominator: Mapped[int]
    strict: Mapped[bool]
    base: Mapped[Base] = mapped_column(one_of(Base, "rule_base"))
    floor_numerator: Mapped[int]
    floor_denominator: Mapped[int]
    max_against: Mapped[int | None]
    opens_at: Mapped[datetime] = mapped_column(Instant)
    closes_at: Mapped[datetime] = mapped_column(Instant)
    notice: Mapped[str] = mapped_column(Text, default="")
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("ballot.id"))
    procedure: Mapped[str] = mapped_column(String(20), default=Procedure.VOTE.value, server_default=Procedure.VOTE.value)
    state: Mapped[BallotState] = mapped_column(one_of(BallotState), default=BallotState.DRAFT)
    prepared_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    prepared_at: Mapped[datetime] = mapped_column(Instant)
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    extend_reason: Mapped[str] = mapped_column(Text, default="")
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    certified_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    certified_at: Mapped[datetime | None] = mapped_column(Instant)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[Version] = relationship()
    seats: Mapped[list["BallotSeat"]] = relationship(back_populates="ballot", order_by="BallotSeat.party_code")
    positions: Mapped[list["Position"]] = relationship(back_populates="ballot", order_by="Position.seq")
    repeats: Mapped["Ballot | None"] = relationship(remote_side=[id])
    answers: Mapped[list["ObjectionAnswer"]] = relationship(back_populates="ballot", order_by="ObjectionAnswer.id")
    __mapper_args__ = {"version_id_col": revision}

    @property
    def rule(self) -> Rule:
        """The integers of the rule together."""
        return Rule(self.numerator, self.denominator, self.strict, self.base, self.floor_numerator, self.floor_denominator, self.max_against)

    @property
    def silence(self) -> bool:
        """Whether it is decided by silence: nobody votes, one objection breaks it."""
        return self.procedure == Procedure.SILENCE

    @property
    def carried(self) -> bool:
        """Whether the certified result says that it is carried; in a silence procedure, that no objection was received."""
        return self.result is not None and bool(self.result["carried"])

    @property
    def repeatable(self) -> bool:
        """Whether another ballot may repeat this one."""
        return repeatable(self.state, self.opened_by is not None, self.carried)

    @property
    def phase(self) -> BallotPhase:
        """Where the ballot stands now."""
        return phase(self.state, self.opens_at, self.closes_at)


class BallotSeat(db.Model):
    """A seat as it was when the ballot opened, with the name of the party then (B4)."""

    __tablename__ = "ballot_seat"
    __table_args__ = (UniqueConstraint("ballot_id", "party_code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    party_code: Mapped[str] = mapped_column(ForeignKey("party.code"))
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    footnote: Mapped[str] = mapped_column(String(400), default="")
    ballot: Mapped[Ballot] = relationship(back_populates="seats")


class Position(db.Model):
    """What a seat said, through whom and when; the latest of a seat counts. Each carries the hash of the one before (B11)."""

    __tablename__ = "position"
    __journalled__ = True
    __table_args__ = (
        UniqueConstraint("ballot_id", "seq"),
        CheckConstraint("choice NOT IN ('do_not_approve', 'does_not_take_part') OR reason != ''", name="reason_given"),
        CheckConstraint("(entered_by IS NULL) = (evidence_id IS NULL)", name="entered_with_document"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    seq: Mapped[int]
    party_code: Mapped[str] = mapped_column(ForeignKey("party.code"))
    choice: Mapped[Choice] = mapped_column(one_of(Choice))
    reason: Mapped[str] = mapped_column(Text, default="")
    cast_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    caster_name: Mapped[str] = mapped_column(String(120))
    capacity: Mapped[MandateRole] = mapped_column(one_of(MandateRole, "capacity"))
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_file.id"))
    version_digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    previous: Mapped[str] = mapped_column(String(64))
    receipt: Mapped[str] = mapped_column(String(64), unique=True)
    ballot: Mapped[Ballot] = relationship(back_populates="positions")
    caster: Mapped[Account] = relationship(foreign_keys=[cast_by])
    evidence: Mapped[EvidenceFile | None] = relationship()
    mandate: Mapped[Mandate] = relationship()


class ObjectionAnswer(db.Model):
    """What was done about an objection against the ballot that this one repeats; the latest counts, all of them stay. Read with the opening of the ballot."""

    __tablename__ = "objection_answer"
    __journalled__ = True
    __table_args__ = (CheckConstraint("words != ''", name="words"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), index=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    words: Mapped[str] = mapped_column(Text)
    sections: Mapped[list[str]] = mapped_column(JSON)
    answered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    ballot: Mapped[Ballot] = relationship(back_populates="answers")

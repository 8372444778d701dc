"""Revision rounds."""
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Instant, db, one_of
from consult.documents.models import Version
from consult.rounds.rules import Phase, RoundKind, RoundState, phase


class Round(db.Model):
    """A time in which comments on one published version are taken, and their answers."""

    __tablename__ = "round"
    __journalled__ = True
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="closes_after_opening"),
        CheckConstraint("state != 'complete' OR (report_at IS NOT NULL AND completed_at IS NOT NULL)", name="complete_has_a_report"),
        CheckConstraint("state != 'cancelled' OR cancel_reason != ''", name="cancelled_with_reason"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    kind: Mapped[RoundKind] = mapped_column(one_of(RoundKind), default=RoundKind.PUBLIC)
    state: Mapped[RoundState] = mapped_column(one_of(RoundState), default=RoundState.DRAFT)
    opens_at: Mapped[datetime] = mapped_column(Instant)
    closes_at: Mapped[datetime] = mapped_column(Instant)
    notice: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[str] = mapped_column(Text, default="")
    short_reason: Mapped[str] = mapped_column(Text, default="")
    extend_reason: Mapped[str] = mapped_column(Text, default="")
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    report: Mapped[str] = mapped_column(Text, default="")
    report_at: Mapped[datetime | None] = mapped_column(Instant)
    completed_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[Version] = relationship()
    __mapper_args__ = {"version_id_col": revision}

    @property
    def phase(self) -> Phase:
        """Where the round stands now."""
        return phase(self.state, self.opens_at, self.closes_at)

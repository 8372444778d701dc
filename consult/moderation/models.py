"""What people report to the moderators, what the moderators hide, and how an appeal ends."""
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.comments.models import Comment, Reply
from consult.db import Instant, db, one_of
from consult.moderation.rules import Outcome, ReportState


class Report(db.Model):
    """One person says why a comment or a reply should not stand; only moderators read it. Each person once for each thing."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("comment_id", "account_id"), UniqueConstraint("reply_id", "account_id"),
        CheckConstraint("(comment_id IS NULL) != (reply_id IS NULL)", name="of_a_comment_or_a_reply"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_is_dated"),
        CheckConstraint("(state = 'open') = (settled_by IS NULL)", name="settled_by_somebody"),
        Index("ix_report_queue", "state", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("reply.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[ReportState] = mapped_column(one_of(ReportState), default=ReportState.OPEN)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(Text, default="")
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    settler: Mapped[Account | None] = relationship(foreign_keys=[settled_by])
    comment: Mapped[Comment | None] = relationship()
    reply: Mapped[Reply | None] = relationship()


class Hiding(db.Model):
    """One time that words were hidden: by whom and why, the author's appeal (one), and who decided it, another person."""

    __tablename__ = "hiding"
    __table_args__ = (
        CheckConstraint("(comment_id IS NULL) != (reply_id IS NULL)", name="of_a_comment_or_a_reply"),
        CheckConstraint("(appealed_at IS NULL) = (appeal = '')", name="appeal_has_words"),
        CheckConstraint("outcome IS NULL OR appealed_at IS NOT NULL", name="decided_on_appeal"),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decision_is_dated"),
        CheckConstraint("(outcome IS NULL) = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(outcome IS NULL) = (decision = '')", name="decision_has_a_reason"),
        CheckConstraint("decided_by IS NULL OR decided_by != hidden_by", name="decided_by_another"),
        Index("uq_hiding_comment", "comment_id", unique=True, sqlite_where=text("outcome IS NULL OR outcome != 'restored'"),
              postgresql_where=text("outcome IS NULL OR outcome != 'restored'")),
        Index("uq_hiding_reply", "reply_id", unique=True, sqlite_where=text("outcome IS NULL OR outcome != 'restored'"),
              postgresql_where=text("outcome IS NULL OR outcome != 'restored'")),
        Index("ix_hiding_appeals", "decided_at", "appealed_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("reply.id"))
    reason: Mapped[str] = mapped_column(Text)
    hidden_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    hidden_at: Mapped[datetime] = mapped_column(Instant)
    appeal: Mapped[str] = mapped_column(Text, default="")
    appealed_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome))
    decision: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    comment: Mapped[Comment | None] = relationship()
    reply: Mapped[Reply | None] = relationship()
    hider: Mapped[Account] = relationship(foreign_keys=[hidden_by])

    @property
    def thing(self) -> Comment | Reply:
        """What was hidden: the comment or the reply."""
        return self.comment or self.reply  # type: ignore[return-value]  # the table has one of the two

    @property
    def about(self) -> Comment:
        """The comment, or the one that the reply stands under."""
        return self.comment or self.reply.comment  # type: ignore[union-attr]

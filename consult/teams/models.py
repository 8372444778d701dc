"""Drafts that belong to an organisation, the hands that wrote in them, and the comments that organisations support."""
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.comments.models import Comment, Draft
from consult.db import Instant, db
from consult.organisations.models import Organisation


class TeamDraft(db.Model):
    """A draft that belongs to an organisation: its people see and edit it, its leads send it; whoever began it leaves it there."""

    __tablename__ = "team_draft"
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True, autoincrement=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    shared_at: Mapped[datetime] = mapped_column(Instant)
    draft: Mapped[Draft] = relationship(lazy="joined")
    organisation: Mapped[Organisation] = relationship()


class Contribution(db.Model):
    """What a draft of an organisation said after one person had written in it; goes with the draft into the comment, and is shown inside the organisation only."""

    __tablename__ = "contribution"
    __table_args__ = (CheckConstraint("(draft_id IS NULL) != (comment_id IS NULL)", name="of_a_draft_or_a_comment"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    body: Mapped[str] = mapped_column(Text)
    proposed: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    account: Mapped[Account] = relationship()

    @property
    def words(self) -> dict[str, str]:
        """The parts by name."""
        return {"body": self.body, "proposed": self.proposed, "reason": self.reason}


class Support(db.Model):
    """An organisation says that it supports a comment; taken back, the row stays with its end."""

    __tablename__ = "support"
    __journalled__ = True
    __table_args__ = (Index("uq_support_current", "comment_id", "organisation_id", unique=True,
                            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),)
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    since: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    comment: Mapped[Comment] = relationship()
    organisation: Mapped[Organisation] = relationship()

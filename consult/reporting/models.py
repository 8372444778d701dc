"""What editors write into the report of a round, its frozen form, and the reasons of changes that no comment asked for."""
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.comments.models import Comment
from consult.db import Instant, db
from consult.documents.models import Version
from consult.rounds.models import Round


class Theme(db.Model):
    """One thing that was heard in a round: its title, the editor's words, and the comments and sections it gathers."""

    __tablename__ = "report_theme"
    __journalled__ = True
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1)
    round: Mapped[Round] = relationship()
    comments: Mapped[list["ThemeComment"]] = relationship(order_by="ThemeComment.comment_id", cascade="all, delete-orphan")
    sections: Mapped[list["ThemeSection"]] = relationship(order_by="ThemeSection.id", cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": revision}


class ThemeComment(db.Model):
    """A comment that a theme gathers; one comment may speak to several themes."""

    __tablename__ = "report_theme_comment"
    __table_args__ = (UniqueConstraint("theme_id", "comment_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("report_theme.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    comment: Mapped[Comment] = relationship()


class ThemeSection(db.Model):
    """A section of the version commented on that a theme is about."""

    __tablename__ = "report_theme_section"
    __table_args__ = (UniqueConstraint("theme_id", "section_uid"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("report_theme.id"))
    section_uid: Mapped[str] = mapped_column(String(80))


class NextStep(db.Model):
    """What happens after the round, and on which day."""

    __tablename__ = "report_step"
    __journalled__ = True
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    day: Mapped[date] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text)
    round: Mapped[Round] = relationship()


class FrozenReport(db.Model):
    """The report as it stood when its round was completed: canonical JSON under its SHA-256, never changed or deleted."""

    __tablename__ = "frozen_report"
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    round: Mapped[Round] = relationship()


class EditorialReason(db.Model):
    """Why editors changed a section without a comment behind it. A later row counts before an earlier one; none is changed or deleted."""

    __tablename__ = "editorial_reason"
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    section_uid: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[Version] = relationship()
    account: Mapped[Account] = relationship()

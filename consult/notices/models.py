"""The outbox: a mail is written in the same transaction as the change it tells of, and sent afterwards."""
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Instant, db, one_of


class MailState(StrEnum):
    """Whether a mail has gone out."""

    DUE = "due"
    LEASED = "leased"
    SENT = "sent"
    FAILED = "failed"


class Mail(db.Model):
    """One mail to one person; `key` makes its Message-ID, so that a repeated sending is recognised."""

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_due", "state", "due_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    to: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[MailState] = mapped_column(one_of(MailState), default=MailState.DUE)
    due_at: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None] = mapped_column(String(40))
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


class NoticeCursor(db.Model):
    """How far the journal has been read for notices."""

    __tablename__ = "notice_cursor"
    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)

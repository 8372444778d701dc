"""The outbox: a mail is written in the same transaction as the change it tells of, and sent afterwards; what people chose, and what waits to be gathered."""
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Instant, db, one_of
from consult.notices.rules import Pace, Topic


class MailState(StrEnum):
    """Whether a mail has gone out."""

    DUE = "due"
    LEASED = "leased"
    SENT = "sent"
    FAILED = "failed"


class Mail(db.Model):
    """One mail to one person; `key` makes its Message-ID, so that a repeated sending is recognised.

    `topic` is what can be stopped with it, empty for mails that cannot; `fault` what the mail server last said against it.
    """

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_due", "state", "due_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    to: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="", server_default="")
    thread: Mapped[str] = mapped_column(String(120), default="", server_default="")
    topic: Mapped[str] = mapped_column(String(20), default="", server_default="")
    fault: Mapped[str] = mapped_column(String(300), default="", server_default="")
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


class NoticeChoice(db.Model):
    """When a person wants to be told of a topic; without a row the default holds."""

    __tablename__ = "notice_choice"
    __table_args__ = (UniqueConstraint("account_id", "topic"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    topic: Mapped[Topic] = mapped_column(one_of(Topic))
    pace: Mapped[Pace] = mapped_column(one_of(Pace))


class NoticeItem(db.Model):
    """Something that waits to be told together with other things; deleted in the transaction that writes the mail it stands in."""

    __tablename__ = "notice_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    topic: Mapped[Topic] = mapped_column(one_of(Topic))
    seq: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(Instant, index=True)

"""The journal: one row for everything that was done; never changed, never deleted."""
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.db import Instant, db


class JournalEntry(db.Model):
    """Who did what to which thing, when, with which facts; chained by hash to the entry before (X1, X2).

    The salt is random and part of what is hashed: without it anybody could try all people and moments against the public hash of an entry
    that does not show everything, until they fit.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_subject", "subject_table", "subject_id"),)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(60), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    subject_table: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    salt: Mapped[str] = mapped_column(String(32), default="", server_default="")
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    actor: Mapped[Account | None] = relationship(lazy="joined")

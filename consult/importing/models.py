"""Texts that were taken in and wait to be used, and the pictures of texts."""
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Instant, db


class Intake(db.Model):
    """A file as an editor sees it before it becomes a version: its sections as corrected so far. Private to whoever brought it."""

    __tablename__ = "intake"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    pieces: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)
    former: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON, deferred=True)
    lost: Mapped[dict[str, int]] = mapped_column(JSON)
    taken_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": revision}


class Picture(db.Model):
    """A picture of a text, named by the SHA-256 of its bytes; never changed."""

    __tablename__ = "picture"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    kept_at: Mapped[datetime] = mapped_column(Instant)

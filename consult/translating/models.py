"""Translations of sections as they were saved, quotations taken from them, and files that wait to be looked at."""
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.db import Instant, db, one_of
from consult.documents.models import Version
from consult.translating.rules.states import Stage

if TYPE_CHECKING:
    from consult.comments.models import Comment, Draft


class Translation(db.Model):
    """One saving of the translation of a section: words and maker never change, a later saving is a row with the next `seq`. A review is added to the row.

    `version` is the one whose section was translated. Ballots know versions only: nothing leads from one to a translation (V5).
    """

    __tablename__ = "translation"
    __table_args__ = (
        UniqueConstraint("document_id", "section_uid", "language", "seq"),
        CheckConstraint("(reviewed_by IS NULL) = (reviewed_at IS NULL)", name="review_is_dated"),
        CheckConstraint("reviewed_by IS NULL OR (reviewed_by != written_by AND stage = 'made')", name="reviewed_by_another"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    section_uid: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(10))
    seq: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    heading: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    stage: Mapped[Stage] = mapped_column(one_of(Stage))
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[Version] = relationship()
    writer: Mapped[Account] = relationship(foreign_keys=[written_by])
    reviewer: Mapped[Account | None] = relationship(foreign_keys=[reviewed_by])


class TranslatedQuote(db.Model):
    """Words that a comment (or its draft) quotes from a translation; they stand for the section, not for words of the original. `language` is the one
    they were read in, which may be made by rule from that of the translation."""

    __tablename__ = "translated_quote"
    __table_args__ = (CheckConstraint("(draft_id IS NULL) != (comment_id IS NULL)", name="of_one_thing"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), unique=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), unique=True)
    translation_id: Mapped[int] = mapped_column(ForeignKey("translation.id"))
    language: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    draft: Mapped["Draft | None"] = relationship(back_populates="translated")
    comment: Mapped["Comment | None"] = relationship(back_populates="translated")


class TranslationIntake(db.Model):
    """A translation that was brought in as a file and waits to be looked at: private to whoever brought it. `pieces`: key, original, translation."""

    __tablename__ = "translation_intake"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    language: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    pieces: Mapped[list[list[str]]] = mapped_column(JSON, deferred=True)
    taken_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[Version] = relationship()

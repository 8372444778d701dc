"""What the workbench keeps: every state of every section in work, texts not saved yet, and comments ticked at a change."""
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.comments.models import Comment
from consult.db import Instant, db, one_of
from consult.workbench.rules import Cause


class SectionState(db.Model):
    """A section of a working version as it was stored once, by whom and why; never changed or deleted.

    `revision` is the revision of the section's row after the step. The first step on a section also keeps how it stood before (`found`).
    """

    __tablename__ = "section_state"
    __table_args__ = (
        Index("ix_section_state_section", "version_id", "section_uid", "id"),
        CheckConstraint("(cause = 'proposal') = (comment_id IS NOT NULL)", name="proposal_of_a_comment"),
        CheckConstraint("(cause IN ('undone', 'restored')) = (of_id IS NOT NULL)", name="of_another_state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    section_uid: Mapped[str] = mapped_column(String(80))
    revision: Mapped[int]
    cause: Mapped[Cause] = mapped_column(one_of(Cause))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    number: Mapped[str] = mapped_column(String(120))
    heading: Mapped[str] = mapped_column(Text)
    level: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    of_id: Mapped[int | None] = mapped_column(ForeignKey("section_state.id"))
    account: Mapped[Account | None] = relationship()
    comment: Mapped[Comment | None] = relationship()


class UnsavedText(db.Model):
    """What an editor has typed and not saved: private, kept by itself, gone when it is saved or thrown away.

    `began_from` is the revision of the section it changes; `form` the key of the form that wrote it last.
    """

    __tablename__ = "unsaved_text"
    __table_args__ = (UniqueConstraint("account_id", "version_id", "section_uid"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    section_uid: Mapped[str] = mapped_column(String(80))
    began_from: Mapped[int]
    number: Mapped[str] = mapped_column(Text)
    heading: Mapped[str] = mapped_column(Text)
    level: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": revision}


class ChangeTick(db.Model):
    """An editor says that a section in work was changed because of a comment; the answer to the comment is offered this change."""

    __tablename__ = "change_tick"
    __table_args__ = (UniqueConstraint("comment_id", "version_id", "section_uid"), Index("ix_change_tick_section", "version_id", "section_uid"))
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    section_uid: Mapped[str] = mapped_column(String(80))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)

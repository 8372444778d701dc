"""By what editors find a comment, what they have read, and what they note; kept beside the comments and never public."""
from datetime import datetime

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, column, event, table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.comments.models import Comment
from consult.db import Instant, db, one_of
from consult.inbox.rules import FIELDS, Stage


class InboxEntry(db.Model):
    """A narrow row for every comment, written by triggers of the database: by this lists are found, whatever their length. Only the assignment is ours.

    Without a section the uid is empty, without an organisation its number is 0.
    """

    __tablename__ = "inbox_entry"
    __table_args__ = (
        Index("ix_inbox_entry_stage", "round_id", "stage", "comment_id"),
        *(Index(f"ix_inbox_entry_{field}", "round_id", name, "stage", "comment_id") for field, name in FIELDS.items()),
        CheckConstraint("(assigned_by IS NULL) = (assigned_at IS NULL)", name="assigned_is_dated"),
    )
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True, autoincrement=False)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    stage: Mapped[Stage] = mapped_column(one_of(Stage))
    section_uid: Mapped[str] = mapped_column(String(80))
    origin: Mapped[str] = mapped_column(String(3))
    organisation_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10))
    channel: Mapped[str] = mapped_column(String(40))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    assigned_at: Mapped[datetime | None] = mapped_column(Instant)
    comment: Mapped[Comment] = relationship()
    assignee: Mapped[Account | None] = relationship(foreign_keys=[assignee_id])
    assigner: Mapped[Account | None] = relationship(foreign_keys=[assigned_by])


class InboxCount(db.Model):
    """How many comments of a round at a stage have this word in this field; kept by triggers. Field `read`: by how many an account has read."""

    __tablename__ = "inbox_count"
    round_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    stage: Mapped[str] = mapped_column(String(40), primary_key=True)
    field: Mapped[str] = mapped_column(String(20), primary_key=True)
    word: Mapped[str] = mapped_column(String(80), primary_key=True)
    number: Mapped[int]


class InboxRead(db.Model):
    """An editor has read a comment."""

    __tablename__ = "inbox_read"
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)


class InboxNote(db.Model):
    """What an editor notes about a comment for the other editors; never public."""

    __tablename__ = "inbox_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    account: Mapped[Account] = relationship()


class InboxChoice(db.Model):
    """A choice of filters that an editor keeps under a name; `query` is what stands in the address."""

    __tablename__ = "inbox_choice"
    __table_args__ = (UniqueConstraint("account_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(String(1000))


#: The words of comments on SQLite: a full text index without a model, its rows named by the numbers of comments.
WORDS = table("inbox_words", column("rowid", Integer), column("folded"), column("inbox_words"))
event.listen(db.metadata, "after_create", DDL(
    "CREATE VIRTUAL TABLE inbox_words USING fts5(folded, content='', columnsize=0, detail='none')").execute_if(dialect="sqlite"))
event.listen(db.metadata, "after_create", DDL(
    "CREATE INDEX ix_search_row_words ON search_row USING gin (to_tsvector('simple', replace(folded, '.', ' ')))").execute_if(dialect="postgresql"))

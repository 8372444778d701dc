"""What goes with a submission: files, the key of its form with what was declared, late links, and how paper came in."""
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, LargeBinary, String, Text, UniqueConstraint, delete, event, exists
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from consult.accounts.models import Account
from consult.comments.models import Comment, Draft, Submission
from consult.db import Instant, db, one_of
from consult.rounds.models import Round
from consult.submissions.rules import Means


class AttachedFile(db.Model):
    """The bytes of attached files, once for each SHA-256; they go when the last attachment of them goes."""

    __tablename__ = "attached_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    kept_at: Mapped[datetime] = mapped_column(Instant)


class Attachment(db.Model):
    """A file that goes with a draft (private) or with a comment; an `original` is the paper or mail that a comment was entered from."""

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("draft_id", "file_id"), UniqueConstraint("comment_id", "file_id"),
        CheckConstraint("(draft_id IS NULL) != (comment_id IS NULL)", name="of_a_draft_or_a_comment"),
        CheckConstraint("shown OR original", name="only_an_original_is_kept_back"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("attached_file.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    name: Mapped[str] = mapped_column(String(200))
    original: Mapped[bool] = mapped_column(default=False)
    shown: Mapped[bool] = mapped_column(default=True)
    file: Mapped[AttachedFile] = relationship(lazy="joined")
    draft: Mapped[Draft | None] = relationship(back_populates="attachments")
    comment: Mapped[Comment | None] = relationship(back_populates="attachments")


class Sending(db.Model):
    """How a submission was sent: the key of its form, unique, so that it is sent once; and the interest its sender declared."""

    __tablename__ = "sending"
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    form_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    interest: Mapped[str] = mapped_column(Text, default="")
    submission: Mapped[Submission] = relationship(back_populates="sending")


class LateLink(db.Model):
    """A link with which one person may send one submission after the close, for a reason that everybody reads; only the hash of its secret is kept."""

    __tablename__ = "late_link"
    __table_args__ = (
        CheckConstraint("reason != ''", name="reason_given"),
        CheckConstraint("(holder_id IS NULL) = (claimed_at IS NULL)", name="claimed_by_somebody"),
        CheckConstraint("submission_id IS NULL OR holder_id IS NOT NULL", name="used_by_its_holder"),
        CheckConstraint("submission_id IS NULL OR withdrawn_at IS NULL", name="used_or_withdrawn"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    given_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    claimed_at: Mapped[datetime | None] = mapped_column(Instant)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), unique=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1)
    round: Mapped[Round] = relationship(backref=backref("late_links", order_by="LateLink.id"))
    giver: Mapped[Account] = relationship(foreign_keys=[given_by])
    submission: Mapped[Submission | None] = relationship()
    __mapper_args__ = {"version_id_col": revision}


class PaperEntry(db.Model):
    """How a comment that the secretariat entered had come in; who sent it stands with the comment."""

    __tablename__ = "paper_entry"
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    means: Mapped[Means] = mapped_column(one_of(Means))
    received_on: Mapped[date] = mapped_column(Date)
    entered_at: Mapped[datetime] = mapped_column(Instant)
    comment: Mapped[Comment] = relationship(back_populates="paper")


@event.listens_for(Attachment, "after_delete")
def _forget_bytes(_mapper: Any, connection: Connection, attachment: Attachment) -> None:
    """Nothing is kept of a file that nobody attaches any more."""
    others = exists().where(Attachment.file_id == AttachedFile.id)
    connection.execute(delete(AttachedFile.__table__).where(AttachedFile.id == attachment.file_id, ~others))

"""What stands beside answers: saved texts, reviews, translations, why an answer was changed, and reactions of authors."""
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.answering.rules import Feeling, ReviewState
from consult.comments.models import Comment, Disposition
from consult.db import Instant, db, one_of
from consult.organisations.models import Organisation


class SavedText(db.Model):
    """Words that editors use again, with places to fill; a tool of the desk, public only as an answer."""

    __tablename__ = "saved_text"
    __table_args__ = (Index("uq_saved_text_title", "title", "language", unique=True, sqlite_where=text("dropped_at IS NULL"), postgresql_where=text("dropped_at IS NULL")),)
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    dropped_at: Mapped[datetime | None] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": revision}


class AnswerReview(db.Model):
    """A draft was given to another editor (or to any other), who approved it or sent it back with a remark. Never public."""

    __tablename__ = "answer_review"
    __table_args__ = (
        Index("uq_answer_review_asked", "disposition_id", unique=True, sqlite_where=text("state = 'asked'"), postgresql_where=text("state = 'asked'")),
        CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided_is_dated"),
        CheckConstraint("(state = 'asked') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("decided_by IS NULL OR decided_by != asked_by", name="decided_by_another"),
        CheckConstraint("reviewer_id IS NULL OR reviewer_id != asked_by", name="given_to_another"),
        CheckConstraint("state != 'sent_back' OR remark != ''", name="sent_back_with_a_remark"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    disposition_id: Mapped[int] = mapped_column(ForeignKey("disposition.id"), index=True)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[ReviewState] = mapped_column(one_of(ReviewState), default=ReviewState.ASKED)
    remark: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    disposition: Mapped[Disposition] = relationship(back_populates="reviews")
    reviewer: Mapped[Account | None] = relationship(foreign_keys=[reviewer_id])
    decider: Mapped[Account | None] = relationship(foreign_keys=[decided_by])


class AnswerTranslation(db.Model):
    """The words of an answer in another language. Never changed: corrected words are a new row with the next `seq`; the latest is read."""

    __tablename__ = "answer_translation"
    __table_args__ = (UniqueConstraint("disposition_id", "language", "seq"), CheckConstraint("words != ''", name="has_words"))
    id: Mapped[int] = mapped_column(primary_key=True)
    disposition_id: Mapped[int] = mapped_column(ForeignKey("disposition.id"))
    language: Mapped[str] = mapped_column(String(10))
    seq: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    translated_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    disposition: Mapped[Disposition] = relationship(back_populates="translations")


class AnswerChange(db.Model):
    """Why an answer takes the place of one that was published; everybody reads it beside both. Never changed."""

    __tablename__ = "answer_change"
    __table_args__ = (CheckConstraint("reason != ''", name="has_a_reason"),)
    disposition_id: Mapped[int] = mapped_column(ForeignKey("disposition.id"), primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(Text)
    disposition: Mapped[Disposition] = relationship(back_populates="why")


class Reaction(db.Model):
    """What an author, or an organisation for which the comment speaks, says about the answer; it can be changed while there is time."""

    __tablename__ = "reaction"
    __journalled__ = True
    __table_args__ = (
        Index("uq_reaction_author", "disposition_id", unique=True, sqlite_where=text("organisation_id IS NULL"), postgresql_where=text("organisation_id IS NULL")),
        Index("uq_reaction_organisation", "disposition_id", "organisation_id", unique=True,
              sqlite_where=text("organisation_id IS NOT NULL"), postgresql_where=text("organisation_id IS NOT NULL")),
        CheckConstraint("feeling != 'not_satisfied' OR reason != ''", name="not_satisfied_because"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    disposition_id: Mapped[int] = mapped_column(ForeignKey("disposition.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    feeling: Mapped[Feeling] = mapped_column(one_of(Feeling))
    reason: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Instant)
    disposition: Mapped[Disposition] = relationship(back_populates="reactions")
    comment: Mapped[Comment] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

"""Comments, the drafts they come from, replies, answers, and where a comment stands in each version."""
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.comments.rules import AnswerState, Capacity, Channel, Code, CommentKind, CommentState, PlaceStatus
from consult.db import Instant, db, one_of
from consult.documents.models import Version
from consult.organisations.models import Organisation
from consult.rounds.models import Round

if TYPE_CHECKING:
    from consult.answering.models import AnswerChange, AnswerReview, AnswerTranslation, Reaction
    from consult.submissions.models import Attachment, PaperEntry, Sending
    from consult.teams.models import Support, TeamDraft
    from consult.translating.models import TranslatedQuote


class Draft(db.Model):
    """A comment not yet sent: private to its author, kept on the server."""

    __tablename__ = "draft"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    section_uid: Mapped[str | None] = mapped_column(String(80))
    kind: Mapped[CommentKind] = mapped_column(one_of(CommentKind))
    body: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text, default="")
    quote_start: Mapped[int | None]
    proposed: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10))
    saved_at: Mapped[datetime] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1)
    round: Mapped[Round] = relationship()
    attachments: Mapped[list["Attachment"]] = relationship(back_populates="draft", order_by="Attachment.id", cascade="all")
    team: Mapped["TeamDraft | None"] = relationship(primaryjoin="TeamDraft.draft_id == Draft.id", foreign_keys="TeamDraft.draft_id", viewonly=True, uselist=False)
    translated: Mapped["TranslatedQuote | None"] = relationship(back_populates="draft", cascade="all")
    __mapper_args__ = {"version_id_col": revision}

    @property
    def quoted(self) -> str:
        """The words it is about, of the text or of an unofficial translation."""
        return self.quote or (self.translated.words if self.translated else "")


class Submission(db.Model):
    """What one person sent at once: its receipt number stands for all comments in it."""

    __tablename__ = "submission"
    id: Mapped[int] = mapped_column(primary_key=True)
    receipt: Mapped[str] = mapped_column(String(20), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    round: Mapped[Round] = relationship()
    comments: Mapped[list["Comment"]] = relationship(back_populates="submission", order_by="Comment.id")
    sending: Mapped["Sending | None"] = relationship(back_populates="submission")


class Comment(db.Model):
    """A stakeholder's comment on a section (or, without one, on the whole document). Staff never edit its words (C7)."""

    __tablename__ = "comment"
    __journalled__ = True
    __table_args__ = (
        UniqueConstraint("round_id", "origin", "running"),
        Index("ix_comment_list", "round_id", "state", "id"), Index("ix_comment_section", "version_id", "section_uid", "state", "id"),
        CheckConstraint("(state = 'hidden') = (hidden_reason != '')", name="hidden_with_reason"),
        CheckConstraint("capacity != 'self' OR organisation_id IS NULL", name="speaks_for_oneself"),
        CheckConstraint("capacity != 'organisation' OR organisation_id IS NOT NULL", name="speaks_for_an_organisation"),
        CheckConstraint("name_shown OR capacity = 'self'", name="only_a_person_is_unnamed"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_is_dated"),
        CheckConstraint("(hidden_reason = '') = (hidden_at IS NULL)", name="hidden_is_dated"),
        CheckConstraint("(quote = '') = (quote_start IS NULL)", name="quotation_has_a_place"),
        CheckConstraint("late OR admitted_reason = ''", name="only_late_is_admitted"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    origin: Mapped[str] = mapped_column(String(3))
    running: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    section_uid: Mapped[str | None] = mapped_column(String(80))
    kind: Mapped[CommentKind] = mapped_column(one_of(CommentKind))
    body: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text, default="")
    quote_prefix: Mapped[str] = mapped_column(Text, default="")
    quote_suffix: Mapped[str] = mapped_column(Text, default="")
    quote_start: Mapped[int | None]
    quote_end: Mapped[int | None]
    proposed: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    capacity: Mapped[Capacity] = mapped_column(one_of(Capacity))
    channel: Mapped[Channel] = mapped_column(one_of(Channel), default=Channel.DIRECT)
    sender: Mapped[str] = mapped_column(String(200), default="", server_default="")
    name_shown: Mapped[bool] = mapped_column(default=True)
    received_at: Mapped[datetime] = mapped_column(Instant)
    late: Mapped[bool] = mapped_column(default=False)
    admitted_reason: Mapped[str] = mapped_column(Text, default="")
    replaced_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    state: Mapped[CommentState] = mapped_column(one_of(CommentState), default=CommentState.SUBMITTED)
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    hidden_at: Mapped[datetime | None] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1)
    round: Mapped[Round] = relationship()
    version: Mapped[Version] = relationship()
    author: Mapped[Account] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    submission: Mapped[Submission] = relationship(back_populates="comments")
    replies: Mapped[list["Reply"]] = relationship(back_populates="comment", order_by="Reply.id")
    former: Mapped[list["FormerWords"]] = relationship(order_by="FormerWords.id")
    attachments: Mapped[list["Attachment"]] = relationship(back_populates="comment", order_by="Attachment.id")
    paper: Mapped["PaperEntry | None"] = relationship(back_populates="comment")
    translated: Mapped["TranslatedQuote | None"] = relationship(back_populates="comment")
    supports: Mapped[list["Support"]] = relationship(primaryjoin="and_(Support.comment_id == Comment.id, Support.ended_at.is_(None))", viewonly=True, order_by="Support.id")
    sources: Mapped[list["JointSource"]] = relationship(order_by="JointSource.id")
    places: Mapped[list["CommentPlace"]] = relationship(back_populates="comment", order_by="CommentPlace.version_id")
    dispositions: Mapped[list["Disposition"]] = relationship(back_populates="comment", foreign_keys="Disposition.comment_id", order_by="Disposition.seq")
    __mapper_args__ = {"version_id_col": revision}

    @property
    def quoted(self) -> str:
        """The words it is about, of the text or of an unofficial translation."""
        return self.quote or (self.translated.words if self.translated else "")


class FormerWords(db.Model):
    """What a comment said before its author replaced it; never changed or deleted."""

    __tablename__ = "former_words"
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    kind: Mapped[CommentKind] = mapped_column(one_of(CommentKind))
    body: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text, default="")
    proposed: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[datetime] = mapped_column(Instant)


class JointSource(db.Model):
    """An organisation for which a coordinator's joint comment also speaks."""

    __tablename__ = "joint_source"
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class Reply(db.Model):
    """A word in the discussion under a comment; needs no disposition."""

    __tablename__ = "reply"
    __journalled__ = True
    __table_args__ = (CheckConstraint("(hidden_reason = '') = (hidden_at IS NULL)", name="hidden_is_dated"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    body: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Instant)
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    hidden_at: Mapped[datetime | None] = mapped_column(Instant)
    comment: Mapped[Comment] = relationship(back_populates="replies")
    author: Mapped[Account] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")


class Disposition(db.Model):
    """An answer to a comment. Content is never changed: a new answer is a new row with the next `seq`; the latest published counts.

    A deferral without a round means the next round on the document, which need not be planned yet.
    """

    __tablename__ = "disposition"
    __table_args__ = (
        UniqueConstraint("comment_id", "seq"),
        CheckConstraint("code = 'accepted' OR reason != ''", name="reason_given"),
        CheckConstraint("(code = 'duplicate') = (target_id IS NOT NULL)", name="duplicate_has_target"),
        CheckConstraint("deferred_to_id IS NULL OR code = 'deferred'", name="only_a_deferral_has_a_round"),
        CheckConstraint("target_id IS NULL OR target_id != comment_id", name="not_its_own_duplicate"),
        CheckConstraint("(state = 'draft') = (approved_by IS NULL)", name="approved_by_somebody"),
        CheckConstraint("approved_by IS NULL OR approved_by != drafted_by", name="approved_by_another"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_is_dated"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    seq: Mapped[int]
    code: Mapped[Code] = mapped_column(one_of(Code))
    reason: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10), default="en")
    target_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    deferred_to_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    state: Mapped[AnswerState] = mapped_column(one_of(AnswerState), default=AnswerState.DRAFT, index=True)
    drafted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    comment: Mapped[Comment] = relationship(back_populates="dispositions", foreign_keys=[comment_id])
    target: Mapped[Comment | None] = relationship(foreign_keys=[target_id])
    deferred_to: Mapped[Round | None] = relationship()
    changes: Mapped[list["ChangeLink"]] = relationship(back_populates="disposition", order_by="ChangeLink.id")
    why: Mapped["AnswerChange | None"] = relationship(back_populates="disposition")
    reviews: Mapped[list["AnswerReview"]] = relationship(back_populates="disposition", order_by="AnswerReview.id")
    translations: Mapped[list["AnswerTranslation"]] = relationship(back_populates="disposition", order_by="AnswerTranslation.id")
    reactions: Mapped[list["Reaction"]] = relationship(back_populates="disposition", order_by="Reaction.id")


class ChangeLink(db.Model):
    """The change that answers a comment: a section whose text differs between two versions (verified by hash, C2)."""

    __tablename__ = "change_link"
    __table_args__ = (UniqueConstraint("disposition_id", "section_uid"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    disposition_id: Mapped[int] = mapped_column(ForeignKey("disposition.id"))
    section_uid: Mapped[str] = mapped_column(String(80))
    from_version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    disposition: Mapped[Disposition] = relationship(back_populates="changes")
    from_version: Mapped[Version] = relationship(foreign_keys=[from_version_id])
    to_version: Mapped[Version] = relationship(foreign_keys=[to_version_id])


class CommentPlace(db.Model):
    """Where a comment stands in a later version: its section there, and its quotation found again or lost."""

    __tablename__ = "comment_place"
    __table_args__ = (UniqueConstraint("comment_id", "version_id"), Index("ix_comment_place_section", "version_id", "section_uid", "comment_id"),
                      Index("ix_comment_place_look", "version_id", "status", "score", "comment_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    section_uid: Mapped[str | None] = mapped_column(String(80))
    status: Mapped[PlaceStatus] = mapped_column(one_of(PlaceStatus))
    start: Mapped[int | None]
    end: Mapped[int | None]
    score: Mapped[float] = mapped_column(Float, default=1.0)
    comment: Mapped[Comment] = relationship(back_populates="places")
    version: Mapped[Version] = relationship()
    confirmations: Mapped[list["PlaceConfirmation"]] = relationship(order_by="PlaceConfirmation.id")


class PlaceConfirmation(db.Model):
    """An editor made sure where a comment stands, or corrected it; `former_...` is what stood there before. Never changed."""

    __tablename__ = "place_confirmation"
    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("comment_place.id"), index=True)
    former_uid: Mapped[str | None] = mapped_column(String(80))
    former_status: Mapped[PlaceStatus] = mapped_column(one_of(PlaceStatus))
    former_start: Mapped[int | None]
    former_end: Mapped[int | None]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    account: Mapped[Account] = relationship()

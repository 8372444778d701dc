"""Gatherings of a party, what organisations contribute to them, the items of the joint submission, and who holds what of them."""
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from consult.comments.models import Comment, Submission
from consult.comments.rules import CommentKind
from consult.coordination.rules import Aside, Choice, ContributionState, GatheringState
from consult.db import Instant, db, one_of
from consult.organisations.models import Organisation
from consult.rounds.models import Round


class Gathering(db.Model):
    """What the national coordinator of one party collects in one round; `check_seq` counts the checks that were started."""

    __tablename__ = "gathering"
    __journalled__ = True
    __table_args__ = (
        UniqueConstraint("round_id", "party_code"),
        CheckConstraint("(state = 'sent') = (submission_id IS NOT NULL AND sent_at IS NOT NULL)", name="sent_is_a_submission"),
        CheckConstraint("(state = 'collecting') = (check_ends_at IS NULL)", name="checked_until"),
        CheckConstraint("state = 'collecting' OR check_seq > 0", name="checked_before_sending"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    party_code: Mapped[str] = mapped_column(ForeignKey("party.code"), index=True)
    state: Mapped[GatheringState] = mapped_column(one_of(GatheringState), default=GatheringState.COLLECTING)
    note: Mapped[str] = mapped_column(Text, default="")
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    check_seq: Mapped[int] = mapped_column(default=0)
    check_started_at: Mapped[datetime | None] = mapped_column(Instant)
    check_ends_at: Mapped[datetime | None] = mapped_column(Instant)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), unique=True)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1)
    round: Mapped[Round] = relationship()
    submission: Mapped[Submission | None] = relationship()
    asked: Mapped[list["AskedOrganisation"]] = relationship(back_populates="gathering", order_by="AskedOrganisation.id")
    items: Mapped[list["JointItem"]] = relationship(back_populates="gathering", order_by="JointItem.id")
    contributions: Mapped[list["JointContribution"]] = relationship(back_populates="gathering", order_by="JointContribution.id")
    answers: Mapped[list["CheckAnswer"]] = relationship(back_populates="gathering", order_by="CheckAnswer.id")
    __mapper_args__ = {"version_id_col": revision}


class AskedOrganisation(db.Model):
    """An organisation that was asked to contribute, and when."""

    __tablename__ = "asked_organisation"
    __journalled__ = True
    __table_args__ = (UniqueConstraint("gathering_id", "organisation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    gathering: Mapped[Gathering] = relationship(back_populates="asked")
    organisation: Mapped[Organisation] = relationship()


class JointItem(db.Model):
    """One item of the joint submission: the words that the coordinator made of several contributions; sent as one comment."""

    __tablename__ = "joint_item"
    __table_args__ = (CheckConstraint("comment_id IS NULL OR dropped_at IS NULL", name="dropped_is_not_sent"),
                      CheckConstraint("(quote = '') = (quote_start IS NULL)", name="quotation_has_a_place"))
    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    section_uid: Mapped[str | None] = mapped_column(String(80))
    kind: Mapped[CommentKind] = mapped_column(one_of(CommentKind))
    body: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text, default="")
    quote_start: Mapped[int | None]
    proposed: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10))
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
    dropped_at: Mapped[datetime | None] = mapped_column(Instant)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), unique=True)
    revision: Mapped[int] = mapped_column(default=1)
    gathering: Mapped[Gathering] = relationship(back_populates="items")
    comment: Mapped[Comment | None] = relationship(backref=backref("joint_item", uselist=False))
    contributions: Mapped[list["JointContribution"]] = relationship(back_populates="item", order_by="JointContribution.id")
    __mapper_args__ = {"version_id_col": revision}


class JointContribution(db.Model):
    """The words of a draft as an organisation gave them to its coordinator; never changed, and published with the joint submission."""

    __tablename__ = "joint_contribution"
    __journalled__ = True
    __table_args__ = (
        CheckConstraint("(state = 'grouped') = (item_id IS NOT NULL)", name="grouped_in_an_item"),
        CheckConstraint("(state = 'set_aside') = (aside_reason != '')", name="set_aside_with_reason"),
        CheckConstraint("(state = 'set_aside') = (aside IS NOT NULL)", name="set_aside_in_a_way"),
        CheckConstraint("(state = 'taken_back') = (taken_back_at IS NOT NULL)", name="taken_back_is_dated"),
        CheckConstraint("(quote = '') = (quote_start IS NULL)", name="quotation_has_a_place"),
        CheckConstraint("(hidden_reason = '') = (hidden_at IS NULL)", name="hidden_is_dated"),
        Index("ix_joint_contribution_gathering", "gathering_id", "state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    section_uid: Mapped[str | None] = mapped_column(String(80))
    kind: Mapped[CommentKind] = mapped_column(one_of(CommentKind))
    body: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text, default="")
    quote_start: Mapped[int | None]
    proposed: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[ContributionState] = mapped_column(one_of(ContributionState), default=ContributionState.WAITING)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("joint_item.id"), index=True)
    aside: Mapped[Aside | None] = mapped_column(one_of(Aside))
    aside_reason: Mapped[str] = mapped_column(Text, default="")
    taken_back_at: Mapped[datetime | None] = mapped_column(Instant)
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    hidden_at: Mapped[datetime | None] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1)
    gathering: Mapped[Gathering] = relationship(back_populates="contributions")
    organisation: Mapped[Organisation] = relationship()
    item: Mapped[JointItem | None] = relationship(back_populates="contributions")
    __mapper_args__ = {"version_id_col": revision}


class CheckAnswer(db.Model):
    """What an organisation says of the joint submission before it is sent; never changed, a later answer counts instead."""

    __tablename__ = "check_answer"
    __table_args__ = (Index("ix_check_answer_gathering", "gathering_id", "organisation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    check_seq: Mapped[int]
    answered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    not_rendered: Mapped[str] = mapped_column(Text, default="")
    gathering: Mapped[Gathering] = relationship(back_populates="answers")
    organisation: Mapped[Organisation] = relationship()
    stances: Mapped[list["Stance"]] = relationship(order_by="Stance.id")


class Stance(db.Model):
    """What an organisation holds of one item."""

    __tablename__ = "stance"
    __table_args__ = (UniqueConstraint("answer_id", "item_id"), CheckConstraint("choice != 'against' OR reason != ''", name="against_with_reason"))
    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("check_answer.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("joint_item.id"), index=True)
    choice: Mapped[Choice] = mapped_column(one_of(Choice))
    reason: Mapped[str] = mapped_column(Text, default="")


class Declaration(db.Model):
    """An organisation says that it has no comment on a section, or (with an empty key) on the whole text."""

    __tablename__ = "declaration"
    __journalled__ = True
    __table_args__ = (Index("uq_declaration_standing", "round_id", "organisation_id", "section_uid", unique=True,
                            sqlite_where=text("taken_back_at IS NULL"), postgresql_where=text("taken_back_at IS NULL")),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    section_uid: Mapped[str] = mapped_column(String(80), default="")
    declared_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime] = mapped_column(Instant)
    taken_back_at: Mapped[datetime | None] = mapped_column(Instant)
    round: Mapped[Round] = relationship()
    organisation: Mapped[Organisation] = relationship()

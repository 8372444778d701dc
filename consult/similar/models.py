"""What the comments of a round say, as far as it is the same, and which of it belongs together."""
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.comments.models import Comment
from consult.db import Instant, db
from consult.rounds.models import Round


class Wording(db.Model):
    """One wording in a round, however many comments have it; or the place of a comment that an editor took out of its group, which has no words.

    `group_no` is the number of the first wording of the group: those with the same number belong together.
    """

    __tablename__ = "similar_wording"
    __table_args__ = (UniqueConstraint("round_id", "digest"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    digest: Mapped[str] = mapped_column(String(64))
    method: Mapped[int]
    group_no: Mapped[int] = mapped_column(index=True)
    round: Mapped[Round] = relationship()


class Band(db.Model):
    """A key under which a wording is looked for: wordings with a common key are compared."""

    __tablename__ = "similar_band"
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    wording_id: Mapped[int] = mapped_column(ForeignKey("similar_wording.id"), primary_key=True, autoincrement=False, index=True)


class Place(db.Model):
    """What a comment says, and with which wording it stands: the same, unless an editor took it out of its group."""

    __tablename__ = "similar_place"
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True, autoincrement=False)
    said_id: Mapped[int] = mapped_column(ForeignKey("similar_wording.id"), index=True)
    stands_id: Mapped[int] = mapped_column(ForeignKey("similar_wording.id"), index=True)
    comment: Mapped[Comment] = relationship()
    said: Mapped[Wording] = relationship(foreign_keys=[said_id])
    stands: Mapped[Wording] = relationship(foreign_keys=[stands_id])


class Joining(db.Model):
    """An editor said that two wordings belong together; the search keeps to it."""

    __tablename__ = "similar_joining"
    __table_args__ = (UniqueConstraint("one_id", "other_id"), CheckConstraint("one_id < other_id", name="in_order"))
    id: Mapped[int] = mapped_column(primary_key=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("similar_wording.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("similar_wording.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    one: Mapped[Wording] = relationship(foreign_keys=[one_id])
    other: Mapped[Wording] = relationship(foreign_keys=[other_id])
    account: Mapped[Account] = relationship()

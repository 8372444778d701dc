"""What the secretariat has decided about each setting, one row for each decision; never changed, never deleted."""
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.db import Instant, db


class Decision(db.Model):
    """The value of one setting from an instant on, until the next decision on it; without a value, the default counts again.

    Decisions on one setting are numbered: of two administrators who decide at once, the second is told.
    """

    __tablename__ = "setting_decision"
    __journalled__ = True
    __table_args__ = (UniqueConstraint("key", "number"), CheckConstraint("number > 0", name="counted_from_one"), CheckConstraint("reason != ''", name="has_a_reason"))
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    value: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)
    decider: Mapped[Account] = relationship(lazy="raise")

"""Organisations and their people."""
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Instant, db, one_of
from consult.organisations.rules import MembershipState, OrganisationKind

if TYPE_CHECKING:
    from consult.accounts.models import Account


class Organisation(db.Model):
    """A body that people speak for; `verified_at` says when the secretariat confirmed that it exists."""

    __tablename__ = "organisation"
    __journalled__ = True
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    name_key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[OrganisationKind] = mapped_column(one_of(OrganisationKind))
    party_code: Mapped[str | None] = mapped_column(ForeignKey("party.code"), index=True)
    website: Mapped[str] = mapped_column(String(200), default="")
    registered_at: Mapped[datetime] = mapped_column(Instant)
    verified_at: Mapped[datetime | None] = mapped_column(Instant)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="organisation", order_by="Membership.id")
    merger: Mapped["Merger | None"] = relationship(foreign_keys="Merger.merged_id", viewonly=True)
    absorbed: Mapped[list["Merger"]] = relationship(foreign_keys="Merger.into_id", viewonly=True, order_by="Merger.merged_at")

    @property
    def stands_for(self) -> frozenset[int]:
        """The numbers under which this body is on record: its own, and those of organisations that turned out to be the same."""
        return frozenset({self.id}).union(*(one.merged.stands_for for one in self.absorbed))


class Membership(db.Model):
    """A person who speaks for an organisation, or asks to; the lead admits others."""

    __tablename__ = "membership"
    __table_args__ = (Index("uq_membership_current", "organisation_id", "account_id", unique=True,
                            sqlite_where=text("state != 'left'"), postgresql_where=text("state != 'left'")),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    lead: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MembershipState] = mapped_column(one_of(MembershipState), default=MembershipState.ASKED)
    since: Mapped[datetime] = mapped_column(Instant)
    organisation: Mapped[Organisation] = relationship(back_populates="memberships", lazy="joined")
    account: Mapped["Account"] = relationship()


class Invitation(db.Model):
    """A colleague is invited by e-mail; only a hash of the link is kept, and the address goes when it is used or taken back."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("(email_key IS NULL) = (accepted_at IS NOT NULL OR withdrawn_at IS NOT NULL)", name="address_only_while_open"),
        CheckConstraint("(accepted_by IS NULL) = (accepted_at IS NULL)", name="accepted_by_somebody"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(200))
    email_key: Mapped[str | None] = mapped_column(String(200), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    invited_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    organisation: Mapped[Organisation] = relationship(lazy="joined")
    inviter: Mapped["Account"] = relationship(foreign_keys=[invited_by])


class FormerName(db.Model):
    """What an organisation was called until its name was corrected."""

    __tablename__ = "organisation_name"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    reason: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    until: Mapped[datetime] = mapped_column(Instant)


class Merger(db.Model):
    """Two organisations were the same body: `merged` keeps its page and what was sent in its name, its people and its open work went to `into`."""

    __tablename__ = "organisation_merger"
    __table_args__ = (CheckConstraint("merged_id != into_id", name="into_another"),)
    merged_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, autoincrement=False)
    into_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    merged_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    merged_at: Mapped[datetime] = mapped_column(Instant)
    merged: Mapped[Organisation] = relationship(foreign_keys=[merged_id], viewonly=True)
    into: Mapped[Organisation] = relationship(foreign_keys=[into_id], viewonly=True)

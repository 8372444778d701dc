"""Organisations and their people."""
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
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

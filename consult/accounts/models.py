"""People who sign in, what they may do, and the sessions and links that prove who they are."""
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_login import UserMixin
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from consult.accounts.rules import AccountState, Role, TokenKind
from consult.db import Instant, db, one_of
from consult.text.normalise import fold

if TYPE_CHECKING:
    from consult.organisations.models import Membership
    from consult.workgroup.models import Mandate


class Account(UserMixin, db.Model):
    """A person. The e-mail address is kept as typed in `email` and compared by `email_key`."""

    __tablename__ = "account"
    __journalled__ = True
    __table_args__ = (CheckConstraint("(state = 'closed') = (email_key IS NULL)", name="closed_has_no_address"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(200))
    email_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10), default="en")
    party_code: Mapped[str | None] = mapped_column(ForeignKey("party.code"), index=True)
    state: Mapped[AccountState] = mapped_column(one_of(AccountState), default=AccountState.UNCONFIRMED)
    created_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    grants: Mapped[list["RoleGrant"]] = relationship(foreign_keys="RoleGrant.account_id", lazy="selectin", order_by="RoleGrant.id")
    mandates: Mapped[list["Mandate"]] = relationship(foreign_keys="Mandate.account_id", viewonly=True, order_by="Mandate.id")
    memberships: Mapped[list["Membership"]] = relationship(foreign_keys="Membership.account_id", viewonly=True, order_by="Membership.id")

    @validates("name")
    def _fold(self, _: str, name: str) -> str:
        """Keep beside the name how it is searched: no case, no accents, Latin letters."""
        self.name_key = fold(name)[:200]
        return name

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now."""
        return frozenset(g.role.value for g in self.grants if g.ended_at is None)

    @property
    def is_active(self) -> bool:
        """Whether this person may be signed in (asked by Flask-Login)."""
        return self.state == AccountState.ACTIVE


class RoleGrant(db.Model):
    """A role given to a person from one instant to another; for a coordinator, of which party."""

    __tablename__ = "role_grant"
    __journalled__ = True
    __table_args__ = (
        Index("uq_role_grant_held", "account_id", "role", unique=True, sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
        CheckConstraint("(role = 'coordinator') = (party_code IS NOT NULL)", name="coordinator_has_a_party"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role] = mapped_column(one_of(Role))
    party_code: Mapped[str | None] = mapped_column(ForeignKey("party.code"))
    granted_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class BrowserSession(db.Model):
    """One browser's session. The cookie holds a random key; only its SHA-256 is kept here."""

    __tablename__ = "browser_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    agent: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant, index=True)


class MailToken(db.Model):
    """A link sent by mail: hashed at rest, single use, for a limited time."""

    __tablename__ = "mail_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[TokenKind] = mapped_column(one_of(TokenKind))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(200))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class SignInAttempt(db.Model):
    """A failed sign-in, counted per account and per address of the network; both kept as keyed hashes."""

    __tablename__ = "sign_in_attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_key: Mapped[str] = mapped_column(String(64), index=True)
    address_key: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)


class SpentForm(db.Model):
    """A form that has been sent once, and the page it led to: a second click leads to the same place."""

    __tablename__ = "spent_form"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    location: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(Instant, index=True)

"""Second factors as they are kept: nothing here lets anybody in who reads it."""
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Account
from consult.db import Instant, db, one_of
from consult.factors.rules import ResetState


class Passkey(db.Model):
    """A passkey of a person: its public half. The private one never leaves the person's device."""

    __tablename__ = "passkey"
    __table_args__ = (CheckConstraint("name != ''", name="has_a_name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class CodeApp(db.Model):
    """An app that makes codes: its secret, sealed, and the last step of which a code was used."""

    __tablename__ = "code_app"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(Text)
    last_step: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Instant)


class RecoveryCode(db.Model):
    """One of ten codes on paper, for when the factor is not at hand; hashed, and good once."""

    __tablename__ = "recovery_code"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class PasskeyChallenge(db.Model):
    """What a browser was asked to sign; it counts once, in the session that asked."""

    __tablename__ = "passkey_challenge"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)


class FactorReset(db.Model):
    """An administrator asks that somebody's lost factors be reset; another one does it, or declines."""

    __tablename__ = "factor_reset"
    __journalled__ = True
    __table_args__ = (
        CheckConstraint("reason != ''", name="has_a_reason"),
        CheckConstraint("asked_by != account_id AND (decided_by IS NULL OR decided_by != account_id)", name="by_others"),
        CheckConstraint("state != 'done' OR decided_by != asked_by", name="two_administrators"),
        CheckConstraint("(state = 'asked') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)", name="decided_is_dated"),
        Index("uq_factor_reset_open", "account_id", unique=True, sqlite_where=text("state = 'asked'"), postgresql_where=text("state = 'asked'")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[ResetState] = mapped_column(one_of(ResetState))
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    asker: Mapped[Account] = relationship(foreign_keys=[asked_by])

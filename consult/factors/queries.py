"""Reading second factors."""
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload

from consult.accounts.models import Account
from consult.db import db
from consult.factors.models import CodeApp, FactorReset, Passkey, RecoveryCode
from consult.factors.rules import ResetState


@dataclass(frozen=True)
class Factors:
    """What a person has set up."""

    passkeys: list[Passkey]
    app: CodeApp | None
    recovery: int

    @property
    def any(self) -> bool:
        """Whether there is a second factor; recovery codes alone are none."""
        return bool(self.passkeys or self.app)


def of(account: Account) -> Factors:
    """Everything a person has set up."""
    left = select(func.count(RecoveryCode.id)).where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    return Factors(passkeys(account), app(account), db.session.scalar(left) or 0)


def has_factor(account: Account) -> bool:
    """Whether a person has a second factor; one statement."""
    return bool(db.session.scalar(select(or_(exists().where(Passkey.account_id == account.id), exists().where(CodeApp.account_id == account.id)))))


def passkeys(account: Account) -> list[Passkey]:
    """A person's passkeys, the oldest first."""
    return list(db.session.scalars(select(Passkey).filter_by(account_id=account.id).order_by(Passkey.id)))


def passkey(number: int) -> Passkey | None:
    """The passkey with this number."""
    return db.session.get(Passkey, number)


def by_credential(credential: str) -> Passkey | None:
    """The passkey that a browser names."""
    return db.session.scalar(select(Passkey).filter_by(credential=credential))


def app(account: Account) -> CodeApp | None:
    """The app that makes a person's codes."""
    return db.session.get(CodeApp, account.id)


def reset(number: int) -> FactorReset | None:
    """One request to reset factors."""
    return db.session.get(FactorReset, number, options=[joinedload(FactorReset.account), joinedload(FactorReset.asker)])


def open_reset(account: Account) -> FactorReset | None:
    """The request about this person that waits."""
    return db.session.scalar(select(FactorReset).filter_by(account_id=account.id, state=ResetState.ASKED))


def resets(limit: int = 100) -> list[Any]:
    """Requests, the latest first, those that wait before all others."""
    rows = select(FactorReset).options(joinedload(FactorReset.account), joinedload(FactorReset.asker))
    return list(db.session.scalars(rows.order_by(FactorReset.state != ResetState.ASKED, FactorReset.id.desc()).limit(limit)))

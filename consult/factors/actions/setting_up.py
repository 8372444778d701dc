"""Adding and removing factors, and the codes on paper. Each tells the journal that it was done, never with what."""
from typing import Any

from sqlalchemy import delete, func, select, update

from consult import clock
from consult.accounts.models import Account
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.factors import queries
from consult.factors.models import CodeApp, Passkey, RecoveryCode
from consult.factors.rules import PASSKEYS_MAX, matching_step, new_recovery_codes, recovery_digest, sealed
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible


def add_passkey(actor: Any, account: Account, name: str, credential: str, public_key: bytes, sign_count: int) -> list[str]:
    """Add a passkey that the browser has just shown; the recovery codes, if it is the first factor."""
    require(actor, Action.FACTORS_ADD_PASSKEY, account)
    held = queries.passkeys(account)
    if len(held) >= PASSKEYS_MAX:
        raise Conflict(N_("You have %(count)s passkeys, which is as many as can be kept. Remove one of them first."), count=PASSKEYS_MAX)
    if queries.by_credential(credential) is not None:
        raise Conflict(N_("This passkey has been added already."))
    first = not queries.has_factor(account)
    db.session.add(Passkey(account_id=account.id, name=legible.named(name), credential=credential, public_key=public_key, sign_count=sign_count, created_at=clock.now()))
    record(Action.FACTORS_ADD_PASSKEY, actor, account)
    return _codes(account) if first else []


def remove_passkey(actor: Any, passkey: Passkey) -> None:
    """Remove a passkey; it lets nobody in any more."""
    require(actor, Action.FACTORS_REMOVE_PASSKEY, passkey)
    account = db.session.get_one(Account, passkey.account_id)
    if db.session.scalar(delete(Passkey).where(Passkey.id == passkey.id).returning(Passkey.id)) is None:
        raise Conflict(N_("This passkey has been removed already."))
    _forget_codes_alone(account)
    record(Action.FACTORS_REMOVE_PASSKEY, actor, account)


def add_app(actor: Any, account: Account, secret: str, code: str, key: str) -> list[str]:
    """Add an app that makes codes, shown to work by one of them; the recovery codes, if it is the first factor."""
    require(actor, Action.FACTORS_ADD_APP, account)
    if queries.app(account) is not None:
        raise Conflict(N_("An app is set up already. Remove it first to use another one."))
    step = matching_step(secret, code, clock.now())
    if step is None:
        raise Invalid(N_("This is not the code that belongs to the picture now. Codes change every 30 seconds; please type the one that the app shows, and see that the clock of "
                         "the phone is right."), field="code")
    first = not queries.has_factor(account)
    db.session.add(CodeApp(account_id=account.id, secret=sealed(secret, key), last_step=step, created_at=clock.now()))
    record(Action.FACTORS_ADD_APP, actor, account)
    return _codes(account) if first else []


def remove_app(actor: Any, account: Account) -> None:
    """Remove the app; its codes count no more."""
    require(actor, Action.FACTORS_REMOVE_APP, account)
    if db.session.scalar(delete(CodeApp).where(CodeApp.account_id == account.id).returning(CodeApp.account_id)) is None:
        raise Conflict(N_("The app has been removed already."))
    _forget_codes_alone(account)
    record(Action.FACTORS_REMOVE_APP, actor, account)


def renew_recovery(actor: Any, account: Account) -> list[str]:
    """Make ten new recovery codes; the former ones count no more."""
    require(actor, Action.FACTORS_RENEW_RECOVERY, account)
    if not queries.has_factor(account):
        raise Conflict(N_("Recovery codes stand in for a passkey or an app. Set up one of these first."))
    record(Action.FACTORS_RENEW_RECOVERY, actor, account)
    return _codes(account)


def use_recovery(actor: Any, account: Account, code: str) -> None:
    """Take a recovery code in place of a factor; it counts once."""
    require(actor, Action.FACTORS_USE_RECOVERY, account)
    digest, unused = recovery_digest(account.id, code), RecoveryCode.used_at.is_(None)
    used = update(RecoveryCode).where(RecoveryCode.account_id == account.id, RecoveryCode.digest == digest, unused).values(used_at=clock.now())
    if db.session.scalar(used.returning(RecoveryCode.id)) is None:
        raise Invalid(N_("This recovery code is not one of yours, or it has been used."), field="code")
    left = db.session.scalar(select(func.count(RecoveryCode.id)).where(RecoveryCode.account_id == account.id, unused)) or 0
    record(Action.FACTORS_USE_RECOVERY, account, account, left=left)


def _codes(account: Account) -> list[str]:
    """Ten new codes in place of all former ones."""
    codes = new_recovery_codes()
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    db.session.add_all(RecoveryCode(account_id=account.id, digest=recovery_digest(account.id, code)) for code in codes)
    db.session.flush()
    return codes


def _forget_codes_alone(account: Account) -> None:
    """Recovery codes stand in for a factor; without one they let nobody in."""
    if not queries.has_factor(account):
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))

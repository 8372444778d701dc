"""How a factor is used up within the transaction of the step that it proves: each code, challenge and signature counts once."""
from sqlalchemy import delete, update

from consult import clock
from consult.accounts.models import Account
from consult.db import db
from consult.factors import queries
from consult.factors.models import CodeApp, Passkey, PasskeyChallenge
from consult.factors.rules import ANSWER, matching_step, opened


def use_code(account: Account, code: str, key: str) -> bool:
    """Whether a code of the person's app counts: right now, and not used before."""
    kept = queries.app(account)
    secret = opened(kept.secret, key) if kept else None
    step = matching_step(secret, code, clock.now(), kept.last_step) if kept and secret else None
    if step is None:
        return False
    used = update(CodeApp).where(CodeApp.account_id == account.id, CodeApp.last_step < step).values(last_step=step)
    return db.session.scalar(used.returning(CodeApp.account_id)) is not None


def keep_challenge(digest: str) -> None:
    """Note what a browser is asked to sign; what nobody answered in time is forgotten."""
    db.session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at <= clock.now()))
    db.session.add(PasskeyChallenge(digest=digest, expires_at=clock.now() + ANSWER))


def spend_challenge(digest: str) -> bool:
    """Whether a challenge waits still; it does not afterwards."""
    spent = delete(PasskeyChallenge).where(PasskeyChallenge.digest == digest, PasskeyChallenge.expires_at > clock.now())
    return db.session.scalar(spent.returning(PasskeyChallenge.digest)) is not None


def use_passkey(passkey: Passkey, before: int, count: int) -> bool:
    """Note how often a passkey has signed; False if it was used at the same moment elsewhere, which a copied one would be."""
    used = update(Passkey).where(Passkey.id == passkey.id, Passkey.sign_count == before).values(sign_count=count, used_at=clock.now())
    return db.session.scalar(used.returning(Passkey.id)) is not None

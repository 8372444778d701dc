"""Between the password and the second step: who has shown the password is known to the session for ten minutes, and may do nothing more than a visitor.

A person without a second factor is let in at once, unless one is needed: then the second step is to set one up.
"""
import hmac
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, session, url_for

from consult import clock
from consult.accounts import queries as accounts
from consult.accounts.models import Account
from consult.accounts.rules import AccountState
from consult.db import db
from consult.factors.queries import has_factor
from consult.factors.rules import HALFWAY, needs_factor
from consult.web import fresh, signing

HELD = "halfway"
#: Said of a session that was begun with a second factor.
WHOLE = "two_steps"


def signed_in(key: str) -> Account | None:
    """The person of a session; nobody while they need a second factor and have not shown one: they sign in again, and are led to it."""
    account = accounts.signed_in(key)
    if account is None or session.get(WHOLE) or not needed(account):
        return account
    return None


def needed(account: Account) -> bool:
    """Whether this person must have a second factor here."""
    return bool(current_app.config["SECOND_FACTOR"]) and needs_factor(account)


def way(account: Account, then: str | None) -> str:
    """The page of the second step; empty for who needs none."""
    if has_factor(account):
        return url_for("factors.second_step", next=then)
    return url_for("factors.first", next=then) if needed(account) else ""


def enter(account: Account, proof: str | None) -> None:
    """Let a person in whose password was checked against `proof`, or know them until the second step is taken (see `way`)."""
    if account.state != AccountState.ACTIVE or not way(account, None):
        signing.sign_in(account, proof)
        return
    held = {"account": account.id, "mark": signing.mark(account), "at": clock.now().isoformat()}
    kept = {name: session[name] for name in signing.KEPT if name in session}
    visitor: Any = session
    visitor.clear()
    visitor.update(kept | {HELD: held})
    visitor.renew()


def enter_by_link(account: Account) -> None:
    """The same for a person who has just proved the address by a link."""
    enter(account, account.password_hash)


def person() -> Account | None:
    """Who has shown the right password in this session a short while ago, if it is the password still."""
    held = session.get(HELD)
    if not held or not timedelta(0) <= clock.now() - datetime.fromisoformat(held["at"]) <= HALFWAY:
        return None
    account = db.session.get(Account, held["account"])
    if account is None or account.state != AccountState.ACTIVE or not hmac.compare_digest(signing.mark(account), held["mark"]):
        return None
    return account


def complete(account: Account, proof: str | None) -> None:
    """The second step is taken: let the person in, if the password is still the one that was shown."""
    signing.sign_in(account, proof)
    session[WHOLE] = True


def added() -> None:
    """A person who is signed in has set up a factor, and shown it with that."""
    session[WHOLE] = True


def removed(account: Account) -> None:
    """A person has removed a factor; whoever needs one and has none left is asked for it at the next page."""
    if not has_factor(account):
        session.pop(WHOLE, None)


def leave() -> None:
    """Forget who was half-way in."""
    session.pop(HELD, None)


def go_on(account: Account) -> None:
    """Give a session a new key after a change of the password. What was proved before stays proved; the password alone proves nothing new to who has a factor."""
    whole, earlier = session.get(WHOLE), session.get(fresh.PROVED)
    signing.sign_in_by_link(account)
    if whole:
        session[WHOLE] = session[fresh.UNPROVED] = True
    if earlier:
        session[fresh.PROVED] = earlier

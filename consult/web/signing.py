"""Signing in and out: passwords, failures counted without locking anybody out, and sessions begun in the same transaction.

Ten failures within five minutes of one account from one network address close that pair, right password or not. Beyond ten failures of
an account from everywhere, or of a network address on everything, only the right password still passes: the owner, or a colleague in the
same office, is never locked out by somebody else's guesses. A thousand failures of one network address close it for five minutes.
"""
import hashlib
from datetime import timedelta
from typing import Any

from flask import current_app, session
from flask_login import login_user, logout_user
from sqlalchemy import and_, delete, func, select

from consult import clock
from consult.accounts import actions, queries
from consult.accounts.models import Account, SignInAttempt
from consult.accounts.rules import SAMPLE_DOMAIN, email_key, keyed, proves
from consult.db import db, transaction
from consult.errors import Invalid, TooOften
from consult.i18n import N_
from consult.web.limits import network

LIMIT, FLOOD, WINDOW = 10, 1000, timedelta(minutes=5)
#: What goes over from the visitor's session: messages, and the comment that was begun before the sign-in.
KEPT = ("_flashes", "unsent_comment")
TOO_OFTEN = N_("Too many sign-ins have failed. Please wait five minutes, or set a new password by mail.")
WRONG = N_("The address and the password do not belong together. Please try again, or set a new password by mail.")


def proven(email: str, password: str) -> tuple[Account, str]:
    """The account whose address and password these are, and the hash that was checked; to be called outside a transaction.

    Known and unknown addresses take equally long and are refused in the same words.
    """
    attempt, crowded = begin_attempt("account " + email_key(email))
    account = queries.by_email(email)
    proof = account.password_hash if account else None
    sample = email_key(email).endswith(SAMPLE_DOMAIN) and not current_app.config["DEMONSTRATION"]
    if proves(password, None if sample else proof) and account and proof:
        forgive(attempt)
        return account, proof
    current_app.logger.warning("sign-in refused: account %s from %s", attempt[0][:12], attempt[1][:12])
    if crowded:
        raise TooOften(TOO_OFTEN)
    raise Invalid(WRONG)


def check_own_password(account: Account, password: str, field: str = "password") -> None:
    """Ask a person who is signed in for the password once more, before a step that must not be taken by somebody at their desk."""
    try:
        proven(account.email or "", password)
    except Invalid:
        raise Invalid(N_("This is not your password."), field=field) from None


def sign_in(account: Account, proof: str | None) -> None:
    """Begin a session for a person whose password was checked against `proof`: a new key, nothing of the visitor's session kept but messages and unsent words."""
    visitor: Any = session
    number, kept = account.id, {name: session[name] for name in KEPT if name in session}
    with transaction():
        fresh = db.session.get_one(Account, number)
        actions.sign_in(None, fresh, proof)
        begun = visitor.begin(fresh)
    visitor.clear()
    visitor.adopt(begun)
    visitor.update(kept)
    login_user(fresh)


def mark(account: Account) -> str:
    """What the browser that signed up is known by; another sign-up for the same address sets another password and makes it worthless."""
    return hashlib.sha256(f"{account.id} {account.password_hash}".encode()).hexdigest()


def sign_in_by_link(account: Account) -> None:
    """Begin a session for a person who has just proved the address by a link."""
    sign_in(account, account.password_hash)


def sign_out() -> None:
    """End the session: its row is deleted with the answer, and a copied cookie is worth nothing."""
    logout_user()
    session.clear()
    session.renew()  # type: ignore[attr-defined]


def begin_attempt(subject: str, guessable: bool = False) -> tuple[tuple[str, str], bool]:
    """Count this try as a failure until it turns out well, so that many at once are counted too; refuse it when there were too many.

    What can be guessed, a code of six digits, is closed by ten failures from wherever they come: a right one proves little after many tries.
    """
    secret = str(current_app.config["SECRET_KEY"])
    who, where = keyed(secret, subject), keyed(secret, "network " + network())
    recent = SignInAttempt.at > clock.now() - WINDOW
    with transaction() as database:
        pair, account, address = database.execute(select(
            func.count().filter(and_(SignInAttempt.account_key == who, SignInAttempt.address_key == where)),
            func.count().filter(SignInAttempt.account_key == who), func.count().filter(SignInAttempt.address_key == where),
        ).where(recent, (SignInAttempt.account_key == who) | (SignInAttempt.address_key == where))).one()
        refused = pair >= LIMIT or address >= FLOOD or (guessable and account >= LIMIT)
        if not refused:
            database.add(SignInAttempt(account_key=who, address_key=where, at=clock.now()))
    if refused:
        current_app.logger.warning("sign-in refused unseen: account %s from %s", who[:12], where[:12])
        raise TooOften(TOO_OFTEN)
    return (who, where), account >= LIMIT or address >= LIMIT


def forgive(attempt: tuple[str, str]) -> None:
    """The try turned out well: it and the failures before it, of this pair, are forgotten."""
    with transaction() as database:
        database.execute(delete(SignInAttempt).where(SignInAttempt.account_key == attempt[0], SignInAttempt.address_key == attempt[1]))

"""Checking a typed code: of an app, or a recovery code; and the secret of an app until it is shown to work."""
from flask import current_app, session

from consult.accounts.models import Account
from consult.db import db, transaction
from consult.errors import Invalid, TooOften
from consult.factors.actions.setting_up import use_recovery
from consult.factors.actions.using import use_code
from consult.factors.rules import DIGITS, new_secret, opened, plain, sealed
from consult.i18n import N_
from consult.web.letters import write_account_mail
from consult.web.signing import begin_attempt, forgive

#: Where the session keeps what is shown once: the secret of an app that is being set up, and new recovery codes; both sealed.
SECRET, ONCE = "code_secret", "recovery_once"


def key() -> str:
    """The key of the installation, which secrets are sealed with."""
    return str(current_app.config["SECRET_KEY"])


def check(account: Account, typed: str) -> None:
    """Use up a code, or a recovery code; refused if it is wrong, used, or tried too often. To be called outside a transaction."""
    number, code = account.id, plain(typed)
    try:
        attempt, _ = begin_attempt(f"code of account {number}", guessable=True)
    except TooOften:
        _warn(number)
        raise TooOften(N_("Too many codes were wrong. Please wait five minutes, or use a passkey if you have one.")) from None
    with transaction():
        person = db.session.get_one(Account, number)
        if len(code) == DIGITS and code.isdigit():
            if not use_code(person, code, key()):
                raise Invalid(N_("This code is not right now, or it has been used. Codes change every 30 seconds: please wait for the next one and type it."), field="code")
        else:
            use_recovery(person, person, code)
    forgive(attempt)


def _warn(number: int) -> None:
    """Whoever came as far as the code knows the password: the owner is told, a few times a day at most."""
    with transaction():
        write_account_mail("factors.guessed", db.session.get_one(Account, number))


def secret_in_work() -> str:
    """The secret of the app that is being set up in this session; a new one at first. It counts for nothing until `add_app`."""
    kept = opened(session[SECRET], key()) if SECRET in session else None
    if kept is None:
        kept = new_secret()
        session[SECRET] = sealed(kept, key())
    return kept


def secret_shown() -> str | None:
    """The secret that is being set up, if one is."""
    return opened(session[SECRET], key()) if SECRET in session else None


def show_once(codes: list[str]) -> None:
    """Keep new recovery codes, sealed, for the one page that shows them."""
    session.pop(SECRET, None)
    if codes:
        session[ONCE] = sealed(" ".join(codes), key())


def waiting() -> bool:
    """Whether new recovery codes have not been shown yet."""
    return ONCE in session


def taken_once() -> list[str]:
    """The new recovery codes, which are not kept any more."""
    return (opened(session.pop(ONCE, ""), key()) or "").split()

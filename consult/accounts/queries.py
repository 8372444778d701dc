"""Reading people."""
from sqlalchemy import select

from consult.accounts.models import Account
from consult.accounts.rules import AccountState, email_key
from consult.db import db


def get(account_id: int) -> Account | None:
    """The account with this number."""
    return db.session.get(Account, account_id)


def signed_in(key: str) -> Account | None:
    """The person of a session, if the account is active still."""
    account = db.session.get(Account, int(key))
    return account if account is not None and account.state == AccountState.ACTIVE else None


def by_email(email: str) -> Account | None:
    """The account of an address, however it is spelled."""
    return db.session.scalar(select(Account).filter_by(email_key=email_key(email)))


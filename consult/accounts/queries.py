"""Reading people."""
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from consult.accounts.models import Account, BrowserSession, RoleGrant
from consult.accounts.rules import AccountState, email_key
from consult.db import db
from consult.text.normalise import fold


def get(account_id: int) -> Account | None:
    """The account with this number."""
    return db.session.get(Account, account_id)


def signed_in(key: str) -> Account | None:
    """The person of a session, if the account is active still."""
    account = db.session.get(Account, int(key), options=[joinedload(Account.memberships)])
    return account if account is not None and account.state == AccountState.ACTIVE else None


def by_email(email: str) -> Account | None:
    """The account of an address, however it is spelled."""
    return db.session.scalar(select(Account).filter_by(email_key=email_key(email)))



def session(session_id: int) -> BrowserSession | None:
    """One browser's session, of a person who is signed in there."""
    return db.session.scalar(select(BrowserSession).where(BrowserSession.id == session_id, BrowserSession.account_id.is_not(None)))


def sessions(account: Account) -> list[BrowserSession]:
    """Where a person is signed in, the latest used first."""
    return list(db.session.scalars(select(BrowserSession).filter_by(account_id=account.id).order_by(BrowserSession.seen_at.desc(), BrowserSession.id.desc())))


def found(words: str, after: int | None, limit: int) -> list[Account]:
    """People whose name or address contains the words, by number, from a place in the list on."""
    rows = select(Account).order_by(Account.id.desc()).limit(limit)
    if words:
        wanted = f"%{escaped(fold(words))}%"
        rows = rows.where(or_(Account.name_key.like(wanted, escape="\\"), Account.email_key.like(f"%{escaped(email_key(words))}%", escape="\\")))
    return list(db.session.scalars(rows.where(Account.id < after) if after else rows))


def escaped(words: str) -> str:
    """Words in which % and _ mean themselves."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def grants(account: Account) -> list[RoleGrant]:
    """All roles a person has or had, the latest first."""
    return sorted(account.grants, key=lambda grant: grant.id, reverse=True)

"""Reading people."""
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from consult.accounts.models import Account, BrowserSession, RoleGrant
from consult.accounts.rules import AccountState, Role, email_key
from consult.db import db
from consult.organisations.models import Membership
from consult.organisations.rules import MembershipState
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


@dataclass(frozen=True)
class Wanted:
    """Which people a list shows."""

    words: str = ""
    role: Role | None = None
    state: AccountState | None = None
    party: str = ""
    organisation: int | None = None


def found(wanted: Wanted, after: int | None, limit: int) -> list[Account]:
    """The people who are wanted, by number, the latest first, from a place in the list on; a word is looked for in names and addresses."""
    rows = select(Account).order_by(Account.id.desc()).limit(limit).options(selectinload(Account.memberships).joinedload(Membership.organisation))
    if wanted.words:
        named, addressed = f"%{escaped(fold(wanted.words))}%", f"%{escaped(email_key(wanted.words))}%"
        rows = rows.where(or_(Account.name_key.like(named, escape="\\"), Account.email_key.like(addressed, escape="\\")))
    if wanted.role:
        rows = rows.where(Account.id.in_(select(RoleGrant.account_id).where(RoleGrant.role == wanted.role, RoleGrant.ended_at.is_(None))))
    if wanted.state:
        rows = rows.where(Account.state == wanted.state)
    if wanted.party:
        rows = rows.where(Account.party_code == wanted.party)
    if wanted.organisation:
        rows = rows.where(Account.id.in_(select(Membership.account_id).where(Membership.organisation_id == wanted.organisation, Membership.state != MembershipState.LEFT)))
    return list(db.session.scalars(rows.where(Account.id < after) if after else rows))


def other_administrators(account: Account) -> int:
    """How many people besides this one are administrators and can sign in."""
    held = select(func.count(Account.id)).join(RoleGrant, RoleGrant.account_id == Account.id)
    return db.session.scalar(held.where(RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.ended_at.is_(None), Account.state == AccountState.ACTIVE, Account.id != account.id)) or 0


def escaped(words: str) -> str:
    """Words in which % and _ mean themselves."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def observers() -> list[Account]:
    """Who observes now, by name."""
    held = select(RoleGrant.account_id).where(RoleGrant.role == Role.OBSERVER, RoleGrant.ended_at.is_(None))
    return list(db.session.scalars(select(Account).where(Account.id.in_(held), Account.state == AccountState.ACTIVE).order_by(Account.name)))


def grants(account: Account) -> list[RoleGrant]:
    """All roles a person has or had, the latest first."""
    return sorted(account.grants, key=lambda grant: grant.id, reverse=True)

"""What people do with their accounts, and what administrators do with roles."""
from typing import Any

from sqlalchemy import delete, select, update

from consult import clock
from consult.accounts import queries
from consult.accounts.models import Account, BrowserSession, MailToken, RoleGrant
from consult.accounts.rules import LIFE, PSEUDONYM, AccountState, Role, check_address, check_password, email_key, hashed
from consult.comments.models import Draft
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.factors.models import CodeApp, Passkey, RecoveryCode
from consult.i18n import N_
from consult.journal.actions import record
from consult.organisations.models import Membership
from consult.organisations.rules import LIFE as MEMBERSHIP_LIFE
from consult.organisations.rules import MembershipState
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.reading.models import LastRead
from consult.teams.models import TeamDraft
from consult.text import legible


def sign_up(actor: Any, email: str, name: str, password: str, language: str, party_code: str | None = None, demonstration: bool = False) -> Account:
    """Open an account that waits for the confirmation of its address.

    An address that signs up again before it is confirmed starts anew: whoever confirms needs the password of the latest sign-up.
    """
    require(actor, Action.ACCOUNTS_SIGN_UP)
    name = legible.named(name)
    check_address(email, demonstration)
    check_password(password, email, name, demonstration=demonstration)
    account = queries.by_email(email)
    if account is not None and account.state != AccountState.UNCONFIRMED:
        raise Conflict(N_("There is an account with this address already."))
    if account is None:
        account = Account(state=AccountState.UNCONFIRMED, created_at=clock.now())
        db.session.add(account)
    account.name, account.email, account.email_key = name, email.strip(), email_key(email)
    account.password_hash, account.language, account.party_code = hashed(password), language, party_code
    db.session.flush()
    _void_links(account)
    record(Action.ACCOUNTS_SIGN_UP, actor, account)
    return account


def confirm(actor: Any, account: Account) -> None:
    """The person has shown that the address is theirs."""
    require(actor, Action.ACCOUNTS_CONFIRM, account)
    account.state = LIFE.advance(account.state, "confirm")
    account.confirmed_at = clock.now()
    _void_links(account)
    record(Action.ACCOUNTS_CONFIRM, actor, account)


def sign_in(actor: Any, account: Account, proof: str | None) -> None:
    """Let a person in whose password has been checked against `proof`, the hash that was kept then."""
    require(actor, Action.ACCOUNTS_SIGN_IN, account)
    if account.state == AccountState.SUSPENDED:
        raise Conflict(N_("This account is suspended. Please write to the secretariat if you think this is a mistake."))
    if account.state != AccountState.ACTIVE or proof is None or account.password_hash != proof:
        raise Conflict(N_("The account has changed at this moment. Please sign in again."))
    record(Action.ACCOUNTS_SIGN_IN, account, account)


def sign_out(actor: Any) -> None:
    """The person leaves; the session is ended with it."""
    require(actor, Action.ACCOUNTS_SIGN_OUT)
    record(Action.ACCOUNTS_SIGN_OUT, actor, actor)


def end_session(actor: Any, session: BrowserSession) -> None:
    """End one browser's session, at home or from afar."""
    require(actor, Action.ACCOUNTS_END_SESSION, session)
    account = db.session.get_one(Account, session.account_id)
    db.session.execute(delete(BrowserSession).where(BrowserSession.id == session.id))
    record(Action.ACCOUNTS_END_SESSION, actor, account)


def ask_reset(actor: Any, account: Account) -> None:
    """Somebody asks for a link to set a new password; the link goes to the address of the account."""
    require(actor, Action.ACCOUNTS_ASK_RESET, account)
    record(Action.ACCOUNTS_ASK_RESET, actor, account)


def reset_password(actor: Any, account: Account, password: str, demonstration: bool = False) -> None:
    """Set a new password by a link from a mail; every session of the account ends."""
    require(actor, Action.ACCOUNTS_RESET_PASSWORD, account)
    if account.state != AccountState.ACTIVE:
        raise Conflict(N_("This account cannot be used now."))
    check_password(password, account.email or "", account.name, demonstration=demonstration)
    account.password_hash = hashed(password)
    _void_links(account)
    _end_sessions(account)
    record(Action.ACCOUNTS_RESET_PASSWORD, actor, account)


def change_password(actor: Any, account: Account, password: str, keep: int | None = None, demonstration: bool = False) -> None:
    """Set a new password, knowing the former one; every session but `keep` ends."""
    require(actor, Action.ACCOUNTS_CHANGE_PASSWORD, account)
    check_password(password, account.email or "", account.name, field="new_password", demonstration=demonstration)
    account.password_hash = hashed(password)
    _void_links(account)
    _end_sessions(account, keep)
    record(Action.ACCOUNTS_CHANGE_PASSWORD, actor, account)


def ask_address(actor: Any, account: Account, email: str, demonstration: bool = False) -> None:
    """The person wants another address; it counts once it is confirmed from there."""
    require(actor, Action.ACCOUNTS_ASK_ADDRESS, account)
    check_address(email, demonstration)
    if email_key(email) == account.email_key:
        raise Invalid(N_("This is your address already."), field="email")
    record(Action.ACCOUNTS_ASK_ADDRESS, actor, account)


def change_address(actor: Any, account: Account, email: str) -> None:
    """The new address has been confirmed."""
    require(actor, Action.ACCOUNTS_CHANGE_ADDRESS, account)
    if account.state != AccountState.ACTIVE or queries.by_email(email) is not None:
        raise Conflict(N_("This address cannot be used for the account."))
    account.email, account.email_key = email.strip(), email_key(email)
    _void_links(account)
    record(Action.ACCOUNTS_CHANGE_ADDRESS, actor, account)


def change_profile(actor: Any, account: Account, name: str, language: str, party_code: str | None) -> None:
    """Change what others see of the person, and the language of mails. Comments keep the party of their time (C8)."""
    require(actor, Action.ACCOUNTS_CHANGE_PROFILE, account)
    name = legible.named(name)
    fields = {"name": name, "language": language, "party_code": party_code}
    changed = sorted(field for field, value in fields.items() if getattr(account, field) != value)
    for field in changed:
        setattr(account, field, fields[field])
    record(Action.ACCOUNTS_CHANGE_PROFILE, actor, account, fields=changed)


def close(actor: Any, account: Account) -> None:
    """Close the account: address and password are erased, a pseudonym takes the name's place, the public record stays (X6)."""
    require(actor, Action.ACCOUNTS_CLOSE, account)
    _leave_an_administrator(account)
    account.state = LIFE.advance(account.state, "close")
    account.name, account.email, account.email_key, account.password_hash = PSEUDONYM % {"number": account.id}, None, None, None
    for grant in account.grants:
        if grant.ended_at is None:
            _end(actor, grant)
    for membership in db.session.scalars(select(Membership).where(Membership.account_id == account.id, Membership.state != MembershipState.LEFT)):
        membership.state = MEMBERSHIP_LIFE.advance(membership.state, "leave")
        membership.lead = False
    for draft in db.session.scalars(select(Draft).where(Draft.account_id == account.id, Draft.id.not_in(select(TeamDraft.draft_id)))):
        db.session.delete(draft)  # one by one: its files go with it
    db.session.execute(delete(MailToken).where(MailToken.account_id == account.id))
    for own in (LastRead, Passkey, CodeApp, RecoveryCode):
        db.session.execute(delete(own).where(own.account_id == account.id))
    _end_sessions(account)
    record(Action.ACCOUNTS_CLOSE, actor, account)


def grant_role(actor: Any, account: Account, role: Role, party_code: str | None = None) -> RoleGrant:
    """Give a person a role, a coordinator for a party; the person signs in anew with it."""
    require(actor, Action.ACCOUNTS_GRANT_ROLE, account)
    if account.state != AccountState.ACTIVE:
        raise Conflict(N_("Only a person with an active account can hold a role."))
    if role.value in account.roles:
        raise Conflict(N_("This person holds the role already."))
    if (role == Role.COORDINATOR) != (party_code is not None):
        raise Invalid(N_("A national coordinator, and only a coordinator, needs a party."), field="party")
    grant = RoleGrant(account_id=account.id, role=role, party_code=party_code, granted_at=clock.now())
    db.session.add(grant)
    db.session.flush()
    db.session.expire(account, ["grants"])
    _end_sessions(account)
    record(Action.ACCOUNTS_GRANT_ROLE, actor, grant, role=str(role), party=party_code)
    return grant


def end_role(actor: Any, account: Account, grant: RoleGrant) -> None:
    """Take a role back; the person's sessions end at once."""
    require(actor, Action.ACCOUNTS_END_ROLE, account)
    if grant.account_id != account.id or grant.ended_at is not None:
        raise Conflict(N_("This role has ended already."))
    if grant.role == Role.ADMINISTRATOR:
        _leave_an_administrator(account)
    _end(actor, grant)
    _end_sessions(account)


def suspend(actor: Any, account: Account, reason: str) -> None:
    """Keep a person out for a reason; all sessions and links end at once."""
    require(actor, Action.ACCOUNTS_SUSPEND, account)
    _leave_an_administrator(account)
    account.state = LIFE.advance(account.state, "suspend")
    _void_links(account)
    _end_sessions(account)
    record(Action.ACCOUNTS_SUSPEND, actor, account, reason=reason)


def reinstate(actor: Any, account: Account, reason: str) -> None:
    """Let a suspended person in again."""
    require(actor, Action.ACCOUNTS_REINSTATE, account)
    account.state = LIFE.advance(account.state, "reinstate")
    record(Action.ACCOUNTS_REINSTATE, actor, account, reason=reason)


def _leave_an_administrator(account: Account) -> None:
    """Somebody must be able to give roles: the last administrator keeps the role and the account."""
    if Role.ADMINISTRATOR.value in account.roles and not queries.other_administrators(account):
        raise Conflict(N_("This is the only administrator. Give the role to somebody else first; otherwise nobody could give roles any more."))


def _end(actor: Any, grant: RoleGrant) -> None:
    grant.ended_at = clock.now()
    record(Action.ACCOUNTS_END_ROLE, actor, grant, role=str(grant.role), party=grant.party_code)


def _end_sessions(account: Account, keep: int | None = None) -> None:
    gone = delete(BrowserSession).where(BrowserSession.account_id == account.id)
    db.session.execute(gone if keep is None else gone.where(BrowserSession.id != keep))


def _void_links(account: Account) -> None:
    """Links sent earlier stop working."""
    db.session.execute(update(MailToken).where(MailToken.account_id == account.id, MailToken.used_at.is_(None)).values(used_at=clock.now()))

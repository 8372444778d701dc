"""Links in mails that prove an address: 256 random bits, hashed at rest, for one use and a limited time."""
import hashlib
import secrets

from flask import url_for
from sqlalchemy import select, update

from consult import clock
from consult.accounts.models import Account, MailToken
from consult.accounts.rules import LINK_LIFE, TokenKind
from consult.db import db
from consult.web.paths import public

PAGES = {TokenKind.CONFIRM: "accounts.confirm", TokenKind.RESET: "accounts.reset", TokenKind.ADDRESS: "accounts.confirm_address"}


def issue(account: Account, kind: TokenKind, email: str | None = None, then: str | None = None) -> str:
    """Make a link for an account, to be used within the caller's transaction; links of this kind sent earlier stop working."""
    token = secrets.token_urlsafe(32)
    earlier = update(MailToken).where(MailToken.account_id == account.id, MailToken.kind == kind, MailToken.used_at.is_(None))
    db.session.execute(earlier.values(used_at=clock.now()))
    db.session.add(MailToken(account_id=account.id, kind=kind, token_hash=_hash(token), email=email, expires_at=clock.now() + LINK_LIFE[kind]))
    return public(url_for(PAGES[kind], token=token, next=then))


def find(kind: TokenKind, token: str) -> MailToken | None:
    """The link, if it is good still."""
    return db.session.scalar(select(MailToken).where(
        MailToken.token_hash == _hash(token), MailToken.kind == kind, MailToken.used_at.is_(None), MailToken.expires_at > clock.now()))


def spend(link: MailToken) -> bool:
    """Use the link up; False if somebody was quicker."""
    used = update(MailToken).where(MailToken.id == link.id, MailToken.used_at.is_(None)).values(used_at=clock.now()).returning(MailToken.id)
    return db.session.scalar(used) is not None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""Reading what goes with submissions: files, the key of a form, late links."""
from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from consult.accounts.models import Account
from consult.comments.models import Submission
from consult.db import db
from consult.rounds.models import Round
from consult.submissions.models import AttachedFile, Attachment, LateLink, Sending
from consult.submissions.rules import link_hash


def attachment(number: int) -> Attachment | None:
    """The attachment with this number, its bytes with it."""
    return db.session.scalar(select(Attachment).where(Attachment.id == number).options(joinedload(Attachment.file).undefer(AttachedFile.content)))


def kept(digest: str) -> AttachedFile | None:
    """The bytes with this hash, if somebody has attached them before."""
    return db.session.scalar(select(AttachedFile).filter_by(digest=digest).options(undefer(AttachedFile.content)))


def sent_by_form(form_key: str, account: Account) -> Submission | None:
    """What this person sent with this very form before."""
    if not form_key:
        return None
    return db.session.scalar(select(Submission).join(Sending, Sending.submission_id == Submission.id).where(
        Sending.form_key == form_key[:64], Submission.account_id == account.id))


def link_by_token(token: str) -> LateLink | None:
    """The late link with this secret."""
    return db.session.scalar(select(LateLink).where(LateLink.token_hash == link_hash(token)).options(joinedload(LateLink.round)))


def link(number: int) -> LateLink | None:
    """The late link with this number."""
    return db.session.get(LateLink, number)


def links_of(round_: Round) -> list[LateLink]:
    """The late links given for a round, the latest first."""
    return list(db.session.scalars(select(LateLink).where(LateLink.round_id == round_.id).options(
        joinedload(LateLink.submission), joinedload(LateLink.giver).lazyload(Account.grants)).order_by(LateLink.id.desc())))


def held_by(account: Account) -> list[LateLink]:
    """The late links that a person has taken up and not spent."""
    return list(db.session.scalars(select(LateLink).where(LateLink.holder_id == account.id, LateLink.submission_id.is_(None), LateLink.withdrawn_at.is_(None)).options(
        joinedload(LateLink.round).joinedload(Round.version)).order_by(LateLink.id)))

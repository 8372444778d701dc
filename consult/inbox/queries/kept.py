"""Notes about comments, and the choices that editors keep."""
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult.accounts.models import Account
from consult.comments.models import Comment
from consult.db import db
from consult.inbox.models import InboxChoice, InboxEntry, InboxNote, InboxRead


def entry(comment: Comment) -> InboxEntry:
    """What the inbox knows of a comment."""
    return db.session.get_one(InboxEntry, comment.id)


def notes(comment: Comment) -> list[InboxNote]:
    """The notes about a comment, the first one first."""
    return list(db.session.scalars(select(InboxNote).filter_by(comment_id=comment.id).options(
        joinedload(InboxNote.account).lazyload(Account.grants)).order_by(InboxNote.id)))


def read_of(account: Account, ids: set[int]) -> dict[int, InboxRead]:
    """Which of these comments an editor has read."""
    return {row.comment_id: row for row in db.session.scalars(select(InboxRead).where(InboxRead.account_id == account.id, InboxRead.comment_id.in_(ids)))}


def choices(account: Account) -> list[InboxChoice]:
    """The choices that an editor keeps, by name."""
    return list(db.session.scalars(select(InboxChoice).filter_by(account_id=account.id).order_by(InboxChoice.name)))


def choice(choice_id: int) -> InboxChoice | None:
    """The kept choice with this number."""
    return db.session.get(InboxChoice, choice_id)


def named(account: Account, name: str) -> InboxChoice | None:
    """An editor's kept choice of this name."""
    return db.session.scalar(select(InboxChoice).filter_by(account_id=account.id, name=name))

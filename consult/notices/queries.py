"""Reading the outbox, and whom an entry of the journal concerns."""
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from consult.accounts.models import Account, RoleGrant
from consult.accounts.rules import AccountState
from consult.ballots.models import Ballot, BallotSeat, Position
from consult.comments.models import Comment
from consult.comments.rules import CommentState
from consult.db import db
from consult.documents.models import Version
from consult.journal.models import JournalEntry
from consult.notices.models import Mail, NoticeCursor
from consult.notices.rules import NOTICES, Audience
from consult.rounds.models import Round
from consult.workgroup.models import Mandate
from consult.workgroup.rules import covers

#: The row an entry names -> its class.
SUBJECTS: dict[str, Any] = {model.__tablename__: model for model in (Account, Ballot, Comment, Mandate, Position, RoleGrant, Round, Version)}


def subject(entry: JournalEntry) -> Any:
    """The row that an entry tells of."""
    model = SUBJECTS.get(entry.subject_table)
    return db.session.get(model, int(entry.subject_id)) if model else None


def untold(limit: int) -> list[JournalEntry]:
    """The entries after the cursor that somebody is to be told of, in their order; the cursor's row is made by the first delivery."""
    return list(db.session.scalars(select(JournalEntry).where(JournalEntry.seq > position(), JournalEntry.kind.in_(NOTICES)).order_by(JournalEntry.seq).limit(limit)))


def position() -> int:
    """How far the journal has been read."""
    return db.session.scalar(select(NoticeCursor.seq).limit(1)) or 0


def end_of_journal() -> int:
    """The number of the last entry."""
    return db.session.scalar(select(func.max(JournalEntry.seq))) or 0


def receivers(entry: JournalEntry, row: Any) -> list[Account]:
    """The people to tell: those whose account is active now, each once; who is suspended is told of that alone."""
    audience = NOTICES[entry.kind]
    states = (AccountState.ACTIVE, AccountState.SUSPENDED) if audience == Audience.OWNER else (AccountState.ACTIVE,)
    rows = db.session.scalars(AUDIENCES[audience](row, entry.at).where(Account.state.in_(states)).order_by(Account.id)).unique()
    return list(rows)


def latest(before: int | None, limit: int) -> list[Mail]:
    """Mails, the newest first, from a place in the list on."""
    rows = select(Mail).order_by(Mail.id.desc()).limit(limit)
    return list(db.session.scalars(rows.where(Mail.id < before) if before else rows))


def get(mail_id: int) -> Mail | None:
    """One mail."""
    return db.session.get(Mail, mail_id)


def written(key: str) -> bool:
    """Whether this mail is in the outbox already."""
    return db.session.scalar(select(Mail.id).filter_by(key=key)) is not None


def account_mails_since(address: str, moment: datetime) -> int:
    """How many mails about accounts an address has been sent since the moment."""
    return db.session.scalar(select(func.count()).select_from(Mail).where(Mail.to == address, Mail.key.like("accounts.%"), Mail.due_at >= moment)) or 0


def leased(lease: str) -> list[Mail]:
    """The mails that a worker holds."""
    return list(db.session.scalars(select(Mail).filter_by(lease=lease).order_by(Mail.id)))


def _author(comment: Comment, _: datetime) -> Select[Any]:
    return select(Account).where(Account.id == comment.author_id)


def _commented(at: datetime, condition: Any) -> Select[Any]:
    """Whoever had commented by then: a mail that goes out late must not reach those who came after."""
    authors = select(Comment.author_id).join(Comment.version).where(Comment.state != CommentState.WITHDRAWN, Comment.received_at < at, condition)
    return select(Account).where(Account.id.in_(authors))


def _seats(ballot: Ballot, at: datetime) -> Select[Any]:
    parties = select(BallotSeat.party_code).where(BallotSeat.ballot_id == ballot.id)
    mandates = db.session.scalars(select(Mandate).where(Mandate.party_code.in_(parties)).options(joinedload(Mandate.holder)))
    return select(Account).where(Account.id.in_([m.account_id for m in mandates if covers(m, at)]))


AUDIENCES: dict[Audience, Callable[[Any, datetime], Select[Any]]] = {
    Audience.AUTHOR: _author,
    Audience.BASE_COMMENTERS: lambda version, at: _commented(at, Comment.version_id == version.base_id),
    Audience.EARLIER_COMMENTERS: lambda round_, at: _commented(at, Version.document_id == round_.version.document_id),
    Audience.SEATS: _seats,
    Audience.HOLDER: lambda mandate, _: select(Account).where(Account.id == mandate.account_id),
    Audience.VOICE: lambda position, _: select(Account).where(Account.id == position.cast_by),
    Audience.OWNER: lambda account, _: select(Account).where(Account.id == account.id),
    Audience.PERSON: lambda grant, _: select(Account).where(Account.id == grant.account_id),
}

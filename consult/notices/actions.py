"""The outbox: mails are written with the change they tell of, or from the journal, and leased by workers who send them."""
import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, select, update

from consult import clock
from consult.accounts.models import Account
from consult.db import db
from consult.notices import queries
from consult.notices.models import Mail, MailState, NoticeCursor
from consult.notices.rules import KEPT, LEASE, TRIES_MAX, mail_key, pause

#: Makes subject and body of a mail in the receiver's language, from (kind, facts, row, receiver).
Composer = Callable[[str, dict[str, Any], Any, Account], tuple[str, str]]


def write(account: Account, key: str, subject: str, body: str, to: str | None = None) -> None:
    """Put one mail into the outbox, once however often it is asked for; `to` where it is not the address of the account."""
    address = to or account.email
    if address is None or queries.written(key):
        return
    db.session.add(Mail(key=key, account_id=account.id, to=address, language=account.language, subject=subject, body=body, due_at=clock.now()))
    db.session.flush()


def spread(compose: Composer, limit: int = 20) -> int:
    """Read the journal on from the cursor and write what people are to be told; the number of entries read, 0 when there are no more."""
    end = queries.end_of_journal()
    entries = queries.untold(limit)
    for entry in entries:
        row = queries.subject(entry)
        for account in queries.receivers(entry, row) if row is not None else []:
            key = mail_key(entry.kind, entry.seq, entry.facts, account.id)
            if not queries.written(key):
                write(account, key, *compose(entry.kind, entry.facts, row, account))
    cursor = db.session.scalar(select(NoticeCursor).limit(1))
    if cursor is None:
        db.session.add(cursor := NoticeCursor(id=1, seq=0))
    cursor.seq = entries[-1].seq if entries else end
    return len(entries)


def lease(limit: int = 20) -> list[Mail]:
    """Take due mails for one worker. The condition is repeated in the update, so two workers never hold the same mail; after a crash the lease runs out."""
    now, mine = clock.now(), secrets.token_hex(16)
    open_ = (Mail.state.in_((MailState.DUE, MailState.LEASED)), Mail.due_at <= now)
    query = select(Mail.id).where(*open_).order_by(Mail.id).limit(limit)
    if db.session.get_bind().dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    if ids := list(db.session.scalars(query)):
        change = update(Mail).where(Mail.id.in_(ids), *open_)
        db.session.execute(change.values(state=MailState.LEASED, lease=mine, due_at=now + LEASE, tries=Mail.tries + 1), execution_options={"synchronize_session": False})
    return queries.leased(mine)


def sent(mail_id: int, lease: str, blank: bool) -> None:
    """The mail has gone out. `blank`: drop the words of mails about accounts, which hold links that nobody should find later."""
    values: dict[str, Any] = {"state": MailState.SENT, "sent_at": clock.now(), "lease": None}
    if blank:
        values["body"] = ""
    db.session.execute(update(Mail).where(Mail.id == mail_id, Mail.lease == lease).values(**values))


def failed(mail_id: int, lease: str, tries: int) -> None:
    """The mail could not be handed over; it is tried again later, and given up after many tries."""
    state = MailState.FAILED if tries >= TRIES_MAX else MailState.DUE
    db.session.execute(update(Mail).where(Mail.id == mail_id, Mail.lease == lease).values(state=state, lease=None, due_at=clock.now() + pause(tries)))


def forget() -> None:
    """Delete mails that went out long ago."""
    db.session.execute(delete(Mail).where(Mail.state == MailState.SENT, Mail.sent_at < clock.now() - KEPT))

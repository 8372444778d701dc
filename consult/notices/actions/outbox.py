"""The outbox: mails are written into it in the transaction of what they tell of, leased by workers, and sent by one of them."""
import secrets
from typing import Any

from sqlalchemy import delete, or_, select, update

from consult import clock
from consult.accounts.models import Account
from consult.accounts.rules import AccountState
from consult.db import db
from consult.notices import queries
from consult.notices.models import Mail, MailState, NoticeItem
from consult.notices.rules import AWAY, KEPT, LEASE, TRIES_MAX, Words, pause


def write(account: Account, key: str, words: Words, to: str | None = None, topic: str = "", thread: str = "") -> None:
    """Put one mail into the outbox, once however often it is asked for; `to` where it is not the address of the account."""
    address = to or account.email
    if address is None or queries.written(key):
        return
    db.session.add(Mail(key=key, account_id=account.id, to=address, language=account.language, subject=words.subject, body=words.text, html=words.html,
                        topic=topic, thread=thread[:120], due_at=clock.now()))
    db.session.flush()


def lease(limit: int = 20) -> list[Mail]:
    """Take due mails for one worker. The condition is repeated in the update, so two workers never hold the same mail; after a crash the lease runs out."""
    now, mine = clock.now(), secrets.token_hex(16)
    _drop_unwanted()
    open_ = (Mail.state.in_((MailState.DUE, MailState.LEASED)), Mail.due_at <= now)
    query = select(Mail.id).where(*open_).order_by(Mail.id).limit(limit)
    if db.session.get_bind().dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    if ids := list(db.session.scalars(query)):
        change = update(Mail).where(Mail.id.in_(ids), *open_)
        db.session.execute(change.values(state=MailState.LEASED, lease=mine, due_at=now + LEASE, tries=Mail.tries + 1), execution_options={"synchronize_session": False})
    return queries.leased(mine)


def _drop_unwanted() -> None:
    """Who has closed the account or is kept out is written to about the account alone."""
    shut = select(Account.id).where(Account.state.in_((AccountState.CLOSED, AccountState.SUSPENDED)))
    unwanted = (Mail.state == MailState.DUE, Mail.key.not_like("accounts.%"), Mail.account_id.in_(shut))
    db.session.execute(delete(Mail).where(*unwanted), execution_options={"synchronize_session": False})


def hold(mail_id: int, lease: str) -> bool:
    """Hold a mail for as long again before it is handed over; False if the lease ran out and another worker has it."""
    kept = update(Mail).where(Mail.id == mail_id, Mail.lease == lease, Mail.state == MailState.LEASED).values(due_at=clock.now() + LEASE).returning(Mail.id)
    return db.session.scalar(kept) is not None


def sent(mail_id: int, lease: str, blank: bool) -> None:
    """The mail has gone out. `blank`: drop the words of mails about accounts, which hold links that nobody should find later."""
    values: dict[str, Any] = {"state": MailState.SENT, "sent_at": clock.now(), "lease": None, "fault": ""}
    if blank:
        values |= {"body": "", "html": ""}
    db.session.execute(update(Mail).where(Mail.id == mail_id, Mail.lease == lease).values(**values))


def failed(mail_id: int, lease: str, tries: int, fault: str = "", for_good: bool = False) -> None:
    """The mail could not be handed over. It is tried again later; it is given up after many tries, or at once when the server says it never will."""
    state = MailState.FAILED if for_good or tries >= TRIES_MAX else MailState.DUE
    values = {"state": state, "lease": None, "due_at": clock.now() + pause(tries), "fault": _short(fault)}
    db.session.execute(update(Mail).where(Mail.id == mail_id, Mail.lease == lease).values(**values))


def release(mail_id: int, lease: str, fault: str = "") -> None:
    """The server was away when the mail's turn came, which is no fault of the mail: it is due again soon, and the try does not count."""
    values: dict[str, Any] = {"state": MailState.DUE, "lease": None, "due_at": clock.now() + AWAY, "tries": Mail.tries - 1, "fault": _short(fault)}
    db.session.execute(update(Mail).where(Mail.id == mail_id, Mail.lease == lease).values(**values), execution_options={"synchronize_session": False})


def _short(fault: str) -> str:
    return " ".join(fault.split())[:300]


def forget() -> None:
    """Delete mails that went out long ago, those that were given up as long ago, and what waits for people who have left."""
    old = clock.now() - KEPT
    left = select(Account.id).where(Account.state == AccountState.CLOSED)
    db.session.execute(delete(Mail).where(or_((Mail.state == MailState.SENT) & (Mail.sent_at < old), (Mail.state == MailState.FAILED) & (Mail.due_at < old))))
    db.session.execute(delete(NoticeItem).where(NoticeItem.account_id.in_(left)), execution_options={"synchronize_session": False})

"""Who is told what, from the journal and the clock: at once, or gathered for the morning; each thing once."""
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from consult import clock
from consult.accounts.models import Account
from consult.accounts.rules import AccountState
from consult.db import db
from consult.journal.models import JournalEntry
from consult.notices import queries
from consult.notices.actions import outbox
from consult.notices.models import NoticeCursor, NoticeItem
from consult.notices.rules import DEFAULTS, FOLLOWED, TOGETHER, TOPICS, Pace, Reminders, Told, Topic, Words, due, mail_key, stage, thread

#: Makes the words of a mail in the receiver's language, from (kind, facts, row, receiver).
Composer = Callable[[str, dict[str, Any], Any, Account], Words]
#: Makes the words of a mail that tells several things, in the receiver's language.
Gatherer = Callable[[Account, Sequence[Told]], Words]
REMINDER = "rounds.closing"


def spread(compose: Composer, limit: int = 20) -> int:
    """Read the journal on from the cursor and write what people are to be told; the number of entries read, 0 when there are no more."""
    end = queries.end_of_journal()
    entries = queries.untold(limit)
    for entry in entries:
        row = queries.subject(entry)
        people = queries.receivers(entry, row) if row is not None else []
        chosen = queries.paces([account.id for account in people])
        for account in people:
            _tell(compose, entry, row, account, _pace(chosen, account, TOPICS.get(entry.kind)), TOPICS.get(entry.kind))
        _tell_followers(compose, entry, row, people)
    cursor = db.session.scalar(select(NoticeCursor).limit(1))
    if cursor is None:
        db.session.add(cursor := NoticeCursor(id=1, seq=0))
    cursor.seq = entries[-1].seq if entries else end
    return len(entries)


def _tell_followers(compose: Composer, entry: JournalEntry, row: Any, told: list[Account]) -> None:
    """Tell those who follow it, when they want to hear of it."""
    people = queries.followers(entry, told) if row is not None else []
    chosen = queries.paces([account.id for account in people])
    for account in people:
        _tell(compose, entry, row, account, _pace(chosen, account, FOLLOWED[entry.kind]), FOLLOWED[entry.kind])


def gather(compose: Gatherer) -> bool:
    """Write one mail of what was gathered for a person and is due, and forget it as gathered, in one transaction; False when nothing is due."""
    now = clock.now()
    account_id = queries.first_due(now)
    if account_id is None:
        return False
    account, items = db.session.get_one(Account, account_id), queries.due(account_id, now)
    told = [Told(entry.kind, entry.facts, row) for _, entry in items if (row := queries.subject(entry)) is not None]
    if told and account.state == AccountState.ACTIVE:
        outbox.write(account, f"digest-{items[0][0].id}-{account_id}", compose(account, told), topic=TOGETHER, thread=f"digest-{account_id}")
    db.session.execute(delete(NoticeItem).where(NoticeItem.id.in_([item.id for item, _ in items])))
    return True


def remind(compose: Composer, limits: Reminders) -> None:
    """Tell those who have drafts they have not sent that the round closes soon: once some days and once some hours before each close."""
    now = clock.now()
    for round_ in queries.closing(now, now + max(timedelta(days=limits.days), timedelta(hours=limits.hours))):
        near = stage(round_.closes_at - now, limits)
        people = queries.unsent(round_, now)
        chosen = queries.paces([account.id for account, _ in people])
        for account, drafts in people:
            key, facts = f"{REMINDER}-{round_.id}-{near}-{round_.closes_at:%Y%m%dT%H%M}-{account.id}", {"round": round_.number, "drafts": drafts, "stage": near}
            if _pace(chosen, account, Topic.REMINDERS) == Pace.AT_ONCE and not queries.written(key):
                outbox.write(account, key, compose(REMINDER, facts, round_, account), topic=Topic.REMINDERS, thread=thread(REMINDER, facts))


def _pace(chosen: dict[tuple[int, Topic], Pace], account: Account, topic: Topic | None) -> Pace:
    return chosen.get((account.id, topic), DEFAULTS[topic]) if topic else Pace.AT_ONCE


def _tell(compose: Composer, entry: JournalEntry, row: Any, account: Account, pace: Pace, topic: Topic | None) -> None:
    key = mail_key(entry.kind, entry.seq, entry.facts, account.id)
    if pace == Pace.NEVER or queries.written(key):
        return
    if topic is None or pace == Pace.AT_ONCE:
        outbox.write(account, key, compose(entry.kind, entry.facts, row, account), topic=topic or "", thread=thread(entry.kind, entry.facts))
    elif db.session.scalar(select(NoticeItem.id).filter_by(key=key)) is None:
        db.session.add(NoticeItem(key=key, account_id=account.id, topic=topic, seq=entry.seq, due_at=due(pace, clock.now())))
        db.session.flush()

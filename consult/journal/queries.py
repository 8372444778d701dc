"""Reading the journal, and checking its chain."""
from collections.abc import Iterable, Iterator
from contextlib import closing

from sqlalchemy import func, select

from consult.db import db
from consult.journal.models import JournalEntry
from consult.journal.rules import GENESIS, PRIVATE, entry_digest

#: Entries on one page of the history.
PAGE = 50


def page(before: int | None = None, noun: str = "", kinds: frozenset[str] | None = None) -> list[JournalEntry]:
    """Up to PAGE + 1 entries older than `before`, the latest first; if wanted the public ones of one noun (of a private one that would tell too much) or of the given kinds."""
    query = select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(JournalEntry.seq < before)
    if noun:
        query = query.where(JournalEntry.kind.startswith(noun + ".", autoescape=True), JournalEntry.kind.not_in(PRIVATE))
    if kinds is not None:
        query = query.where(JournalEntry.kind.in_(kinds))
    return list(db.session.scalars(query))


def latest(kinds: frozenset[str], limit: int) -> list[JournalEntry]:
    """The latest entries of the given kinds."""
    return list(db.session.scalars(select(JournalEntry).where(JournalEntry.kind.in_(kinds)).order_by(JournalEntry.seq.desc()).limit(limit)))


def entry(seq: int) -> JournalEntry | None:
    """The entry with this number."""
    return db.session.get(JournalEntry, seq)


def last() -> str:
    """The hash of the last entry that is not about an account (somebody signs in): while it is the same, nothing of the procedure has changed."""
    return db.session.scalar(select(JournalEntry.digest).where(JournalEntry.kind.not_like("accounts.%")).order_by(JournalEntry.seq.desc()).limit(1)) or GENESIS


def length() -> int:
    """How many entries there are."""
    return db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def broken() -> Iterator[str]:
    """Recompute the chain from its first entry; a sentence for the first entry that does not fit (X2, X3)."""
    with closing(db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq).execution_options(yield_per=500))) as rows:
        yield from _first_fault(rows)


def _first_fault(rows: Iterable[JournalEntry]) -> Iterator[str]:
    previous, at = GENESIS, None
    for number, row in enumerate(rows, start=1):
        digest = entry_digest(row.seq, row.at, row.kind, row.actor_id, (row.subject_table, row.subject_id), row.facts, row.previous, row.salt)
        if row.seq != number:
            yield f"journal entry {number} is missing"
        elif row.previous != previous:
            yield f"journal entry {number} does not follow the entry before it"
        elif digest != row.digest:
            yield f"journal entry {number} ({row.kind}) was changed"
        elif at is not None and row.at < at:
            yield f"journal entry {number} is earlier than the entry before it"
        else:
            previous, at = row.digest, row.at
            continue
        return

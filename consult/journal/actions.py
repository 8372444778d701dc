"""Writing the journal, and refusing changes that left no trace in it."""
import secrets
from functools import cache
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session

from consult import clock
from consult.db import db
from consult.journal.models import JournalEntry
from consult.journal.rules import GENESIS, KINDS, entry_digest


def record(kind: str, actor: Any, subject: Any, /, **facts: Any) -> JournalEntry:
    """Add one entry in the same transaction as the change it tells of; `subject` is the row that changed."""
    if KINDS[kind] != set(facts):
        raise ValueError(f"{kind} needs {sorted(KINDS[kind])}, got {sorted(facts)}")
    db.session.flush()
    last = db.session.scalar(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1))
    at = max(clock.now(), last.at) if last else clock.now()
    seq, previous = (last.seq + 1, last.digest) if last else (1, GENESIS)
    name, key = subject.__tablename__, str(inspect(subject).identity[0])
    actor_id = actor.id if actor is not None else None
    salt = secrets.token_hex(16)
    entry = JournalEntry(seq=seq, at=at, kind=str(kind), actor_id=actor_id, subject_table=name, subject_id=key, facts=facts, salt=salt, previous=previous,
                         digest=entry_digest(seq, at, str(kind), actor_id, (name, key), facts, previous, salt))
    db.session.add(entry)
    db.session.flush()
    return entry


def _journalled(row: Any) -> bool:
    return bool(getattr(row, "__journalled__", False))


@cache
def install_guard(sessions: Any) -> None:
    """Make a commit fail when a journalled row changed and no entry tells of it (X1); refuse bulk changes of such tables."""

    @event.listens_for(sessions, "before_flush")
    def note(session: Session, *_: Any) -> None:
        changed = [o for o in [*session.new, *session.dirty, *session.deleted] if _journalled(o) and (o not in session.dirty or session.is_modified(o, include_collections=False))]
        session.info.setdefault("touched", []).extend(changed)
        session.info.setdefault("told", set()).update((o.subject_table, o.subject_id) for o in session.new if isinstance(o, JournalEntry))

    @event.listens_for(sessions, "before_commit")
    def check(session: Session) -> None:
        session.flush()
        told = session.info.pop("told", set())
        silent = {(o.__tablename__, str(inspect(o).identity[0])) for o in session.info.pop("touched", [])} - told
        if silent:
            raise RuntimeError(f"changed without a journal entry: {sorted(silent)}")

    @event.listens_for(sessions, "after_rollback")
    def forget(session: Session) -> None:
        session.info.pop("told", None)
        session.info.pop("touched", None)

    @event.listens_for(sessions, "do_orm_execute")
    def refuse_bulk(state: ORMExecuteState) -> None:
        if (state.is_update or state.is_delete) and state.bind_mapper is not None and _journalled(state.bind_mapper.class_):
            raise RuntimeError("journalled tables are not changed in bulk")

"""Noting what a person has read, and forgetting it; nobody is told of either."""
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete

from consult import clock
from consult.db import db
from consult.documents.models import Document, Version
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.reading import queries
from consult.reading.models import LastRead


def mark_read(actor: Any, version: Version, uids: Iterable[str] | None = None) -> int:
    """Note that the person has read these sections of a version, or all of it: how many were noted anew.

    Reading an older version later does not make the newer one unread. Who has read all of a version is told no more of sections it does not have.
    """
    require(actor, Action.READING_MARK_READ, version)
    here, kept = queries.uids_of(version.id), queries.rows_of(actor, version.document)
    wanted = here if uids is None else here & set(uids)
    later = queries.later_than(version)
    noted = {uid for uid in wanted if uid not in kept or (kept[uid].version_id != version.id and kept[uid].version_id not in later)}
    for uid in sorted(noted):
        row = kept.get(uid) or LastRead(account_id=actor.id, document_id=version.document_id, section_uid=uid)
        row.version_id, row.at = version.id, clock.now()
        db.session.add(row)
    if uids is None:
        for uid, row in kept.items():
            if uid not in here and row.version_id not in later:
                db.session.delete(row)
    db.session.flush()
    return len(noted)


def forget(actor: Any, document: Document) -> None:
    """Forget what the person has read of a document."""
    require(actor, Action.READING_FORGET, document)
    db.session.execute(delete(LastRead).where(LastRead.account_id == actor.id, LastRead.document_id == document.id))

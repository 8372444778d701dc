"""Giving the reason of changes that no comment asked for."""
from collections.abc import Sequence
from typing import Any

from consult import clock
from consult.db import db
from consult.documents.models import Version
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.reporting.models import EditorialReason
from consult.reporting.queries import reasons
from consult.reporting.rules import REASON_MAX
from consult.text import legible


def explain(actor: Any, version: Version, uids: Sequence[str], reason: str, seen: int = 0) -> None:
    """Say why these sections of the working text changed; `seen` is the latest reason that the editor has read."""
    require(actor, Action.REPORTING_EXPLAIN, version)
    given = _give(actor, version, uids, reason, seen)
    record(Action.REPORTING_EXPLAIN, actor, version, label=version.label, sections=given)


def explain_late(actor: Any, version: Version, uids: Sequence[str], reason: str, seen: int = 0) -> None:
    """Say after publication why sections changed that had no reason yet; what has one keeps it, and everybody sees when it was given."""
    require(actor, Action.REPORTING_EXPLAIN_LATE, version)
    if any(one.explained for one in reasons.changed(version) if not one.uids.isdisjoint(uids)):
        raise Conflict(N_("One of these changes has its reason already; after publication a reason stays as it is."))
    given = _give(actor, version, uids, reason, seen)
    record(Action.REPORTING_EXPLAIN_LATE, actor, version, label=version.label, sections=given)


def _give(actor: Any, version: Version, uids: Sequence[str], reason: str, seen: int) -> list[str]:
    known = {uid: one for one in reasons.changed(version) for uid in one.uids}
    if not uids or any(uid not in known for uid in uids):
        raise Invalid(N_("Choose the changes that this reason is for."), field="sections")
    if any(row is not None and row.id > seen for row in (known[uid].reason for uid in uids)):
        raise Conflict(N_("Another editor has given a reason for one of these changes meanwhile. It is below: read it, and save yours again if it still stands."))
    legible.check(reason, "reason", REASON_MAX)
    reason = legible.written(reason, "reason", N_("Say why the text was changed; everybody will read it."))
    given = list(dict.fromkeys(known[uid].uid for uid in uids))
    db.session.add_all(EditorialReason(version_id=version.id, section_uid=uid, reason=reason, account_id=actor.id, at=clock.now()) for uid in given)
    db.session.flush()
    return given

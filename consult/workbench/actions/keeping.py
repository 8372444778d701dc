"""What an editor types is kept by itself until it is saved; nobody else sees it, and no window overwrites another."""
from typing import Any

from sqlalchemy import delete

from consult import clock
from consult.db import db
from consult.documents.models import Version
from consult.documents.rules import HEADING_MAX, NUMBER_MAX, SECTION_MAX
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.workbench.models import UnsavedText
from consult.workbench.queries import unsaved


def keep(actor: Any, version: Version, uid: str, number: str, heading: str, level: int, body: str, began_from: int, form: str, continues: int = 0) -> UnsavedText:
    """Keep what is typed in one form; `continues` is the kept text that the form began with, if it began with one."""
    require(actor, Action.WORKBENCH_KEEP, version)
    if len(body) > SECTION_MAX or len(heading) > HEADING_MAX or len(number) > NUMBER_MAX:
        raise Invalid(N_("It is longer than a section may be."))
    row = unsaved.of(actor, version, uid)
    if row is not None and row.form != form and row.revision != continues:
        raise Conflict(N_("You have typed in this section in another window meanwhile."))
    if row is None:
        row = UnsavedText(account_id=actor.id, version_id=version.id, section_uid=uid)
        db.session.add(row)
    row.number, row.heading, row.level, row.body = number, heading, level, body
    row.began_from, row.form, row.saved_at = began_from, form, clock.now()
    db.session.flush()
    return row


def forget(actor: Any, version: Version, uid: str, form: str, continues: int = 0) -> None:
    """What was kept of a form is saved now; what another window kept stays."""
    row = unsaved.of(actor, version, uid)
    if row is not None and (row.form == form or row.revision == continues):
        db.session.delete(row)
        db.session.flush()


def discard(actor: Any, row: UnsavedText) -> None:
    """Throw away what was typed and not saved."""
    require(actor, Action.WORKBENCH_DISCARD, row)
    db.session.execute(delete(UnsavedText).filter_by(id=row.id))

"""A working version is edited section by section."""
from collections.abc import Sequence
from typing import Any

from consult.documents.actions import storing
from consult.documents.models import Section, Version
from consult.documents.queries import stored
from consult.errors import Conflict
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import editing, normalise
from consult.text import sections as texts
from consult.workbench.actions import history
from consult.workbench.rules import Cause

CHANGED = N_("Somebody else changed this section since you opened it. Your words are kept below, beside the text as it is now: bring them together and save again.")


def edit_section(actor: Any, version: Version, section: Section, number: str, heading: str, level: int, body: str, revision: int, divide: bool = False,
                 cause: Cause = Cause.EDITED) -> None:
    """Give a section another heading or text, unless somebody was quicker; with `divide`, headings in the text begin sections of their own."""
    require(actor, Action.DOCUMENTS_EDIT_SECTION, version)
    if section.revision != revision:
        raise Conflict(CHANGED)
    before = stored.textual(stored.sections(version))
    number, heading, body = (normalise.canonical(words) for words in (number, heading, body))
    used = stored.uids_ever(version.document)
    after = editing.divided(before, section.uid, number, heading, level, body, used) if divide else editing.reworded(before, section.uid, number, heading, level, body)
    become(actor, version, after, cause)
    record(Action.DOCUMENTS_EDIT_SECTION, actor, version, label=version.label, section=section.uid, number=section.number)


def become(actor: Any, version: Version, sections: Sequence[texts.Section], cause: Cause, **why: Any) -> None:
    """Bring the working text to these sections, and keep for each that changes how it stood and why it changed."""
    was = history.standing(version)
    storing.replace(version, sections)
    history.keep(actor, version, was, cause, **why)


def add_section(actor: Any, version: Version, after: str | None, number: str, heading: str, level: int, body: str) -> Section:
    """Put a new section directly behind the one with the key `after`, or in front."""
    require(actor, Action.DOCUMENTS_ADD_SECTION, version)
    before = stored.textual(stored.sections(version))
    number, heading, body = (normalise.canonical(words) for words in (number, heading, body))
    now = editing.added(before, after, number, heading, level, body, stored.uids_ever(version.document))
    become(actor, version, now, Cause.ADDED)
    uid = next(s.uid for s in now if s.uid not in {b.uid for b in before})
    row = next(r for r in stored.sections(version) if r.uid == uid)
    record(Action.DOCUMENTS_ADD_SECTION, actor, version, label=version.label, section=uid, number=row.number)
    return row


def remove_section(actor: Any, version: Version, section: Section, branch: bool = False) -> None:
    """Take a section out of the working text, with `branch` also those under it."""
    require(actor, Action.DOCUMENTS_REMOVE_SECTION, version)
    before, uid, number = stored.textual(stored.sections(version)), section.uid, section.number
    gone = [s.uid for s in editing.branch_of(before, uid)] if branch else [uid]
    become(actor, version, editing.removed(before, gone), Cause.REMOVED)
    record(Action.DOCUMENTS_REMOVE_SECTION, actor, version, label=version.label, section=uid, number=number)


def move_section(actor: Any, version: Version, section: Section, after: str | None) -> None:
    """Put a section and those under it directly behind the one with the key `after`, or in front."""
    require(actor, Action.DOCUMENTS_MOVE_SECTION, version)
    uid, number = section.uid, section.number
    become(actor, version, editing.moved(stored.textual(stored.sections(version)), uid, after), Cause.MOVED, moved=uid)
    record(Action.DOCUMENTS_MOVE_SECTION, actor, version, label=version.label, section=uid, number=number)

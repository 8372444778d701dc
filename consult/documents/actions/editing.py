"""A working version is edited section by section, and its concordance corrected."""
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from consult.comments.models import ChangeLink
from consult.db import db
from consult.documents.actions import storing
from consult.documents.models import Section, SectionLink, Version
from consult.documents.queries import stored, versions
from consult.errors import Conflict, IllegalMove
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import editing, matching, normalise


def edit_section(actor: Any, version: Version, section: Section, number: str, heading: str, level: int, body: str, revision: int, divide: bool = False) -> None:
    """Give a section another heading or text, unless somebody was quicker; with `divide`, headings in the text begin sections of their own."""
    require(actor, Action.DOCUMENTS_EDIT_SECTION, version)
    if section.revision != revision:
        raise Conflict(N_("Somebody else changed this section since you opened it. Your words are kept below, beside the text as it is now: bring them together and save again."))
    before = stored.textual(stored.sections(version))
    number, heading, body = (normalise.canonical(words) for words in (number, heading, body))
    used = stored.uids_ever(version.document)
    after = editing.divided(before, section.uid, number, heading, level, body, used) if divide else editing.reworded(before, section.uid, number, heading, level, body)
    storing.replace(version, after)
    record(Action.DOCUMENTS_EDIT_SECTION, actor, version, label=version.label, section=section.uid, number=section.number)


def add_section(actor: Any, version: Version, after: str | None, number: str, heading: str, level: int, body: str) -> Section:
    """Put a new section directly behind the one with the key `after`, or in front."""
    require(actor, Action.DOCUMENTS_ADD_SECTION, version)
    before = stored.textual(stored.sections(version))
    number, heading, body = (normalise.canonical(words) for words in (number, heading, body))
    now = editing.added(before, after, number, heading, level, body, stored.uids_ever(version.document))
    storing.replace(version, now)
    uid = next(s.uid for s in now if s.uid not in {b.uid for b in before})
    row = next(r for r in stored.sections(version) if r.uid == uid)
    record(Action.DOCUMENTS_ADD_SECTION, actor, version, label=version.label, section=uid, number=row.number)
    return row


def remove_section(actor: Any, version: Version, section: Section, branch: bool = False) -> None:
    """Take a section out of the working text, with `branch` also those under it."""
    require(actor, Action.DOCUMENTS_REMOVE_SECTION, version)
    before, uid, number = stored.textual(stored.sections(version)), section.uid, section.number
    gone = [s.uid for s in editing.branch_of(before, uid)] if branch else [uid]
    storing.replace(version, editing.removed(before, gone))
    record(Action.DOCUMENTS_REMOVE_SECTION, actor, version, label=version.label, section=uid, number=number)


def move_section(actor: Any, version: Version, section: Section, after: str | None) -> None:
    """Put a section and those under it directly behind the one with the key `after`, or in front."""
    require(actor, Action.DOCUMENTS_MOVE_SECTION, version)
    uid, number = section.uid, section.number
    storing.replace(version, editing.moved(stored.textual(stored.sections(version)), uid, after))
    record(Action.DOCUMENTS_MOVE_SECTION, actor, version, label=version.label, section=uid, number=number)


def correct_concordance(actor: Any, version: Version, old_uid: str | None, new_uids: Sequence[str]) -> None:
    """Say that a section of the base became these of the working text (none: removed; several: split); without an old one they are new. Keys follow."""
    require(actor, Action.DOCUMENTS_CORRECT_CONCORDANCE, version)
    if version.base is None:
        raise IllegalMove(N_("The first version of a document follows no other."))
    now = stored.textual(stored.sections(version))
    said = [(link.old_uid, link.new_uid) for link in versions.concordance(version) if link.source == "editor" and not _same(link, old_uid, new_uids)]
    said += [(old_uid, new) for new in new_uids] or ([(old_uid, None)] if old_uid else [])
    links = matching.match(was := stored.textual(stored.sections(version.base)), now, said)
    named = matching.adopt(was, now, links, stored.uids_ever(version.document) - {s.uid for s in now})
    renamed = {old.uid: new.uid for old, new in zip(now, named, strict=True)}
    _rename(version, renamed)
    fixed = {(old, renamed[new] if new else None) for old, new in said}
    storing.store_links(version, [replace(link, new=renamed[link.new] if link.new else None) for link in links], fixed)
    record(Action.DOCUMENTS_CORRECT_CONCORDANCE, actor, version, label=version.label, old=old_uid, new=[renamed[new] for new in new_uids])


def _same(link: SectionLink, old_uid: str | None, new_uids: Sequence[str]) -> bool:
    """Whether what the editor said earlier is about the same section of the base, or about new sections now named new."""
    return link.old_uid == old_uid if old_uid else link.new_uid in new_uids


def _rename(version: Version, renamed: dict[str, str]) -> None:
    """Give sections of the working text other keys, and let the changes that answers name follow them."""
    changed = {old: new for old, new in renamed.items() if old != new}
    named = select(ChangeLink).where(ChangeLink.to_version_id == version.id, ChangeLink.section_uid.in_(changed))
    _pass_on([r for r in stored.sections(version) if r.uid in changed], "uid", changed)
    _pass_on(db.session.scalars(named).all(), "section_uid", changed)


def _pass_on(rows: Sequence[Any], field: str, changed: dict[str, str]) -> None:
    """Change keys that may change hands: first all to something nobody has."""
    wanted = [changed[getattr(row, field)] for row in rows]
    for names in ([f"~{row.id}" for row in rows], wanted):
        for row, name in zip(rows, names, strict=True):
            setattr(row, field, name)
        db.session.flush()

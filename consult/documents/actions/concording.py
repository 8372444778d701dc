"""The concordance of a working text: the engine proposes what became of each section, an editor corrects, confirms, or goes back to the proposal."""
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select, update

from consult.db import Base, db
from consult.documents.actions import storing
from consult.documents.models import FormerKey, SectionLink, Version
from consult.documents.queries import stored, versions
from consult.documents.rules import DOUBTFUL, Pair, joined
from consult.errors import IllegalMove, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import matching


def correct_concordance(actor: Any, version: Version, old_uid: str | None, new_uids: Sequence[str], alone: Collection[str] | None = None) -> None:
    """Say that a section of the base became these of the working text (none: removed; several: split); without an old one they are new. Keys follow.

    What else led to the sections in `alone` (without it: to all of them) leads there no longer; what else leads to the others stays, as a merger.
    """
    require(actor, Action.DOCUMENTS_CORRECT_CONCORDANCE, version)
    if old_uid is None and not new_uids:
        raise Invalid(N_("Choose a section first: one of the version before, or a new one."))
    cut = set(new_uids) if alone is None or old_uid is None else set(alone)
    links = versions.concordance(_based(version))
    left = [link for link in links if link.new_uid not in cut and (link.old_uid != old_uid if link.old_uid else link.new_uid not in new_uids)]
    added: list[Pair] = [(old_uid, new) for new in new_uids] or ([(old_uid, None)] if old_uid else [])
    said = {(link.old_uid, link.new_uid) for link in left if link.source == "editor"} | set(added)
    together = joined([*((link.old_uid, link.new_uid) for link in left), *added], {*added})
    renamed = _match_again(version, sorted(said | together, key=str), {(link.old_uid, link.new_uid) for link in links})
    record(Action.DOCUMENTS_CORRECT_CONCORDANCE, actor, version, label=version.label, old=old_uid, new=[renamed.get(new, new) for new in new_uids])


def confirm_concordance(actor: Any, version: Version, links: Iterable[SectionLink]) -> None:
    """Say that these links are right as the engine proposed them; what hangs together with them is confirmed with them."""
    require(actor, Action.DOCUMENTS_CONFIRM_CONCORDANCE, version)
    every = versions.concordance(_based(version))
    wanted = joined([(link.old_uid, link.new_uid) for link in every], {(link.old_uid, link.new_uid) for link in links})
    fresh = [link for link in every if (link.old_uid, link.new_uid) in wanted and link.source == "engine"]
    for link in fresh:
        link.source = "editor"
    db.session.flush()
    record(Action.DOCUMENTS_CONFIRM_CONCORDANCE, actor, version, label=version.label, links=len(fresh))


def reset_concordance(actor: Any, version: Version, links: Iterable[SectionLink]) -> None:
    """Give up what editors said about these links and what hangs together with them: the keys go back, and the engine is asked again."""
    require(actor, Action.DOCUMENTS_RESET_CONCORDANCE, version)
    every = versions.concordance(_based(version))
    dropped = joined([(link.old_uid, link.new_uid) for link in every], {(link.old_uid, link.new_uid) for link in links})
    apart = {link.new_uid for link in every if link.source == "editor" and (link.old_uid, link.new_uid) not in dropped}
    back = _keys_back(version, {new for _, new in dropped if new}, {old for old, _ in dropped if old}, apart)
    given_up = sum(1 for link in every if link.source == "editor" and (link.old_uid, link.new_uid) in dropped)
    said = [(link.old_uid, link.new_uid) for link in every if link.source == "editor" and (link.old_uid, link.new_uid) not in dropped and link.new_uid not in back]
    _rename(version, back)
    db.session.execute(delete(FormerKey).where(FormerKey.version_id == version.id, FormerKey.uid.in_(back)))
    was, now = stored.textual(stored.sections(_based(version).base)), stored.textual(stored.sections(version))
    storing.store_links(version, matching.match(was, now, said), set(said))
    record(Action.DOCUMENTS_RESET_CONCORDANCE, actor, version, label=version.label, links=given_up)


def _based(version: Version) -> Any:
    """The version, which follows another."""
    if version.base is None:
        raise IllegalMove(N_("The first version of a document follows no other."))
    return version


def _match_again(version: Version, said: Sequence[Pair], known: Collection[Pair]) -> dict[str, str]:
    """Ask the engine about all that is not said, and let the keys follow the links; which key became which.

    A link that was not `known` before only follows from what was said: it is doubtful until an editor has looked at it.
    """
    now, was = stored.textual(stored.sections(version)), stored.textual(stored.sections(_based(version).base))
    links = [link if (link.old, link.new) in {*said, *known} else replace(link, confidence=min(link.confidence, DOUBTFUL / 2)) for link in matching.match(was, now, said)]
    named = matching.adopt(was, now, links, stored.uids_ever(version.document) - {s.uid for s in now})
    renamed = {old.uid: new.uid for old, new in zip(now, named, strict=True)}
    _rename(version, {old: new for old, new in renamed.items() if old != new})
    _remember(version, {old: new for old, new in renamed.items() if old != new})
    fixed = {(old, renamed[new] if new else None) for old, new in said}
    storing.store_links(version, [replace(link, new=renamed[link.new] if link.new else None) for link in links], fixed)
    return renamed


def _remember(version: Version, changed: dict[str, str]) -> None:
    """Keep the first key that each of these sections had."""
    rows = {row.uid: row.former for row in db.session.scalars(select(FormerKey).filter_by(version_id=version.id))}
    firsts = {new: rows.get(old, old) for old, new in changed.items()}
    db.session.execute(delete(FormerKey).where(FormerKey.version_id == version.id, FormerKey.uid.in_({*changed, *changed.values()})))
    db.session.add_all(FormerKey(version_id=version.id, uid=uid, former=first) for uid, first in firsts.items() if uid != first)
    db.session.flush()


def _keys_back(version: Version, uids: set[str], olds: set[str], apart: Collection[str | None]) -> dict[str, str]:
    """The keys these sections had before, and those that others must give back for it; a key that cannot be given back stays where it is.

    Sections that lost the key of one of `olds` get it back too, but for those in `apart`, of which an editor has said something else.
    """
    here = {row.uid for row in stored.contents(version)}
    former = {row.uid: row.former for row in db.session.scalars(select(FormerKey).filter_by(version_id=version.id)) if row.uid in here}
    back: dict[str, str] = {}
    waiting = sorted(uid for uid, key in former.items() if uid in uids or (key in olds and uid not in apart))
    while waiting:
        uid = waiting.pop()
        back[uid] = former[uid]
        if former[uid] in former and former[uid] not in back:
            waiting.append(former[uid])
    while stuck := [uid for uid, key in back.items() if key in here and key not in back]:
        for uid in stuck:
            del back[uid]
    return back


def _rename(version: Version, changed: dict[str, str]) -> None:
    """Give sections of the working text other keys; whatever names sections of this version by their keys follows them."""
    if not changed:
        return
    t = Base.metadata.tables
    _pass_on(t["section"].c.uid, t["section"].c.version_id == version.id, changed)
    _pass_on(t["change_link"].c.section_uid, t["change_link"].c.to_version_id == version.id, changed)
    for table in t.values():
        if {"version_id", "section_uid"} <= set(table.columns.keys()):
            _pass_on(table.c.section_uid, table.c.version_id == version.id, changed)
    db.session.expire_all()


def _pass_on(column: Any, here: Any, changed: dict[str, str]) -> None:
    """Change keys that may change hands: first all to something nobody has."""
    passing = [(old, f"~{at}", new) for at, (old, new) in enumerate(changed.items())]
    for old, between, _ in passing:
        db.session.execute(update(column.table).where(here, column == old).values({column: between}))
    for _, between, new in passing:
        db.session.execute(update(column.table).where(here, column == between).values({column: new}))

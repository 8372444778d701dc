"""The life of a version: it is started from a text or a copy, edited section by section, published or discarded."""
from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from consult import clock
from consult.comments.actions.carrying import carry
from consult.comments.models import ChangeLink
from consult.comments.queries import answers
from consult.db import db
from consult.documents import queries, rules
from consult.documents.models import Document, KeptComparison, KeptRendering, Section, SectionLink, Version
from consult.documents.rules import LABEL_MAX, LIFE, UID_MAX, ChangeClass, VersionState, check_label, check_slug, check_text
from consult.errors import Conflict, IllegalMove, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.rules import Phase
from consult.search.actions import put_version
from consult.text import editing, legible, matching, normalise
from consult.text import sections as texts


def create(actor: Any, slug: str, title: str, language: str = "en") -> Document:
    """Open a document: a name for its address, a title, the language its text is authoritative in."""
    require(actor, Action.DOCUMENTS_CREATE)
    check_slug(slug)
    title = legible.written(title, "title", N_("The document needs a title."))
    if queries.document(slug):
        raise Invalid(N_("A document has this short name already."), field="slug")
    document = Document(slug=slug, title=title, language=language, created_at=clock.now())
    db.session.add(document)
    record(Action.DOCUMENTS_CREATE, actor, document, slug=slug, title=title)
    return document


def start(actor: Any, document: Document, label: str, title: str, text: str | None, base: Version | None, change_class: ChangeClass) -> Version:
    """Begin a working version: from a text, whose sections are matched against the base, or as a copy of the base."""
    require(actor, Action.DOCUMENTS_START, document)
    _check_start(document, label, title, base)
    base = base or queries.latest(document)
    if base is None and text is None:
        raise Invalid(N_("The first version of a document needs a text."), field="text")
    was = queries.textual(queries.sections(base)) if base else []
    now, links = (was, matching.match(was, was)) if text is None else _taken_in(document, was, text)
    version = Version(document_id=document.id, label=label, seq=queries.next_seq(document), base_id=base.id if base else None, title=title, created_at=clock.now(),
                      created_by=actor.id, change_class=change_class if base else ChangeClass.INITIAL, state=VersionState.WORKING)
    db.session.add(version)
    db.session.flush()
    _store(version, now)
    _store_links(version, links if base else [])
    record(Action.DOCUMENTS_START, actor, version, label=label, base=base.label if base else None, sections=len(now))
    return version


def edit_section(actor: Any, version: Version, section: Section, number: str, heading: str, level: int, body: str, revision: int, divide: bool = False) -> None:
    """Give a section another heading or text, unless somebody was quicker; with `divide`, headings in the text begin sections of their own."""
    require(actor, Action.DOCUMENTS_EDIT_SECTION, version)
    if section.revision != revision:
        raise Conflict(N_("Somebody else changed this section since you opened it. Your words are kept below, beside the text as it is now: bring them together and save again."))
    before = queries.textual(queries.sections(version))
    number, heading, body = (normalise.canonical(words) for words in (number, heading, body))
    used = queries.uids_ever(version.document)
    after = editing.divided(before, section.uid, number, heading, level, body, used) if divide else editing.reworded(before, section.uid, number, heading, level, body)
    _replace(version, after)
    record(Action.DOCUMENTS_EDIT_SECTION, actor, version, label=version.label, section=section.uid, number=section.number)


def add_section(actor: Any, version: Version, after: str | None, number: str, heading: str, level: int, body: str) -> Section:
    """Put a new section directly behind the one with the key `after`, or in front."""
    require(actor, Action.DOCUMENTS_ADD_SECTION, version)
    before = queries.textual(queries.sections(version))
    number, heading, body = (normalise.canonical(words) for words in (number, heading, body))
    now = editing.added(before, after, number, heading, level, body, queries.uids_ever(version.document))
    _replace(version, now)
    uid = next(s.uid for s in now if s.uid not in {b.uid for b in before})
    row = next(r for r in queries.sections(version) if r.uid == uid)
    record(Action.DOCUMENTS_ADD_SECTION, actor, version, label=version.label, section=uid, number=row.number)
    return row


def remove_section(actor: Any, version: Version, section: Section, branch: bool = False) -> None:
    """Take a section out of the working text, with `branch` also those under it."""
    require(actor, Action.DOCUMENTS_REMOVE_SECTION, version)
    before, uid, number = queries.textual(queries.sections(version)), section.uid, section.number
    gone = [s.uid for s in editing.branch_of(before, uid)] if branch else [uid]
    _replace(version, editing.removed(before, gone))
    record(Action.DOCUMENTS_REMOVE_SECTION, actor, version, label=version.label, section=uid, number=number)


def move_section(actor: Any, version: Version, section: Section, after: str | None) -> None:
    """Put a section and those under it directly behind the one with the key `after`, or in front."""
    require(actor, Action.DOCUMENTS_MOVE_SECTION, version)
    uid, number = section.uid, section.number
    _replace(version, editing.moved(queries.textual(queries.sections(version)), uid, after))
    record(Action.DOCUMENTS_MOVE_SECTION, actor, version, label=version.label, section=uid, number=number)


def correct_concordance(actor: Any, version: Version, old_uid: str | None, new_uids: Sequence[str]) -> None:
    """Say that a section of the base became these of the working text (none: removed; several: split); without an old one they are new. Keys follow."""
    require(actor, Action.DOCUMENTS_CORRECT_CONCORDANCE, version)
    if version.base is None:
        raise IllegalMove(N_("The first version of a document follows no other."))
    now = queries.textual(queries.sections(version))
    said = [(link.old_uid, link.new_uid) for link in queries.concordance(version) if link.source == "editor" and not _same(link, old_uid, new_uids)]
    said += [(old_uid, new) for new in new_uids] or ([(old_uid, None)] if old_uid else [])
    links = matching.match(was := queries.textual(queries.sections(version.base)), now, said)
    named = matching.adopt(was, now, links, queries.uids_ever(version.document) - {s.uid for s in now})
    renamed = {old.uid: new.uid for old, new in zip(now, named, strict=True)}
    _rename(version, renamed)
    fixed = {(old, renamed[new] if new else None) for old, new in said}
    _store_links(version, [replace(link, new=renamed[link.new] if link.new else None) for link in links], fixed)
    record(Action.DOCUMENTS_CORRECT_CONCORDANCE, actor, version, label=version.label, old=old_uid, new=[renamed[new] for new in new_uids])


def publish(actor: Any, version: Version, change_note: str, final: bool = False, change_class: ChangeClass | None = None, seen: str = "") -> Version:
    """Fix the text for ever under its hash and show it to everybody; every comment is carried to it. `seen` is the hash the editor looked at."""
    require(actor, Action.DOCUMENTS_PUBLISH, version)
    change_note = legible.written(change_note, "change_note", N_("Please say in a note what changed and why."))
    rows = queries.sections(version)
    version.change_class = (change_class or version.change_class) if version.base_id else ChangeClass.INITIAL
    kinds = {kind for link in queries.concordance(version) for kind in link.kinds.split()}
    unchanged = [link.disposition.comment.public_id for link in answers.unchanged_links(version)]
    for hindrance in rules.hindrances(version.change_class, kinds, len(rows), [r.number for r in rounds.unfinished(version.document)], unchanged):
        raise hindrance
    digest = normalise.digest(texts.join(queries.textual(rows)))
    if seen not in {"", digest}:
        raise Conflict(N_("The text was changed since you opened this page. Look at the checklist again before you publish."))
    places = carry(actor, version)
    version.state = VersionState(LIFE.advance(version.state, "publish"))
    version.change_note, version.final = change_note.strip(), final
    version.digest = digest
    version.published_at, version.published_by = clock.now(), actor.id
    _keep_renderings(version)
    _keep_comparisons(version)
    put_version(version)
    record(Action.DOCUMENTS_PUBLISH, actor, version, label=version.label, digest=version.digest, sections=len(rows), change_class=version.change_class.value,
           note=version.change_note, places={status.value: count for status, count in sorted(places.items())})
    return version


def discard(actor: Any, version: Version) -> None:
    """Give up a working version; its rows stay, its label is free again."""
    require(actor, Action.DOCUMENTS_DISCARD, version)
    version.state = VersionState(LIFE.advance(version.state, "discard"))
    label = version.label
    version.label = f"{label[:LABEL_MAX - 14]}~{version.id}"
    record(Action.DOCUMENTS_DISCARD, actor, version, label=label)


def withdraw(actor: Any, version: Version, reason: str) -> None:
    """Say in public that a published version no longer stands, and why; its text stays readable."""
    require(actor, Action.DOCUMENTS_WITHDRAW, version)
    reason = legible.written(reason, "reason", N_("Please give the reason: everybody will read it."))
    if running := [r for r in rounds.of_version(version) if r.phase in {Phase.SCHEDULED, Phase.OPEN}]:
        raise IllegalMove(N_("Round %(number)s is announced or open on this version: cancel it first, or let it close."), number=running[0].number)
    version.state = VersionState(LIFE.advance(version.state, "withdraw"))
    version.withdrawn_reason = reason.strip()
    record(Action.DOCUMENTS_WITHDRAW, actor, version, label=version.label, reason=version.withdrawn_reason)


def _check_start(document: Document, label: str, title: str, base: Version | None) -> None:
    check_label(label)
    title = legible.written(title, "title", N_("The version needs a title."))
    if queries.label_taken(document, label):
        raise Invalid(N_("A version of this document has the label %(label)s already."), field="label", label=label)
    if other := queries.working(document):
        raise IllegalMove(N_("Version %(label)s is being worked on: publish or discard it first."), label=other.label)
    if base is not None and (base.document_id != document.id or base.state != VersionState.PUBLISHED):
        raise Invalid(N_("A version can only follow a published version of the same document."), field="base")


def _taken_in(document: Document, was: list[texts.Section], text: str) -> tuple[list[texts.Section], list[matching.Link]]:
    """The sections of a text under the keys of those they come from, and the links that say so."""
    used = queries.uids_ever(document)
    read = texts.with_uids([replace(s, uid="", kept=False) if len(s.uid) > UID_MAX else s for s in texts.parse(text)])
    check_text(read)
    links = matching.match(was, read)
    named = matching.adopt(was, read, links, used)
    uids = {old.uid: new.uid for old, new in zip(read, named, strict=True)}
    return named, [replace(link, new=uids[link.new] if link.new else None) for link in links]


def _store(version: Version, sections: Sequence[texts.Section]) -> None:
    """New rows for the sections of a version."""
    addresses = texts.addresses(sections)
    db.session.add_all(Section(version_id=version.id, uid=s.uid, position=at, address=addresses[s.uid], **_columns(s)) for at, s in enumerate(sections))
    db.session.flush()
    _keep_renderings(version)


def _columns(section: texts.Section) -> dict[str, Any]:
    return {"number": section.number[:120], "heading": section.heading, "level": section.level, "head": section.head, "body": section.body,
            "digest": normalise.digest(section.source)}


def _replace(version: Version, sections: Sequence[texts.Section]) -> None:
    """Bring the rows to these sections; a row whose text stays keeps its revision, so that nobody's open form is refused for nothing."""
    check_text(sections)
    rows = {r.uid: r for r in queries.sections(version)}
    here = {s.uid for s in sections}
    for uid in rows.keys() - here:
        db.session.delete(rows[uid])
    for new in sections:
        if (row := rows.get(new.uid)) and (row.head, row.body) != (new.head, new.body):
            for name, value in _columns(new).items():
                setattr(row, name, value)
    db.session.flush()
    _place(version, sections, rows)
    _keep_renderings(version)
    _propose(version, sections)


def _place(version: Version, sections: Sequence[texts.Section], rows: dict[str, Section]) -> None:
    """Give all sections their places and addresses; addresses may change hands, so those that change are cleared first."""
    table, addresses = Section.__table__, texts.addresses(sections)
    places = {s.uid: (at, addresses[s.uid]) for at, s in enumerate(sections)}
    shifted = [{"key": r.id, "at": places[r.uid][0], "name": places[r.uid][1]} for r in rows.values() if r.uid in places and (r.position, r.address) != places[r.uid]]
    if shifted:
        connection = db.session.connection()
        connection.execute(update(table).where(table.c.id == bindparam("key")).values(address=bindparam("blank")), [{"key": s["key"], "blank": f"~{s['key']}"} for s in shifted])
        connection.execute(update(table).where(table.c.id == bindparam("key")).values(position=bindparam("at"), address=bindparam("name")), shifted)
    db.session.add_all(Section(version_id=version.id, uid=s.uid, position=places[s.uid][0], address=places[s.uid][1], **_columns(s)) for s in sections if s.uid not in rows)
    db.session.flush()
    for row in rows.values():
        if row.uid in places:
            db.session.expire(row, ["position", "address"])


def _propose(version: Version, sections: Sequence[texts.Section]) -> None:
    """Ask the engine again what became of each section of the base; what the editor said stands."""
    if version.base is None:
        return
    here = {s.uid for s in sections}
    said = {(link.old_uid, link.new_uid) for link in queries.concordance(version) if link.source == "editor" and (link.new_uid is None or link.new_uid in here)}
    _store_links(version, matching.match(queries.textual(queries.sections(version.base)), sections, said), said)


def _store_links(version: Version, links: Sequence[matching.Link], said: Container[tuple[str | None, str | None]] = ()) -> None:
    db.session.execute(delete(SectionLink).filter_by(version_id=version.id))
    db.session.add_all(SectionLink(version_id=version.id, old_uid=link.old, new_uid=link.new, kinds=" ".join(sorted(link.kinds)), confidence=link.confidence,
                                   source="editor" if (link.old, link.new) in said else "engine") for link in links)
    db.session.flush()


def _same(link: SectionLink, old_uid: str | None, new_uids: Sequence[str]) -> bool:
    """Whether what the editor said earlier is about the same section of the base, or about new sections now named new."""
    return link.old_uid == old_uid if old_uid else link.new_uid in new_uids


def _rename(version: Version, renamed: dict[str, str]) -> None:
    """Give sections of the working text other keys, and let the changes that answers name follow them."""
    changed = {old: new for old, new in renamed.items() if old != new}
    named = select(ChangeLink).where(ChangeLink.to_version_id == version.id, ChangeLink.section_uid.in_(changed))
    _pass_on([r for r in queries.sections(version) if r.uid in changed], "uid", changed)
    _pass_on(db.session.scalars(named).all(), "section_uid", changed)


def _pass_on(rows: Sequence[Any], field: str, changed: dict[str, str]) -> None:
    """Change keys that may change hands: first all to something nobody has."""
    wanted = [changed[getattr(row, field)] for row in rows]
    for names in ([f"~{row.id}" for row in rows], wanted):
        for row, name in zip(rows, names, strict=True):
            setattr(row, field, name)
        db.session.flush()


def _keep_renderings(version: Version) -> None:
    """Render once what is read often; a section that no renderer follows is refused here."""
    rows = queries.sections(version)
    kept = queries.renderings(rows)
    fresh = {(r.digest, r.address): r for r in rows if (r.digest, r.address) not in kept}
    db.session.add_all(KeptRendering(digest=digest, address=address, paragraphs=queries.rendered(r.body, address)) for (digest, address), r in fresh.items())
    db.session.flush()


def _keep_comparisons(version: Version) -> None:
    """Compare the version with its base, in both directions."""
    if version.base is not None:
        for one, other in ((version.base, version), (version, version.base)):
            changes = queries.comparison(one, other)
            keep_comparisons({change.digests: queries.compared(*change.texts) for change in queries.not_kept(changes)})


def keep_comparisons(found: dict[tuple[str, str], queries.Compared]) -> None:
    """Keep comparisons of public texts for all who ask later; what somebody else kept meanwhile stays as it is."""
    k = KeptComparison
    kept = {(old, new) for old, new in db.session.execute(select(k.old_digest, k.new_digest).where(k.old_digest.in_({old for old, _ in found})))}
    db.session.add_all(k(old_digest=old, new_digest=new, inline=inline, inserted=inserted, deleted=deleted)
                       for (old, new), (inline, inserted, deleted) in found.items() if (old, new) not in kept)
    db.session.flush()

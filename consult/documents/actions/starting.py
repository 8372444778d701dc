"""A version is started from a text or a copy, and given up."""
from dataclasses import replace
from typing import Any

from consult import clock
from consult.db import db
from consult.documents.actions import storing
from consult.documents.models import Document, Version
from consult.documents.queries import checklist, stored, versions
from consult.documents.rules import LABEL_MAX, LIFE, UID_MAX, ChangeClass, VersionState, check_label, check_slug, check_text
from consult.errors import IllegalMove, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible, matching
from consult.text import sections as texts


def create(actor: Any, slug: str, title: str, language: str = "en") -> Document:
    """Open a document: a name for its address, a title, the language its text is authoritative in."""
    require(actor, Action.DOCUMENTS_CREATE)
    check_slug(slug)
    title = legible.written(title, "title", N_("The document needs a title."))
    if versions.document(slug):
        raise Invalid(N_("A document has this short name already."), field="slug")
    document = Document(slug=slug, title=title, language=language, created_at=clock.now())
    db.session.add(document)
    record(Action.DOCUMENTS_CREATE, actor, document, slug=slug, title=title)
    return document


def start(actor: Any, document: Document, label: str, title: str, text: str | None, base: Version | None, change_class: ChangeClass) -> Version:
    """Begin a working version: from a text, whose sections are matched against the base, or as a copy of the base.

    What answers promised in a text that was discarded is promised in this one: it is not published before the change is made (C2).
    """
    require(actor, Action.DOCUMENTS_START, document)
    _check_start(document, label, title, base)
    base = base or versions.latest(document)
    if base is None and text is None:
        raise Invalid(N_("The first version of a document needs a text."), field="text")
    was = stored.textual(stored.sections(base)) if base else []
    now, links = (was, matching.match(was, was)) if text is None else _taken_in(document, was, text)
    version = Version(document_id=document.id, label=label, seq=versions.next_seq(document), base_id=base.id if base else None, title=title, created_at=clock.now(),
                      created_by=actor.id, change_class=change_class if base else ChangeClass.INITIAL, state=VersionState.WORKING)
    db.session.add(version)
    db.session.flush()
    storing.store(version, now)
    storing.store_links(version, links if base else [])
    for promise in checklist.promised_in_vain(base) if base else ():
        promise.to_version_id = version.id
    record(Action.DOCUMENTS_START, actor, version, label=label, base=base.label if base else None, sections=len(now))
    return version


def discard(actor: Any, version: Version) -> None:
    """Give up a working version; its rows stay, its label is free again."""
    require(actor, Action.DOCUMENTS_DISCARD, version)
    version.state = VersionState(LIFE.advance(version.state, "discard"))
    label = version.label
    version.label = f"{label[:LABEL_MAX - 14]}~{version.id}"
    record(Action.DOCUMENTS_DISCARD, actor, version, label=label)


def _check_start(document: Document, label: str, title: str, base: Version | None) -> None:
    check_label(label)
    title = legible.written(title, "title", N_("The version needs a title."))
    if versions.label_taken(document, label):
        raise Invalid(N_("A version of this document has the label %(label)s already."), field="label", label=label)
    if other := versions.working(document):
        raise IllegalMove(N_("Version %(label)s is being worked on: publish or discard it first."), label=other.label)
    if base is not None and (base.document_id != document.id or base.state != VersionState.PUBLISHED):
        raise Invalid(N_("A version can only follow a published version of the same document."), field="base")


def _taken_in(document: Document, was: list[texts.Section], text: str) -> tuple[list[texts.Section], list[matching.Link]]:
    """The sections of a text under the keys of those they come from, and the links that say so."""
    used = stored.uids_ever(document)
    read = texts.with_uids([replace(s, uid="", kept=False) if len(s.uid) > UID_MAX else s for s in texts.parse(text)])
    check_text(read)
    links = matching.match(was, read)
    named = matching.adopt(was, read, links, used)
    uids = {old.uid: new.uid for old, new in zip(read, named, strict=True)}
    return named, [replace(link, new=uids[link.new] if link.new else None) for link in links]

"""The agenda of an event: its points, in the order of their times, and the documents that go with them."""
from datetime import datetime
from typing import Any

from consult.db import db
from consult.documents.models import Version
from consult.errors import Conflict, Invalid
from consult.events.models import Event, EventItem, EventPaper
from consult.events.queries import events
from consult.events.rules import ITEMS_MAX, WORDS_MAX
from consult.evidence.models import EvidenceFile
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible


def add_item(actor: Any, event: Event, starts_at: datetime, title: str, words: str = "", version: Version | None = None) -> EventItem:
    """Put a point on the agenda."""
    require(actor, Action.EVENTS_ADD_ITEM, event)
    if len(event.items) >= ITEMS_MAX:
        raise Conflict(N_("The agenda has %(most)s points already. Join some of them."), most=ITEMS_MAX)
    item = EventItem(**_said(event, starts_at, title, words, version))
    event.items.append(item)
    db.session.flush()
    record(Action.EVENTS_ADD_ITEM, actor, item, event=event.number, item=item.id)
    return item


def change_item(actor: Any, item: EventItem, starts_at: datetime, title: str, words: str, version: Version | None) -> None:
    """Change a point of the agenda."""
    require(actor, Action.EVENTS_CHANGE_ITEM, item)
    for name, value in _said(item.event, starts_at, title, words, version).items():
        setattr(item, name, value)
    record(Action.EVENTS_CHANGE_ITEM, actor, item, event=item.event.number, item=item.id)


def drop_item(actor: Any, item: EventItem) -> None:
    """Take a point off the agenda; its documents go first, and an announced event keeps one point at least."""
    require(actor, Action.EVENTS_DROP_ITEM, item)
    if item.papers:
        raise Conflict(N_("Take the documents off this point first."))
    if item.event.public and len(item.event.items) == 1:
        raise Conflict(N_("This is the only point of the agenda of an announced event. Change it, or add another first."))
    record(Action.EVENTS_DROP_ITEM, actor, item, event=item.event.number, item=item.id)
    db.session.delete(item)


def add_paper(actor: Any, item: EventItem, title: str, language: str, file: EvidenceFile) -> EventPaper:
    """Add a document to a point of the agenda; everybody may read it once the event is announced."""
    require(actor, Action.EVENTS_ADD_PAPER, item)
    if events.confidential(file):
        raise Invalid(N_("This file is kept as a letter of a mandate or of credentials, which is not public. Choose another."), field="evidence")
    title = legible.written(title, "title", N_("Give the document a name."))
    paper = EventPaper(item=item, title=title, language=language, evidence_id=file.id)
    db.session.add(paper)
    db.session.flush()
    record(Action.EVENTS_ADD_PAPER, actor, paper, event=item.event.number, item=item.id, file=file.digest)
    return paper


def drop_paper(actor: Any, paper: EventPaper) -> None:
    """Take a document off the agenda."""
    require(actor, Action.EVENTS_DROP_PAPER, paper)
    record(Action.EVENTS_DROP_PAPER, actor, paper, event=paper.event.number, item=paper.item_id, file=paper.file.digest)
    db.session.delete(paper)


def _said(event: Event, starts_at: datetime, title: str, words: str, version: Version | None) -> dict[str, Any]:
    """What a point says; refuses one outside the time of the event."""
    if not event.starts_at <= starts_at < event.ends_at:
        raise Invalid(N_("A point of the agenda begins while the event lasts. Choose another time, or change that of the event."), field="hour")
    legible.check_source(words, "words", WORDS_MAX)
    return {"starts_at": starts_at, "title": legible.written(title, "title", N_("Say what this point is about.")), "words": legible.tidy(words, "words"),
            "version_id": version.id if version else None}

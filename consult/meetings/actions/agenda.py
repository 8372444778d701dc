"""The agenda of a meeting: its points, in the order in which they are taken."""
from typing import Any

from consult.ballots.models import Ballot
from consult.ballots.rules.life import BallotState
from consult.db import db
from consult.documents.models import Version
from consult.documents.rules import VersionState
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.meetings.models import Meeting, MeetingItem
from consult.meetings.rules import ITEMS_MAX, WORDS_MAX
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible


def add_item(actor: Any, meeting: Meeting, title: str, words: str = "", version: Version | None = None, ballot: Ballot | None = None) -> MeetingItem:
    """Put a point at the end of the agenda."""
    require(actor, Action.MEETINGS_ADD_ITEM, meeting)
    if len(meeting.items) >= ITEMS_MAX:
        raise Conflict(N_("The agenda has %(most)s points already. Join some of them."), most=ITEMS_MAX)
    item = MeetingItem(place=max((each.place for each in meeting.items), default=0) + 1, **_said(title, words, version, ballot))
    meeting.items.append(item)
    db.session.flush()
    record(Action.MEETINGS_ADD_ITEM, actor, meeting, meeting=meeting.number, item=item.id)
    return item


def change_item(actor: Any, item: MeetingItem, title: str, words: str, version: Version | None, ballot: Ballot | None) -> None:
    """Change a point of the agenda."""
    require(actor, Action.MEETINGS_CHANGE_ITEM, item)
    for name, value in _said(title, words, version, ballot).items():
        setattr(item, name, value)
    record(Action.MEETINGS_CHANGE_ITEM, actor, item.meeting, meeting=item.meeting.number, item=item.id)


def raise_item(actor: Any, item: MeetingItem) -> None:
    """Take a point one place earlier."""
    require(actor, Action.MEETINGS_RAISE_ITEM, item)
    before = [each for each in item.meeting.items if each.place < item.place]
    if not before:
        raise Conflict(N_("This is the first point already."))
    item.place, before[-1].place = before[-1].place, item.place
    record(Action.MEETINGS_RAISE_ITEM, actor, item.meeting, meeting=item.meeting.number, item=item.id)


def drop_item(actor: Any, item: MeetingItem) -> None:
    """Take a point off the agenda; a meeting to which the group is invited keeps one at least."""
    require(actor, Action.MEETINGS_DROP_ITEM, item)
    if item.meeting.invited_at is not None and len(item.meeting.items) == 1:
        raise Conflict(N_("This is the only point of the agenda of a meeting to which the group is invited. Change it, or add another first."))
    record(Action.MEETINGS_DROP_ITEM, actor, item.meeting, meeting=item.meeting.number, item=item.id)
    db.session.delete(item)


def check_links(version: Version | None, ballot: Ballot | None) -> None:
    """Refuse what not everybody can read: a text that is not published, a ballot that nobody has opened."""
    if version is not None and version.state != VersionState.PUBLISHED:
        raise Invalid(N_("This version is not published. Publish it first, or leave the link out."), field="version")
    if ballot is not None and (ballot.state == BallotState.DRAFT or ballot.opened_by is None):
        raise Invalid(N_("This ballot has not been opened. Open it first, or leave the link out."), field="ballot")


def _said(title: str, words: str, version: Version | None, ballot: Ballot | None) -> dict[str, Any]:
    check_links(version, ballot)
    legible.check_source(words, "words", WORDS_MAX)
    return {"title": legible.written(title, "title", N_("Say what this point is about.")), "words": legible.tidy(words, "words"), "version": version, "ballot": ballot}

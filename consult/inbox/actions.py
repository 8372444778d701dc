"""How editors divide the work among them: who looks after a comment, what one has read, and what the others should know.

Nothing of this is part of the procedure or ever public; what comes of it is told by comments.dispose.
"""
from collections.abc import Sequence
from typing import Any

from consult import clock
from consult.accounts.models import Account
from consult.comments.models import Comment
from consult.db import db
from consult.errors import Invalid
from consult.i18n import N_
from consult.inbox.models import InboxChoice, InboxNote, InboxRead
from consult.inbox.queries import kept
from consult.inbox.rules import NOTE_MAX, QUERY_MAX, Choice, name_of, note
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible

#: So many choices an editor may keep.
CHOICES_MAX = 50


def assign(actor: Any, comment: Comment, editor: Account | None) -> None:
    """Give a comment to an editor, or to nobody; what was given is read by the giver."""
    require(actor, Action.INBOX_ASSIGN, comment)
    if editor is not None and ("editor" not in editor.roles or not editor.is_active):
        raise Invalid(N_("Comments are given to editors."), field="editor")
    entry = kept.entry(comment)
    db.session.refresh(entry)
    if entry.assignee_id != (editor.id if editor else None):
        entry.assignee_id, entry.assigned_by, entry.assigned_at = editor.id if editor else None, actor.id, clock.now()
        db.session.flush()


def mark_read(actor: Any, comments: Sequence[Comment]) -> int:
    """Note that the editor has read these comments: how many anew."""
    require(actor, Action.INBOX_MARK_READ)
    new = {one.id for one in comments} - kept.read_of(actor, {one.id for one in comments}).keys()
    db.session.add_all(InboxRead(comment_id=number, account_id=actor.id, at=clock.now()) for number in sorted(new))
    db.session.flush()
    return len(new)


def mark_unread(actor: Any, comments: Sequence[Comment]) -> int:
    """Forget that the editor has read these comments: how many were."""
    require(actor, Action.INBOX_MARK_UNREAD)
    rows = kept.read_of(actor, {one.id for one in comments})
    for row in rows.values():
        db.session.delete(row)
    db.session.flush()
    return len(rows)


def add_note(actor: Any, comment: Comment, body: str) -> InboxNote:
    """Note about a comment what the other editors should know."""
    require(actor, Action.INBOX_ADD_NOTE, comment)
    words = note(body)
    legible.check(words, "body", NOTE_MAX)
    row = InboxNote(comment_id=comment.id, account_id=actor.id, body=words, at=clock.now())
    db.session.add(row)
    return row


def keep_choice(actor: Any, name: str, choice: Choice) -> InboxChoice:
    """Keep a choice of filters under a name; the same name again keeps the new one."""
    require(actor, Action.INBOX_KEEP_CHOICE)
    wanted = name_of(name)
    if len(choice.query) > QUERY_MAX:
        raise Invalid(N_("This choice is too long to be kept. Look for fewer words, then keep it."), field="name")
    row = kept.named(actor, wanted)
    if row is None and len(kept.choices(actor)) >= CHOICES_MAX:
        raise Invalid(N_("You keep %(number)s choices already; forget one of them first."), field="name", number=CHOICES_MAX)
    row = row or InboxChoice(account_id=actor.id, name=wanted)
    row.query = choice.query
    db.session.add(row)
    db.session.flush()
    return row


def forget_choice(actor: Any, kept_choice: InboxChoice) -> None:
    """Forget a kept choice."""
    require(actor, Action.INBOX_FORGET_CHOICE, kept_choice)
    db.session.delete(kept_choice)

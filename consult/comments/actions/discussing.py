"""The discussion under comments."""
from typing import Any

from consult import clock
from consult.comments.models import Comment, Reply
from consult.comments.rules import (
    said,
)
from consult.db import db
from consult.errors import Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.organisations import queries as organisations
from consult.organisations.models import Organisation
from consult.permissions.table import require
from consult.permissions.words import Action


def reply(actor: Any, comment: Comment, body: str, organisation: Organisation | None = None, language: str = "en") -> Reply:
    """Say something under a comment; a reply needs no answer from the secretariat."""
    require(actor, Action.COMMENTS_REPLY, comment)
    if organisation is not None and organisation not in organisations.of(actor):
        raise Invalid(N_("You do not belong to this organisation."), field="organisation")
    row = Reply(comment=comment, author_id=actor.id, organisation=organisation, body=said(body), language=language, at=clock.now())
    db.session.add(row)
    record(Action.COMMENTS_REPLY, actor, row, comment=comment.public_id)
    return row

"""Saved texts: words that editors use again."""
from typing import Any

from consult import clock
from consult.answering import queries
from consult.answering.models import SavedText
from consult.answering.rules import TITLE_MAX, check_places
from consult.comments.rules import ANSWER_MAX
from consult.db import db
from consult.errors import Conflict, Invalid
from consult.i18n import BY_CODE, N_
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible


def save_text(actor: Any, title: str, language: str, body: str, text: SavedText | None = None, revision: int | None = None) -> SavedText:
    """Keep words for later answers in one language, or change those that are kept; `revision` is what they were when the editor began."""
    require(actor, Action.ANSWERING_SAVE_TEXT, text)
    if text is not None and revision not in {None, text.revision}:
        raise Conflict(N_("Somebody changed this text meanwhile. Your words are kept below: compare them with the list, then save once more."))
    title = legible.written(title, "title", N_("Give the text a name by which editors find it."))
    legible.check(title, "title", TITLE_MAX)
    body = legible.written(body, "body", N_("Write the words that are to be used again."))
    legible.check(body, "body", ANSWER_MAX)
    check_places(body, "body")
    if language not in BY_CODE:
        raise Invalid(N_("Choose one of the languages."), field="language")
    if queries.text_named(title, language, text.id if text else None):
        raise Invalid(N_("There is a text of this name in this language already; change that one, or choose another name."), field="title")
    text = text or SavedText()
    text.title, text.language, text.body, text.changed_by, text.changed_at = title, language, body, actor.id, clock.now()
    db.session.add(text)
    db.session.flush()
    return text


def drop_text(actor: Any, text: SavedText) -> None:
    """Offer a text no more; answers made from it stay as they are."""
    require(actor, Action.ANSWERING_DROP_TEXT, text)
    text.dropped_at, text.changed_by, text.changed_at = clock.now(), actor.id, clock.now()

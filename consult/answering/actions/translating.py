"""The words of an answer in other languages."""
from typing import Any

from consult import clock
from consult.answering.models import AnswerTranslation
from consult.comments.models import Disposition
from consult.comments.rules import ANSWER_MAX
from consult.errors import Conflict, Invalid
from consult.i18n import BY_CODE, N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible


def translate(actor: Any, disposition: Disposition, language: str, words: str, seen: int | None = None) -> AnswerTranslation:
    """Say the reason of an answer in another language; marked as a translation, the answer itself stays what was approved.

    `seen` is how many translations into the language there were when the editor began.
    """
    require(actor, Action.ANSWERING_TRANSLATE, disposition)
    if language not in BY_CODE or language == disposition.language:
        raise Invalid(N_("Choose another language than that of the answer."), field="language")
    if not disposition.reason:
        raise Invalid(N_("This answer has no words of its own to translate."), field="words")
    words = legible.written(words, "words", N_("Write the translation."))
    legible.check(words, "words", ANSWER_MAX)
    before = [one for one in disposition.translations if one.language == language]
    if seen is not None and seen != len(before):
        raise Conflict(N_("Somebody else translated this answer meanwhile. Your words are kept below: compare them with theirs, then save once more."))
    made = AnswerTranslation(language=language, seq=len(before) + 1, words=words, translated_by=actor.id, at=clock.now())
    disposition.translations.append(made)
    record(Action.ANSWERING_TRANSLATE, actor, disposition.comment, comment=disposition.comment.public_id, answer=disposition.seq, language=language)
    return made

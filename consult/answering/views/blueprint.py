"""The blueprint, and what pages and mails of others say about answers."""
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash

from consult import clock
from consult.accounts.models import Account
from consult.answering import queries
from consult.answering.rules import until
from consult.comments.models import Disposition
from consult.i18n import BY_CODE
from consult.web.access import actor
from consult.web.locale import chosen
from consult.web.settings import reaction_days

bp = Blueprint("answering", __name__, url_prefix="/answering")


@dataclass(frozen=True)
class Said:
    """The words of an answer as one reader gets them; `original` is the language it was written in, where this is a translation."""

    words: str
    language: str
    original: str = ""


@bp.app_template_global("answer_in_words")
def answer_in_words(answer: Disposition, language: str = "") -> Said:
    """The words of an answer in the reader's (or the receiver's) language, where there is a translation; else as they were written."""
    code = language or chosen().code
    found = queries.translation(answer, code) if code != answer.language else None
    return Said(found.words, found.language, answer.language) if found else Said(answer.reason, answer.language)


@bp.app_template_filter("autonym")
def autonym(code: str) -> str:
    """What a language calls itself."""
    return BY_CODE[code].autonym if code in BY_CODE else code


def sent(key: str) -> None:
    """Let the browser forget the words that it kept under this name: they are stored."""
    flash(key, "draft-sent")
    flash(f"{actor().id}:{key}", "draft-sent")


@bp.app_template_global("reaction_until")
def reaction_until(answer: Disposition, account: Account | None = None) -> datetime | None:
    """Until when something can be said about an answer; nothing when the time has ended, there is no published answer, or it is not this person's to say."""
    if account is not None and not (isinstance(account, Account) and queries.voices(account, answer)):  # a mail can go to somebody without an account
        return None
    end = until(answer.published_at, reaction_days(answer.published_at)) if answer.published_at else None
    return end if end and clock.now() < end else None


@bp.app_template_global("reviews_waiting")
def reviews_waiting() -> int:
    """How many drafts wait for the editor at the browser."""
    return queries.waiting(actor())

"""The blueprint of the pages on which reports and reasons are written, and the words of a report in the reader's language."""
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from consult.comments.rules import Channel, Code, CommentKind, CommentState
from consult.i18n import BY_CODE, N_
from consult.organisations.rules import OrganisationKind
from consult.parties.rules import INTERNATIONAL
from consult.text import render
from consult.web.locale import named, party_name

bp = Blueprint("reporting", __name__, url_prefix="/reporting")
#: Titles of the tables, the head of their first column, and the words that their rows are of.
TABLES: dict[str, tuple[str, str]] = {
    "party": (N_("By party"), N_("Party")), "body": (N_("By kind of organisation"), N_("Who spoke")), "section": (N_("By section"), N_("Section")),
    "kind": (N_("By kind"), N_("Kind")), "answer": (N_("By answer"), N_("Answer")), "channel": (N_("By channel"), N_("How it came")),
    "language": (N_("By language"), N_("Language")),
}
#: Those who speak for no organisation.
ALONE = {"self": N_("People for themselves"), "coordinator": N_("National coordinators"), "organisation": N_("Organisations")}


@bp.app_template_filter("markdown")
def markdown(words: str, address: str = "words") -> Markup:
    """Words that editors wrote in Markdown, as they stand on a page."""
    return render.text(words, address)


@bp.app_template_filter("instant_of")
def instant_of(text: str) -> datetime:
    """A moment that facts hold as text."""
    return datetime.fromisoformat(text)


@bp.app_template_filter("day_of")
def day_of(text: str) -> date:
    """A day that facts hold as text."""
    return date.fromisoformat(text)


@bp.app_template_filter("code_name")
def code_name(code: str) -> str:
    """What was answered, or where a comment without an answer stands."""
    return named(Code(code) if code in set(Code) else CommentState(code))


def word_name(told: Mapping[str, Any], field: str, word: str | None) -> str:
    """What a row of a table counts."""
    if field == "party":
        return _(N_("International")) if word == INTERNATIONAL else party_name(word, instant_of(told["round"]["closes"]))
    if field == "section":
        return _(N_("The whole document")) if word is None else section_name(told, word)
    if field == "body":
        alone = ALONE.get(word or "")
        return _(alone) if alone else named(OrganisationKind(word or ""))
    if field == "language":
        return BY_CODE[word].autonym if word in BY_CODE else word or ""
    return {"kind": lambda: named(CommentKind(word or "")), "channel": lambda: named(Channel(word or "")), "answer": lambda: code_name(word or "")}[field]()


def section_name(told: Mapping[str, Any], uid: str) -> str:
    """A section of the version commented on, as people cite it."""
    return told["sections"][uid][0] or _(N_("Opening text")) if uid in told["sections"] else _(N_("A section that this version does not have"))


def chosen(told: Mapping[str, Any], field: str, word: str | None) -> str:
    """The response table narrowed to a row of a table; nothing where it cannot be."""
    number = told["round"]["number"]
    if field == "body":
        return ""
    if field == "section":
        word = "whole" if word is None else told["sections"].get(word, ["", ""])[1]
    if field == "answer" and word in set(CommentState):
        field = "state"
    return url_for("comments.index", round=number, **{field: word}) if word else ""  # type: ignore[arg-type]

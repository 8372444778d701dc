"""The blueprint, and the words about a comment that its pages share with the pages of documents and rounds."""
import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from markupsafe import Markup

from consult.comments.exports import shown
from consult.comments.models import Comment, Disposition, Reply
from consult.comments.queries.threads import answer_of, as_sent
from consult.comments.rules import (
    CHANNEL_NAMES,
    CODE_NAMES,
    KIND_NAMES,
    PLACE_TAGS,
    QUOTE_MAX,
    SECTION_PLACES,
    STATE_NAMES,
    WORDING_MAX,
    Capacity,
    Channel,
    CommentState,
    PlaceStatus,
)
from consult.documents.models import Section
from consult.documents.rules import PUBLIC
from consult.i18n import N_
from consult.text import anchors, diff, render, sections
from consult.web.locale import person

#: Filters of the lists whose choices are words of the rules.
FIELDS: dict[str, Mapping[Any, str]] = {"kind": KIND_NAMES, "state": STATE_NAMES, "answer": CODE_NAMES, "channel": CHANNEL_NAMES}

#: A quotation and its wording are compared up to this length together; what is longer has not passed a form yet.
COMPARED_MAX = 2 * (QUOTE_MAX + WORDING_MAX)

bp = Blueprint("comments", __name__, url_prefix="/comments")
bp.add_app_template_global(answer_of)
bp.add_app_template_global(as_sent)
bp.add_app_template_test(shown, "shown")


@bp.app_template_filter("speaker")
def speaker(said: Comment | Reply) -> str:
    """Who speaks, as everybody may read it."""
    if said.organisation is not None:
        return said.organisation.name
    if isinstance(said, Comment) and said.capacity == Capacity.COORDINATOR:
        return _(N_("National coordinator"))
    if isinstance(said, Comment) and (not said.name_shown or said.state == CommentState.HIDDEN):
        return _(N_("Name withheld"))
    if isinstance(said, Comment) and said.channel == Channel.PAPER:
        return said.sender
    return person(said.author)


@bp.app_template_filter("wording")
def wording(said: tuple[str, str]) -> Markup:
    """A proposed wording: what it takes out of the quotation and puts in; without a quotation, or when both are longer than any form takes, the words alone."""
    quote, proposed = said
    if not quote or not proposed or len(quote) + len(proposed) > COMPARED_MAX:
        return render.plain(proposed)
    return render.words(diff.words(quote, proposed), say=_)


@bp.app_template_filter("whole_before")
def whole_before(comment: Comment, section: Section | None) -> str:
    """The words before a quotation, begun with a whole word; with a sign where others stand before them."""
    words, start = comment.quote_prefix, (comment.quote_start or 0) - len(comment.quote_prefix)
    if start <= 0:
        return words
    return "… " + (re.sub(r"^\w+(?=\W)", "", words) if _cuts(section, start) else words).lstrip()


@bp.app_template_filter("whole_after")
def whole_after(comment: Comment, section: Section | None) -> str:
    """The words after a quotation, ended with a whole word; with a sign where others stand after them."""
    words, end = comment.quote_suffix, (comment.quote_end or 0) + len(comment.quote_suffix)
    if section is not None and end >= len(anchors.plain(section.body)):
        return words
    return (re.sub(r"(?<=\W)\w+$", "", words) if _cuts(section, end) else words).rstrip() + " …"


def _cuts(section: Section | None, place: int) -> bool:
    """Whether a place is inside a word of the section."""
    return section is None or re.fullmatch(r"\w\w", anchors.plain(section.body)[place - 1:place + 1]) is not None


@bp.app_template_filter("section_name")
def section_name(section: Section | None) -> str:
    """A section as a person names it: its number and its words."""
    if section is None:
        return _(N_("The whole document"))
    words = sections.plain_heading(sections.Section(section.uid, section.number, section.heading, section.level, "", ""))
    return " ".join(part for part in (section.number, words) if part) or _(N_("Opening words"))


@bp.app_template_test("change_public")
def change_public(answer: Disposition) -> bool:
    """Whether the change that an answer names can be looked at by everybody."""
    return all(link.to_version.state in PUBLIC for link in answer.changes)


@bp.app_template_filter("place_tag")
def place_tag(status: PlaceStatus) -> str:
    """What became of a place, in one word."""
    return _(PLACE_TAGS[status])


@bp.app_template_filter("section_place")
def section_place(status: PlaceStatus) -> str:
    """What became of the section that a comment is about as a whole."""
    return _(SECTION_PLACES[status])


@bp.app_template_global("words_for")
def words_for(field: str) -> list[tuple[str, str]]:
    """The choices of a filter: the words of the rules with their names."""
    return [(word.value, _(name)) for word, name in FIELDS[field].items()]

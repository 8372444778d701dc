"""The passage that a comment is about: what the address names, what stands in sight, and what the form begins with."""
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request, url_for
from markupsafe import Markup

from consult.comments.models import Comment, Draft
from consult.documents.models import Section
from consult.documents.queries import stored
from consult.errors import NotFound
from consult.i18n import BY_CODE, N_
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.rounds.rules import Phase
from consult.text import anchors, fitting, render
from consult.text.anchors import Selector
from consult.text.selected import selected
from consult.translating import queries as translating
from consult.translating.queries import Translated

QUOTED_MAX = 4000


@dataclass(frozen=True)
class Shown:
    """A paragraph of the passage: its number, what is seen, and where it begins in the plain text of the section."""

    number: int
    html: Markup
    text: str
    start: int


@dataclass
class Passage:
    """What is commented on: a section of the version of a round, or (without a section) the whole document."""

    round: Round
    section: Section | None
    #: Where the words stood that the form began with: comments begun at two places of a section are kept apart.
    place: int | None = None
    #: The language in which its author reads the text, where that is an unofficial translation.
    text: str = ""

    @property
    def uid(self) -> str | None:
        """The section's key."""
        return self.section.uid if self.section else None

    @property
    def address(self) -> str:
        """What names the section in addresses; empty for the whole document."""
        return self.section.address if self.section else ""

    @property
    def key(self) -> str:
        """The name under which the words typed here are kept until they are saved."""
        return f"comment-{self.round.number}-{self.address or 'whole'}" + ("" if self.place is None else f"-{self.place}") + (f"-{self.text}" if self.text else "")

    @property
    def named(self) -> dict[str, Any]:
        """The passage in an address."""
        return {"round": self.round.number, "section": self.address or None, "place": self.place, "text": self.text or None}

    @property
    def body(self) -> str:
        """The Markdown of the section."""
        return self.section.body if self.section else ""

    @property
    def preview(self) -> str:
        """Where the difference between the quoted and the proposed words is shown."""
        return url_for("comments.preview", **self.named)

    @cached_property
    def translated(self) -> Translated | None:
        """The translation in which its author reads the section."""
        return translating.text(self.round.version, self.text, self.section.uid).sections.get(self.section.uid) if self.text and self.section else None

    def paragraphs(self) -> list[Shown]:
        """The text that stays in sight."""
        return self._paragraphs(self.body)

    def translated_paragraphs(self) -> list[Shown]:
        """The unofficial translation that stays in sight before it."""
        return self._paragraphs(self.translated.body) if self.translated else []

    def _paragraphs(self, body: str) -> list[Shown]:
        found, plain, at = [], anchors.plain(body), 0
        for one in render.paragraphs(body, self.address) if self.section else []:
            at = max(at, plain.find(one.text, at))
            found.append(Shown(one.number, one.html, one.text, at))
            at += len(one.text)
        return found

    def quoted(self, quote: str, near: int | None) -> Selector | None:
        """Where a quotation stands in the section."""
        return anchors.find(self.body, quote, near=near) if self.section and quote.strip() else None

    def hint(self, quote: str, proposed: str, near: int | None) -> str:
        """What to tell somebody whose wording does not seem to fit the quoted words."""
        if self.section is None:
            return ""
        found = self.quoted(quote[:QUOTED_MAX], near)
        return fitting.hint(quote, proposed, found.prefix, found.suffix) if found else fitting.hint(quote, proposed)


def asked() -> Passage | None:
    """The passage that the address names; without a number the round that is open."""
    number, address = request.args.get("round", ""), request.args.get("section", "")
    known = number.isascii() and number.isdigit() and len(number) < 9
    open_one = next((one for one in rounds.all_rounds() if one.phase == Phase.OPEN), None)
    round_ = rounds.public(int(number)) if known else open_one
    if round_ is None:
        return None
    section = stored.section(round_.version, address) if address else None
    if address and section is None:
        raise NotFound(N_("Version %(label)s, which round %(round)s is about, has no section “%(section)s”. Nothing was stored; look for the place in its contents."),
                       label=round_.version.label, round=round_.number, section=address[:80])
    return Passage(round_, section, _count("place"), _language(request.args.get("text", "")))


def of(round_: Round, uid: str | None, text: str = "") -> Passage:
    """The passage of a draft or a comment; `text`: the language of the translation that it quotes."""
    return Passage(round_, stored.section_by_uid(round_.version, uid) if uid else None, None, _language(text))


def about(one: Draft | Comment) -> Passage:
    """The passage of a draft or a comment, with the translation that it quotes in sight."""
    return of(one.round, one.section_uid, one.translated.language if one.translated else request.args.get("text", ""))


def _language(code: str) -> str:
    return code if code in BY_CODE else ""


def beginning(passage: Passage) -> dict[str, Any]:
    """What the form begins with: the words that the address names by paragraph and selection; the wording starts from them."""
    quote, near = request.args.get("quote") or request.args.get("quotation") or "", None
    number = request.args.get("paragraph", "")
    body = passage.translated.body if passage.translated else passage.body
    paragraph = next((one for one in passage.translated_paragraphs() or passage.paragraphs() if str(one.number) == number), None)
    if paragraph is not None and not quote:
        quote, near = paragraph.text, paragraph.start
    elif quote:
        start = paragraph.start if paragraph else 0
        found = selected(body, quote[:QUOTED_MAX], start, _count("at"), _count("to"))
        quote, near = (found.exact, found.start) if found else (quote, start)
    return {"quote": quote[:QUOTED_MAX], "proposed": quote[:QUOTED_MAX], "near": near}


def _count(name: str) -> int | None:
    words = request.args.get(name, "")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 8 else None

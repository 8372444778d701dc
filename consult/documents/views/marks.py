"""What is laid over the text of a section: the quotations of comments, and what the reader looks for."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_babel import ngettext
from markupsafe import Markup

from consult.comments.queries.quotations import Quoted
from consult.documents.models import Section
from consult.documents.queries.stored import Shown
from consult.reading.rules import MARKED_MAX, hits, scattered
from consult.search.queries import words_of
from consult.text import anchors, render
from consult.text.render import Mark


@dataclass(frozen=True)
class Lookup:
    """What the reader looks for in a text: the words as typed, as folded, and whether they stand together somewhere."""

    asked: str
    words: list[str]
    together: bool

    @property
    def query(self) -> str:
        """What goes on in addresses."""
        return "?" + urlencode({"find": self.asked}) if self.words else ""

    def hits(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand in a text."""
        return (hits if self.together else scattered)(text, self.words) if self.words else []


@dataclass(frozen=True)
class Hits:
    """Where the words stand in one section: in its heading, and in its text as marks."""

    title: Markup
    marks: list[Mark]
    count: int
    first: str


def lookup(bodies: Iterable[str]) -> Lookup:
    """What the address asks for. Words that nowhere stand one after another are looked for one by one."""
    asked = " ".join(request.args.get("find", "")[:200].replace("\0", "").split())
    words = words_of(asked)
    together = len(words) < 2 or any(hits(anchors.plain(body), words) for body in bodies)
    return Lookup(asked, words, together)


def hits_in(looked: Lookup, title: str, row: Section, body: str, before: int = 0) -> Hits:
    """The hits in one section; `before`: how many there are in the sections before it."""
    heading, text = looked.hits(title), looked.hits(anchors.plain(body)) if looked.words else []
    room = max(0, MARKED_MAX - before)
    marks = [Mark(start, end, (("class", "hit"),), f"hit-{before + at}") for at, (start, end) in enumerate(text[:room], start=1)]
    first = f"#s-{row.address}" if heading or not marks else f"#{marks[0].id}"
    return Hits(render.found(title, heading), marks, len(heading) + len(text), first)


def quotations(quoted: Sequence[Quoted], page: str = "") -> list[Mark]:
    """Marks over quoted words; comments on the very same words share one. `page`: where the comments stand."""
    spans: dict[tuple[int, int], list[str]] = {}
    for start, end, public_id in quoted:
        spans.setdefault((start, end), []).append(public_id)
    return [Mark(start, end, (("class", "quoted"),), f"q-{ids[0]}", (
        ("aria-label", ngettext("%(num)s comment on these words: %(number)s", "%(num)s comments on these words, the first is %(number)s", len(ids), number=ids[0])),
        ("class", "quote-link"), ("data-count", str(len(ids))), ("href", f"{page}#comment-{ids[0]}"))) for (start, end), ids in spans.items()]


def named_places(quoted: Sequence[Quoted], paragraphs: Sequence[Shown]) -> dict[str, tuple[str, int]]:
    """For each quoting comment the name of its mark on the page, and the paragraph in which its words begin."""
    first: dict[tuple[int, int], str] = {}
    for start, end, public_id in quoted:
        first.setdefault((start, end), public_id)
    places = {public_id: next((p.number for p in paragraphs if p.start <= start <= p.end), None) for start, _, public_id in quoted}
    return {public_id: (f"q-{first[start, end]}", number) for start, end, public_id in quoted if (number := places[public_id]) is not None}


def per_paragraph(places: dict[str, tuple[str, int]]) -> dict[int, list[str]]:
    """The comments that quote from each paragraph."""
    found: dict[int, list[str]] = {}
    for public_id, (_, number) in places.items():
        found.setdefault(number, []).append(public_id)
    return found


def laid_over(row: Any, body: str, paragraphs: list[Shown], marks: Sequence[Mark]) -> list[Shown]:
    """The paragraphs of a section with marks over their words."""
    if not marks:
        return paragraphs
    painted = render.marked_paragraphs(body, row.address, tuple(marks))
    return [replace(p, html=painted.get(p.number, p.html)) for p in paragraphs]

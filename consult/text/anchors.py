"""A quotation and the place where it stands: found once, stored for ever, found again in every later version.

Selectors are those of the W3C Web Annotation Data Model: TextQuoteSelector and TextPositionSelector, in code points.
"""
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from consult.text.carrying import Place, place_of
from consult.text.source import balanced, bridge, plain_text
from consult.text.squeezed import Squeezed, squeezed
from consult.text.surviving import Quotation

__all__ = ["Place", "Selector", "carry", "code_points", "find", "plain", "source_span"]

_CONTEXT = 32
_MARKER = re.compile(r"^[ \t>]*(?:(?:[-*+•·▪◦‣–—]|\(?\d{1,3}[.)]|\(?[a-zа-я][.)])[ \t]+)+", re.M)
_PIPES = re.compile(r"\s*\|\s*|\t")


class Selector(NamedTuple):
    """The quoted words, the words around them, and their place in the canonical plain text of the section."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


def plain(body: str) -> str:
    """The canonical plain text of a section: what a reader can select."""
    return plain_text(body)


def find(body: str, quote: str, prefix: str = "", suffix: str = "", near: int | None = None) -> Selector | None:
    """Where a quotation stands, given as Markdown source or as selected on the page; `near` is where it was looked for."""
    text = plain_text(body)
    spans = _spans(body, text, unicodedata.normalize("NFC", quote))
    if not spans:
        return None
    start, end = max(spans, key=lambda span: (_context(text, span, prefix, suffix), -abs(span[0] - (near or 0)), -span[0]))
    return Selector(text[start:end], text[max(0, start - _CONTEXT):start], text[end:end + _CONTEXT], start, end)


def source_span(body: str, selector: Selector) -> tuple[int, int] | None:
    """Where the quoted words stand in the Markdown source of the section."""
    span = bridge(body).to_source(selector.start, selector.end)
    return span and balanced(body, *span)


def carry(
    selector: Selector, old_body: str, new_bodies: Mapping[str, str], elsewhere: Mapping[str, str] | None = None,
    before: Mapping[str, Sequence[str]] | None = None,
) -> Place:
    """Where the quoted words stand in the next version: `new_bodies` are the sections that the old one became, by uid.

    `before` names the other old bodies that a section of the new version comes from: words that are theirs are not ours.
    """
    quotation = Quotation(plain_text(old_body), selector.start, selector.end)
    others = {uid: body for uid, body in (elsewhere or {}).items() if uid not in new_bodies}
    return place_of(quotation, new_bodies, others, before or {})


def code_points(text: str, units: int) -> int:
    """The offset in code points for an offset in UTF-16 units, as a browser counts."""
    return len(text.encode("utf-16-le")[:2 * units].decode("utf-16-le", "ignore"))


def _spans(body: str, text: str, quote: str) -> list[tuple[int, int]]:
    """All places of a quotation, by the first reading of it that has any."""
    for wanted in (quote, _MARKER.sub("", quote)):
        if spans := _all(squeezed(text), wanted):
            return spans
    if spans := [span for span in _in_source(body, quote) if span]:
        return spans
    for wanted in _readings(quote):
        if spans := _all(squeezed(text), wanted):
            return spans
    return []


def _all(text: Squeezed, quote: str) -> list[tuple[int, int]]:
    return list(text.places(quote)) or list(text.places(quote, loose=True))


def _in_source(body: str, quote: str) -> Iterator[tuple[int, int] | None]:
    yield from (bridge(body).to_plain(start, end) for start, end in _source(body).places(quote))


@lru_cache(maxsize=64)
def _source(body: str) -> Squeezed:
    return Squeezed(body)


def _readings(quote: str) -> Iterator[str]:
    """A piece of Markdown as it would be read."""
    try:
        yield plain_text(quote)
        yield plain_text(_MARKER.sub("", quote))
    except ValueError:
        return
    yield _PIPES.sub(" ", _MARKER.sub("", quote))


def _context(text: str, span: tuple[int, int], prefix: str, suffix: str) -> int:
    """How many characters around a place agree with the words that were around the quotation."""
    before, after = squeezed(text).around(*span)
    wanted_before, wanted_after = Squeezed(prefix).text, Squeezed(suffix).text
    return _common(before[::-1], wanted_before[::-1]) + _common(after, wanted_after)


def _common(first: str, second: str) -> int:
    length = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        length += 1
    return length

"""Other ways to find a quotation again in the next version: (start, end) in its plain text, or None; and to apply a proposal."""
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from diff_match_patch import diff_match_patch

Span = tuple[int, int]
Quotation = Mapping[str, Any]
_SLICE = 32


def by_position(text: str, quotation: Quotation) -> Span | None:
    """Where it stood."""
    return quotation["start"], quotation["end"]


def first_hit(text: str, quotation: Quotation) -> Span | None:
    """The first place with the same words."""
    at = text.find(quotation["exact"])
    return (at, at + len(quotation["exact"])) if at >= 0 else None


def with_context(text: str, quotation: Quotation) -> Span | None:
    """The place with the same words whose neighbours agree most."""
    size = len(quotation["exact"])
    found = [(at, at + size) for at in _hits(text, quotation["exact"])]
    return max(found, key=lambda span: _agreement(text, span, quotation), default=None)


def fuzzily(text: str, quotation: Quotation) -> Span | None:
    """diff-match-patch's match_main slice by slice, near the first one found (after dom-anchor-text-quote)."""
    matcher, near, spans = diff_match_patch(), quotation["start"], []
    matcher.Match_Distance = 2 * len(text)
    for at in range(0, len(quotation["exact"]), _SLICE):
        piece = quotation["exact"][at:at + _SLICE]
        found = matcher.match_main(text, piece, near)
        if found == -1:
            return None
        spans.append((found, found + len(piece)))
        near = found + len(piece)
    return min(start for start, _ in spans), max(end for _, end in spans)


CARRIERS: dict[str, Callable[[str, Quotation], Span | None]] = {
    "position": by_position, "exact quote, first hit": first_hit, "exact quote + context": with_context, "dmp match_main": fuzzily,
}


def patched(old: str, new: str, quotation: Quotation, proposed: str) -> str | None:
    """diff-match-patch's patch_apply on the whole document, None when it gives up."""
    patcher = diff_match_patch()

    pieces = [(0, old[:quotation["start"]]), (-1, quotation["exact"]), (1, proposed), (0, old[quotation["end"]:])]
    text, applied = patcher.patch_apply(patcher.patch_make(old, [piece for piece in pieces if piece[1]]), new)
    return text if all(applied) else None


def _hits(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _agreement(text: str, span: Span, quotation: Quotation) -> int:
    before, after = text[max(0, span[0] - _SLICE):span[0]], text[span[1]:span[1] + _SLICE]
    return _common(before[::-1], quotation["prefix"][::-1]) + _common(after, quotation["suffix"])


def _common(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length

"""The engine in the signatures of the benches: align, diff, diff_html, render, carry, apply.

Documents come in as whole Markdown files; places of quotations are counted in the characters of tests.bench.reference.
"""
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from typing import Any, NamedTuple

from consult.text import anchors, matching, patches, sections
from consult.text import diff as differ
from consult.text import render as renderer
from consult.text.normalise import canonical
from consult.text.succession import Succession
from consult.text.tokens import split
from consult.text.wording import matches
from tests.bench import reference

_OPS = {"gone": "delete", "new": "insert", "same": "equal"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()>#+\-.!])")


def align(old: str, new: str) -> list[dict[str, Any]]:
    """What became of every section, each named by the offset of its heading."""
    before, after = sections.parse(old), sections.parse(new)
    here, there = _offsets(before), _offsets(after)
    return [
        {"old": here.get(link.old), "new": there.get(link.new), "kind": "+".join(sorted(link.kinds))} for link in matching.match(before, after)
    ]


def diff(old: str, new: str) -> list[tuple[str, str]]:
    """The words that went, came and stayed."""
    return [(_OPS[piece.op], piece.text) for piece in differ.words(old, new)]


def diff_html(old: str, new: str) -> str:
    """Both wordings in one text, without the words for screen readers, which belong to neither."""
    return str(renderer.diff(differ.compare(old, new), say=lambda word: ""))


def render(markdown: str) -> str:
    """One section as the product shows it."""
    return str(renderer.text(markdown))


def carry(old: str, new: str, quotations: Sequence[dict[str, Any]]) -> list[dict[str, Any] | None]:
    """Where each quotation stands in the new version, or None."""
    return [_carried(old, new, quotation) for quotation in quotations]


def apply(old: str, new: str, quotation: dict[str, Any], proposed: str) -> dict[str, Any]:
    """The new version as plain text with the proposal taken over; text None where a person has to decide."""
    here, there, became = _read(old), _read(new), _succession(old, new)
    found = here.selector(quotation)
    place = became.carry(*found) if found else None
    if not found or place is None or place.uid is None:
        return {"text": None, "status": "orphan"}
    body = became.new[place.uid].body
    patched = patches.apply(became.old[found[0]].body, found[1], proposed, body)
    text = None if patched.text is None else there.with_words(place.uid, anchors.plain(body), anchors.plain(patched.text))
    return {"text": text, "status": patched.status}


class _Stretch(NamedTuple):
    """Where a word stands in one text."""

    start: int
    end: int


class _Document:
    """A version read twice: as the engine reads it, and as the truth counts it; equal words tie the two together."""

    def __init__(self, source: str) -> None:
        self.sections = sections.parse(source)
        self.bodies = {section.uid: _with_heading(section) for section in self.sections}
        self.starts: dict[str, int] = {}
        self.ours = ""
        for uid, body in self.bodies.items():
            self.starts[uid] = len(self.ours)
            self.ours += anchors.plain(body) + "\n"
        self.theirs = reference.text_of(source)
        ours, theirs = _words(self.ours), _words(self.theirs)
        found = matches([word for word, _ in ours], [word for word, _ in theirs])
        pairs = [(ours[match.old + at][1], theirs[match.new + at][1]) for match in found for at in range(match.length)]
        self._ours, self._theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    def selector(self, quotation: dict[str, Any]) -> tuple[str, anchors.Selector] | None:
        """The section of a quotation, and its place there."""
        span = _translated(quotation["start"], quotation["end"], self._theirs, self._ours)
        for uid, body in self.bodies.items():
            text, first = anchors.plain(body), self.starts[uid]
            if span and first <= span[0] < first + len(text):
                start, end = span[0] - first, min(span[1] - first, len(text))
                return uid, anchors.Selector(text[start:end], text[max(0, start - 32):start], text[end:end + 32], start, end)
        return None

    def span(self, uid: str, start: int, end: int) -> tuple[int, int] | None:
        """A place in a section as the truth counts it."""
        first = self.starts[uid]
        return _translated(first + start, first + end, self._ours, self._theirs)

    def with_words(self, uid: str, old: str, new: str) -> str | None:
        """The text of the truth with what changed in one section, from the first to the last changed word."""
        head = sum(1 for _ in takewhile(_same, zip(old, new, strict=False)))
        shorter = min(len(old), len(new)) - head
        tail = min(shorter, sum(1 for _ in takewhile(_same, zip(reversed(old), reversed(new), strict=False))))
        while head and not old[head - 1].isspace():
            head -= 1
        while tail and not old[len(old) - tail].isspace():
            tail -= 1
        span = self.span(uid, head, len(old) - tail)
        return span and self.theirs[:span[0]] + new[head:len(new) - tail] + self.theirs[span[1]:]


@lru_cache(maxsize=8)
def _read(source: str) -> _Document:
    return _Document(source)


@lru_cache(maxsize=4)
def _succession(old: str, new: str) -> Succession:
    """The two versions with their headings as words that can be quoted; matched without."""
    here, there = _read(old), _read(new)
    before, after = ([replace(section, body=one.bodies[section.uid]) for section in one.sections] for one in (here, there))
    return Succession(before, after, matching.match(here.sections, there.sections))


def _carried(old: str, new: str, quotation: dict[str, Any]) -> dict[str, Any] | None:
    found = _read(old).selector(quotation)
    place = _succession(old, new).carry(*found) if found else None
    span = _read(new).span(place.uid, place.start, place.end) if place and place.uid is not None else None
    return {"start": span[0], "end": span[1], "status": place.status} if place and span else None


def _same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _offsets(found: Sequence[sections.Section]) -> dict[str | None, int]:
    """Where the heading line of each section begins."""
    result: dict[str | None, int] = {}
    at = 0
    for section in found:
        blank = len(section.head) - len(section.head.lstrip("\n"))
        result[section.uid] = at + blank if section.level else 0
        at += len(section.source)
    return result


def _with_heading(section: sections.Section) -> str:
    """The body under its heading as a first paragraph."""
    heading = sections.plain_heading(section)
    if not heading:
        return section.body
    numbered = heading if heading.startswith(section.number) else f"{section.number} {heading}"
    return _MARKDOWN.sub(r"\\\1", canonical(numbered)).replace("<", "&lt;") + "\n\n" + section.body


def _words(text: str) -> list[tuple[str, _Stretch]]:
    result, at = [], 0
    for word in split(text):
        if not word.isspace():
            result.append((word, _Stretch(at, at + len(word))))
        at += len(word)
    return result


def _translated(start: int, end: int, source: list[_Stretch], target: list[_Stretch]) -> tuple[int, int] | None:
    """A span of one text in the other, by the equal words at its two ends."""
    first = bisect_right([stretch.end for stretch in source], start)
    last = bisect_left([stretch.start for stretch in source], end) - 1
    if first > last or first >= len(source):
        return None
    return target[first].start + max(0, start - source[first].start), target[last].end - max(0, source[last].end - end)

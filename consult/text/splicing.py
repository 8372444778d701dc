"""Edits of the words that are read, carried out in the Markdown source around its marks."""
import re
from collections.abc import Sequence
from typing import NamedTuple

from consult.text.source import MARKS, balanced, bridge, run_of

_LEAD = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:\|[ \t]*)?")
_MARKED = re.compile(r"[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]|\|)")
_TAIL = re.compile(r"[ \t]*\|?[ \t]*$")


class Edit(NamedTuple):
    """Characters of the plain text that become other words."""

    start: int
    end: int
    words: str


def spliced(body: str, edits: Sequence[Edit]) -> str | None:
    """The body with all edits, from the last to the first; None when a place cannot be found in the source."""
    text = body
    for edit in sorted(edits, reverse=True):
        span = _span(body, edit)
        if span is None:
            return None
        start, end, words = span
        text = text[:start] + words + text[end:]
    return text


def whole(body: str, start: int, end: int, proposed: str) -> str | None:
    """The body with a passage replaced by a piece of Markdown; where it brings its own list or table marks, those of the passage go."""
    span = bridge(body).to_source(start, end)
    if span is None:
        return None
    first, last = balanced(body, *span)
    words = proposed.strip("\n")
    line, stop = body.rfind("\n", 0, first) + 1, _line_end(body, last)
    leads = bool(_LEAD.fullmatch(body[line:first])) and bool(_TAIL.fullmatch(body[last:stop]))
    if leads and (_MARKED.match(words) and line < first):
        first, last = line, stop
    if not words.strip():
        return _removed(body, first, last, line if leads else None, stop)
    return body[:first] + words + body[last:]


def _removed(body: str, first: int, last: int, line: int | None, stop: int) -> str:
    """A passage taken out: with its whole lines when it fills them, else with one of the spaces around it."""
    if line is not None:
        rest = body[stop:].removeprefix("\n")
        before = body[:line]
        return before + rest.lstrip("\n") if before.endswith("\n\n") or not before else before + rest
    if first and body[first - 1] == " ":
        first -= 1
    return body[:first] + body[last:]


def _span(body: str, edit: Edit) -> tuple[int, int, str] | None:
    """Where an edit goes in the source; white space that both sides share stays as it is written."""
    way = bridge(body)
    gone, words = way.plain[edit.start:edit.end], edit.words
    lead = len(gone) - len(gone.lstrip())
    if not gone.strip():
        return _insertion(body, edit, gone, words)
    found = way.to_source(edit.start + lead, edit.start + len(gone.rstrip()))
    if found is None:
        return None
    start, end = found
    start, end = balanced(body, start, end) if words.strip() else _bare(body, start, end)
    if lead and words[:1].isspace():
        words = words.lstrip()
    elif lead:
        start = len(body[:start].rstrip())
    if gone[-1:].isspace() and words[-1:].isspace():
        words = words.rstrip()
    elif gone[-1:].isspace():
        end += len(body[end:]) - len(body[end:].lstrip())
    return start, end, words


def _insertion(body: str, edit: Edit, gone: str, words: str) -> tuple[int, int, str] | None:
    """New words go after the word before them, or before the word after them, outside its marks."""
    way = bridge(body)
    at = edit.start
    if gone and words.strip():
        words = words.strip() if not (words[:1].isspace() or words[-1:].isspace()) else words
    glued = at > 0 and not way.plain[at - 1].isspace()
    before = max((k for k, (_, end) in enumerate(way.read) if end <= at), default=None)
    after = min((k for k, (start, _) in enumerate(way.read) if start >= edit.end), default=None)
    if glued and before is not None and way.read[before][1] == at:
        place = way.written[before][1]
        stop = way.written[after][0] if gone and after is not None else place
        return place, max(place, stop), words
    if after is None:
        return None
    place = way.written[after][0]
    while place and body[place - 1] in MARKS and body[:place].rstrip(MARKS)[-1:].isspace():
        place -= 1
    return place, place, words


def _bare(body: str, start: int, end: int) -> tuple[int, int]:
    """When all words between two marks go, the marks go too."""
    for mark in MARKS:
        left, right = run_of(body, start, -1, mark), run_of(body, end, 1, mark)
        if left and left == right:
            return start - left, end + right
    return balanced(body, start, end)


def _line_end(body: str, at: int) -> int:
    end = body.find("\n", at)
    return len(body) if end < 0 else end

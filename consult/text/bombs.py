"""Texts that are made to keep a server busy, recognised before they are parsed.

The renderer's inline patterns are quadratic in what is opened and not closed, paragraph by paragraph. The weights are seconds
measured per pair of marks; the allowance grows with the text, so that a long law passes and a short bomb does not.
"""
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

_ALLOWED, _PER_CHARACTER = 0.12, 1.5e-5
_BRACKET, _MARK, _NOTE, _LINE = 6e-7, 2e-7, 1e-6, 1.2e-7
_NESTED_MARKERS, _NESTED_QUOTES, _NESTED_INDENT = 8, 12, 60

_MARKERS = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]")
_RULE = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_ROW = re.compile(r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]]+\]:")
_FENCE = re.compile(r"(`{3,}|~{3,}) *[\w#.+-]* *")
_REFERENCE = re.compile(r"\[\^([^\]\n]*)\](?!:)")


def heaviness(source: str) -> float:
    """How much of the work that we allow this text would take; above 1 it is refused."""
    lines = source.split("\n")
    if any(map(_nested, lines)):
        return 2
    work = _repeated_notes(source) + sum(map(_run_work, _runs(lines)))
    return work / (_ALLOWED + _PER_CHARACTER * len(source))


def _nested(line: str) -> bool:
    """Whether one line opens more lists or quotations inside each other than anyone can follow."""
    if _RULE.match(line):
        return False
    lead = _MARKERS.match(line)
    opened = lead.group() if lead else ""
    indent = len(line) - len(line.lstrip(" \t"))
    listed = bool(_MARKER.match(line.lstrip()))
    return len(_MARKER.findall(opened)) > _NESTED_MARKERS or opened.count(">") > _NESTED_QUOTES or (listed and indent > _NESTED_INDENT)


def _runs(lines: list[str]) -> list[str]:
    """The stretches that are read at once: paragraphs, items, rows of a table."""
    runs: list[list[str]] = [[]]
    table = False
    for at, line in _prose(lines):
        blank = not line.strip()
        table = not blank and (table or bool(at + 1 < len(lines) and "|" in line and "-" in lines[at + 1] and _ROW.match(lines[at + 1])))
        if blank or table or _DEFINITION.match(line) or (_ITEM.match(line) and not _RULE.match(line)):
            runs.append([])
        runs[-1].append(line)
    return ["\n".join(run) for run in runs]


def _prose(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines outside fenced code, which is taken as it is."""
    ends: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if line[:3] in {"```", "~~~"}:
            ends.setdefault(line.rstrip(" "), []).append(at)
    until = -1
    for at, line in enumerate(lines):
        fence = _FENCE.fullmatch(line)
        closing = ends.get(fence.group(1), []) if fence and at > until else []
        place = bisect_right(closing, at)
        until = closing[place] if place < len(closing) else until
        if at > until:
            yield at, line


def _run_work(run: str) -> float:
    rules = sum(1 for line in run.split("\n") if _RULE.match(line))
    marks = sum(map(run.count, "<*_`{"))
    return _BRACKET * run.count("[") ** 2 + _MARK * marks ** 2 + _LINE * rules ** 2


def _repeated_notes(source: str) -> float:
    """Every further reference to one note looks through all earlier ones."""
    references = Counter(_REFERENCE.findall(source))
    return sum(_NOTE * times ** 2 for times in references.values() if times > 1)

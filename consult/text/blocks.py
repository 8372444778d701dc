"""Which lines of a Markdown source are not prose: front matter, fenced code, comments and raw preformatted HTML."""
import re
from collections.abc import Sequence

_FENCE = re.compile(r"^(?:[ \t]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++|>[ ]?)*+)(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_RAW = re.compile(r"^ {0,3}<(?P<kind>!--|pre|script|style|textarea)(?=[\s>]|$|[^\w])", re.I)
_FRONT_END = re.compile(r"^(?:---|\.\.\.)(?:\s+\w+)?\s*$")
_FRONT_KEY = re.compile(r"^[\w\"'][^:]*:(?:\s|$)")

PROSE, FRONT, CODE, RAW = "", "front", "code", "raw"


def kinds_of(lines: Sequence[str]) -> list[str]:
    """For each line (without its line feed) PROSE, FRONT, CODE or RAW; what is opened and never closed is prose."""
    kinds = [PROSE] * len(lines)
    at = _front_matter(lines)
    kinds[:at] = [FRONT] * at
    closers = _Closers(lines)
    while at < len(lines):
        end, kind = closers.block_at(at)
        if end > at:
            kinds[at:end] = [kind] * (end - at)
        at = max(end, at + 1)
    return kinds


def _front_matter(lines: Sequence[str]) -> int:
    """The number of lines of YAML front matter at the beginning, with both of its rules."""
    if len(lines) < 3 or lines[0].rstrip() != "---" or not lines[1].strip():
        return 0
    end = next((at for at in range(1, len(lines)) if _FRONT_END.match(lines[at])), 0)
    return end + 1 if any(_FRONT_KEY.match(line) for line in lines[1:end]) else 0


class _Closers:
    """Finds where a block that opens on a line ends; remembers what is never closed, so that the search stays linear."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.never: set[str] = set()

    def block_at(self, at: int) -> tuple[int, str]:
        """The end (exclusive) and the kind of the block that opens on this line; (at, PROSE) when none does."""
        line = self.lines[at]
        if "`" in line or "~" in line:
            opened = _FENCE.match(line)
            if opened:
                return self._fence(at, opened.group("fence")), CODE
        opened = _RAW.match(line) if "<" in line else None
        if opened:
            return self._raw(at, opened.group("kind").lower(), opened.end()), RAW
        return at, PROSE

    def _fence(self, at: int, fence: str) -> int:
        if fence in self.never:
            return at
        closing = re.compile(rf"^[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
        for end in range(at + 1, len(self.lines)):
            if closing.match(self.lines[end]):
                return end + 1
        self.never.add(fence)
        return at

    def _raw(self, at: int, kind: str, start: int) -> int:
        """The end of a raw block; a comment in which another one begins was never closed."""
        mark = "-->" if kind == "!--" else f"</{kind}"
        if mark in self.lines[at][start:].lower():
            return at + 1
        if mark in self.never:
            return at
        for end in range(at + 1, len(self.lines)):
            before, found, _ = self.lines[end].lower().partition(mark)
            if kind == "!--" and "<!--" in before:
                return at
            if found:
                return end + 1
        self.never.add(mark)
        return at

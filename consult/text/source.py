"""Between the Markdown that is stored and the words that are read: which characters of one are which of the other."""
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from consult.text.tokens import split
from consult.text.tree import lines, read
from consult.text.wording import Match, matches

#: What is written but never read: targets of links, tags, list and quotation marks, attribute lists, rules of tables.
_UNREAD = re.compile(
    r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)|\]\[[^\]\n]*\]|</?[a-zA-Z][^<>]*>|<!--.*?-->|\{:?[ ]?[#.][^{}\n]*\}"
    r"|^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+|^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$", re.S | re.M)

#: Marks that come in pairs around words.
MARKS = "*_`~"


@dataclass(frozen=True)
class Bridge:
    """The words of a rendered body and where each stands in the source: offsets of equal tokens on both sides."""

    plain: str
    read: tuple[tuple[int, int], ...]
    written: tuple[tuple[int, int], ...]

    def to_source(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch of source that shows as these characters of the plain text."""
        first = bisect_right([b for _, b in self.read], start)
        last = bisect_left([a for a, _ in self.read], end) - 1
        if first > last:
            return None
        a, b = self.read[first], self.read[last]
        inside = self.written[first][0] + max(0, start - a[0]), self.written[last][1] - max(0, b[1] - end)
        return inside if inside[0] < inside[1] else None

    def to_plain(self, start: int, end: int) -> tuple[int, int] | None:
        """The characters of the plain text that a stretch of source shows as."""
        return Bridge(self.plain, self.written, self.read).to_source(start, end)


@lru_cache(maxsize=128)
def bridge(body: str) -> Bridge:
    """The bridge of a section body."""
    plain = plain_text(body)
    ours, theirs = _placed(plain), _written(body)
    found: list[Match] = matches([token for token, _, _ in ours], [token for token, _, _ in theirs])
    pairs = list(_close(found, [token for token, _, _ in theirs]))
    return Bridge(plain, tuple(ours[i][1:] for i, _ in pairs), tuple(theirs[j][1:] for _, j in pairs))


def _close(found: list[Match], written: list[str]) -> Iterator[tuple[int, int]]:
    """Pairs of equal tokens; of two equal marks in the source the one directly after the last word is meant."""
    last = -1
    for match in found:
        for k in range(match.length):
            at = match.new + k
            last = last + 1 if last + 1 < at and written[last + 1] == written[at] else at
            yield match.old + k, last


@lru_cache(maxsize=4096)
def plain_text(body: str) -> str:
    """The canonical plain text: one line for each leaf block, tabs between the cells of a row, in NFC."""
    return unicodedata.normalize("NFC", "\n".join(lines(read(body))))


def _written(body: str) -> list[tuple[str, int, int]]:
    """The tokens of a source that can be read, with their offsets."""
    unread = [(found.start(), found.end()) for found in _UNREAD.finditer(body)]
    starts = [start for start, _ in unread]

    def hidden(at: int) -> bool:
        place = bisect_right(starts, at) - 1
        return place >= 0 and at < unread[place][1]

    return [token for token in _placed(body) if not hidden(token[1])]


def _placed(text: str) -> list[tuple[str, int, int]]:
    """The tokens that are seen, with their offsets."""
    found, at = [], 0
    for token in split(text):
        if not token.isspace():
            found.append((unicodedata.normalize("NFC", token), at, at + len(token)))
        at += len(token)
    return found


def balanced(body: str, start: int, end: int) -> tuple[int, int]:
    """Takes in the other half of a pair of marks that would be torn apart."""
    for mark in MARKS:
        if body[start:end].count(mark) % 2 == 0 and not _torn(body[start:end], mark):
            continue
        left, right = run_of(body, start, -1, mark), run_of(body, end, 1, mark)
        if left and not right:
            start -= left
        elif right and not left:
            end += right
    return start, end


def _torn(text: str, mark: str) -> bool:
    """Whether runs of a mark inside do not come in pairs."""
    return len(re.findall(re.escape(mark) + "+", text)) % 2 == 1


def run_of(body: str, at: int, step: int, mark: str) -> int:
    """How many of a mark stand directly before (-1) or after (1) a place."""
    length = 0
    while 0 <= (place := at - 1 - length if step < 0 else at + length) < len(body) and body[place] == mark:
        length += 1
    return length

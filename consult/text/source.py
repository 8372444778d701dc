"""Between the Markdown that is stored and the words that are read: which characters of one are which of the other."""
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from consult.text.tokens import split
from consult.text.tree import lines, read
from consult.text.wording import Match, matches


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
    ours, theirs = _placed(plain), _placed(body)
    found: list[Match] = matches([token for token, _, _ in ours], [token for token, _, _ in theirs])
    pairs = [(match.old + k, match.new + k) for match in found for k in range(match.length)]
    return Bridge(plain, tuple(ours[i][1:] for i, _ in pairs), tuple(theirs[j][1:] for _, j in pairs))


@lru_cache(maxsize=512)
def plain_text(body: str) -> str:
    """The canonical plain text: one line for each leaf block, tabs between the cells of a row, in NFC."""
    return unicodedata.normalize("NFC", "\n".join(lines(read(body))))


def _placed(text: str) -> list[tuple[str, int, int]]:
    """The tokens that are seen, with their offsets."""
    found, at = [], 0
    for token in split(text):
        if not token.isspace():
            found.append((unicodedata.normalize("NFC", token), at, at + len(token)))
        at += len(token)
    return found

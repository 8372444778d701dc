"""What became of the words of a quotation: which of them survive, where they stand together, and in whose company."""
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from consult.text.cleanup import settled
from consult.text.scripts import comparable_key, script_changed
from consult.text.squeezed import Squeezed
from consult.text.tokens import BREAK, letters, split
from consult.text.wording import matches

#: How many words on each side are looked at.
_COMPANY = 10
#: How much a letter that came in between weighs against one that stayed, beyond a free few.
_FOREIGN, _FREE = 0.15, 20


@dataclass(frozen=True)
class Quotation:
    """Some characters of the plain text of an old section."""

    text: str
    start: int
    end: int

    @cached_property
    def exact(self) -> str:
        """The quoted words."""
        return self.text[self.start:self.end]

    @cached_property
    def size(self) -> int:
        """How many characters of it are seen."""
        return len(Squeezed(self.exact).text)


@dataclass(frozen=True)
class Placed:
    """The tokens of a plain text that are seen, with their offsets; the end of a block is a token too."""

    keys: list[str]
    starts: list[int]
    ends: list[int]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands."""
        found: dict[str, list[int]] = {}
        for at, word in enumerate(self.keys):
            found.setdefault(word, []).append(at)
        return found

    def within(self, start: int, end: int) -> range:
        """The tokens that these characters touch."""
        return range(bisect_left(self.ends, start + 1), bisect_left(self.starts, end))


@lru_cache(maxsize=256)
def placed(text: str) -> Placed:
    """The tokens of a section's plain text."""
    keys: list[str] = []
    starts: list[int] = []
    at = 0
    for token in split(text):
        if not token.isspace() or "\n" in token:
            keys.append(BREAK if token.isspace() else token)
            starts.append(at)
        at += len(token)
    return Placed(keys, starts, [start + (1 if key == BREAK else len(key)) for key, start in zip(keys, starts, strict=True)])


@lru_cache(maxsize=256)
def images(old: str, new: str) -> dict[int, int]:
    """For each token of the old text that survives, the token of the new one."""
    across = script_changed(old, new)
    ours, theirs = ([comparable_key(word, across) for word in placed(text).keys] for text in (old, new))
    found = settled(ours, theirs, matches(ours, theirs))
    return {match.old + k: match.new + k for match in found for k in range(match.length)}


class Image(NamedTuple):
    """What the words of a quotation became in one text, how much of them is left, and how much of what was around them."""

    start: int
    end: int
    score: float
    company: float
    whole: bool


class Words:
    """The words of a quotation, in search of their image."""

    def __init__(self, quotation: Quotation) -> None:
        self.quotation = quotation
        self.tokens = placed(quotation.text)
        span = self.tokens.within(quotation.start, quotation.end)
        self.first, self.last = span.start, span.stop
        self.weight = sum(letters(self.tokens.keys[at]) or 1 for at in span)

    def image(self, text: str) -> Image | None:
        """The heaviest cluster of surviving words."""
        survivors = images(self.quotation.text, text)
        kept = [(survivors[at], at) for at in range(self.first, self.last) if at in survivors and self.tokens.keys[at] != BREAK]
        if not kept:
            return None
        new = placed(text)
        cluster = self._cluster(kept, new)
        score = sum(letters(self.tokens.keys[at]) or 1 for _, at in cluster) / self.weight
        start, end = self._borders(cluster, new, survivors)
        whole = Squeezed(text[start:end]).text == Squeezed(self.quotation.exact).text
        likeness = self._likeness(text[start:end]) if self.last - self.first > 2 else 0.0
        return Image(start, end, max(score, likeness), self._company(cluster, survivors), whole)

    def _company(self, cluster: list[tuple[int, int]], survivors: dict[int, int]) -> float:
        """How much of the words around the quotation still stands around its image."""
        low, high = cluster[0][0] - 2 * _COMPANY, cluster[-1][0] + 2 * _COMPANY
        around = [*range(max(0, self.first - _COMPANY), self.first), *range(self.last, min(len(self.tokens.keys), self.last + _COMPANY))]
        total = sum(letters(self.tokens.keys[at]) for at in around)
        kept = sum(letters(self.tokens.keys[at]) for at in around if low <= survivors.get(at, -1) <= high)
        return kept / total if total else 1.0

    def _cluster(self, kept: list[tuple[int, int]], new: Placed) -> list[tuple[int, int]]:
        """The survivors that stand near each other: the stretch with the most old and the fewest foreign letters (Kadane)."""
        best, total, start, top = (0, 1), 0.0, 0, 0.0
        for at, (image, own) in enumerate(kept):
            if at:
                total -= _FOREIGN * max(0, new.starts[image] - new.ends[kept[at - 1][0]] - _FREE)
            if total <= 0:
                total, start = 0.0, at
            total += letters(self.tokens.keys[own]) or 1
            if total > top:
                best, top = (start, at + 1), total
        return kept[best[0]:best[1]]

    def _borders(self, cluster: list[tuple[int, int]], new: Placed, survivors: dict[int, int]) -> tuple[int, int]:
        """From the first survivor to the last; words that were put in the place of the lost ends belong to it."""
        (j0, i0), (j1, i1) = cluster[0], cluster[-1]
        cut = max(0, self.quotation.start - self.tokens.starts[i0]), max(0, self.tokens.ends[i1] - self.quotation.end)
        start, end = new.starts[j0] + cut[0], new.ends[j1] - cut[1]
        if i0 > self.first and self.first - 1 in survivors:
            start = self._replaced(new, survivors[self.first - 1] + 1, j0, self.tokens.ends[i0 - 1] - self.quotation.start, start)
        if i1 < self.last - 1 and self.last in survivors and survivors[self.last] > j1 + 1:
            stop = survivors[self.last] - 1
            if new.ends[stop] - new.ends[j1] <= 2 * (self.quotation.end - self.tokens.starts[i1 + 1]) + 30:
                end = new.ends[stop]
        return start, end

    @staticmethod
    def _replaced(new: Placed, first: int, until: int, lost: int, start: int) -> int:
        """The beginning of the words that took the place of lost ones, unless they are far too many."""
        if first < until and new.starts[until] - new.starts[first] <= 2 * lost + 30 and BREAK not in new.keys[first:until]:
            return new.starts[first]
        return start

    def _likeness(self, text: str) -> float:
        """How many of the words two passages share, by letters."""
        ours = Counter(self.tokens.keys[self.first:self.last])
        theirs = Counter(placed(text).keys)
        common = sum(letters(word) * times for word, times in (ours & theirs).items())
        total = sum(letters(word) * times for word, times in (ours + theirs).items())
        return 2 * common / total if total else 0.0

    def replacement(self, text: str) -> tuple[int, int] | None:
        """The words that stand now between the neighbours of the quotation, when these stayed."""
        survivors, new = images(self.quotation.text, text), placed(text)
        a, b = survivors.get(self.first - 1), survivors.get(self.last)
        if a is None or b is None or b <= a + 1 or BREAK in new.keys[a + 1:b] or not self._neighbours(survivors, a, b):
            return None
        return new.starts[a + 1], new.ends[b - 1]

    def _neighbours(self, survivors: dict[int, int], a: int, b: int) -> bool:
        """Enough surviving letters shortly before and after."""
        sides = []
        for at, image in ((range(self.first - _COMPANY, self.first), a), (range(self.last, self.last + _COMPANY), b)):
            near = (place for place in at if abs(survivors.get(place, -99) - image) <= 2 * _COMPANY)
            sides.append(sum(len(self.tokens.keys[place]) for place in near))
        return min(sides) >= 5 and sum(sides) >= 24

    def window(self, text: str) -> tuple[float, int, int] | None:
        """Where most words of the quotation stand close together, and how like that passage is."""
        new = placed(text)
        votes = self._votes(new)
        if not votes:
            return None
        size = self.last - self.first
        best: tuple[float, int, int] | None = None
        for shift, _ in sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:5]:
            low, high = max(0, shift - size // 3 - 2), min(len(new.keys), shift + size + size // 3 + 3)
            found = matches(self.tokens.keys[self.first:self.last], new.keys[low:high])
            if not found:
                continue
            start, end = new.starts[low + found[0].new], new.ends[low + found[-1].new + found[-1].length - 1]
            kept = sum(letters(self.tokens.keys[self.first + match.old + k]) for match in found for k in range(match.length))
            inside = sum(letters(new.keys[at]) for at in range(low + found[0].new, low + found[-1].new + found[-1].length))
            alike = 2 * kept / (self.weight + inside)
            if best is None or alike > best[0]:
                best = (alike, start, end)
        return best

    def _votes(self, new: Placed) -> Counter[int]:
        """Where the quotation would begin, by the places of its words; neighbouring beginnings vote together."""
        votes: Counter[int] = Counter()
        for at in range(self.first, self.last):
            spots = new.places.get(self.tokens.keys[at], ())
            if letters(self.tokens.keys[at]) and len(spots) <= 40:
                for spot in spots:
                    votes[(spot - at + self.first) // 4 * 4] += letters(self.tokens.keys[at])
        return votes

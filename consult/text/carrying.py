"""Where quoted words stand in the next version. A comment beside words it is not about is the worst error: in doubt it has no place."""
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from consult.text.source import plain_text
from consult.text.squeezed import Squeezed, squeezed
from consult.text.tokens import BREAK, letters, split
from consult.text.wording import matches

Status = Literal["same", "changed", "moved", "reworded", "orphaned"]

#: How many words on each side are looked at.
_COMPANY = 10
#: How much a letter that came in between weighs against one that stayed.
_FOREIGN, _FREE = 0.15, 20
_SURE, _ALIKE, _FAR = 0.8, 0.55, 0.7
_LIKELY = ((0.7, 0.0), (0.55, 0.2), (0.4, 0.4))


class Place(NamedTuple):
    """The section and the characters of its plain text that a quotation became; without a uid it has lost its place."""

    uid: str | None
    start: int
    end: int
    status: Status
    score: float


ORPHANED = Place(None, 0, 0, "orphaned", 0.0)


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


class Placed(NamedTuple):
    """The tokens of a plain text that are seen, with their offsets; the end of a block is a token too."""

    keys: list[str]
    starts: list[int]
    ends: list[int]


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
    ours, theirs = placed(old).keys, placed(new).keys
    found = matches(ours, theirs)
    return {match.old + k: match.new + k for match in found for k in range(match.length)}


def place_of(
    quotation: Quotation, linked: Mapping[str, str], others: Mapping[str, str], before: Mapping[str, Sequence[str]],
) -> Place:
    """The place of a quotation, by the first rule that is sure enough."""
    seeker = _Seeker(quotation, linked, others, before)
    return next(filter(None, seeker.answers()), ORPHANED)


class _Image(NamedTuple):
    """What the words of a quotation became in one section, and how much of them is left."""

    uid: str
    start: int
    end: int
    score: float
    company: float
    whole: bool

    @property
    def likely(self) -> bool:
        """Whether enough is left, in the old company: the less is left, the more of the company must be."""
        return any(self.score >= score and self.company >= company for score, company in _LIKELY)


class _Seeker:
    """Asks one rule after the other where the words are now."""

    def __init__(
        self, quotation: Quotation, linked: Mapping[str, str], others: Mapping[str, str], before: Mapping[str, Sequence[str]],
    ) -> None:
        self.quotation, self.linked, self.others, self.before = quotation, linked, others, before
        self.tokens = placed(quotation.text)
        self.first = bisect_left(self.tokens.ends, quotation.start + 1)
        self.last = bisect_left(self.tokens.starts, quotation.end)
        self.weight = sum(letters(self.tokens.keys[at]) or 1 for at in range(self.first, self.last))

    def answers(self) -> Iterator[Place | None]:
        """The answers of the rules, the surest first."""
        if self.first >= self.last:
            return
        image = max(filter(None, map(self._image, self.linked)), key=lambda found: found.score + found.company / 2, default=None)
        if image and image.whole:
            yield Place(image.uid, image.start, image.end, "same", 1.0)
        if image and image.score >= _SURE:
            yield Place(image.uid, image.start, image.end, "changed", image.score)
        yield self._copy(self.linked, 12, 8)
        yield self._copy(self.others, 25, 16)
        if image and image.likely:
            yield Place(image.uid, image.start, image.end, "changed", image.score)
        yield from map(self._reworded, self.linked)
        if self.last - self.first >= 3:
            yield self._similar(self.linked, _ALIKE, "changed")
        if self.quotation.size >= 40:
            yield self._similar(self.others, _FAR, "moved")

    def _image(self, uid: str) -> _Image | None:
        """The heaviest cluster of surviving words in one section."""
        survivors = images(self.quotation.text, self._plain(uid))
        kept = [(survivors[at], at) for at in range(self.first, self.last) if at in survivors and self.tokens.keys[at] != BREAK]
        if not kept:
            return None
        new = placed(self._plain(uid))
        cluster = self._cluster(kept, new)
        score = sum(letters(self.tokens.keys[at]) or 1 for _, at in cluster) / self.weight
        start, end = self._borders(cluster, new, survivors)
        text = self._plain(uid)[start:end]
        whole = Squeezed(text).text == Squeezed(self.quotation.exact).text
        likeness = self._likeness(text) if self.last - self.first > 2 else 0.0
        return _Image(uid, start, end, max(score, likeness), self._company(cluster, survivors), whole)

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

    def _copy(self, bodies: Mapping[str, str], alone: int, context: int) -> Place | None:
        """The same words at another place: the only ones, or clearly those with the same neighbours."""
        found = [
            (self._context(self._plain(uid), span), uid, span)
            for uid in self._promising(bodies, 0.9) for span in squeezed(self._plain(uid)).places(self.quotation.exact)
        ]
        found.sort(key=lambda item: -item[0])
        if not found:
            return None
        clear = found[0][0] >= context and (len(found) == 1 or found[0][0] > found[1][0] + 4)
        if not clear and (len(found) > 1 or self.quotation.size < alone):
            return None
        _, uid, (start, end) = found[0]
        return None if self._claimed(uid, self._plain(uid), start, end) else Place(uid, start, end, "moved", 1.0)

    def _plain(self, uid: str) -> str:
        """The plain text of a section of the new version, rendered only when it is asked for."""
        return plain_text(self.linked[uid] if uid in self.linked else self.others[uid])

    def _promising(self, bodies: Mapping[str, str], share: float) -> Iterator[str]:
        """The sections whose source holds enough of the words; the others need not be rendered."""
        words = {key for key in self.tokens.keys[self.first:self.last] if letters(key)}
        needed = share * sum(map(len, words))
        for uid, body in bodies.items():
            if uid in self.linked or sum(len(word) for word in words if word in body) >= needed:
                yield uid

    def _context(self, text: str, span: tuple[int, int]) -> int:
        """How many characters on both sides of a place are the neighbours of the quotation."""
        ours = squeezed(self.quotation.text).around(self.quotation.start, self.quotation.end)
        theirs = squeezed(text).around(*span)
        return _common(ours[0][::-1], theirs[0][::-1]) + _common(ours[1], theirs[1])

    def _claimed(self, uid: str, text: str, start: int, end: int) -> bool:
        """Whether most of a place is what other old words became."""
        new = placed(text)
        first, last = bisect_left(new.ends, start + 1), bisect_left(new.starts, end)
        taken: set[int] = set()
        if uid in self.linked:
            survivors = images(self.quotation.text, text)
            taken |= {j for i, j in survivors.items() if not self.first <= i < self.last}
        for old in self.before.get(uid, ()):
            taken |= set(images(plain_text(old), text).values())
        claimed = sum(letters(new.keys[at]) for at in range(first, last) if at in taken)
        return 2 * claimed > sum(letters(new.keys[at]) for at in range(first, last))

    def _reworded(self, uid: str) -> Place | None:
        """Short words replaced as a whole between neighbours that stayed."""
        survivors = images(self.quotation.text, self._plain(uid))
        a, b = survivors.get(self.first - 1), survivors.get(self.last)
        if a is None or b is None or b <= a + 1 or len(self.quotation.exact) > 60:
            return None
        new = placed(self._plain(uid))
        if BREAK in new.keys[a + 1:b] or not self._neighbours(survivors, a, b):
            return None
        start, end = new.starts[a + 1], new.ends[b - 1]
        if end - start > 2 * len(self.quotation.exact) + 30:
            return None
        return Place(uid, start, end, "reworded", 0.5)

    def _neighbours(self, survivors: dict[int, int], a: int, b: int) -> bool:
        """Enough surviving letters shortly before and after."""
        sides = []
        for at, image in ((range(self.first - _COMPANY, self.first), a), (range(self.last, self.last + _COMPANY), b)):
            near = (place for place in at if abs(survivors.get(place, -99) - image) <= 2 * _COMPANY)
            sides.append(sum(len(self.tokens.keys[place]) for place in near))
        return min(sides) >= 5 and sum(sides) >= 24

    def _similar(self, bodies: Mapping[str, str], least: float, status: Status) -> Place | None:
        """The passage most like the quotation, if it is like enough and belongs to nobody else."""
        best: tuple[float, str, int, int] | None = None
        for uid in self._promising(bodies, 0.5):
            window = self._window(placed(self._plain(uid)))
            if window and (best is None or window[0] > best[0]):
                best = (window[0], uid, window[1], window[2])
        if best is None or best[0] < least or self._claimed(best[1], self._plain(best[1]), best[2], best[3]):
            return None
        return Place(best[1], best[2], best[3], status, best[0])

    def _window(self, new: Placed) -> tuple[float, int, int] | None:
        """Where most words of the quotation stand close together, and how like that passage is."""
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
        places = _index(tuple(new.keys))
        votes: Counter[int] = Counter()
        for at in range(self.first, self.last):
            spots = places.get(self.tokens.keys[at], ())
            if letters(self.tokens.keys[at]) and len(spots) <= 40:
                for spot in spots:
                    votes[(spot - at + self.first) // 4 * 4] += letters(self.tokens.keys[at])
        return votes


@lru_cache(maxsize=256)
def _index(keys: tuple[str, ...]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for at, word in enumerate(keys):
        places.setdefault(word, []).append(at)
    return places


def _common(first: str, second: str) -> int:
    length = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        length += 1
    return length

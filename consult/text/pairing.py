"""Which block of the old text became which block of the new one, among the children of one parent."""
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import sqrt

from consult.text.tokens import letters
from consult.text.tree import Block
from consult.text.wording import increasing, matches

#: Below this likeness two blocks are one removed and one inserted.
ALIKE = 0.32
_LARGEST = 60_000
_BAND = 200
_SORTS = {"": "text", "p": "text", "ul": "list", "ol": "list", "td": "cell", "th": "cell"}

Pair = tuple[int | None, int | None]


def sort_of(block: Block) -> str:
    """Blocks of one sort can become each other."""
    return _SORTS.get(block.tag, block.tag)


def pairs(old: Sequence[Block], new: Sequence[Block], lonely: bool = False) -> list[Pair]:
    """Every old and new block once, in reading order; `lonely`: one block left on each side belongs together in any case."""
    return list(_Pairing(old, new, lonely).ends(0, len(old), 0, len(new)))


def likeness(old: Sequence[Block], new: Sequence[Block]) -> dict[tuple[int, int], float]:
    """How much two blocks share, by letters in common words (Dice); only pairs of one sort that share enough."""
    places: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for j, block in enumerate(new):
        for word, times in block.bag.items():
            places[sort_of(block), word].append((j, times))
    found: dict[tuple[int, int], float] = {}
    for i, block in enumerate(old):
        shared: dict[int, int] = defaultdict(int)
        for word, times in block.bag.items():
            weight = letters(word)
            for j, others in places.get((sort_of(block), word), ()):
                shared[j] += weight * min(times, others)
        for j, common in shared.items():
            alike = 2 * common / (block.weight + new[j].weight)
            if alike >= ALIKE:
                found[i, j] = alike
    return found


class _Pairing:
    """Equal ends, then blocks that occur once, then the best alignment of what lies between."""

    def __init__(self, old: Sequence[Block], new: Sequence[Block], lonely: bool) -> None:
        self.old, self.new, self.lonely = old, new, lonely
        self.ours = [(sort_of(block), block.text) for block in old]
        self.theirs = [(sort_of(block), block.text) for block in new]

    def ends(self, i0: int, i1: int, j0: int, j1: int) -> Iterator[Pair]:
        """Pairs of this stretch, beginning with what is equal at both ends."""
        while i0 < i1 and j0 < j1 and self.ours[i0] == self.theirs[j0]:
            yield i0, j0
            i0, j0 = i0 + 1, j0 + 1
        tail = 0
        while i1 - tail > i0 and j1 - tail > j0 and self.ours[i1 - tail - 1] == self.theirs[j1 - tail - 1]:
            tail += 1
        yield from self._between(i0, i1 - tail, j0, j1 - tail)
        yield from ((i1 - tail + k, j1 - tail + k) for k in range(tail))

    def _between(self, i0: int, i1: int, j0: int, j1: int) -> Iterator[Pair]:
        if i0 == i1 or j0 == j1:
            yield from ((i, None) for i in range(i0, i1))
            yield from ((None, j) for j in range(j0, j1))
            return
        if fixed := self._unique(i0, i1, j0, j1):
            for i, j in fixed:
                yield from self._between(i0, i, j0, j)
                yield i, j
                i0, j0 = i + 1, j + 1
            yield from self._between(i0, i1, j0, j1)
        elif (i1 - i0) * (j1 - j0) <= _LARGEST:
            yield from self._aligned(i0, i1, j0, j1)
        else:
            yield from self._split(i0, i1, j0, j1)

    def _unique(self, i0: int, i1: int, j0: int, j1: int) -> list[tuple[int, int]]:
        """Blocks whose text occurs once on each side, as far as they are in one order."""
        ours, theirs = _once(self.ours, i0, i1), _once(self.theirs, j0, j1)
        return increasing(sorted((i, theirs[text]) for text, i in ours.items() if text in theirs))

    def _split(self, i0: int, i1: int, j0: int, j1: int) -> Iterator[Pair]:
        """A stretch too large for alignment is cut at equal blocks, or into bands."""
        names: dict[tuple[str, str], str] = {}
        first = [names.setdefault(text, str(len(names))) for text in self.ours[i0:i1]]
        second = [names.setdefault(text, str(len(names))) for text in self.theirs[j0:j1]]
        equal = [(i0 + match.old, j0 + match.new) for match in matches(first, second)]
        if not equal:
            bands = max(i1 - i0, j1 - j0) // _BAND + 1
            cuts = [(i0 + (i1 - i0) * band // bands, j0 + (j1 - j0) * band // bands) for band in range(bands + 1)]
            for (ia, ja), (ib, jb) in pairwise(cuts):
                yield from self._between(ia, ib, ja, jb)
            return
        for i, j in equal:
            yield from self._between(i0, i, j0, j)
            yield i, j
            i0, j0 = i + 1, j + 1
        yield from self._between(i0, i1, j0, j1)

    def _aligned(self, i0: int, i1: int, j0: int, j1: int) -> Iterator[Pair]:
        """Dynamic programming on likeness; longer blocks count more, but not in proportion."""
        gains = self._gains(i0, i1, j0, j1)
        rows, columns = i1 - i0, j1 - j0
        best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
        for i in range(rows - 1, -1, -1):
            row, below = best[i], best[i + 1]
            for j in range(columns - 1, -1, -1):
                row[j] = max(below[j], row[j + 1], below[j + 1] + gains[i, j] if (i, j) in gains else 0.0)
        i = j = 0
        while i < rows and j < columns:
            if (i, j) in gains and best[i][j] == best[i + 1][j + 1] + gains[i, j]:
                yield i0 + i, j0 + j
                i, j = i + 1, j + 1
            elif best[i][j] == best[i + 1][j]:
                yield i0 + i, None
                i += 1
            else:
                yield None, j0 + j
                j += 1
        yield from ((at, None) for at in range(i0 + i, i1))
        yield from ((None, at) for at in range(j0 + j, j1))

    def _gains(self, i0: int, i1: int, j0: int, j1: int) -> dict[tuple[int, int], float]:
        old, new = self.old[i0:i1], self.new[j0:j1]
        gains = {(i, j): alike * (1 + sqrt((old[i].weight + new[j].weight) / 2)) for (i, j), alike in likeness(old, new).items()}
        if self.lonely and len(old) == len(new) == 1 and sort_of(old[0]) == sort_of(new[0]):
            gains.setdefault((0, 0), 1.0)
        for i in range(i0, i1):
            for j in range(j0, j1):
                if self.ours[i] == self.theirs[j]:
                    gains[i - i0, j - j0] = 1.5 * (1 + sqrt(self.old[i].weight))
        return gains


def _once(texts: list[tuple[str, str]], start: int, end: int) -> dict[tuple[str, str], int]:
    seen: dict[tuple[str, str], int] = {}
    for at in range(start, end):
        seen[texts[at]] = -1 if texts[at] in seen else at
    return {text: at for text, at in seen.items() if at >= 0}

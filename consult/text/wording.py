"""Which words of one text are which words of another: diff-match-patch on words, bounded by size and never by a clock.

Patience anchors after Bram Cohen; the differ is Myers' in diff-match-patch, with one code point for each word.
"""
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from diff_match_patch import diff_match_patch

_SMALL = 40_000
_LARGEST = 1_000_000
_RUNS = (6, 4, 3, 2, 1)
_SURROGATES = 0xD800


class Match(NamedTuple):
    """`length` tokens from `old` on are the same as those from `new` on."""

    old: int
    new: int
    length: int


def matches(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """The longest readable agreement of two token lists, in order; the same for the same lists, always."""
    codes: dict[str, int] = {}
    first = [codes.setdefault(token, len(codes)) for token in old]
    second = [codes.setdefault(token, len(codes)) for token in new]
    return merged(_ends(first, second, 0, len(first), 0, len(second)))


def merged(found: Iterator[Match] | Sequence[Match]) -> list[Match]:
    """Neighbouring matches as one."""
    result: list[Match] = []
    for match in found:
        last = result[-1] if result else None
        if last and last.old + last.length == match.old and last.new + last.length == match.new:
            result[-1] = Match(last.old, last.new, last.length + match.length)
        elif match.length:
            result.append(match)
    return result


def _ends(a: list[int], b: list[int], a0: int, a1: int, b0: int, b1: int) -> Iterator[Match]:
    """What both begin with, what is between, what both end with."""
    start = 0
    while a0 + start < a1 and b0 + start < b1 and a[a0 + start] == b[b0 + start]:
        start += 1
    end = 0
    while a1 - end > a0 + start and b1 - end > b0 + start and a[a1 - end - 1] == b[b1 - end - 1]:
        end += 1
    yield Match(a0, b0, start)
    if a0 + start < a1 - end and b0 + start < b1 - end:
        yield from _middle(a, b, a0 + start, a1 - end, b0 + start, b1 - end)
    yield Match(a1 - end, b1 - end, end)


def _middle(a: list[int], b: list[int], a0: int, a1: int, b0: int, b1: int) -> Iterator[Match]:
    cells = (a1 - a0) * (b1 - b0)
    anchors = _anchors(a, b, a0, a1, b0, b1) if cells > _SMALL else []
    if anchors:
        for i, j, length in anchors:
            yield from _ends(a, b, a0, i, b0, j)
            yield Match(i, j, length)
            a0, b0 = i + length, j + length
        yield from _ends(a, b, a0, a1, b0, b1)
    elif cells <= _LARGEST:
        yield from _myers(a, b, a0, a1, b0, b1)


def _anchors(a: list[int], b: list[int], a0: int, a1: int, b0: int, b1: int) -> list[Match]:
    """Runs of words that occur once on each side, the longest runs first, in an order that both sides share."""
    for size in _RUNS:
        ours, theirs = _unique(a, a0, a1, size), _unique(b, b0, b1, size)
        pairs = [(i, theirs[run]) for run, i in ours.items() if run in theirs]
        if chain := increasing(sorted(pairs)):
            return _apart(chain, size)
    return []


def _unique(tokens: list[int], start: int, end: int, size: int) -> dict[tuple[int, ...], int]:
    seen: dict[tuple[int, ...], int] = {}
    for at in range(start, end - size + 1):
        run = tuple(tokens[at:at + size])
        seen[run] = -1 if run in seen else at
    return {run: at for run, at in seen.items() if at >= 0}


def _apart(chain: list[tuple[int, int]], size: int) -> list[Match]:
    """Overlapping runs on one diagonal become one match; a run that overlaps another diagonal is left out."""
    found: list[Match] = []
    for i, j in chain:
        if found:
            last = found[-1]
            if i - last.old == j - last.new and i <= last.old + last.length:
                found[-1] = Match(last.old, last.new, i + size - last.old)
                continue
            if i < last.old + last.length or j < last.new + last.length:
                continue
        found.append(Match(i, j, size))
    return found


def increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises on both sides (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, second) in enumerate(pairs):
        place = bisect_left(tails, second)
        before.append(ends[place - 1] if place else -1)
        tails[place:place + 1] = [second]
        ends[place:place + 1] = [at]
    chain, at = [], ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _myers(a: list[int], b: list[int], a0: int, a1: int, b0: int, b1: int) -> Iterator[Match]:
    """diff-match-patch on the words that occur on both sides; the others cannot agree with anything."""
    shared = set(a[a0:a1]) & set(b[b0:b1])
    ours = [at for at in range(a0, a1) if a[at] in shared]
    theirs = [at for at in range(b0, b1) if b[at] in shared]
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    i = j = 0
    for op, text in differ.diff_main("".join(_code(a[at]) for at in ours), "".join(_code(b[at]) for at in theirs), False):
        if op == 0:
            yield from (Match(ours[i + k], theirs[j + k], 1) for k in range(len(text)))
        i += len(text) if op <= 0 else 0
        j += len(text) if op >= 0 else 0


def _code(number: int) -> str:
    """A code point for a word; the surrogates are no characters."""
    return chr(number + 1 if number + 1 < _SURROGATES else number + 1 + 0x800)

"""Two people changed one text: what each of them did, put together where their edits do not touch, and shown side by side where they do."""
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from consult.text.cleanup import readable
from consult.text.tokens import letters, split
from consult.text.wording import Match

#: Stretches of tokens of the base (from, to) that became other tokens.
Edit = tuple[int, int, tuple[str, ...]]


@dataclass(frozen=True)
class Part:
    """A stretch of the text in its three wordings; `clash`: both changed it, each in their own way."""

    base: str
    mine: str
    theirs: str
    clash: bool = False

    @property
    def together(self) -> str:
        """The words where the two do not clash: whoever changed them is right."""
        return self.theirs if self.mine == self.base else self.mine


@lru_cache(maxsize=128)
def parts(base: str, mine: str, theirs: str) -> tuple[Part, ...]:
    """The text in stretches: those that nobody changed, that one changed, and those in which edits of both touch."""
    tokens = split(base)
    ours, others = list(edits(tokens, mine)), list(edits(tokens, theirs))
    found: list[Part] = []
    at = 0
    for start, end, left, right in _gathered(tokens, ours, others):
        if start > at:
            same = "".join(tokens[at:start])
            found.append(Part(same, same, same))
        was, one, other = "".join(tokens[start:end]), _after(tokens, start, end, left), _after(tokens, start, end, right)
        found.append(Part(was, one, other, clash=one != other and bool(left) and bool(right)))
        at = end
    if at < len(tokens):
        rest = "".join(tokens[at:])
        found.append(Part(rest, rest, rest))
    return tuple(found)


def clashes(found: Sequence[Part]) -> list[Part]:
    """The stretches that a person must decide."""
    return [part for part in found if part.clash]


def merged(found: Sequence[Part], chosen: Mapping[int, str] | None = None) -> str | None:
    """The text put together; `chosen` has the words for each clash by its number from nought. None while one of them is undecided."""
    decided, number, out = chosen or {}, 0, []
    for part in found:
        if not part.clash:
            out.append(part.together)
            continue
        if number not in decided:
            return None
        out.append(decided[number])
        number += 1
    return "".join(out)


def edits(tokens: Sequence[str], text: str) -> Iterator[Edit]:
    """What turns the tokens into the text: every character counts, white space too, because this is source."""
    new = split(text)
    i = j = 0
    for match in [*readable(tokens, new), Match(len(tokens), len(new), 0)]:
        if match.old > i or match.new > j:
            yield i, match.old, tuple(new[j:match.new])
        i, j = match.old + match.length, match.new + match.length


def _gathered(tokens: Sequence[str], ours: list[Edit], others: list[Edit]) -> Iterator[tuple[int, int, list[Edit], list[Edit]]]:
    """Edits of both in the order of the text; those of the one that touch those of the other are one stretch."""
    every = sorted([(*edit[:2], 0, edit) for edit in ours] + [(*edit[:2], 1, edit) for edit in others], key=lambda one: one[:3])
    group: list[tuple[int, Edit]] = []
    start = end = 0
    for first, last, side, edit in every:
        if group and not _touch(tokens, end, first, any(other != side for other, _ in group)):
            yield start, end, [e for s, e in group if s == 0], [e for s, e in group if s == 1]
            group = []
        start, end = (start, max(end, last)) if group else (first, last)
        group.append((side, edit))
    if group:
        yield start, end, [e for s, e in group if s == 0], [e for s, e in group if s == 1]


def _touch(tokens: Sequence[str], end: int, start: int, other: bool) -> bool:
    """Whether an edit that begins at `start` touches what ends at `end`: between edits of two people at least one word must stand."""
    return start < end or (other and not any(map(letters, tokens[end:start])))


def _after(tokens: Sequence[str], start: int, end: int, changes: list[Edit]) -> str:
    """The words of a stretch after the edits of one side."""
    out, at = [], start
    for first, last, words in changes:
        out += [*tokens[at:first], *words]
        at = last
    return "".join([*out, *tokens[at:end]])

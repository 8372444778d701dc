"""From a correct comparison to a readable one: no crumbs between two changes, borders where a reader expects them."""
from collections.abc import Sequence

from consult.text.tokens import BREAK, SPACE, ends_sentence, letters
from consult.text.wording import Match, matches, merged

_SURVIVING = 0.22


def readable(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """The matches of two lists of token keys as a reader wants to see them."""
    found = Cleaner(old, new).swallowed(matches(old, new))
    if not _survives(found, old, new):
        return []
    return merged(settled(old, new, found))


def _survives(found: list[Match], old: Sequence[str], new: Sequence[str]) -> bool:
    """When little is left of the old words, old and new are shown whole."""
    total = sum(map(letters, old)) + sum(map(letters, new))
    kept = sum(letters(old[match.old + k]) for match in found for k in range(match.length))
    return 2 * kept >= _SURVIVING * total


class Cleaner:
    """Drops unchanged islands that are too small to rest the eye on."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old = _sums(old)
        self.new = _sums(new)
        self.breaks = [0]
        self.words = [0]
        for token in old:
            self.breaks.append(self.breaks[-1] + (token == BREAK))
            self.words.append(self.words[-1] + (letters(token) > 0))
        self.ends = Match(len(old), len(new), 0)

    def swallowed(self, found: list[Match]) -> list[Match]:
        """The matches without the islands; repeated until nothing more is swallowed, since changes grow."""
        while True:
            kept = self._pass(found)
            if len(kept) == len(found):
                return kept
            found = kept

    def _pass(self, found: list[Match]) -> list[Match]:
        kept: list[Match] = []
        for at, match in enumerate(found):
            before = kept[-1] if kept else Match(0, 0, 0)
            after = found[at + 1] if at + 1 < len(found) else self.ends
            if not self._crumb(before, match, after):
                kept.append(match)
        return kept

    def _crumb(self, before: Match, island: Match, after: Match) -> bool:
        """Whether an unchanged island disturbs more than it helps."""
        left = self._change(before, island)
        right = self._change(island, after)
        if not any(left) or not any(right):
            return False
        end = island.old + island.length
        if self.breaks[end] > self.breaks[island.old]:
            return False
        words = self.words[end] - self.words[island.old]
        weight = self.old[end] - self.old[island.old]
        one_sided = not (left[2] and right[3]) and not (left[3] and right[2]) and (left[2] + left[3] == 1 and right[2] + right[3] == 1)
        lighter = min(max(left[:2]), max(right[:2]))
        if not words:
            return not one_sided
        if words <= 2 and weight <= 14 and weight <= lighter:
            return True
        return words <= 4 and 2 * weight <= lighter

    def _change(self, before: Match, after: Match) -> tuple[int, int, bool, bool]:
        """Letters deleted, letters inserted, anything deleted, anything inserted between two matches."""
        a, b = before.old + before.length, before.new + before.length
        return self.old[after.old] - self.old[a], self.new[after.new] - self.new[b], after.old > a, after.new > b


def _sums(tokens: Sequence[str]) -> list[int]:
    sums = [0]
    for token in tokens:
        sums.append(sums[-1] + letters(token))
    return sums


def settled(old: Sequence[str], new: Sequence[str], found: list[Match]) -> list[Match]:
    """Moves each one-sided change to its best border: between paragraphs, sentences, words."""
    result = list(found)
    for at in range(len(result) - 1):
        left, right = result[at], result[at + 1]
        gone = right.old - left.old - left.length
        fresh = right.new - left.new - left.length
        if bool(gone) == bool(fresh):
            continue
        tokens, start, size = (old, left.old + left.length, gone) if gone else (new, left.new + left.length, fresh)
        shift = _best_shift(tokens, start, size, left.length, right.length)
        result[at] = Match(left.old, left.new, left.length + shift)
        result[at + 1] = Match(right.old + shift, right.new + shift, right.length - shift)
    return result


def _best_shift(tokens: Sequence[str], start: int, size: int, left: int, right: int) -> int:
    """How far a change may move left (-) or right (+), and where it reads best."""
    lowest = 0
    while -lowest < left and tokens[start + lowest - 1] == tokens[start + size + lowest - 1]:
        lowest -= 1
    highest = 0
    while highest < right and tokens[start + highest] == tokens[start + size + highest]:
        highest += 1
    return max(range(lowest, highest + 1), key=lambda shift: (_border(tokens, start + shift) + _border(tokens, start + size + shift), -abs(shift)))


def _border(tokens: Sequence[str], at: int) -> int:
    """How natural a cut before this token is."""
    if at <= 0 or at >= len(tokens):
        return 6
    before, after = tokens[at - 1], tokens[at]
    if before == BREAK or after == BREAK:
        return 6
    if before == SPACE:
        return 5 if at > 1 and ends_sentence(tokens[at - 2]) else 3
    if after == SPACE:
        return 2
    return 1 if not letters(before) or not letters(after) else 0

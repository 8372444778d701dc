"""Which section of the new version is the partner of which old one: certain pairs first, then pairs that their neighbours support."""
from bisect import bisect_left
from collections import defaultdict

from consult.text.shingles import Common

_SHORT = 8
_RARE = 12
_SIMILAR_TITLE = .70
_CONTAINED_TITLE = .9
_ONE_WORD = .6
_COMMON_TITLE_WORD = 60
_MANY_TITLES = 50
_TITLE_LETTERS = 400
#: A placeholder ("(repealed)") is told from its like by its parent and a neighbour, never by itself.
_BESIDE_ANOTHER, _SAME_PARENT = .75, .4


class Pairing:
    """Partners found so far between two versions; every step only adds pairs and never takes one back."""

    def __init__(self, common: Common, closed: tuple[set[int], set[int]] = (set(), set())) -> None:
        self.common = common
        self.closed = closed
        self.old, self.new = common.old, common.new
        self.partner: dict[int, int] = {}
        self.source: dict[int, int] = {}
        self.confidence: dict[int, float] = {}
        self._titles: dict[tuple[tuple[str, ...], tuple[str, ...]], float] = {}
        self._text: dict[tuple[int, int], float] = {}

    def pair(self, i: int, j: int, confidence: float) -> None:
        """Make new section j the partner of old section i."""
        self.partner[i], self.source[j] = j, i
        self.confidence[i] = confidence

    def unpaired(self, i: int, j: int) -> bool:
        """Whether neither has a partner yet."""
        return i not in self.partner and j not in self.source

    def free(self, i: int, j: int) -> bool:
        """Whether the two may become partners: neither has one, and no editor has settled either."""
        return i not in self.partner and j not in self.source and i not in self.closed[0] and j not in self.closed[1]

    def run(self) -> None:
        """Pair what begins and ends both versions alike, then by text and title: without the neighbours, then with them."""
        self._ends()
        candidates = sorted(self._by_text() | self._by_title())
        of_old: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for i, j in candidates:
            of_old[i].append((i, j))
        self._pass(candidates, .55, with_context=False)
        for threshold in (.45, .34):
            waiting = candidates
            while waiting:
                touched = self._beside(self._pass(waiting, threshold, with_context=True))
                waiting = [pair for i in sorted(touched) for pair in of_old[i]]

    def _beside(self, paired: list[int]) -> set[int]:
        """The old sections whose context changed when these found partners: neighbours and subsections."""
        return {near for i in paired for near in (i - 1, i + 1, *self.old.children[i])}

    def _ends(self) -> None:
        """The sections before the first change and after the last one are themselves, however often their words occur."""
        shorter = min(len(self.old), len(self.new))
        for from_end in (False, True):
            for step in range(shorter):
                i, j = (len(self.old) - 1 - step, len(self.new) - 1 - step) if from_end else (step, step)
                one, other = self.old.sections[i], self.new.sections[j]
                if (one.level, one.head.strip(), one.body.strip()) != (other.level, other.head.strip(), other.body.strip()):
                    break
                if self.free(i, j):
                    self.pair(i, j, 1.0)

    def _pass(self, candidates: list[tuple[int, int]], threshold: float, *, with_context: bool) -> list[int]:
        """Take the best pairs above the threshold; ties go to the nearest relative place, then to the first."""
        scored = []
        for i, j in candidates:
            if self.free(i, j):
                score = self.score(i, j, self.context(i, j) if with_context else 0)
                if score >= threshold:
                    scored.append((-round(score, 9), self._distance(i, j), i, j))
        paired = []
        for negative, _, i, j in sorted(scored):
            if self.free(i, j):
                self.pair(i, j, min(1.0, -negative / .88))
                paired.append(i)
        return paired

    def _distance(self, i: int, j: int) -> float:
        return abs(i / max(1, len(self.old)) - j / max(1, len(self.new)))

    def _by_text(self) -> set[tuple[int, int]]:
        """Pairs that share a run of words which is rare in the new version."""
        found: set[tuple[int, int]] = set()
        for here, there in zip(*self.common.places, strict=True):
            if here and 0 < len(there) <= _RARE and len(here) <= 4 * _RARE:
                found.update((i, j) for i in here for j in there)
        return found

    def _by_title(self) -> set[tuple[int, int]]:
        """Pairs whose titles are alike."""
        same: dict[tuple[str, ...], list[int]] = defaultdict(list)
        sharing: dict[str, list[int]] = defaultdict(list)
        for j, title in enumerate(self.new.titles):
            same[title].append(j)
            for word in set(title):
                sharing[word].append(j)
        found: set[tuple[int, int]] = set()
        for i, title in enumerate(self.old.titles):
            near = {j for word in title if len(sharing[word]) <= _COMMON_TITLE_WORD for j in sharing[word]}
            found.update((i, j) for j in near if self.title(i, j) >= _SIMILAR_TITLE)
            found.update((i, j) for j in self._nearest(i, same[title]))
        return found

    def _nearest(self, i: int, places: list[int]) -> list[int]:
        """Of many places those about where section i would stand; more would cost time and prove nothing."""
        if len(places) <= _MANY_TITLES:
            return places
        middle = bisect_left(places, i * len(self.new) // len(self.old)) - _MANY_TITLES // 2
        start = max(0, min(middle, len(places) - _MANY_TITLES))
        return places[start:start + _MANY_TITLES]

    def title(self, i: int, j: int) -> float:
        """How alike two titles are, whatever the order of their words."""
        one, other = self.old.titles[i], self.new.titles[j]
        if one == other:
            return 1.0
        key = (one, other)
        if key not in self._titles:
            self._titles[key] = _alike(one, other)
        return self._titles[key]

    def text(self, i: int, j: int) -> float:
        """How much of two texts is the same, 0 to 1; a text that lives on inside a longer one counts."""
        key = (i, j)
        if key not in self._text:
            shared = self.common.shared(i, j)
            one, other = self.old.weights[i], self.new.weights[j]
            dice = 2 * shared / (one + other) if shared else 0.0
            inside = shared / min(one, other) if shared else 0.0
            self._text[key] = .65 * dice + .35 * min(inside, 3 * dice)
        return self._text[key]

    def context(self, i: int, j: int) -> float:
        """How well the neighbours fit: parents .6, the section before .25, the one after .15."""
        above, over = self.old.above[i], self.new.above[j]
        fit = .4 if above < 0 and over < 0 else .6 if above >= 0 and self.partner.get(above) == over else 0.0
        before = (i == 0 and j == 0) or (i > 0 and self.partner.get(i - 1) == j - 1)
        last = i == len(self.old) - 1, j == len(self.new) - 1
        after = all(last) or (not any(last) and self.partner.get(i + 1) == j + 1)
        return fit + .25 * before + .15 * after

    def score(self, i: int, j: int, context: float) -> float:
        """The evidence that old section i became new section j."""
        title = self.title(i, j)
        repeated = self.old.titles[i] in self.old.repeated or self.new.titles[j] in self.new.repeated
        if repeated:
            title *= .35 + .65 * context
        if min(len(self.old.words[i]), len(self.new.words[j])) < _SHORT:
            return self._short_score(i, j, title, context) if context >= self._needed(i, j, repeated) else 0.0
        return .62 * self.text(i, j) + .26 * title + .12 * context

    def _needed(self, i: int, j: int, repeated: bool) -> float:
        """The context without which a section of a few words is not told from others: a title that is its own needs none."""
        one, other = self.old.titles[i], self.new.titles[j]
        if repeated or _numerals(one) != _numerals(other):
            return _BESIDE_ANOTHER
        if self.title(i, j) >= _CONTAINED_TITLE:
            return 0.0
        both = len(self.old.words[i]) < _SHORT and len(self.new.words[j]) < _SHORT
        return _SAME_PARENT if both else _BESIDE_ANOTHER

    def _short_score(self, i: int, j: int, title: float, context: float) -> float:
        """The evidence when at least one of the two has hardly any text: title, place and level."""
        one, other = self.old.words[i], self.new.words[j]
        score = .62 * title + .18 * (one == other) + .2 * context
        if self.old.sections[i].level != self.new.sections[j].level:
            score -= .08
        return score - .15 * (bool(one) != bool(other))


def _numerals(title: tuple[str, ...]) -> set[str]:
    return {word for word in title if word[0].isdigit()}


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How alike two titles are, their words sorted; one that holds all words of the other is nearly the same."""
    if not one or not other:
        return 0.0
    a, b = " ".join(sorted(one))[:_TITLE_LETTERS], " ".join(sorted(other))[:_TITLE_LETTERS]
    ratio = 2 * common_length(a, b) / (len(a) + len(b))
    smaller = min(set(one), set(other), key=len)
    contained = smaller <= set(one) and smaller <= set(other) and (len(smaller) > 1 or ratio >= _ONE_WORD)
    return max(ratio, _CONTAINED_TITLE) if contained else ratio


def common_length(one: str, other: str) -> int:
    """The length of the longest common subsequence, bit-parallel (Hyyrö 2004)."""
    masks: dict[str, int] = {}
    for at, letter in enumerate(one):
        masks[letter] = masks.get(letter, 0) | 1 << at
    full = (1 << len(one)) - 1
    row = full
    for letter in other:
        hit = row & masks.get(letter, 0)
        row = (row + hit | row - hit) & full
    return len(one) - row.bit_count()

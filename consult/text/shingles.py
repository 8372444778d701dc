"""What two versions have in common, section by section: words, runs of three words and how telling each run is."""
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from consult.text.normalise import to_latin
from consult.text.sections import Section, plain_heading

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_RUN = 3
_TITLE_WORDS = 40


def words_of(text: str) -> list[str]:
    """The words of a text for comparison: no case, one alphabet for Serbian."""
    text = unicodedata.normalize("NFC", text.casefold())
    return _WORD.findall(to_latin(text) if _CYRILLIC.search(text) else text)


@dataclass
class Side:
    """One version prepared for comparison; one place for each section in every list.

    `runs` are the runs of three words, `counts` says which of them stand there more than once, `weights` what they count together.
    """

    sections: Sequence[Section]
    words: list[list[str]]
    runs: list[frozenset[int]]
    counts: list[dict[int, int]]
    weights: list[float]
    titles: list[tuple[str, ...]]
    above: list[int]
    children: list[list[int]]
    repeated: set[tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.sections)


@dataclass
class Common:
    """Both versions, the weight of each run of words, and where each run stands in the new version."""

    old: Side
    new: Side
    weight: list[float]
    places: tuple[list[list[int]], list[list[int]]]

    def shared(self, i: int, j: int) -> float:
        """The weight of what old section i and new section j have in common."""
        weight = self.weight
        return sum(weight[run] for run in self.old.runs[i] & self.new.runs[j])


def compare(old: Sequence[Section], new: Sequence[Section]) -> Common:
    """Prepare two versions: a run found in at most two sections counts whole, boilerplate fades (1 / (sections - 1))."""
    numbers: dict[tuple[str, ...], int] = {}
    sides = _side(old, numbers), _side(new, numbers)
    places: tuple[list[list[int]], list[list[int]]] = ([[] for _ in numbers], [[] for _ in numbers])
    for side, where in zip(sides, places, strict=True):
        for at, runs in enumerate(side.runs):
            for run in runs:
                where[run].append(at)
    weight = [1.0 / max(1, len(here) + len(there) - 1) for here, there in zip(*places, strict=True)]
    for side in sides:
        side.weights = [sum(weight[run] for run in sorted(runs)) for runs in side.runs]
    return Common(sides[0], sides[1], weight, places)


def _side(sections: Sequence[Section], numbers: dict[tuple[str, ...], int]) -> Side:
    words = [words_of(section.body) for section in sections]
    listed = [[numbers.setdefault(run, len(numbers)) for run in _runs(body)] for body in words]
    runs = [frozenset(numbered) for numbered in listed]
    counts = [_repeated(numbered) if len(numbered) > len(distinct) else {} for numbered, distinct in zip(listed, runs, strict=True)]
    titles = [tuple(words_of(plain_heading(section))[:_TITLE_WORDS]) for section in sections]
    above = _above(sections)
    children: list[list[int]] = [[] for _ in sections]
    for at, parent in enumerate(above):
        if parent >= 0:
            children[parent].append(at)
    seen: set[tuple[str, ...]] = set()
    repeated = {title for title in titles if title in seen or seen.add(title)}  # type: ignore[func-returns-value]
    return Side(sections, words, runs, counts, [], titles, above, children, repeated)


def _repeated(runs: list[int]) -> dict[int, int]:
    return {run: count for run, count in Counter(runs).items() if count > 1}


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    if len(words) < _RUN:
        return [tuple(words)] if words else []
    return list(zip(words, words[1:], words[2:], strict=False))


def _above(sections: Sequence[Section]) -> list[int]:
    """For each section the place of the one it stands under, -1 for none."""
    stack: list[int] = []
    above = []
    for at, section in enumerate(sections):
        while stack and sections[stack[-1]].level >= section.level:
            stack.pop()
        above.append(stack[-1] if stack else -1)
        if section.level:
            stack.append(at)
    return above

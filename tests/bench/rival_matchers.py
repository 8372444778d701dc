"""Other ways to link sections: (old, new) places, as anyone would write them in an afternoon."""
import re
from collections.abc import Callable, Sequence

from consult.text.sections import Section, plain_heading

Links = set[tuple[int, int]]
_WORD = re.compile(r"\w+")


def by_index(old: Sequence[Section], new: Sequence[Section]) -> Links:
    """The first is the first."""
    return {(i, i) for i in range(min(len(old), len(new)))}


def by_title(old: Sequence[Section], new: Sequence[Section]) -> Links:
    """Equal titles without their numbers, in order."""
    return _by_key(old, new, lambda sections: [plain_heading(section).casefold() for section in sections])


def by_path(old: Sequence[Section], new: Sequence[Section]) -> Links:
    """Equal titles under equal titles, numbers included; only where there is one."""
    before, after = _paths(old), _paths(new)
    return {(before.index(path), after.index(path)) for path in set(before) if before.count(path) == after.count(path) == 1}


def by_body(old: Sequence[Section], new: Sequence[Section]) -> Links:
    """Equal texts, in order."""
    return _by_key(old, new, lambda sections: [section.body.strip() for section in sections])


def hungarian(old: Sequence[Section], new: Sequence[Section]) -> Links:
    """The assignment with the most shared words (Jaccard), without pairs below .3."""
    before, after = ([set(_WORD.findall(section.source.casefold())) for section in sections] for sections in (old, new))
    likeness = [[len(a & b) / max(1, len(a | b)) for b in after] for a in before]
    return {(i, j) for i, j in assignment(likeness) if likeness[i][j] >= 0.3}


MATCHERS = {
    "by index": by_index, "heading path": by_path, "title, in order": by_title, "same text": by_body, "Hungarian, word Jaccard": hungarian,
}


def assignment(gain: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs with the greatest sum: Kuhn's Hungarian method (1955) with shortest paths after Jonker and Volgenant (1987)."""
    if len(gain) > len(gain[0]):
        return [(i, j) for j, i in assignment(list(zip(*gain, strict=True)))]
    columns = len(gain[0])
    over, under = [0.0] * (len(gain) + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)
    for row in range(1, len(gain) + 1):
        owner[0] = row
        column, back = _path(gain, over, under, owner)
        while column:
            owner[column] = owner[back[column]]
            column = back[column]
    return [(row - 1, column - 1) for column, row in enumerate(owner) if column and row]


def _path(gain: Sequence[Sequence[float]], over: list[float], under: list[float], owner: list[int]) -> tuple[int, list[int]]:
    """The free column at the end of the shortest path from the row in column 0, and the way back."""
    least, back, used = [float("inf")] * len(under), [0] * len(under), [False] * len(under)
    column = 0
    while owner[column]:
        used[column] = True
        row = owner[column]
        for j in range(1, len(under)):
            cost = -gain[row - 1][j - 1] - over[row] - under[j]
            if not used[j] and cost < least[j]:
                least[j], back[j] = cost, column
        following = min((j for j in range(1, len(under)) if not used[j]), key=least.__getitem__)
        step = least[following]
        for j, taken in enumerate(used):
            if taken:
                over[owner[j]] += step
                under[j] -= step
            else:
                least[j] -= step
        column = following
    return column, back


def _by_key(old: Sequence[Section], new: Sequence[Section], keys: Callable[[Sequence[Section]], list[str]]) -> Links:
    places: dict[str, list[int]] = {}
    for j, key in enumerate(keys(new)):
        places.setdefault(key, []).append(j)
    return {(i, places[key].pop(0)) for i, key in enumerate(keys(old)) if key and places.get(key)}


def _paths(sections: Sequence[Section]) -> list[tuple[str, ...]]:
    open_: list[tuple[int, str]] = []
    result = []
    for section in sections:
        while open_ and open_[-1][0] >= section.level:
            open_.pop()
        open_.append((section.level, f"{section.number} {plain_heading(section)}"))
        result.append(tuple(title for _, title in open_))
    return result

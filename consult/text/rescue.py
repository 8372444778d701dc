"""Partners that text alone does not show: one title kept over a rewritten body, a heading whose subsections went together, a gap of one."""
from collections import Counter, defaultdict

from consult.text.partners import Pairing
from consult.text.shingles import Side

_TITLE, _CONTAINER, _GAP = .6, .6, .5
_GAP_TEXT, _GAP_TITLE = .05, .6


def rescue(pairing: Pairing) -> None:
    """Add the pairs that are certain from titles, subsections and neighbours, and what these support in turn."""
    _same_title(pairing)
    _same_children(pairing)
    while _single_gaps(pairing):
        pass


def _same_title(pairing: Pairing) -> None:
    """The same title, found once in each version, at the same depth or one off: the body was rewritten."""
    here, there = _single_titles(pairing.old), _single_titles(pairing.new)
    for title, i in sorted(here.items(), key=lambda item: item[1]):
        j = there.get(title, -1)
        if j >= 0 and pairing.free(i, j) and abs(pairing.old.sections[i].level - pairing.new.sections[j].level) <= 1:
            pairing.pair(i, j, _TITLE)


def _single_titles(side: Side) -> dict[tuple[str, ...], int]:
    counts = Counter(side.titles)
    return {title: at for at, title in enumerate(side.titles) if title and counts[title] == 1}


def _same_children(pairing: Pairing) -> None:
    """A heading of which at least half the subsections went under one heading that has no partner either."""
    for i in range(len(pairing.old) - 1, -1, -1):
        children = pairing.old.children[i]
        went = Counter(pairing.new.above[pairing.partner[child]] for child in children if child in pairing.partner)
        if not went:
            continue
        j, count = min(went.items(), key=lambda item: (-item[1], item[0]))
        if j >= 0 and 2 * count >= len(children) and pairing.free(i, j):
            pairing.pair(i, j, _CONTAINER)


def _single_gaps(pairing: Pairing) -> bool:
    """Exactly one section without a partner on each side between two pairs that stand together, and some likeness."""
    gaps: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i in range(len(pairing.old)):
        if i not in pairing.partner:
            before = pairing.partner.get(i - 1, -1) if i else -1
            after = pairing.partner.get(i + 1, -1) if i + 1 < len(pairing.old) else len(pairing.new)
            gaps[before, after].append(i)
    found = False
    for (before, after), places in sorted(gaps.items()):
        i, j = places[0], before + 1
        if len(places) == 1 and after == before + 2 and pairing.free(i, j) and _likely(pairing, i, j):
            pairing.pair(i, j, _GAP)
            found = True
    return found


def _likely(pairing: Pairing, i: int, j: int) -> bool:
    least = min(pairing.old.weights[i], pairing.new.weights[j])
    shared = pairing.common.shared(i, j) if least else 0.0
    return (least > 0 and shared >= _GAP_TEXT * least) or pairing.title(i, j) >= _GAP_TITLE

"""Partners that text alone does not show: one title kept over a rewritten body, a heading whose subsections went together, a gap of one."""
from collections import Counter, defaultdict
from collections.abc import Hashable
from typing import TypeVar

from consult.text.partners import Pairing
from consult.text.shingles import Side

Key = TypeVar("Key", bound=Hashable)

_WORD_FOR_WORD, _TITLE, _CONTAINER, _GAP = .8, .6, .6, .5
_RENAMED, _RENAMED_TEXT = .85, .1
_FAMILY = 40
_GAP_TEXT, _GAP_TITLE = .05, .6


def rescue(pairing: Pairing) -> None:
    """Add the pairs that are certain from titles, subsections and neighbours, and what these support in turn."""
    _word_for_word(pairing)
    _same_title(pairing)
    _like_title(pairing)
    _same_children(pairing)
    while _single_gaps(pairing):
        pass


def _word_for_word(pairing: Pairing) -> None:
    """The same number, title and words, found once in each version: even "§ 3 (repealed)" is itself."""
    here, there = _single(_wordings(pairing.old)), _single(_wordings(pairing.new))
    for wording, i in sorted(here.items(), key=lambda item: item[1]):
        j = there.get(wording, -1)
        if j >= 0 and pairing.free(i, j):
            pairing.pair(i, j, _WORD_FOR_WORD)


def _wordings(side: Side) -> list[tuple[object, ...]]:
    return [(section.number, title, tuple(words)) for section, title, words in zip(side.sections, side.titles, side.words, strict=True)]


def _single(keys: list[Key]) -> dict[Key, int]:
    """The place of each key that is found once."""
    counts = Counter(keys)
    return {key: at for at, key in enumerate(keys) if counts[key] == 1}


def _same_title(pairing: Pairing) -> None:
    """The same title, found once in each version, at the same depth or one off: the body was rewritten."""
    here, there = _single(pairing.old.titles), _single(pairing.new.titles)
    for title, i in sorted(here.items(), key=lambda item: item[1]):
        j = there.get(title, -1)
        if title and j >= 0 and pairing.free(i, j) and abs(pairing.old.sections[i].level - pairing.new.sections[j].level) <= 1:
            pairing.pair(i, j, _TITLE)


def _like_title(pairing: Pairing) -> None:
    """Under headings that went together, two sections without partners whose titles are alike, and like no other's there."""
    rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    columns: dict[int, list[int]] = defaultdict(list)
    for j, over in enumerate(pairing.new.above):
        if j not in pairing.source:
            columns[over].append(j)
    for i, above in enumerate(pairing.old.above):
        if i not in pairing.partner:
            rows[above, pairing.partner.get(above, -1)].append(i)
    for (above, over), places in sorted(rows.items()):
        if above < 0 or over >= 0:
            _only_like(pairing, places, columns[over])


def _only_like(pairing: Pairing, places: list[int], columns: list[int]) -> None:
    """Pair those of a family whose titles are like each other's and like nobody else's."""
    sharing: dict[str, list[int]] = defaultdict(list)
    for j in columns:
        if pairing.new.titles[j] not in pairing.new.repeated:
            for word in sorted(set(pairing.new.titles[j])):
                sharing[word].append(j)
    alike = []
    for i in places:
        if pairing.old.titles[i] not in pairing.old.repeated:
            near = {j for word in pairing.old.titles[i] if len(sharing.get(word, ())) <= _FAMILY for j in sharing.get(word, ())}
            alike += [(i, j) for j in sorted(near) if pairing.title(i, j) >= _GAP_TITLE]
    rivals, suitors = Counter(i for i, _ in alike), Counter(j for _, j in alike)
    for i, j in alike:
        if rivals[i] == suitors[j] == 1 and pairing.free(i, j) and _renamed(pairing, i, j):
            pairing.pair(i, j, _GAP)


def _renamed(pairing: Pairing, i: int, j: int) -> bool:
    """Whether one title holds the other, or they are alike and some of the words stayed."""
    if abs(pairing.old.sections[i].level - pairing.new.sections[j].level) > 1:
        return False
    return pairing.title(i, j) >= _RENAMED or pairing.text(i, j) >= _RENAMED_TEXT


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
    one, other = pairing.old.sections[i], pairing.new.sections[j]
    if not pairing.old.words[i] and not pairing.new.words[j] and one.level == other.level and len(pairing.old) > 1:
        return True
    least = min(pairing.old.weights[i], pairing.new.weights[j])
    shared = pairing.common.shared(i, j) if least else 0.0
    return (least > 0 and shared >= _GAP_TEXT * least) or pairing.title(i, j) >= _GAP_TITLE

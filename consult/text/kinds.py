"""What happened to a section on its way: the kinds of a link, read off all links together."""
from bisect import bisect_left
from collections import defaultdict

from consult.text.sections import Section
from consult.text.shingles import Common


def kinds_of_links(common: Common, links: set[tuple[int, int]]) -> dict[tuple[int, int], frozenset[str]]:
    """The kinds of each link (place in old, place in new)."""
    onward: dict[int, set[int]] = defaultdict(set)
    back: dict[int, set[int]] = defaultdict(set)
    for i, j in links:
        onward[i].add(j)
        back[j].add(i)
    whole = {(i, j) for i, j in links if len(onward[i]) == 1 and len(back[j]) == 1}
    out_of_order = _out_of_order(common, whole)
    result = {}
    for i, j in links:
        kinds = set()
        if (i, j) in out_of_order or _under_another(onward, back, common.old.above[i], common.new.above[j]):
            kinds.add("moved")
        if (i, j) in whole:
            kinds |= _changes(common.old.sections[i], common.new.sections[j], moved="moved" in kinds)
        else:
            kinds |= _part(common, i, j, len(onward[i]) > 1, len(back[j]) > 1)
        result[i, j] = frozenset(kinds or {"unchanged"})
    return result


def _changes(one: Section, other: Section, *, moved: bool) -> set[str]:
    """What differs between a section and its only successor; a moved section has another number as a matter of course."""
    kinds = set()
    if one.body.strip() != other.body.strip():
        kinds.add("edited")
    if one.heading.split() != other.heading.split():
        kinds.add("retitled")
    if one.number != other.number and not moved:
        kinds.add("renumbered")
    return kinds


def _part(common: Common, i: int, j: int, split: bool, merged: bool) -> set[str]:
    """A part is edited when it has words its origin has not (split) or lacks some (merged), apart from where it was cut."""
    kinds = {name for name, holds in (("split", split), ("merged", merged)) if holds}
    one, other = common.old.runs[i], common.new.runs[j]
    added, lost = other - one, one - other
    if (not merged and added) or (not split and lost) or (split and merged and (added or lost)):
        kinds.add("edited")
    return kinds


def _under_another(onward: dict[int, set[int]], back: dict[int, set[int]], above: int, over: int) -> bool:
    """Whether a section left a heading that lives on, or came under one that was there before."""
    if over in onward.get(above, ()) or (above < 0 and over < 0):
        return False
    return above in onward or over in back


def _out_of_order(common: Common, links: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Links of sections that changed places with others under the same heading: those outside the longest run that kept its order."""
    families: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in sorted(links):
        families[common.old.above[i], common.new.above[j]].append((i, j))
    moved: set[tuple[int, int]] = set()
    for family in families.values():
        stayed = longest_rise([j for _, j in family])
        moved.update(link for at, link in enumerate(family) if at not in stayed)
    return moved


def longest_rise(values: list[int]) -> set[int]:
    """The places of a longest strictly increasing subsequence (patience sorting, Fredman 1975)."""
    tails: list[int] = []
    places: list[int] = []
    before = [-1] * len(values)
    for at, value in enumerate(values):
        pile = bisect_left(tails, value)
        before[at] = places[pile - 1] if pile else -1
        tails[pile:pile + 1] = [value]
        places[pile:pile + 1] = [at]
    stayed = set()
    at = places[-1] if places else -1
    while at >= 0:
        stayed.add(at)
        at = before[at]
    return stayed

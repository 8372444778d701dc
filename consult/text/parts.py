"""Splits and merges: text that its section's own partner does not explain, found in another section."""
from collections import defaultdict

from consult.text.partners import Pairing
from consult.text.shingles import Side

_RARE = 12
#: (share of the smaller section, telling runs of words) that make a part; each is enough. A moved paragraph is no part:
#: between two sections that both live on elsewhere only the second line counts.
_ENOUGH = ((.20, 24), (.25, 12), (.60, 4))
_ENOUGH_BETWEEN = ((.30, 12), (.60, 4))
#: Boilerplate tells little; when a section consists of it, nearly all of it must be there, and in one other section only.
_BOILERPLATE_SHARE, _BOILERPLATE_RUNS, _RIVAL = .75, 8, .9

#: For each pair the weight and the number of the runs that their rests have in common.
Measured = dict[tuple[int, int], tuple[float, int]]


def parts(pairing: Pairing) -> dict[tuple[int, int], float]:
    """Further links, with confidence: the rest of old section i stands in the rest of new section j."""
    left = _rests(pairing.old, pairing.new, pairing.partner, pairing.closed[0])
    there = _rests(pairing.new, pairing.old, pairing.source, pairing.closed[1])
    where: dict[int, list[int]] = defaultdict(list)
    for j, rest in enumerate(there):
        for run in rest:
            where[run].append(j)
    common: dict[tuple[int, int], frozenset[int]] = {}
    for i, rest in enumerate(left):
        near = {j for run in rest if run in where and len(where[run]) <= _RARE for j in where[run]}
        common.update(((i, j), rest & there[j]) for j in sorted(near) if pairing.partner.get(i) != j)
    weight = pairing.common.weight
    measured = {link: (sum(weight[run] for run in sorted(runs)), len(runs)) for link, runs in common.items()}
    return {link: min(1.0, share) for link in measured if (share := _share(pairing, measured, link))} | _boilerplate(pairing, measured)


def _rests(side: Side, other: Side, partner: dict[int, int], closed: set[int]) -> list[frozenset[int]]:
    """For each section the runs of words that its partner does not have, or not as often; nothing for what an editor settled."""
    rests = []
    for at, runs in enumerate(side.runs):
        if at in closed:
            rests.append(frozenset[int]())
        elif at in partner:
            theirs, counts = other.runs[partner[at]], other.counts[partner[at]]
            more = {run for run, count in side.counts[at].items() if run in theirs and count > counts.get(run, 1)}
            rests.append((runs - theirs) | more)
        else:
            rests.append(runs)
    return rests


def _share(pairing: Pairing, measured: Measured, link: tuple[int, int]) -> float:
    """The part of the smaller section that the two rests have in common, when it is enough for a link; else 0."""
    i, j = link
    share = measured[link][0] / min(pairing.old.weights[i], pairing.new.weights[j])
    enough = _ENOUGH_BETWEEN if i in pairing.partner and j in pairing.source else _ENOUGH
    return share if any(share >= least and measured[link][0] >= words for least, words in enough) else 0.0


def _boilerplate(pairing: Pairing, measured: Measured) -> dict[tuple[int, int], float]:
    """Sections of words that stand in many places, nearly all of them in the rest of one other section and of no second one."""
    best: dict[tuple[str, int], list[float]] = defaultdict(list)
    for (i, j), (telling, _) in measured.items():
        best["old", i].append(telling)
        best["new", j].append(telling)
    found = {}
    for (i, j), (telling, runs) in measured.items():
        share = telling / min(pairing.old.weights[i], pairing.new.weights[j])
        between = i in pairing.partner and j in pairing.source
        if share >= _BOILERPLATE_SHARE and runs >= _BOILERPLATE_RUNS and not between:
            rivals = sum(other >= _RIVAL * telling for side in (("old", i), ("new", j)) for other in best[side])
            if rivals == 2:  # itself, on both sides
                found[i, j] = min(1.0, share)
    return found

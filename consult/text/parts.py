"""Splits and merges: text that its section's own partner does not explain, found whole in another section."""
from consult.text.partners import Pairing

_LARGE_SHARE, _LARGE_WORDS = .25, 12
_SMALL_SHARE, _SMALL_WORDS = .60, 4


def parts(pairing: Pairing) -> dict[tuple[int, int], float]:
    """Further links, with confidence: the rest of old section i stands in the rest of new section j."""
    left = _rests(pairing)
    where: dict[int, list[int]] = {}
    for j, rest in enumerate(left[1]):
        for run in rest:
            where.setdefault(run, []).append(j)
    found = {}
    for i, rest in enumerate(left[0]):
        near = {j for run in rest for j in where.get(run, ()) if len(where[run]) <= 3}
        for j in sorted(near):
            share = _share(pairing, left, i, j)
            if share:
                found[i, j] = min(1.0, share)
    return found


def _rests(pairing: Pairing) -> tuple[list[frozenset[int]], list[frozenset[int]]]:
    """For each section the runs of words that its partner does not have; nothing for sections an editor has settled."""
    old, new, nothing = pairing.old.runs, pairing.new.runs, frozenset[int]()
    here = [runs - new[pairing.partner[i]] if i in pairing.partner else runs for i, runs in enumerate(old)]
    there = [runs - old[pairing.source[j]] if j in pairing.source else runs for j, runs in enumerate(new)]
    return (
        [nothing if i in pairing.closed[0] else rest for i, rest in enumerate(here)],
        [nothing if j in pairing.closed[1] else rest for j, rest in enumerate(there)],
    )


def _share(pairing: Pairing, left: tuple[list[frozenset[int]], list[frozenset[int]]], i: int, j: int) -> float:
    """The part of the smaller section that the two rests have in common, when it is enough for a link; else 0."""
    weight = pairing.common.weight
    common = sum(weight[run] for run in left[0][i] & left[1][j])
    smaller = min(len(pairing.old.runs[i]), len(pairing.new.runs[j]))
    share = common / smaller
    if (share >= _LARGE_SHARE and common >= _LARGE_WORDS) or (share >= _SMALL_SHARE and common >= _SMALL_WORDS):
        return share
    return 0.0

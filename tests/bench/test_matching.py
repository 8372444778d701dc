"""Which section became which: against links checked by hand."""
from collections import Counter

from consult.text import sections
from tests.bench import adapters, corpora, rival_matchers, tables


def ours(old, new):
    return {(link["old"], link["new"]) for link in adapters.align(old, new) if link["old"] is not None and link["new"] is not None}


def rival(matcher):
    """A rival's places as offsets of headings."""
    def linked(old, new):
        before, after = list(corpora.section_at(old)), list(corpora.section_at(new))
        return {(before[i], after[j]) for i, j in matcher(sections.parse(old), sections.parse(new))}

    return linked


def count(linked, truth):
    """Right, given and wanted links; those of splits and merges; deleted and inserted sections that were linked."""
    old, new = ({start: at for at, start in enumerate(truth[side])} for side in ("old_start", "new_start"))
    wanted, may = ({tuple(link) for link in truth[name]} for name in ("links", "optional"))
    given = {(old.get(a, -1), new.get(b, -1)) for a, b in linked} - may
    heads, tails = Counter(i for i, _ in wanted), Counter(j for _, j in wanted)
    several = {(i, j) for i, j in wanted if heads[i] > 1 or tails[j] > 1}
    return Counter(right=len(given & wanted), given=len(given), wanted=len(wanted), parts=len(given & several), several=len(several),
                   kept=len({i for i, _ in given} & set(truth["deleted"])), made_up=len({j for _, j in given} & set(truth["inserted"])))


def measure(name, matcher, pairs, unit):
    watch, total = tables.Stopwatch(), Counter()
    for old, new, truth in pairs:
        total.update(count(watch(matcher, old, new), truth))
    precision, recall = total["right"] / max(1, total["given"]), total["right"] / total["wanted"]
    return {"matcher": name, "P": precision, "R": recall, "F1": 2 * precision * recall / max(1e-9, precision + recall),
            "R split/merge": total["parts"] / max(1, total["several"]), "deleted kept": total["kept"], "inserted linked": total["made_up"],
            "time x": watch.seconds / unit}


def test_sections_are_matched_better_than_by_any_rival():
    pairs = corpora.links()
    unit = tables.yardstick(pairs)
    rows = [measure(name, rival(matcher), pairs, unit) for name, matcher in rival_matchers.MATCHERS.items()]
    mine = measure("this engine", ours, pairs, unit)
    tables.show(f"Sections: {len(pairs)} pairs of versions, {sum(len(pair.truth['links']) for pair in pairs)} links "
                "(time x: times rendering both versions with Python-Markdown)", list(mine), [list(row.values()) for row in [*rows, mine]])
    assert mine["P"] >= 0.99
    assert mine["F1"] >= 0.97
    assert mine["R split/merge"] >= 0.85
    assert mine["deleted kept"] == 0
    assert mine["F1"] > max(row["F1"] for row in rows)

"""Comments that say nearly the same: how many of the pairs are found, how many found are right, and at what cost."""
import json
import tracemalloc
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from consult.similar.queries.comparing import compare_all
from consult.similar.rules import Said, groups
from tests.bench import campaigns, tables

COMMENTS = Path(__file__).parents[2] / "consult" / "demo" / "data" / "comments.json"
#: The sample comments that are copies of each other; the campaigns go on in other languages, which no comparison of words finds.
SAMPLE = [{"R1-098", "R1-099", "R1-100", "R1-101"}, {"R1-050", "R1-051"}, {"R1-049", "R1-052"}]
SIZES = (1000, 10_000, 100_000)


def pairs(grouped):
    return {pair for group in grouped for pair in combinations(sorted(group), 2)}


def found_pairs(said, watch):
    """The pairs of comments that came into one group."""
    found = watch(compare_all, said, 1)
    made, together = groups(range(len(found.digests)), found.links), defaultdict(list)
    for comment, place in found.comments:
        together[made[place]].append(comment)
    return pairs(together.values())


def quality(found, true):
    return {"precision": len(found & true) / max(1, len(found)), "recall": len(found & true) / max(1, len(true))}


def test_the_copies_among_the_sample_comments_are_found_and_nothing_else():
    written = json.loads(COMMENTS.read_text(encoding="utf-8"))["comments"]
    said = [(one["id"], Said(one["text"], one["proposed"] or "", "", one["quote"] or "")) for one in written]
    found = quality(found_pairs(said, tables.Stopwatch()), pairs(SAMPLE))
    tables.show(f"Similar comments: the {len(said)} sample comments", ["pairs", *found], [[len(pairs(SAMPLE)), *found.values()]])
    assert found == {"precision": 1.0, "recall": 1.0}


def test_campaigns_are_found_whole_and_fast():
    rows = []
    for size in SIZES:
        written = campaigns.round_of(size, max(20, size // 100))
        true = defaultdict(list)
        for at, one in enumerate(written):
            true[one.campaign].append(at)
        alone = len(true.pop(0))
        unit = tables.yardstick([(one.said.body, one.said.body) for one in written[::100]]) * 50
        watch = tables.Stopwatch()
        fresh = (((at, Said(*_parts(one.said))) for at, one in enumerate(written)))
        found = quality(found_pairs(fresh, watch), pairs(true.values()))
        rows.append([size, len(true), alone, *found.values(), watch.seconds, watch.seconds / size * 1000, watch.seconds / unit])
        assert found["precision"] >= 0.98
        assert found["recall"] >= 0.95
    tables.show("Similar comments: rounds with known campaigns (time x: times rendering every comment once with Python-Markdown)",
                ["comments", "campaigns", "alone", "precision", "recall", "processor s", "ms each", "time x"], rows)
    assert rows[-1][-1] <= 1


def test_memory_grows_slowly():
    rows = []
    for size in SIZES[:2]:
        written = campaigns.round_of(size, max(20, size // 100))
        texts = [_parts(one.said) for one in written]
        tracemalloc.start()
        kept = compare_all(((at, Said(*parts)) for at, parts in enumerate(texts)), 1)
        rows.append([size, tracemalloc.get_traced_memory()[1] / 2**20])
        tracemalloc.stop()
        assert len(kept.comments) == size
    tables.show("Similar comments: memory", ["comments", "MB"], rows)
    assert rows[1][1] <= 25


def _parts(said):
    return said.body, said.proposed, said.reason, said.quote

"""What changed in the words: on text, as HTML, and on pairs made at random."""
import hashlib
from collections import Counter

import lxml.html

from tests.bench import adapters, corpora, mutations, readability, rival_differs, tables
from tests.text import reading

SAMPLE = 60
FUZZED = 10_000


def some(pairs, number):
    """Every n-th, so that all documents are there."""
    return pairs[::max(1, len(pairs) // number)]


def worded(name, differ, pairs, unit):
    watch, total = tables.Stopwatch(), Counter()
    for old, new in pairs:
        total.update(readability.measure(watch(differ, old, new), old, new))
    return {"differ": name, "unfaithful": total["unfaithful"], "words x fewest": total["words"] / max(1, total["fewest"]), "elements": total["elements"],
            "per word": total["elements"] / max(1, total["words"]), "inside words": total["inside"], "crumbs": total["crumbs"], "time x": watch.seconds / unit}


def paged(name, differ, rendered, pairs, unit):
    """Validity, faithfulness and calm of marks in HTML."""
    watch, total = tables.Stopwatch(), Counter()
    for old, new in pairs:
        before, after = rendered(old), rendered(new)
        html = watch(differ, old, new)
        total["invalid"] += bool(reading.problems(html) - reading.problems(before) - reading.problems(after))
        total["new"] += reading.accepted(html) != reading.words(after)
        total["old"] += reading.rejected(html) != reading.words(before)
        total.update(marks(html))
    return {"differ": name, "invalid": total["invalid"], "accepted is not new": total["new"], "rejected is not old": total["old"],
            "elements": total["elements"], "per word": total["elements"] / max(1, total["words"]), "time x": watch.seconds / unit}


def marks(html):
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    found = [element for element in root.iter("ins", "del") if not any(outer.get("data-moved-to") for outer in element.iterancestors())]
    return {"elements": len(found), "words": sum(len(element.text_content().split()) for element in found)}


def test_words_are_compared_calmly_and_faithfully():
    pairs = some(corpora.changed(), SAMPLE)
    unit = tables.yardstick(pairs)
    rows = [worded(name, differ, pairs, unit) for name, differ in rival_differs.DIFFERS.items()]
    mine = worded("this engine", adapters.diff, pairs, unit)
    tables.show(f"Words: {len(pairs)} changed sections as Markdown source (time x: times rendering both texts with Python-Markdown)",
                list(mine), [list(row.values()) for row in [*rows, mine]])
    assert mine["unfaithful"] == 0
    assert mine["words x fewest"] <= 1.2
    assert mine["per word"] <= 0.11


def test_pages_are_valid_and_give_back_both_texts():
    pairs = corpora.changed()
    unit = tables.yardstick(pairs)
    rows = [paged(name, differ, tables.plainly_rendered, some(pairs, SAMPLE), tables.yardstick(some(pairs, SAMPLE)))
            for name, differ in rival_differs.PAGES.items()]
    mine = paged("this engine", adapters.diff_html, adapters.render, pairs, unit)
    tables.show(f"Pages: {len(pairs)} changed sections, of which the rivals get {len(some(pairs, SAMPLE))} (time x: as above)",
                list(mine), [list(row.values()) for row in [*rows, mine]])
    assert (mine["invalid"], mine["accepted is not new"], mine["rejected is not old"]) == (0, 0, 0)
    assert mine["per word"] <= 0.11


def test_the_same_texts_give_the_same_bytes():
    digests = {hashlib.sha256("".join(adapters.diff_html(*pair) for pair in some(corpora.changed(), SAMPLE)).encode()).hexdigest() for _ in range(3)}
    assert len(digests) == 1


def test_ten_thousand_pairs_made_at_random_hold():
    wrong = []
    for old, new in mutations.pairs(corpora.bodies(), FUZZED, seed=20260):
        html = adapters.diff_html(old, new)
        before, after = adapters.render(old), adapters.render(new)
        if reading.problems(html) or reading.accepted(html) != reading.words(after) or reading.rejected(html) != reading.words(before):
            wrong.append((old, new))
    tables.show("Fuzz", ["pairs", "wrong"], [[str(FUZZED), len(wrong)]])
    assert wrong == []

"""Where quotations went, and what became of proposals: against places checked by hand."""
import re
from collections import Counter

from tests.bench import adapters, corpora, reference, rival_carriers, tables

MARK = "ZPROPOSALZ wording"
NEAR = 30


def quoted(row):
    return {"exact": row["quote"], **{key: row[key] for key in ("prefix", "suffix", "start", "end")}}


def hit(place, truth):
    """At least half of both, or both ends within 25 characters."""
    both = min(place[1], truth[1]) - max(place[0], truth[0])
    either = max(place[1], truth[1]) - min(place[0], truth[0])
    return both > 0 and (both / either >= 0.5 or all(abs(a - b) <= 25 for a, b in zip(place, truth, strict=True)))


def ours(versions, row):
    place = adapters.carry(versions.old, versions.new, [quoted(row)])[0]
    return place and (place["start"], place["end"])


def rival(carrier):
    return lambda versions, row: carrier(reference.text_of(versions.new), quoted(row))


def judged(place, row):
    if row["truth"] == "gone":
        return "wrong" if place else "right"
    return "lost" if place is None else "right" if any(hit(place, span) for span in row["spans"]) else "wrong"


def measure(name, carrier, pairs, unit):
    watch, total = tables.Stopwatch(), Counter()
    for versions in pairs:
        for row in versions.truth:
            total[row["truth"], judged(watch(carrier, versions, row), row)] += 1
    share = {what: 100 * sum(n for (_, found), n in total.items() if found == what) / sum(total.values()) for what in ("right", "wrong", "lost")}
    each = {kind: "/".join(str(total[kind, what]) for what in ("right", "wrong", "lost")) for kind in ("exact", "changed", "gone")}
    return {"carrier": name, **each, **{f"{what} %": round(value, 1) for what, value in share.items()}, "time x": watch.seconds / unit}


def test_quotations_stay_with_their_words_or_have_no_place():
    pairs = corpora.quotations()
    unit = tables.yardstick(pairs)
    rows = [measure(name, rival(carrier), pairs, unit) for name, carrier in rival_carriers.CARRIERS.items()]
    mine = measure("this engine", ours, pairs, unit)
    tables.show(f"Quotations: {sum(len(pair.truth) for pair in pairs)} in {len(pairs)} pairs of versions, each as right/wrong/lost "
                "(time x: times rendering the versions with Python-Markdown)", list(mine), [list(row.values()) for row in [*rows, mine]])
    assert mine["right %"] >= 96
    assert mine["wrong %"] <= 1
    assert mine["exact"].split("/")[1] == "0"


def proposal(quote):
    """The quotation with one word in its middle replaced."""
    spans = [found.span() for found in re.finditer(r"\w{3,}", quote)]
    start, end = spans[len(spans) // 2]
    return quote[:start] + MARK + quote[end:]


def outcome(text, row, now):
    """What an applied proposal did to the new version."""
    if text is None:
        return "refused"
    if row["truth"] == "gone":
        return "stray"
    if row["truth"] == "exact":
        start, end = row["spans"][0]
        return "right" if text == now[:start] + proposal(row["quote"]) + now[end:] else "stray"
    spans = [(max(0, start - NEAR), min(len(now), end + NEAR)) for start, end in row["spans"]]
    inside = (text.startswith(now[:a]) and text.endswith(now[b:]) and MARK in text[a:len(text) - (len(now) - b)] for a, b in spans)
    return "right" if any(inside) else "stray"


def taken_over(versions, row):
    return adapters.apply(versions.old, versions.new, quoted(row), proposal(row["quote"]))["text"]


def patched(versions, row):
    return rival_carriers.patched(reference.text_of(versions.old), reference.text_of(versions.new), quoted(row), proposal(row["quote"]))


def applied(name, apply, pairs):
    total = Counter()
    for versions in pairs:
        now = reference.text_of(versions.new)
        for row in versions.truth:
            if 25 <= len(row["quote"]) <= 400 and len(re.findall(r"\w{3,}", row["quote"])) >= 3:
                total[row["truth"], outcome(apply(versions, row), row, now)] += 1
    return {"method": name, **{kind: "/".join(str(total[kind, what]) for what in ("right", "stray", "refused")) for kind in ("exact", "changed", "gone")}}


def test_proposals_go_in_where_they_belong_or_not_at_all():
    pairs = corpora.quotations()
    mine = applied("this engine", taken_over, pairs)
    tables.show("Proposals, each as right/stray/refused", list(mine), [list(applied("dmp patch_apply", patched, pairs).values()), list(mine.values())])
    assert mine["exact"].endswith("/0/0")
    assert mine["changed"].split("/")[1] == mine["gone"].split("/")[1] == "0"

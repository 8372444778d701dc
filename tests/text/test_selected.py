import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.text import anchors
from consult.text.selected import selected

BODY = """The budget is **fixed for *one* year** and 👍🏽 reviewed. The share is fixed for years.

- first item is fixed
- second **item** is fixed

| share | party |
|---|---|
| ten | Serbia |
| ten | Kosovo* |
"""
PLAIN = anchors.plain(BODY)


def counted(start, end, begin=0):
    """What a browser counts before two places of the plain text: UTF-16 units without white space."""
    return tuple(len(re.sub(r"\s", "", PLAIN[begin:at]).encode("utf-16-le")) // 2 for at in (start, end))


@given(st.tuples(st.integers(0, len(PLAIN)), st.integers(0, len(PLAIN))))
def test_any_selection_is_found_at_its_very_place(ends):
    start, end = min(ends), max(ends)
    words = PLAIN[start:end]
    at, to = counted(start, end)
    found = selected(BODY, words, 0, at, to)
    if at == to:
        assert found is None or not words.strip()
    else:
        assert found.exact.split() == words.split()
        assert PLAIN[found.start:found.end].strip() == words.strip()
        assert found.start == start + len(words) - len(words.lstrip())


@pytest.mark.parametrize("words", ["fixed", "is fixed", "ten"])
def test_of_words_that_stand_twice_the_selected_ones_are_meant(words):
    places = [found.start() for found in re.finditer(words, PLAIN)]
    assert len(places) > 1
    for place in places:
        assert selected(BODY, words, 0, *counted(place, place + len(words))).start == place


def test_a_long_selection_is_named_by_its_beginning():
    start, end = PLAIN.index("budget"), PLAIN.index("Kosovo") + 6
    assert selected(BODY, "budget is", 0, *counted(start, end)).exact == PLAIN[start:end]


def test_counts_that_do_not_agree_with_the_words_are_not_believed():
    assert selected(BODY, "second item", 0, 2, 9).exact == "second item"
    assert selected(BODY, "stands nowhere", 0, 2, 9) is None
    assert selected(BODY, "", 0, None, None) is None
    assert selected(BODY, "Serbia", 10**6, 5, 10**7).exact == "Serbia"


def test_the_words_are_found_in_the_source_with_their_marks():
    found = selected(BODY, "fixed for one", 0, *counted(PLAIN.index("fixed"), PLAIN.index("one") + 3))
    start, end = anchors.source_span(BODY, found)
    assert BODY[start:end] in {"fixed for *one*", "**fixed for *one* year**", "fixed for *one"}

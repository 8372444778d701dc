"""Places of saved texts."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.answering.rules import PLACES, check_places, fill
from consult.errors import Invalid

FACTS = {"number": "R1-RS-001", "author": "Metal cluster", "section": "2 Size", "version": "0.1", "round": "1", "change": "https://sample.test/compare"}


def test_every_place_is_filled():
    assert fill(" ".join(f"{{{name}}}" for name in PLACES), FACTS) == "R1-RS-001 Metal cluster 2 Size 0.1 1 https://sample.test/compare"


def test_an_unknown_place_is_refused_by_its_name():
    with pytest.raises(Invalid, match=r"\{autor\} is no place") as refusal:
        check_places("Dear {autor}, thank you.", "body")
    assert refusal.value.field == "body"
    assert "{author}" in str(refusal.value)


def test_a_change_that_is_not_chosen_cannot_be_named():
    with pytest.raises(Invalid, match="no changed section"):
        fill("See {change}.", FACTS | {"change": ""})


@given(st.text(alphabet=st.characters(exclude_characters="{}")))
def test_words_without_places_stay_as_they_are(words):
    assert fill(words, FACTS) == words


@given(st.text(max_size=20))
def test_what_fills_a_place_is_never_filled_again(name):
    assert fill("{author}", FACTS | {"author": name + "{number}"}) == name + "{number}"

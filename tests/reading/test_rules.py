"""Where the words of a question stand in a text."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.reading.rules import hits, scattered
from consult.search.queries import words_of


def found(text, question, how=hits):
    """The words that are found."""
    return [text[start:end] for start, end in how(text, words_of(question))]


@pytest.mark.parametrize(("text", "question", "there"), [
    ("U Nišu i u Niškoj Banji.", "nis", ["Nišu", "Niškoj"]),
    ("Из Лесковца у Лесковац.", "Leskov", ["Лесковца", "Лесковац"]),
    ("Из Лесковца у Лесковац.", "leskovac", ["Лесковац"]),
    ("Ο Οδυσσέας και η ΟΔΥΣΣΕΙΑ.", "οδυσσ", ["Οδυσσέας", "ΟΔΥΣΣΕΙΑ"]),
    ("See 3.2 and 3.25, not 13.2.", "3.2", ["3.2", "3.25"]),
    ("The national contact points; a national plan.", "national contact", ["national contact"]),
    ("The national\ncontact point", "NATIONAL CONTACT*", ["national\ncontact"]),
    ("R1-RS-014 and RS", "r1-rs-014", ["R1-RS-014"]),
    ("Nothing of it.", "else", []),
    ("Anything.", "", []),
    ("Anything.", "!?", []),
])
def test_words_are_found_whatever_their_accents_and_script(text, question, there):
    assert found(text, question) == there


def test_words_apart_are_found_when_all_of_them_occur():
    assert found("A plan, and a national plan.", "plan national", scattered) == ["plan", "national", "plan"]
    assert found("A plan, and another plan.", "plan national", scattered) == []


@given(st.text(max_size=60), st.text(max_size=12))
def test_what_is_found_stands_in_the_text_in_order(text, question):
    spans = hits(text, words_of(question))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)

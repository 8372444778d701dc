import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.errors import Invalid
from consult.text import legible, render


@pytest.mark.parametrize("words", ["", " \n\t", "\u200b", "\u200d\ufeff\u2060", "\u00ad", "\u3164", "\u2800", "\u0301", "\u202e\u202c", "\x07"])
def test_what_shows_nothing_is_blank(words):
    assert legible.blank(words)


@pytest.mark.parametrize("words", ["a", "。", "👍🏽", "?", "\u200bx", "1"])
def test_what_shows_something_is_not_blank(words):
    assert not legible.blank(words)


@pytest.mark.parametrize("words", ["Осам је превише.", "ᾧ", "Ἄ\u0313", "tiếng Việt", "שָׁלוֹם", "👩🏽‍🚀👨‍👩‍👧", "ру́сский", "a\u0300\u0301\u0302\u0303", "हिन्दी"])
def test_real_languages_pass(words):
    legible.check(words, "body", 100)


@pytest.mark.parametrize(("words", "message"), [
    ("Z" + "\u0330" * 5, "marks are piled"), ("ok\n" + "e" + "\u0301\u0302\u0323\u0324\u0325\u0326", "marks are piled"), ("a\ufffdb", "damaged"), ("a" * 101, "101 characters"),
])
def test_what_others_cannot_read_is_refused_with_its_place(words, message):
    with pytest.raises(Invalid, match=message) as refusal:
        legible.check(words, "reason", 100)
    assert refusal.value.field == "reason"


def test_only_a_wording_is_held_to_what_can_be_nested():
    deep = ">" * 500 + " x"
    legible.check(deep, "body", 8000)
    with pytest.raises(Invalid, match="deeper than anybody"):
        legible.check_source(deep, "proposed", 8000)


@given(st.text(st.characters(codec="utf-8")))
def test_no_control_of_direction_acts_on_a_page(words):
    shown = render.plain(words)
    assert not legible.ACTING.search(shown)


def test_every_control_of_direction_has_its_name_on_the_page():
    shown = render.plain("x" + "x".join(legible.BIDI))
    assert all(f'<span class="acting">{name}</span>' in shown for name in legible.BIDI.values())


def test_a_link_ends_where_the_direction_turns():
    assert render.plain("https://e.org/a\u202ecom").startswith('<p><a href="https://e.org/a" ')

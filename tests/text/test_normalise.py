"""One form of every text."""
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.errors import ConsultError
from consult.text.normalise import BadText, canonical, digest, fold, script, to_latin


def test_line_endings_and_the_byte_order_mark_do_not_matter():
    assert canonical("\ufeffa\r\nb\rc\n") == "a\nb\nc\n"


def test_letters_with_accents_have_one_form():
    assert canonical("c\u030c") == "č"


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x\udfff"])
def test_a_text_that_cannot_be_stored_is_refused_with_a_reason(text):
    with pytest.raises(BadText) as refusal:
        canonical(text)
    assert isinstance(refusal.value, ConsultError)
    assert "cannot be stored" in refusal.value.reason


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_the_canonical_form_is_final(text):
    once = canonical(text)
    assert canonical(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once


def test_the_digest_is_the_sha256_of_utf8():
    assert digest("Ниш") == "4cf3fa2d70085163cdc9795c6741cc150aa6629a8ec552048d977b4abd63bc38"


@pytest.mark.parametrize(("one", "other"), [
    ("Ђорђе Ћосић", "đorđe ćosić"), ("İZMİR", "izmir"), ("ΚΛΆΔΟΣ", "κλαδοσ"), ("Straße", "strasse"), ("Љубљана", "ljubljana"),
    ("București", "bucuresti"),
])
def test_a_search_finds_both_ways_of_writing(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("cyrillic", "latin"), [
    ("Чланови кластера", "Članovi klastera"), ("Љубав", "Ljubav"), ("ЉУБАВ", "LJUBAV"), ("КОЊ", "KONJ"), ("Џеп и џез", "Džep i džez"),
    ("Ђорђе", "Đorđe"), ("policy политика", "policy politika"),
])
def test_serbian_is_transliterated(cyrillic, latin):
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize(("text", "code"), [
    ("Članak", "Latn"), ("Члан", "Cyrl"), ("Άρθρο 3", "Grek"), ("12 %", ""), ("", ""), ("Члан 5 (SME)", "Cyrl"), ("ıİğŞ", "Latn"),
])
def test_the_script_is_the_one_most_letters_are_in(text, code):
    assert script(text) == code

import re

import pytest

from consult.text import diff, render, scripts
from tests.text.sample import draft

MARK = re.compile(r"<span class=\"(?:vh|diff-note)\">[^<]*</span> ?")


def shown(old, new):
    return MARK.sub("", render.diff(diff.compare(old, new)))


def test_the_words_of_a_proposal_are_compared_as_words():
    pieces = diff.words("We share User Personal Information with partners.", "We share your Personal Data with partners.")
    assert [(piece.op, piece.text) for piece in pieces] == [
        ("same", "We share "), ("gone", "User"), ("new", "your"), ("same", " Personal "), ("gone", "Information"), ("new", "Data"),
        ("same", " with partners.")]


def test_lines_wrapped_differently_are_no_change():
    assert {piece.op for piece in diff.words("one two\nthree", "one\ntwo three")} == {"same"}
    assert not diff.compare("one two\nthree", "one\ntwo three").changed


def test_a_break_between_paragraphs_is_a_change():
    assert {piece.op for piece in diff.words("one two", "one\n\ntwo")} > {"same"}


def test_letters_with_marks_and_composed_pictures_are_never_cut():
    pieces = diff.words("👍🏽 e\u0301t\u0306 🇧🇬", "👍🏿 e\u0301t 🇷🇸")
    assert "👍🏽" in pieces[0].text
    assert all(not piece.text.startswith(("\u0306", "🏽", "🏿")) for piece in pieces)


def test_a_comparison_counts_words_in_and_out():
    found = diff.compare("At least ten firms.", "At least six or seven firms.")
    assert (found.changed, found.inserted_words, found.deleted_words) == (True, 3, 1)


def test_equal_texts_have_no_change():
    assert not diff.compare("a *b*\n\n- c", "a *b*\n\n- c").changed


def test_a_change_inside_a_link_leaves_one_link():
    assert shown("See [the old act](https://e.org).", "See [the new act](https://e.org).").count("<a ") == 1


def test_new_emphasis_is_a_change_of_form_and_not_of_words():
    found = diff.compare("a plain word", "a **plain** word")
    assert (found.changed, found.inserted_words, found.deleted_words) == (True, 0, 0)
    assert '<span class="diff-fmt"><strong>plain</strong></span>' in render.diff(found)


def test_a_table_stays_rectangular_when_a_column_and_a_row_come_in():
    old = "| name | value |\n|---|---|\n| alpha | 1 |\n| beta | 2 |"
    new = "| name | unit | value |\n|---|---|---|\n| alpha | kg | 1 |\n| gamma | m | 9 |\n| beta | s | 2 |"
    html = shown(old, new)
    assert {row.count("<td") + row.count("<th") - row.count("<thead") for row in html.split("<tr")[1:]} == {3}
    assert '<td class="diff-ins"><ins>kg</ins></td>' in html
    assert '<tr class="diff-ins">' in html


def test_a_changed_cell_is_found_in_its_row():
    html = shown("| a | b |\n|---|---|\n| Macedonia | 0 |\n| Total | 14 |", "| a | b |\n|---|---|\n| North Macedonia | 0 |\n| Total | 13 |")
    assert "<td><ins>North </ins>Macedonia</td>" in html
    assert "<td><del>14</del><ins>13</ins></td>" in html


def test_a_moved_paragraph_is_named_as_moved():
    a, b, c = "The first paragraph speaks about grants and money.", "Another one speaks about votes of the parties.", "The last is on events."
    found = diff.compare(f"{a}\n\n{b}\n\n{c}", f"{b}\n\n{c}\n\n{a.replace('money', 'funds')}")
    html = render.diff(found)
    assert found.moves == 1
    assert 'data-moved-to="1"' in html
    assert 'data-moved-from="1"' in html
    assert (found.inserted_words, found.deleted_words) == (1, 1)


def test_a_text_written_anew_is_shown_old_whole_and_new_whole():
    pieces = diff.words("The grant is paid by the ministry in May.", "Voting happens when parties of all kinds meet, the first of them in Sofia.")
    assert [piece.op for piece in pieces] == ["gone", "new"]


def test_serbian_in_the_other_script_is_the_same_words_in_another_script():
    found = diff.compare("Кластер је удружење предузећа из Ниша.", "Klaster je udruženje malih preduzeća iz Niša.")
    assert (found.script_changed, found.changed, found.inserted_words, found.deleted_words) == (True, True, 1, 0)
    assert "Klaster je udruženje <ins>malih </ins>preduzeća" in MARK.sub("", render.diff(found))


def test_two_translations_are_not_compared():
    with pytest.raises(scripts.NotComparable, match="different languages"):
        diff.compare("Кластер", "Cluster", languages=("mk", "en"))
    assert diff.compare("Кластер", "Klaster", languages=("sr-Cyrl", "sr-Latn")).deleted_words == 0


def test_composed_and_decomposed_letters_are_the_same():
    assert not diff.compare("caf\u00e9 Ελληνική", "cafe\u0301 Ελληνικη\u0301").changed


def test_a_comparison_is_the_same_bytes_every_time():
    pairs = [(part.body, draft("0.2")[number].body) for number, part in draft("0.1").items() if number in draft("0.2")]
    once, again = ([render.diff(diff.compare(old, new)) for old, new in pairs] for _ in range(2))
    assert once == again


def test_a_large_section_is_compared_within_bounds():
    words_ = [f"word{number * 7919 % 5003}" for number in range(20_000)]
    old, new = " ".join(words_), " ".join(reversed(words_))
    assert {piece.op for piece in diff.words(old, new)} <= {"gone", "new", "same"}

"""Names, limits, the checklist, and the ways between versions."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.documents import rules
from consult.documents.rules import ChangeClass, VersionState
from consult.errors import IllegalMove, Invalid
from consult.text import sections as texts


@pytest.mark.parametrize("label", ["0.1", "1.0", "2026-11", "0.2-rc1", "A1"])
def test_a_label_stands_in_an_address(label):
    rules.check_label(label)


@pytest.mark.parametrize("label", ["", "0.1/2", "0..1", "нацрт", "compare", "new", " 0.1", "x" * 41, "-1", "~1"])
def test_a_label_that_cannot_stand_in_an_address_is_refused(label):
    with pytest.raises(Invalid) as refusal:
        rules.check_label(label)
    assert refusal.value.field == "label"


@pytest.mark.parametrize("slug", ["", "SBCP", "a--b", "new", "модел", "a/b", "x" * 61])
def test_a_name_that_cannot_stand_in_an_address_is_refused(slug):
    with pytest.raises(Invalid):
        rules.check_slug(slug)


@pytest.mark.parametrize(("text", "said"), [
    (" \n\n", "no text"), ("x" * (rules.TEXT_MAX + 1), "2000001"), ("# a\n" * (rules.SECTIONS_MAX + 1), "3001"), ("# Long\n\n" + "x" * rules.SECTION_MAX, "“Long”"),
])
def test_a_text_that_is_empty_or_too_large_is_refused_with_its_figure(text, said):
    with pytest.raises(Invalid, match=said):
        rules.check_text(texts.parse(text))


def test_a_file_that_is_not_utf8_is_refused_and_the_byte_is_named():
    with pytest.raises(Invalid, match="byte 3"):
        rules.read_upload("ab\u0161".encode("cp1250"))
    assert rules.read_upload("\ufeffчлан".encode()) == "члан"


def test_a_published_version_is_never_worked_on_again():
    assert rules.LIFE.steps(VersionState.PUBLISHED) == ["withdraw"]
    for state in (VersionState.DISCARDED, VersionState.WITHDRAWN):
        assert rules.LIFE.steps(state) == []


def test_the_checklist_names_every_hindrance():
    found = rules.hindrances(ChangeClass.EDITORIAL, {"edited", "inserted"}, 0, [3], ["R1-RS-001"])
    assert [type(one) for one in found] == [Invalid, IllegalMove, IllegalMove, Invalid]
    assert "Round 3" in str(found[1])
    assert "R1-RS-001" in str(found[2])
    assert rules.hindrances(ChangeClass.SUBSTANTIVE, {"inserted", "deleted"}, 1, [], []) == []


def test_the_way_between_versions_goes_over_their_common_base():
    bases = {1: None, 2: 1, 3: 2, 4: 2, 9: None}
    assert rules.way(1, 3, bases) == ([], [2, 3])
    assert rules.way(3, 1, bases) == ([3, 2], [])
    assert rules.way(3, 4, bases) == ([3], [4])
    assert rules.way(3, 9, bases) == ([], [])


def test_concordances_chain_through_splits_and_removals():
    steps = [{("a", "a"), ("a", "b"), ("c", "c"), (None, "n")}, {("a", None), ("b", "b"), ("c", "b"), ("n", "n"), (None, "z")}]
    assert set(rules.chained(steps)) == {("a", "b"), ("c", "b"), (None, "n"), (None, "z")}


uids = st.sampled_from("abcdef")


@given(st.lists(st.tuples(st.none() | uids, st.none() | uids, st.frozensets(st.sampled_from(["unchanged", "edited", "moved"]))).filter(lambda link: link[:2] != (None, None))))
def test_grouped_links_lose_no_section_and_name_none_twice(links):
    groups = rules.grouped(links)
    for side in (0, 1):
        named = [uid for group in groups for uid in group[side]]
        assert sorted(named) == sorted({link[side] for link in links if link[side] is not None})

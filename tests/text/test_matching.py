"""What became of each section between two versions."""
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.errors import Invalid
from consult.text.matching import KINDS, adopt, match
from consult.text.sections import join, parse
from tests.text.documents import DATA, MARKDOWN, text_of

ROOT = Path(__file__).parents[2]
TRUTH = json.loads((DATA / "changes-truth.json").read_text(encoding="utf-8"))
OLD, NEW = parse(text_of("model-draft-0.1")), parse(text_of("model-draft-0.2"))


def name(section):
    return section.number or section.heading


def became(old, new, fixed=()):
    """{name in old: {name in new: kinds}}; deleted sections have nothing, inserted ones stand under None."""
    was, now = {section.uid: name(section) for section in old}, {section.uid: name(section) for section in new}
    result = {name(section): {} for section in old}
    for link in match(old, new, fixed):
        if link.new is not None:
            result.setdefault(was.get(link.old), {})[now[link.new]] = link.kinds
    return result


@pytest.fixture(scope="module")
def sample():
    return became(OLD, NEW)


@pytest.mark.parametrize("entry", [entry for entry in TRUTH["sections"] if entry["from_title"]], ids=lambda entry: entry["key"])
def test_every_section_of_the_sample_is_found_again(sample, entry):
    found = sample[entry["from_number"] or entry["from_title"]]
    assert sorted(found) == sorted(entry["to"])
    kinds = set().union(*found.values()) if found else {"deleted"}
    assert kinds == {"edited" if kind == "cross_reference_updated" else kind for kind in entry["relation"]}


def test_only_the_new_sections_of_the_sample_are_inserted(sample):
    assert set(sample[None]) == {"4.3", "9.2"}


def test_the_chapters_of_the_sample_are_found_again(sample):
    assert {chapter: dict(sample[chapter]) for chapter in ("1", "7")} == {"1": {"1": {"unchanged"}}, "7": {"7": {"retitled"}}}


def test_every_section_is_accounted_for():
    links = match(OLD, NEW)
    assert {link.old for link in links} - {None} == {section.uid for section in OLD}
    assert {link.new for link in links} - {None} == {section.uid for section in NEW}
    assert all(link.kinds and link.kinds <= set(KINDS) and 0 <= link.confidence <= 1 for link in links)


def test_a_section_kept_across_versions_keeps_its_key():
    adopted = adopt(OLD, NEW, match(OLD, NEW))
    was = {name(section): section.uid for section in OLD}
    now = {name(section): section.uid for section in adopted}
    assert now["6.3"] == was["3.4"]
    assert now["5.4"] not in was.values() or now["5.3"] not in was.values()
    assert was["5.3"] in (now["5.3"], now["5.4"])
    assert now["7.1"] in (was["7.1"], was["7.2"])
    assert now["4.3"] not in was.values()
    assert join(adopted) == join(NEW)


def test_a_deleted_key_is_never_used_again():
    first = parse("# A\n\nOne two three four.\n\n# B\n\nFive six seven eight.\n")
    second = adopt(first, parse("# B\n\nFive six seven eight.\n"), match(first, parse("# B\n\nFive six seven eight.\n")))
    third = parse("# A\n\nQuite different words now.\n\n# B\n\nFive six seven eight.\n")
    ever = [section.uid for section in first]
    adopted = adopt(second, third, match(second, third), used=ever)
    assert adopted[1].uid == first[1].uid
    assert adopted[0].uid not in ever


def test_a_key_kept_by_the_editor_counts_more_than_the_words():
    old = parse("# A\n\nAlpha beta gamma delta.\n\n# B\n\nOther words entirely here.\n", uids=["a", "b"])
    new = parse("# B\n\nOther words entirely here.\n\n# A\n\nAlpha beta gamma delta.\n", uids=["a", "b"])
    assert {(link.old, link.new) for link in match(old, new)} == {("a", "a"), ("b", "b")}


def test_a_title_alone_makes_no_kept_key():
    old = parse("# Aims\n\n" + "Firms learn to export together under one roof and one flag. " * 3 + "\n\n# B\n\nText.\n")
    new = parse("# Aims\n\nNothing here resembles what stood before in any way at all.\n\n# Goals\n\n"
                + "Firms learn to export together under one roof and one flag. " * 3 + "\n\n# B\n\nText.\n")
    assert "Goals" in became(old, new)["Aims"]


def test_the_editor_is_always_right():
    old, new = parse("# A\n\nsame words here\n\n# B\n\nother words there\n"), parse("# A\n\nsame words here\n\n# B\n\nother words there\n")
    a, b = (section.uid for section in old)
    links = {(link.old, link.new) for link in match(old, new, fixed=[(a, b), (None, a)])}
    assert links == {(a, b), (b, None), (None, a)}


def test_a_correction_about_a_strange_section_is_refused():
    with pytest.raises(Invalid):
        match(OLD, NEW, fixed=[("nobody", None)])


def test_serbian_in_the_other_script_is_the_same_text():
    old = parse("# Сврха\n\nМодел помаже влади да напише или побољша своју националну политику кластера.\n")
    new = parse("# Uvod\n\nNovi uvod ima sasvim druge reči.\n\n# Svrha\n\n"
                "Model pomaže vladi da napiše ili poboljša svoju nacionalnu politiku klastera.\n")
    assert set(became(old, new)["Сврха"]) == {"Svrha"}


def test_nothing_is_guessed():
    old, new = parse("# Fishing\n\nBoats leave the harbour before sunrise.\n"), parse("# Taxes\n\nEvery firm files one return a year.\n")
    assert [link.kinds for link in match(old, new)] == [{"deleted"}, {"inserted"}]


@settings(max_examples=60)
@given(MARKDOWN)
def test_a_text_compared_with_itself_is_unchanged(text):
    sections = parse(text)
    links = match(sections, sections)
    assert {(link.old, link.new) for link in links} == {(section.uid, section.uid) for section in sections}
    assert all(link.kinds == {"unchanged"} for link in links)


@settings(max_examples=150)
@given(MARKDOWN, MARKDOWN, st.data())
def test_linked_sections_share_a_key_and_keys_are_unique(before, after, data):
    old, new = parse(before), parse(after)
    used = data.draw(st.sets(st.sampled_from([section.uid for section in new]))) if new else set()
    links = match(old, new)
    assert match(old, new) == links
    adopted = adopt(old, new, links, used=used)
    keys = [section.uid for section in adopted]
    assert len(set(keys)) == len(keys)
    assert join(adopted) == join(new)
    linked = {link.new for link in links if link.old is not None}
    old_keys = {section.uid for section in old}
    for section, becomes in zip(new, adopted, strict=True):
        if section.uid not in linked:
            assert becomes.uid not in old_keys | used
    assert {link.old for link in links if link.old and link.new and not link.kinds & {"split", "merged"}} <= set(keys)


def test_a_section_the_editor_rewrote_is_still_itself():
    old = parse("# A\n\nAlpha beta gamma delta.\n\n# B\n\nOther words entirely here.\n")
    new = [old[0], replace(old[1], number="7", heading="Fish", head="# 7. Fish\n\n", body="Nothing is as it was before.\n", kept=True)]
    links = match(old, [replace(section, kept=True) for section in new])
    assert [(link.old, link.new, link.kinds) for link in links] == [
        (old[0].uid, old[0].uid, {"unchanged"}), (old[1].uid, old[1].uid, {"edited", "retitled", "renumbered"}),
    ]
    assert [section.uid for section in adopt(old, new, links)] == [section.uid for section in old]


def test_a_real_contract_is_followed_from_year_to_year():
    old, new = parse(text_of("github-tos-2019")), parse(text_of("github-tos-2020"))
    links = match(old, new)
    adopted = adopt(old, new, links)
    for heading in ("Definitions", "User-Generated Content", "Cancellation and Termination"):
        was, becomes = ([section.uid for section in version if section.heading == heading] for version in (old, adopted))
        assert was == becomes
    assert len([link for link in links if link.old and link.new]) == 57


def test_the_result_does_not_hang_on_the_order_of_sets():
    program = (
        "from tests.text.documents import text_of\nfrom consult.text.sections import parse\nfrom consult.text.matching import match\n"
        "links = match(parse(text_of('model-draft-0.1')), parse(text_of('model-draft-0.2')))\n"
        "print([(link.old, link.new, sorted(link.kinds), link.confidence) for link in links])"
    )
    answers = {
        subprocess.run([sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, check=True).stdout
        for seed in ("0", "1", "42")
    }
    assert len(answers) == 1


def test_a_law_of_many_like_sections_is_matched_in_time():
    words = text_of("github-tos-2019").split()
    sections = [f"## § {n} (repealed)\n\n-\n" if n % 3 else f"## § {n} Title\n\n{' '.join(words[n * 7:n * 7 + 60])}\n" for n in range(1, 900)]
    old, new = parse("\n".join(sections)), parse("\n".join(sections[:400] + sections[430:]))
    assert len([link for link in match(old, new) if link.new is None]) >= 10

"""Editing a working text section by section, and correcting what became of each section."""
import pytest

from consult.db import transaction
from consult.documents.actions import concording, editing
from consult.documents.queries import stored, versions
from consult.errors import Conflict, Invalid
from tests.documents.conftest import FIRST


def test_an_edit_changes_its_section_and_no_other_character(desk):
    with transaction():
        version = desk.start()
        desk.edit(version, "2", body="A cluster has at least twelve members.")
    expected = FIRST.replace("A cluster has at least ten members. A party may accept fewer, but not fewer than eight.", "A cluster has at least twelve members.")
    assert stored.source(version) == expected


def test_nobody_overwrites_an_edit_silently(desk):
    with transaction():
        version = desk.start()
        opened = desk.row(version, "2").revision
        desk.edit(version, "2", body="First.")
    with pytest.raises(Conflict), transaction():
        desk.edit(version, "2", body="Second.", revision=opened)
    assert "First." in stored.source(version)


def test_an_edit_elsewhere_is_no_conflict(desk):
    with transaction():
        version = desk.start()
        opened = desk.row(version, "3").revision
        editing.add_section(desk.editor, version, None, "0", "In front", 2, "New.")
        desk.edit(version, "1", number="1a")
        desk.edit(version, "3", body="Still mine.", revision=opened)
    assert "Still mine." in stored.source(version)


@pytest.mark.parametrize("body", ["Words.\n\n## Another heading\n\nMore.", "Words\n=====\n"])
def test_a_heading_inside_a_text_is_refused_or_becomes_a_section(desk, body):
    with transaction():
        version = desk.start()
        count, uid = len(stored.sections(version)), desk.row(version, "2").uid
    with pytest.raises(Invalid) as refusal, transaction():
        desk.edit(version, "2", body=body)
    assert refusal.value.field == "body"
    with transaction():
        desk.edit(version, "2", body=body, divide=True)
    assert len(stored.sections(version)) == count + 1
    assert desk.row(version, "2").uid == uid


def test_a_text_that_would_swallow_the_next_section_is_refused(desk):
    with transaction():
        version = desk.start(FIRST + "\n```\nx = 1\n```\n")
    with pytest.raises(Invalid, match="close the block of code"), transaction():
        desk.edit(version, "2", body="```\nnever closed")


def test_a_section_moves_with_those_under_it_and_addresses_follow(desk):
    with transaction():
        version = desk.start()
        editing.move_section(desk.editor, version, desk.row(version, "2"), desk.row(version, "3").uid)
    assert [r.number for r in stored.sections(version)] == ["", "", "1", "3", "2", "2.1"]
    assert [r.position for r in stored.sections(version)] == list(range(6))
    with pytest.raises(Invalid), transaction():
        editing.move_section(desk.editor, version, desk.row(version, "2"), desk.row(version, "2.1").uid)


def test_addresses_change_hands(desk):
    with transaction():
        version = desk.start("# 1 One\n\na\n\n# 2 Two\n\nb\n")
        one, two = stored.sections(version)
        desk.edit(version, "1", number="9")
        desk.edit(version, "2", number="1")
        desk.edit(version, "9", number="2")
    assert {r.uid: r.address for r in stored.sections(version)} == {one.uid: "2", two.uid: "1"}


def test_a_section_is_taken_out_alone_or_with_those_under_it(desk):
    with transaction():
        version = desk.start()
        editing.remove_section(desk.editor, version, desk.row(version, "3"))
        editing.remove_section(desk.editor, version, desk.row(version, "2"), branch=True)
    assert [r.number for r in stored.sections(version)] == ["", "", "1"]


SPLIT = FIRST.replace("A party may accept fewer, but not fewer than eight.", "\n\n## 2.9 Exceptions\n\nA party may accept fewer, but not fewer than eight.")


def test_an_editor_corrects_the_concordance_and_keys_follow(desk):
    with transaction():
        one, two = desk.two(FIRST, FIRST + "\n## 4 Archive\n\nWhat nobody needs any more.\n")
        old, new = desk.row(one, "3").uid, desk.row(two, "4").uid
        assert old != new
        concording.correct_concordance(desk.editor, two, old, [new])
    assert desk.row(two, "4").uid == old
    assert desk.row(two, "3").uid != old
    assert [(link.new_uid, link.source) for link in versions.concordance(two) if link.old_uid == old] == [(old, "editor")]


def test_what_the_editor_said_stands_when_the_text_is_edited_further(desk):
    with transaction():
        one, two = desk.two()
        old = desk.row(one, "3").uid
        concording.correct_concordance(desk.editor, two, old, [])
        desk.edit(two, "1", body="Something else.")
    assert [(link.new_uid, link.kinds, link.source) for link in versions.concordance(two) if link.old_uid == old] == [(None, "deleted", "editor")]
    assert desk.row(two, "3").uid != old


def test_an_editor_says_that_a_section_was_split(desk):
    with transaction():
        one, two = desk.two(FIRST, SPLIT)
        old = desk.row(one, "2").uid
        concording.correct_concordance(desk.editor, two, old, [desk.row(two, "2").uid, desk.row(two, "2.9").uid])
    links = [link for link in versions.concordance(two) if link.old_uid == old]
    assert len(links) == 2
    assert all("split" in link.kinds.split() for link in links)

"""Editing section by section: what is not touched stays to the character, and the whole falls apart at the same places."""
from hypothesis import given
from hypothesis import strategies as st

from consult.errors import Invalid
from consult.text import editing
from consult.text.sections import join, parse

LINES = ["# A\n", "## 1.1 B\n", "### C\n", "text\n", "\n", "- item\n", "```\nx\n```\n", "| a |\n|---|\n", "Title\n---\n", "члан  \n"]
pieces = st.lists(st.sampled_from(LINES), min_size=1, max_size=14)


@given(pieces, st.data())
def test_whatever_is_moved_nothing_is_lost_and_keys_stay(parts, data):
    sections = parse("".join(parts))
    uid = data.draw(st.sampled_from([s.uid for s in sections]))
    after = data.draw(st.sampled_from([None, *(s.uid for s in sections)]))
    try:
        moved = editing.moved(sections, uid, after)
    except Invalid:
        return
    assert sorted((s.uid, s.source.strip()) for s in moved) == sorted((s.uid, s.source.strip()) for s in sections)
    assert [s.source for s in parse(join(moved))] == [s.source for s in moved]


@given(pieces, st.data())
def test_whatever_is_taken_out_the_others_keep_their_words(parts, data):
    sections = parse("".join(parts))
    gone = data.draw(st.sets(st.sampled_from([s.uid for s in sections])))
    try:
        left = editing.removed(sections, gone)
    except Invalid:
        return
    assert [(s.uid, s.source.strip()) for s in left] == [(s.uid, s.source.strip()) for s in sections if s.uid not in gone]


@given(pieces, st.text(st.sampled_from("ab #-=`>|\n"), max_size=30), st.data())
def test_whatever_is_typed_the_other_sections_stay_or_it_is_refused(parts, body, data):
    sections = parse("".join(parts))
    section = data.draw(st.sampled_from(sections))
    try:
        after = editing.reworded(sections, section.uid, section.number, section.heading, section.level, body)
    except Invalid:
        return
    assert [s.source for s in after if s.uid != section.uid] == [s.source for s in sections if s.uid != section.uid]


def test_an_untouched_form_changes_nothing():
    text = "# 1. One  \n\n\n  words \n\n## Two ##\ntext\n"
    for section in parse(text):
        assert join(editing.reworded(parse(text), section.uid, section.number, section.heading, section.level, section.body)) == text


def test_a_new_first_section_stands_behind_the_opening_words():
    sections = parse("Opening words.\n\n# A\n")
    assert [s.heading for s in editing.added(sections, None, "", "New", 1, "text", ())] == ["", "New", "A"]


def test_new_neighbours_are_set_apart():
    sections = parse("# A\n\nwords\n\n# B\nend")
    assert join(editing.moved(sections, sections[1].uid, None)) == "# B\nend\n\n# A\n\nwords\n\n"

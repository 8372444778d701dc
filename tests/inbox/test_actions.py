"""Giving, reading, noting and keeping: by editors, for editors, and in no public record."""
import pytest
from sqlalchemy import func, select

from consult.accounts import actions as accounts
from consult.db import db, transaction
from consult.errors import Invalid, NotAllowed
from consult.inbox import actions
from consult.inbox.models import InboxNote, InboxRead
from consult.inbox.queries import counted, kept
from consult.inbox.rules import NOTE_MAX, Choice
from consult.journal.models import JournalEntry


@pytest.mark.parametrize("name", ["citizen", "moderator", "admin", "observer", "coordinator"])
def test_only_editors_do_anything_here(said, name):
    person, comment = said.desk.person(name), said.comment(0)
    for do in (lambda: actions.assign(person, comment, None), lambda: actions.mark_read(person, [comment]), lambda: actions.mark_unread(person, [comment]),
               lambda: actions.add_note(person, comment, "Words."), lambda: actions.keep_choice(person, "Mine", Choice())):
        with pytest.raises(NotAllowed), transaction():
            do()


def test_a_comment_is_given_to_an_editor_and_taken_back(said):
    editor, other = said.desk.person("editor"), said.desk.person("editor2")
    with transaction():
        actions.assign(editor, said.comment(0), other)
    entry = kept.entry(said.comment(0))
    assert (entry.assignee.name, entry.assigner.name, entry.assigned_at is None) == ("Editor2", "Editor", False)
    with transaction():
        actions.assign(other, said.comment(0), None)
    assert (kept.entry(said.comment(0)).assignee_id, kept.entry(said.comment(0)).assigned_by) == (None, other.id)


def test_a_comment_is_not_given_to_somebody_who_is_no_editor(said):
    with pytest.raises(Invalid, match="editors"), transaction():
        actions.assign(said.desk.person("editor"), said.comment(0), said.desk.person("citizen"))


def test_who_is_no_editor_any_more_is_not_offered_and_what_they_look_after_is_found(said):
    former = said.desk.person("editor2")
    assert [one.name for one in counted.editors()] == ["Editor", "Editor2"]
    with transaction():
        actions.assign(said.desk.person("editor"), said.comment(0), former)
        accounts.end_role(said.desk.person("admin"), former, former.grants[0])
    assert [one.name for one in counted.editors()] == ["Editor"]
    assert [one.name for one in counted.given_to(counted.of_fields(said.round, Choice()), counted.editors())] == ["Editor2"]
    with pytest.raises(Invalid, match="editors"), transaction():
        actions.assign(said.desk.person("editor"), said.comment(1), former)


def test_reading_twice_is_reading_once(said):
    editor = said.desk.person("editor")
    with transaction():
        assert actions.mark_read(editor, [said.comment(0), said.comment(1)]) == 2
        assert actions.mark_read(editor, [said.comment(0)]) == 0
    assert db.session.scalar(select(func.count()).select_from(InboxRead)) == 2
    with transaction():
        assert actions.mark_unread(editor, [said.comment(0), said.comment(4)]) == 1


def test_notes_stand_in_the_order_they_were_written(said):
    with transaction():
        actions.add_note(said.desk.person("editor"), said.comment(0), "Ask the ministry.")
        actions.add_note(said.desk.person("editor2"), said.comment(0), "They said yes.")
    assert [(one.account.name, one.body) for one in kept.notes(said.comment(0))] == [("Editor", "Ask the ministry."), ("Editor2", "They said yes.")]


@pytest.mark.parametrize("words", ["", " \n", "x" * (NOTE_MAX + 1)])
def test_a_note_has_words_and_an_end(said, words):
    with pytest.raises(Invalid), transaction():
        actions.add_note(said.desk.person("editor"), said.comment(0), words)
    assert db.session.scalar(select(func.count()).select_from(InboxNote)) == 0


def test_nothing_of_this_is_in_the_journal(said):
    before = db.session.scalar(select(func.count()).select_from(JournalEntry))
    with transaction():
        editor = said.desk.person("editor")
        actions.assign(editor, said.comment(0), editor)
        actions.mark_read(editor, [said.comment(0)])
        actions.add_note(editor, said.comment(0), "For us.")
        actions.keep_choice(editor, "Mine", Choice.read({"assigned": "me"}))
    assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == before


def test_a_choice_is_kept_under_its_name_for_one_editor(said):
    editor, other = said.desk.person("editor"), said.desk.person("editor2")
    with transaction():
        actions.keep_choice(editor, " My  list ", Choice.read({"party": "RS"}))
        actions.keep_choice(editor, "My list", Choice.read({"party": "HR"}))
    assert [(one.name, one.query) for one in kept.choices(editor)] == [("My list", "party=HR")]
    assert kept.choices(other) == []
    with pytest.raises(NotAllowed), transaction():
        actions.forget_choice(other, kept.choices(editor)[0])
    with transaction():
        actions.forget_choice(editor, kept.choices(editor)[0])
    assert kept.choices(editor) == []


def test_a_choice_that_is_too_long_is_refused_and_none_is_cut(said):
    choice = Choice.read({"q": "ж" * 200, "section": "2"})
    with pytest.raises(Invalid, match="too long"), transaction():
        actions.keep_choice(said.desk.person("editor"), "Long", choice)
    assert kept.choices(said.desk.person("editor")) == []


def test_no_editor_keeps_choices_without_end(said, monkeypatch):
    monkeypatch.setattr(actions, "CHOICES_MAX", 1)
    with transaction():
        actions.keep_choice(said.desk.person("editor"), "One", Choice())
    with pytest.raises(Invalid, match="forget"), transaction():
        actions.keep_choice(said.desk.person("editor"), "Two", Choice())

"""Lists and counts of the inbox: what fits, in the order it came, page by page both ways, and never by reading all rows."""
import re
from collections import Counter

import pytest
from sqlalchemy import event, select, text

from consult.comments.actions import answering, moderating
from consult.comments.models import Comment
from consult.comments.rules import Code
from consult.db import db, transaction
from consult.documents.queries import stored
from consult.inbox import actions
from consult.inbox.models import InboxCount, InboxEntry, InboxRead
from consult.inbox.queries import counted, lists
from consult.inbox.rules import FIELDS, PAGE, Choice, Stage
from consult.inbox.views.blueprint import section_of


def asked(said, editor="editor", **choice):
    """A choice as the database understands it."""
    wanted = Choice.read(choice)
    section = section_of(wanted, stored.contents(said.round.version))
    return lists.asked(said.round, wanted, said.desk.person(editor), counted.of_fields(said.round, wanted), section.uid if section else None,
                       counted.of_organisation(said.round, wanted) if wanted.organisation else 0)


def shown(said, editor="editor", **choice):
    """Which of the five comments a choice shows, and the number it claims."""
    wanted = asked(said, editor, **choice)
    found = [said.ids.index(row.comment.id) for row in lists.page(wanted).rows]
    assert lists.number(wanted) == (len(found), False)
    return found


@pytest.mark.parametrize(("choice", "expected"), [
    ({}, [0, 1, 2, 3, 4]), ({"kind": "general"}, [1, 3]), ({"section": "2"}, [0, 1]), ({"section": "whole"}, [3]), ({"section": "99"}, []),
    ({"language": "sr-Cyrl"}, [1]), ({"party": "RS"}, [0, 1, 2, 3, 4]), ({"party": "HR"}, []), ({"channel": "paper"}, []), ({"channel": "direct", "kind": "wording"}, [4]),
    ({"assigned": "nobody"}, [0, 1, 2, 3, 4]), ({"assigned": "me"}, []), ({"assigned": "99"}, []), ({"unread": "1"}, [0, 1, 2, 3, 4]), ({"q": "nis"}, [1]),
    ({"q": "BROJ smanji"}, [1]),
    ({"q": "low numb"}, [0]), ({"q": "umber"}, []), ({"stage": "published"}, []), ({"stage": "any", "kind": "substance", "q": "please"}, [0]),
    ({"campaign": "99"}, []), ({"campaign": "5"}, [4]),
    ({"organisation": "1"}, []),
])
def test_filters_combine(said, choice, expected):
    assert shown(said, **choice) == expected


@pytest.mark.parametrize("choice", [{"q": "nis"}, {"q": "low numb"}, {"q": "a", "kind": "general"}, {"q": "a", "stage": "any"}, {"q": "pay", "party": "RS"}])
def test_words_find_the_same_whichever_way_they_are_looked_for(said, choice, monkeypatch):
    few = shown(said, **choice)
    monkeypatch.setattr(lists, "FEW", -1)
    assert shown(said, **choice) == few


def test_stages_follow_the_latest_answer(said):
    with transaction():
        answering.dispose(said.desk.person("editor"), said.comment(0), Code.NOTED, "Thank you.")
        said.desk.answer(said.comment(1))
        moderating.hide(said.desk.person("moderator"), said.comment(2), "Names a person.")
    assert [shown(said, stage=stage) for stage in ("todo", "draft", "approved", "published", "gone")] == [[3, 4], [0], [1], [], [2]]
    with transaction():
        answering.publish(said.desk.person("editor"), said.round)
    assert shown(said, stage="published") == [1]
    with transaction():
        answering.dispose(said.desk.person("editor"), said.comment(1), Code.NOT_ACCEPTED, "On second thoughts.", why="It was a mistake.")
    assert (shown(said, stage="published"), shown(said, stage="draft")) == ([], [0, 1])


def test_an_editor_approves_what_another_has_drafted(said):
    with transaction():
        answering.dispose(said.desk.person("editor"), said.comment(0), Code.NOTED, "Thank you.")
    assert shown(said, "editor", stage="to_approve") == []
    assert shown(said, "editor2", stage="to_approve") == [0]


def test_read_and_given_are_of_each_editor(said):
    with transaction():
        actions.mark_read(said.desk.person("editor"), [said.comment(0), said.comment(1)])
        actions.assign(said.desk.person("editor"), said.comment(1), said.desk.person("editor2"))
    assert (shown(said, "editor", unread="1"), shown(said, "editor2", unread="1")) == ([2, 3, 4], [0, 1, 2, 3, 4])
    assert (shown(said, "editor2", assigned="me"), shown(said, "editor", assigned="me"), shown(said, assigned="nobody")) == ([1], [], [0, 2, 3, 4])
    assert shown(said, "editor", unread="1", assigned="me") == []


def test_pages_go_both_ways_and_meet(said, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    for stage in ("todo", "any"):
        wanted = asked(said, stage=stage)
        first = lists.page(wanted)
        second = lists.page(wanted, after=first.after)
        third = lists.page(wanted, after=second.after)
        names = [[row.comment.id for row in one.rows] for one in (first, second, third)]
        assert names == [said.ids[:2], said.ids[2:4], said.ids[4:]]
        assert (first.before, third.after) == (0, 0)
        again = lists.page(wanted, before=third.before)
        assert [row.comment.id for row in again.rows] == said.ids[2:4]
        assert (again.before, again.after) == (second.before, second.after)


def test_the_next_comment_begins_anew_after_the_last(said):
    wanted = asked(said, kind="general")
    assert lists.next_after(wanted, 0) == said.names[1]
    assert lists.next_after(wanted, said.ids[1]) == said.names[3]
    assert lists.next_after(wanted, said.ids[4]) == said.names[1]
    assert lists.next_after(asked(said, party="HR"), 0) is None
    assert lists.beside(wanted, said.ids[2]) == (said.names[1], said.names[3])


def test_counts_are_what_counting_would_give(said):
    with transaction():
        answering.dispose(said.desk.person("editor"), said.comment(0), Code.NOTED, "Thank you.")
        actions.mark_read(said.desk.person("editor"), [said.comment(0), said.comment(1)])
        actions.assign(said.desk.person("editor"), said.comment(0), said.desk.person("editor2"))
    with transaction():
        said.desk.answer(said.comment(0))
        actions.mark_unread(said.desk.person("editor"), [said.comment(1)])
        actions.assign(said.desk.person("editor"), said.comment(0), None)
        actions.assign(said.desk.person("editor"), said.comment(3), said.desk.person("editor"))
    entries = list(db.session.scalars(select(InboxEntry)))
    expected = Counter((one.stage.value, field, str(getattr(one, column) if getattr(one, column) is not None else "")) for one in entries for field, column in FIELDS.items())
    expected += Counter((one.stage.value, "all", "") for one in entries)
    stages = {one.comment_id: one.stage.value for one in entries}
    expected += Counter((stages[one.comment_id], "read", str(one.account_id)) for one in db.session.scalars(select(InboxRead)))
    kept = {(one.stage, one.field, one.word): one.number for one in db.session.scalars(select(InboxCount)) if one.number}
    assert kept == dict(expected)
    assert counted.of_stages(said.round)[Stage.APPROVED] == 1


def test_every_comment_has_its_entry_as_it_stands(said):
    for comment, entry in db.session.execute(select(Comment, InboxEntry).outerjoin(InboxEntry, InboxEntry.comment_id == Comment.id)):
        assert (entry.round_id, entry.section_uid, entry.origin, entry.kind, entry.language, entry.channel, entry.organisation_id) == (
            comment.round_id, comment.section_uid or "", comment.origin, comment.kind, comment.language, comment.channel, comment.organisation_id or 0)


CHOICES = [{}, {"stage": "any"}, {"kind": "general"}, {"section": "2", "kind": "general"}, {"party": "RS", "stage": "any"}, {"organisation": "1"}, {"language": "en"},
           {"channel": "direct"}, {"assigned": "nobody"}, {"assigned": "me"}, {"unread": "1"}, {"q": "nis"}, {"q": "nis", "stage": "any"}, {"campaign": "1"},
           {"stage": "to_approve"}]


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_no_list_reads_all_rows(said, choice, few, monkeypatch):
    """What SQLite plans: every table is searched, none is scanned but the few rows that have been found already, and nothing is sorted but the few rows of each stage."""
    if not few:
        monkeypatch.setattr(lists, "FEW", -1)
    for key, backwards in ((0, False), (said.ids[2], False), (said.ids[2], True)):
        query = lists._ids(asked(said, **choice), key, backwards, PAGE + 1)
        statement = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))
        plan = [row[3] for row in db.session.execute(text("EXPLAIN QUERY PLAN " + statement.replace(":", r"\:")))]
        scans = [line for line in plan if re.match(r"SCAN (?!\(?(subquery|anon|inbox_words VIRTUAL)|\d+ )", line)]
        assert scans == [], plan
        sorted_ = [line for line in plan if "TEMP B-TREE FOR ORDER" in line]
        assert len(sorted_) <= (len(Stage) if choice.get("stage") == "any" and not ("q" in choice and not few) else 0), plan


def test_a_page_asks_as_often_for_many_rows_as_for_few(said, monkeypatch):
    def statements(size):
        monkeypatch.setattr(lists, "PAGE", size)
        wanted, seen = asked(said, stage="any"), []
        listen = lambda *args: seen.append(args[2])  # noqa: E731
        db.session.expire_all()
        event.listen(db.engine, "before_cursor_execute", listen)
        rows = lists.page(wanted).rows
        event.remove(db.engine, "before_cursor_execute", listen)
        assert len(rows) == min(size, 5)
        return len(seen)

    assert statements(1) == statements(5)

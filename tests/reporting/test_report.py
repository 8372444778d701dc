"""The report of a round: every figure a count of rows, frozen when the round is completed."""
import json
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from consult import clock
from consult.comments.actions import answering, moderating, writing
from consult.comments.queries import threads
from consult.comments.rules import Code
from consult.db import db, transaction
from consult.errors import Conflict, Invalid, NotAllowed
from consult.journal import queries as journal
from consult.reporting import rules
from consult.reporting.actions import themes as writing_themes
from consult.reporting.queries import checking, facts, themes
from consult.rounds import actions as rounds
from tests.comments.conftest import AFTER, SECOND

LATER = AFTER + timedelta(days=20)


@pytest.fixture
def answered(desk):
    """Round 1 with four comments: accepted with a change, not accepted, withdrawn, noted; all answers published, the introduction written."""
    with transaction():
        round_ = desk.open_round(desk.publish())
        comments = [desk.say(round_), desk.say(round_, "Too long.", "3"), desk.say(round_, "Never mind.", None), desk.say(round_, "Schön!", None, language="sl")]
        writing.withdraw(desk.person("citizen"), comments[2])
    with clock.at(AFTER), transaction():
        version = desk.start(SECOND, "0.2", round_.version)
        rounds.begin_disposition(desk.person("editor"), round_)
        desk.answer(comments[0], Code.ACCEPTED, "", changes=[(desk.uid(version, "2"), version)])
        desk.answer(comments[1], Code.NOT_ACCEPTED, "Three years are needed.")
        desk.answer(comments[3])
        answering.publish(desk.person("editor"), round_)
        rounds.write_report(desk.person("editor"), round_, "We heard **three** voices.")
    return round_


def complete(desk, round_):
    with clock.at(LATER), transaction():
        rounds.complete(desk.person("editor"), round_)


def test_R6_every_figure_is_a_count_of_rows_and_the_groups_sum_to_the_total(desk, answered):
    told = facts.gather(answered)
    assert told["counts"] == {"total": 4, "disposed": 3, "undisposed": 0, "withdrawn": 1, "hidden": 0, "late": 0, "admitted": 0}
    assert set(rules.sums(told).values()) == {4}
    assert rules.faults(told) == []
    by = {group["field"]: group["rows"] for group in told["groups"]}
    uids = {s["uid"]: s["section"] for s in told["changes"]}
    assert list(uids.values()) == ["2 Size"]
    assert by["answer"] == [["accepted", 1], ["not_accepted", 1], ["noted", 1], ["withdrawn", 1]]
    assert by["language"] == [["en", 3], ["sl", 1]]
    assert by["section"][0] == [None, 2]


def test_R6_figures_that_do_not_add_up_are_named(answered):
    told = facts.gather(answered)
    told["groups"][0]["rows"][0][1] += 1
    assert any("by party adds up to 5, not to 4" in fault for fault in rules.faults(told))


def test_changes_name_the_comments_behind_them_and_reasons_those_that_got_them(answered):
    told = facts.gather(answered)
    assert [(c["from"], c["to"], c["total"], [code for _, code in c["comments"]]) for c in told["changes"]] == [("0.1", "0.2", 1, ["accepted"])]
    assert [(r["code"], r["reason"], r["total"]) for r in told["reasons"]] == [("accepted", "", 1), ("not_accepted", "Three years are needed.", 1), ("noted", "Thank you.", 1)]


def test_C6_a_drafted_answer_is_in_no_figure(desk, answered):
    with clock.at(AFTER), transaction():
        desk.answer(threads.in_round(answered)[1], Code.OUT_OF_SCOPE, "A secret draft.", why="Second thoughts.")
    assert "secret draft" not in rules.content(facts.gather(answered))


def test_completion_freezes_the_report_under_the_hash_that_the_journal_keeps(desk, answered):
    complete(desk, answered)
    kept = facts.frozen(answered)
    assert sha256(kept.content.encode()).hexdigest() == kept.digest == journal.page(noun="rounds")[0].facts["report"]
    assert json.loads(kept.content)["counts"]["total"] == 4


def test_the_frozen_report_stays_when_a_comment_is_hidden_later(desk, answered):
    complete(desk, answered)
    before = facts.frozen(answered).content
    with clock.at(LATER + timedelta(days=1)), transaction():
        moderating.hide(desk.person("moderator"), threads.in_round(answered)[1], "An insult.")
    assert facts.frozen(answered).content == before
    assert json.loads(before)["counts"]["hidden"] == 0
    assert facts.gather(answered)["counts"]["hidden"] == 1


def test_one_changed_letter_in_a_frozen_report_or_a_changed_row_is_found(desk, answered):
    complete(desk, answered)
    assert list(checking.broken()) == []
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER tg_frozen_report_no_update")
        connection.exec_driver_sql("UPDATE comment SET kind = 'general' WHERE id = 2")
    assert list(checking.broken()) == ["the report of round 1: the comments by kind are others than those counted then"]
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE frozen_report SET content = replace(content, '\"total\":4', '\"total\":5')")
    assert list(checking.broken()) == ["the report of round 1: its text does not have its hash"]


def test_not_even_the_database_changes_a_frozen_report(desk, answered):
    complete(desk, answered)
    db.session.rollback()
    for statement in ("UPDATE frozen_report SET content = '{}'", "DELETE FROM frozen_report"):
        with pytest.raises(IntegrityError, match="frozen_report"), db.engine.begin() as connection:
            connection.exec_driver_sql(statement)


def test_a_theme_gathers_comments_by_their_numbers_and_by_their_sections(desk, answered):
    editor, first = desk.person("editor"), threads.in_round(answered)[0]
    with clock.at(AFTER), transaction():
        theme = writing_themes.add_theme(editor, answered, "Time", "People want **less** time.", [first.public_id], [desk.uid(answered.version, "3")], gather=True)
    told = facts.gather(answered)["themes"]
    assert [(t["title"], t["total"], t["sections"]) for t in told] == [("Time", 2, [["3 Funding", told[0]["sections"][0][1]]])]
    assert themes.ungathered(answered) == 1
    with pytest.raises(Invalid, match="R1-XX-999"), transaction(), clock.at(AFTER):
        writing_themes.write_theme(editor, theme, "Time", "Words.", ["R1-XX-999"], [], False, theme.revision)


def test_themes_change_places_and_two_editors_never_overwrite_one_another(desk, answered):
    editor = desk.person("editor")
    with clock.at(AFTER), transaction():
        for title in ("One", "Two", "Three"):
            writing_themes.add_theme(editor, answered, title, "Words.")
    with clock.at(AFTER), transaction():
        writing_themes.move_theme(editor, themes.of_round(answered)[2], up=True)
    assert [t.title for t in themes.of_round(answered)] == ["One", "Three", "Two"]
    theme = themes.of_round(answered)[0]
    seen = theme.revision
    with clock.at(AFTER), transaction():
        writing_themes.write_theme(editor, theme, "First", "Words.", [], [], False, seen)
    with clock.at(AFTER), pytest.raises(Conflict, match="changed this theme"), transaction():
        writing_themes.write_theme(desk.person("editor2"), theme, "Uno", "Words.", [], [], False, seen)
    with clock.at(AFTER), transaction():
        writing_themes.drop_theme(editor, theme)
    assert [t.title for t in themes.of_round(answered)] == ["Three", "Two"]


def test_next_steps_stand_in_the_order_of_their_days_and_lie_behind_the_close(desk, answered):
    editor, day = desk.person("editor"), answered.closes_at.date()
    with clock.at(AFTER), transaction():
        writing_themes.add_step(editor, answered, day + timedelta(days=40), "The ballot opens.")
        writing_themes.add_step(editor, answered, day + timedelta(days=20), "Version 0.2 is published.")
    assert [s["words"] for s in facts.gather(answered)["steps"]] == ["Version 0.2 is published.", "The ballot opens."]
    with clock.at(AFTER), pytest.raises(Invalid, match="behind the close"), transaction():
        writing_themes.add_step(editor, answered, day - timedelta(days=3), "Too early.")


def test_R5_nothing_is_written_into_the_report_of_a_complete_round(desk, answered):
    editor = desk.person("editor")
    with clock.at(AFTER), transaction():
        theme = writing_themes.add_theme(editor, answered, "Time", "Words.")
        step = writing_themes.add_step(editor, answered, LATER.date(), "Later.")
    complete(desk, answered)
    with clock.at(LATER):
        for late in (lambda: writing_themes.add_theme(editor, answered, "More", "Words."), lambda: writing_themes.drop_theme(editor, theme),
                     lambda: writing_themes.write_theme(editor, theme, "T", "W", [], [], False, theme.revision), lambda: writing_themes.drop_step(editor, step),
                     lambda: writing_themes.move_theme(editor, theme, up=True), lambda: writing_themes.add_step(editor, answered, LATER.date(), "More.")):
            with pytest.raises(NotAllowed), transaction():
                late()


def test_the_report_asks_as_often_for_many_comments_as_for_few(desk):
    with transaction():
        round_ = desk.open_round(desk.publish())
        desk.say(round_)
    asked: list[int] = []
    for _ in range(2):
        asked.append(0)
        count = lambda *_: asked.append(asked.pop() + 1)  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", count)
        facts.gather(round_)
        event.remove(db.engine, "before_cursor_execute", count)
        with transaction():
            for number in range(15):
                desk.say(round_, f"Number {number}.", str(1 + number % 3))
    assert asked[0] == asked[1] < 25

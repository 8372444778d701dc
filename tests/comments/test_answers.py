"""Dispositions: drafted, approved by another, published together; and the gate they make."""
from datetime import timedelta

import pytest

from consult import clock
from consult.comments.actions import answering, moderating
from consult.comments.queries import answers, threads
from consult.comments.rules import AnswerState, Code, CommentState
from consult.db import transaction
from consult.documents.actions import editing, publishing, starting
from consult.documents.queries import checklist, stored
from consult.errors import ConsultError, IllegalMove, Invalid, NotAllowed
from consult.rounds import actions as rounds
from tests.comments.conftest import AFTER, CLOSES, FIRST, SECOND


@pytest.fixture
def successor(desk, round_, asked):
    with transaction():
        return desk.start(SECOND, "0.2", round_.version)


def test_no_answer_is_drafted_while_the_round_is_open(desk, round_):
    with transaction():
        comment = desk.say(round_)
    with pytest.raises(IllegalMove, match="close"), transaction():
        answering.dispose(desk.person("editor"), comment, Code.NOTED, "Thank you.")


@pytest.mark.parametrize("code", [c for c in Code if c != Code.ACCEPTED])
def test_C3_every_answer_but_accepted_needs_a_reason(desk, asked, code):
    with pytest.raises(Invalid, match="reason"), transaction():
        answering.dispose(desk.person("editor"), asked[0], code, "  ")


@pytest.mark.parametrize("code", [Code.ACCEPTED, Code.PARTLY])
def test_C2_accepting_needs_a_change_that_is_one(desk, round_, asked, successor, code):
    unchanged, changed = desk.uid(round_.version, "3"), desk.uid(round_.version, "2")
    with pytest.raises(Invalid, match="needs the section"), transaction():
        answering.dispose(desk.person("editor"), asked[1], code, "Done.")
    with pytest.raises(Invalid, match="same in both"), transaction():
        answering.dispose(desk.person("editor"), asked[1], code, "Done.", [(unchanged, successor)])
    with pytest.raises(Invalid, match="follows"), transaction():
        answering.dispose(desk.person("editor"), asked[1], code, "Done.", [(changed, round_.version)])
    with transaction():
        answer = answering.dispose(desk.person("editor"), asked[1], code, "Done.", [(changed, successor)])
    assert [(link.section_uid, link.to_version.label) for link in answer.changes] == [(changed, "0.2")]


def test_C2_a_change_taken_back_stops_the_approval_and_the_publication_of_the_version(desk, round_, asked, successor):
    uid = desk.uid(successor, "2")
    with transaction():
        answer = answering.dispose(desk.person("editor"), asked[1], Code.ACCEPTED, changes=[(uid, successor)])
        _write_back(desk, round_.version, successor, "2")
    assert [link.section_uid for link in answers.unchanged_links(successor)] == [uid]
    with pytest.raises(Invalid, match="same in both"), transaction():
        answering.approve(desk.person("editor2"), answer)


def _write_back(desk, base, successor, number):
    old, new = (next(s for s in stored.sections(v) if s.number == number) for v in (base, successor))
    editing.edit_section(desk.person("editor"), successor, new, old.number, old.heading, old.level, old.body, new.revision)


def test_an_answer_is_approved_by_another_editor(desk, asked):
    with transaction():
        answer = answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "Thank you.")
    with pytest.raises(NotAllowed) as refusal, transaction():
        answering.approve(desk.person("editor"), answer)
    assert "not_drafter" in refusal.value.missing
    with transaction():
        answering.approve(desk.person("editor2"), answer)
    assert answer.state == AnswerState.APPROVED


def test_answers_are_published_together_and_drafts_stay_behind(desk, round_, asked):
    with transaction():
        desk.answer(asked[0])
        desk.answer(asked[1])
        answering.dispose(desk.person("editor"), asked[2], Code.NOTED, "Thank you.")
    assert [c.state for c in asked] == [CommentState.SUBMITTED] * 3
    with transaction():
        assert answering.publish(desk.person("editor"), round_) == 2
    assert [c.state for c in asked] == [CommentState.DISPOSED, CommentState.DISPOSED, CommentState.SUBMITTED]
    assert [c.public_id for c in answers.unanswered(round_)] == [asked[2].public_id]


def test_answers_are_published_only_while_the_round_is_being_answered(desk, round_):
    with transaction():
        comment = desk.say(round_)
    with clock.at(CLOSES), transaction():
        desk.answer(comment)
    with clock.at(CLOSES), pytest.raises(NotAllowed), transaction():
        answering.publish(desk.person("editor"), round_)


def test_a_later_answer_leaves_the_earlier_one_on_record(desk, round_, asked):
    with transaction():
        desk.answer(asked[0], Code.NOTED, "First reason.")
        answering.publish(desk.person("editor"), round_)
    with transaction():
        desk.answer(asked[0], Code.NOT_ACCEPTED, "Better reason.", why="The first one overlooked section 2.")
    assert threads.answer_of(asked[0]).reason == "First reason."
    with transaction():
        answering.publish(desk.person("editor"), round_)
    assert threads.answer_of(asked[0]).reason == "Better reason."
    assert [(a.seq, a.reason) for a in asked[0].dispositions] == [(1, "First reason."), (2, "Better reason.")]


def test_an_approved_answer_that_was_drafted_anew_is_not_published(desk, round_, asked):
    with transaction():
        desk.answer(asked[0], reason="Old.")
        answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "New.")
    with transaction():
        assert answering.publish(desk.person("editor"), round_) == 0


def test_C4_duplicates_point_at_one_that_is_none(desk, asked):
    one, two, three = asked
    with pytest.raises(Invalid, match="another comment"), transaction():
        answering.dispose(desk.person("editor"), one, Code.DUPLICATE, "Same.", target=one)
    with transaction():
        answering.dispose(desk.person("editor"), one, Code.DUPLICATE, "Same.", target=two)
    with pytest.raises(Invalid, match="itself a duplicate"), transaction():
        answering.dispose(desk.person("editor"), three, Code.DUPLICATE, "Same.", target=one)
    with pytest.raises(Invalid, match="duplicates of this one"), transaction():
        answering.dispose(desk.person("editor"), two, Code.DUPLICATE, "Same.", target=three)


def test_a_duplicate_of_a_hidden_comment_is_refused(desk, asked):
    with transaction():
        moderating.hide(desk.person("moderator"), asked[1], "It is abusive.")
    with pytest.raises(Invalid, match="not stand"), transaction():
        answering.dispose(desk.person("editor"), asked[0], Code.DUPLICATE, "Same.", target=asked[1])


def test_a_late_comment_is_deferred_unless_it_is_admitted(desk, round_):
    with clock.at(CLOSES), transaction():
        late = desk.say(round_)
    with clock.at(AFTER), pytest.raises(Invalid, match="came late"), transaction():
        answering.dispose(desk.person("editor"), late, Code.NOTED, "Thank you.")
    with clock.at(AFTER), transaction():
        answering.dispose(desk.person("editor"), late, Code.DEFERRED, "It came late.")
        answering.admit_late(desk.person("editor"), late, "The mail server was down.")
        answering.dispose(desk.person("editor"), late, Code.NOTED, "Thank you.")
    assert late.late


def test_C5_a_deferred_comment_waits_in_the_next_round_under_its_number(desk, round_, asked):
    with transaction():
        desk.answer(asked[0], Code.DEFERRED, "It needs more time.")
        desk.answer(asked[1])
        desk.answer(asked[2])
        answering.publish(desk.person("editor"), round_)
        rounds.write_report(desk.person("editor"), round_, "What we heard.")
        rounds.complete(desk.person("editor"), round_)
        following = desk.open_round(publishing.publish(desk.person("editor"), desk.start(SECOND, "0.2", round_.version), "Note."))
    assert answers.deferred(following) == answers.unanswered(following) == [asked[0]]
    with pytest.raises(IllegalMove), transaction():
        answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "Now.")
    with clock.at(following.closes_at):
        with pytest.raises(Invalid, match="deferred before"), transaction():
            answering.dispose(desk.person("editor"), asked[0], Code.DEFERRED, "Once more.")
        with transaction():
            rounds.begin_disposition(desk.person("editor"), following)
            rounds.write_report(desk.person("editor"), following, "Nothing new.")
        with pytest.raises(IllegalMove, match="R1-RS-001"), transaction():
            rounds.complete(desk.person("editor"), following)
        with transaction():
            desk.answer(asked[0], Code.NOTED, "Now.")
            assert answering.publish(desk.person("editor"), following) == 1
    assert answers.unanswered(following) == []
    assert asked[0].public_id == "R1-RS-001"


def test_R4_R5_a_round_is_complete_only_with_all_answers_and_then_for_good(desk, round_, asked):
    with transaction():
        rounds.write_report(desk.person("editor"), round_, "What we heard.")
    with pytest.raises(IllegalMove, match="Without a published answer: R1-RS-001, R1-RS-002"), transaction():
        rounds.complete(desk.person("editor"), round_)
    with transaction():
        for comment in asked:
            desk.answer(comment)
        answering.publish(desk.person("editor"), round_)
        rounds.complete(desk.person("editor"), round_)
    with pytest.raises(ConsultError), transaction():
        answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "Again.")


def test_the_successor_waits_for_the_last_answer(desk, round_, asked, successor):
    with pytest.raises(ConsultError), transaction():
        publishing.publish(desk.person("editor"), successor, "Note.")


def test_C6_nobody_reads_an_answer_before_it_is_published(desk, asked):
    with transaction():
        desk.answer(asked[0])
    assert threads.answer_of(asked[0]) is None


def test_a_hidden_comment_gets_no_published_answer_and_holds_nothing_back(desk, round_, asked):
    with transaction():
        desk.answer(asked[0])
        moderating.hide(desk.person("moderator"), asked[0], "It is abusive.")
        assert answering.publish(desk.person("editor"), round_) == 0
    assert asked[0].public_id not in {c.public_id for c in answers.unanswered(round_)}


def test_a_version_without_the_promised_change_is_named_by_its_comment(desk, round_, asked):
    with transaction():
        working = desk.start(FIRST.replace("once a year", "twice a year"), "0.2", round_.version)
        answering.dispose(desk.person("editor"), asked[2], Code.ACCEPTED, changes=[(desk.uid(working, "3"), working)])
    assert answers.unchanged_links(working) == []
    assert timedelta() < clock.now() - CLOSES


@pytest.fixture
def promised(desk, round_, asked):
    """A working text in which two accepted answers name a change, in section 3."""
    with transaction():
        working = desk.start(FIRST.replace("once a year", "twice a year"), "0.2", round_.version)
        for comment in asked[1:3]:
            answering.dispose(desk.person("editor"), comment, Code.ACCEPTED, changes=[(desk.uid(working, "3"), working)])
    return working


def test_a_working_text_that_answers_name_is_given_up_and_the_next_one_owes_the_change(desk, round_, asked, promised):
    assert [one.public_id for one in checklist.promised(promised)] == [one.public_id for one in asked[1:3]]
    with transaction():
        starting.discard(desk.person("editor"), promised)
    assert [one.dispositions[-1].code for one in asked[1:3]] == [Code.ACCEPTED] * 2, "no answer is lost"
    with transaction():
        following = desk.start(None, "0.2", round_.version)
    assert [one.public_id for one in checklist.promised(following)] == [one.public_id for one in asked[1:3]]
    assert {link.disposition.comment_id for link in answers.unchanged_links(following)} == {one.id for one in asked[1:3]}
    with transaction():
        row = next(one for one in stored.sections(following) if one.number == "3")
        editing.edit_section(desk.person("editor"), following, row, row.number, row.heading, row.level, row.body.replace("once a year", "four times a year"), row.revision)
    assert answers.unchanged_links(following) == [], "kept in the next text"

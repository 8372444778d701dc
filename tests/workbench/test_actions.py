"""Proposals taken over, steps undone, states brought back: nothing silently, nothing lost."""
import pytest
from sqlalchemy import select

from consult.db import db, transaction
from consult.documents.actions import editing
from consult.documents.queries import stored
from consult.errors import Conflict, Invalid, NotAllowed
from consult.journal.models import JournalEntry
from consult.workbench.actions import applying, keeping, ticking
from consult.workbench.models import SectionState
from consult.workbench.queries import proposals, states, ticks, unsaved
from consult.workbench.rules import Fit
from tests.workbench.conftest import TEN

EIGHT = "at least eight members"


def test_a_proposal_is_taken_over_in_one_step_and_ticks_its_comment(bench):
    with transaction():
        bench.begin((TEN, EIGHT))
        bench.apply()
    assert bench.text() == "A cluster has at least eight members. A country may accept fewer, but not fewer than eight."
    assert ticks.ticked(bench.comment()) == [(bench.row().uid, bench.version.id)]
    told = db.session.scalars(select(JournalEntry).filter_by(kind="workbench.apply")).one()
    assert told.facts["comment"] == bench.comment().public_id
    assert bench.causes() == ["proposal", "found"]


def test_a_proposal_goes_beside_an_edit_that_does_not_touch_it(bench):
    with transaction():
        bench.begin((TEN, EIGHT))
        bench.edit("not fewer than eight", "not fewer than five")
        bench.apply()
    assert bench.text() == "A cluster has at least eight members. A country may accept fewer, but not fewer than five."


def test_a_proposal_that_touches_an_edit_waits_for_the_editor(bench):
    with transaction():
        bench.begin((TEN, EIGHT))
        bench.edit("ten", "twelve")
    with pytest.raises(Conflict), transaction():
        bench.apply()
    assert "at least twelve members" in bench.text()
    with transaction():
        bench.apply(words="at least nine members")
    assert "at least nine members" in bench.text()


def test_two_proposals_for_the_same_words_wait_for_the_editor(bench):
    with transaction():
        bench.begin((TEN, EIGHT), ("ten members", "six firms"))
    with pytest.raises(Conflict), transaction():
        bench.apply(0)
    fits = proposals.fitted(proposals.beside(bench.version, bench.row().uid)[0], bench.row().body, {})
    assert {one.fit for one in fits.values()} == {Fit.RIVALS}
    assert [one.comment.public_id for one in (fits[bench.comment(0).id],)] == ["R1-RS-001"]
    assert fits[bench.comment(0).id].rivals == (bench.comment(1),)


@pytest.mark.parametrize("second", ["six firms", "a dozen firms of every size"])
def test_what_a_proposal_took_away_is_shown_to_the_next_one(bench, second):
    with transaction():
        bench.begin((TEN, EIGHT), (TEN, second))
        bench.apply(0, words=EIGHT)
    applied = {comment: step.id for comment, step in states.applied(states.in_effect(bench.version, bench.row().uid).values()).items()}
    fit = proposals.fitted(proposals.beside(bench.version, bench.row().uid)[0], bench.row().body, applied)[bench.comment(1).id]
    assert fit.fit == Fit.TOUCHED
    assert fit.rivals == (bench.comment(0),)
    assert "eight" in fit.now


def test_an_applied_step_is_undone_and_what_came_after_stays(bench):
    with transaction():
        bench.begin((TEN, EIGHT))
        step = bench.apply()
        bench.edit("not fewer than eight", "not fewer than five")
        bench.undo(step)
    assert bench.text() == "A cluster has at least ten members. A country may accept fewer, but not fewer than five."
    assert ticks.ticked(bench.comment()) == []
    assert bench.causes() == ["undone", "edited", "proposal", "found"]
    with pytest.raises(Invalid), transaction():
        bench.undo(step)


def test_undoing_is_undone(bench):
    with transaction():
        bench.begin((TEN, EIGHT))
        back = bench.undo(bench.apply())
        bench.undo(back)
    assert EIGHT in bench.text()
    assert bench.comment().id in states.applied(states.in_effect(bench.version, bench.row().uid).values())


def test_undoing_where_words_were_changed_again_waits_for_the_editor(bench):
    with transaction():
        bench.begin((TEN, EIGHT))
        step = bench.apply()
        bench.edit("eight members", "seven members")
    with pytest.raises(Conflict), transaction():
        bench.undo(step)
    with transaction():
        bench.undo(step, body="A cluster has at least nine members.")
    assert bench.text() == "A cluster has at least nine members."


def test_any_state_is_brought_back_and_the_one_before_it_stays_in_the_history(bench):
    with transaction():
        bench.begin()
        bench.edit("ten", "twelve")
        bench.edit("twelve", "twenty")
        first = db.session.scalars(select(SectionState).order_by(SectionState.id)).first()
        applying.restore(bench.person("editor2"), bench.version, first, bench.row().revision)
    assert "ten members" in bench.text()
    assert bench.causes() == ["restored", "edited", "edited", "found"]
    assert "twenty" in states.page(bench.version, bench.row().uid)[0][1].body


def test_a_section_taken_out_comes_back_in_its_place_under_its_key(bench):
    with transaction():
        bench.begin()
        row = bench.row("2")
        uid, opened = row.uid, row.revision
        editing.remove_section(bench.person("editor"), bench.version, row)
    gone = states.latest(bench.version, uid)
    with transaction():
        applying.restore(bench.person("editor"), bench.version, gone, 0)
    assert [row.number for row in stored.sections(bench.version)] == ["", "1", "2", "3"]
    assert bench.row("2").uid == uid
    assert bench.row("2").revision > opened, "a form from before the removal is not taken for fresh"
    assert "ten members" in bench.text()


def test_every_step_says_who_when_and_why(bench):
    with transaction():
        bench.begin()
        bench.edit("ten", "nine")
        bench.edit("nine", "eight", name="editor2")
    steps, following = states.page(bench.version, bench.row().uid)
    assert [(one.account.name, one.cause.value) for one in steps] == [("Editor2", "edited"), ("Editor", "edited"), ("Editor", "found")]
    assert following == 0


def test_a_form_finds_the_text_it_began_from(bench):
    with transaction():
        bench.begin()
        opened = bench.row().revision
        bench.edit("ten", "nine")
        bench.edit("nine", "eight")
    assert "ten members" in states.at_revision(bench.version, bench.row().uid, opened).body


def test_ticks_are_set_and_taken_away_and_those_out_of_sight_stay(bench):
    with transaction():
        bench.begin((TEN, EIGHT), ("not fewer than eight", "not fewer than five"))
        uid, one, other = bench.row().uid, bench.comment(0), bench.comment(1)
        ticking.tick(bench.person("editor"), bench.version, uid, [one, other])
        ticking.tick(bench.person("editor"), bench.version, uid, [], among=[one])
    assert ticks.at_section(bench.version, uid) == {other.id}


def test_typed_words_are_kept_for_their_editor_and_no_window_overwrites_another(bench):
    with transaction():
        bench.begin()
        row, version, editor = bench.row(), bench.version, bench.person("editor")
        keeping.keep(editor, version, row.uid, "2", "Size", 2, "First window.", row.revision, "a")
        keeping.keep(editor, version, row.uid, "2", "Size", 2, "First window, more.", row.revision, "a")
    with pytest.raises(Conflict), transaction():
        keeping.keep(editor, version, row.uid, "2", "Size", 2, "Second window.", row.revision, "b")
    kept = unsaved.of(editor, version, row.uid)
    assert kept.body == "First window, more."
    assert unsaved.of(bench.person("editor2"), version, row.uid) is None
    with transaction():
        keeping.keep(editor, version, row.uid, "2", "Size", 2, "It went on.", row.revision, "c", continues=kept.revision)
        keeping.forget(editor, version, row.uid, "someone else's")
    assert unsaved.of(editor, version, row.uid).body == "It went on."
    with pytest.raises(NotAllowed), transaction():
        keeping.discard(bench.person("editor2"), unsaved.of(editor, version, row.uid))


def test_nobody_but_editors_works_here(bench):
    with transaction():
        bench.begin((TEN, EIGHT))
    for name in ("citizen", "moderator", "admin"):
        with pytest.raises(NotAllowed), transaction():
            bench.apply(name=name)


def test_the_history_of_all_sections_tells_what_was_done_in_its_order(bench):
    with transaction():
        bench.begin()
        bench.edit(TEN, "nine members")
    with transaction():
        bench.edit("three years", "four years", number="3")
    told, _ = states.page(bench.version)
    assert [one.cause.value for one in told] == ["edited", "edited"]
    assert [one.cause.value for one in states.page(bench.version, bench.row().uid)[0]] == ["edited", "found"]

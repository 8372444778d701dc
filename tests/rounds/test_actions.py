"""Rounds are planned, announced, extended and ended; they open and close by themselves."""
from datetime import timedelta

import pytest

from consult import clock
from consult.comments.actions import answering, writing
from consult.comments.queries import threads
from consult.comments.rules import Capacity, Code, CommentKind
from consult.db import transaction
from consult.errors import Conflict, IllegalMove, Invalid, NotAllowed
from consult.journal import queries as journal
from consult.rounds import actions, queries
from consult.rounds.rules import Phase


def announce(planned):
    with transaction():
        actions.schedule(planned.inside("editor"), planned.round())


def comment(planned, days):
    """The citizen comments so many days after the opening."""
    with clock.at(planned.opens + timedelta(days=days)), transaction():
        citizen, round_ = planned.inside("citizen"), planned.round()
        draft = writing.save_draft(citizen, round_, None, CommentKind.GENERAL, "Good.")
        return writing.submit(citizen, round_, [draft], Capacity.SELF).comments[0].public_id


def test_a_planned_round_is_not_public_until_it_is_announced(planned):
    assert queries.public(1) is None
    announce(planned)
    assert queries.public(1) is not None
    assert queries.by_number(1).phase == Phase.SCHEDULED


def test_it_opens_and_closes_by_the_clock_without_any_step(planned):
    announce(planned)
    entries = journal.length()
    with clock.at(planned.opens):
        assert queries.by_number(1).phase == Phase.OPEN
        assert queries.open_round(planned.version().document).number == 1
    with clock.at(planned.opens + timedelta(days=30)):
        assert queries.by_number(1).phase == Phase.CLOSED
        assert queries.open_round(planned.version().document) is None
    assert journal.length() == entries


def test_R1_two_public_rounds_of_a_document_never_overlap(planned):
    announce(planned)
    with transaction():
        second = actions.plan(planned.inside("editor"), planned.version(), planned.opens + timedelta(days=29), planned.opens + timedelta(days=60), "Again.")
        number = second.number
    with pytest.raises(Conflict, match="Round 1"), transaction():
        actions.schedule(planned.inside("editor"), queries.by_number(number))


def test_R2_the_close_only_moves_later_and_the_former_one_is_in_the_journal(planned):
    announce(planned)
    former = planned.round().closes_at
    for wrong in (former, former - timedelta(days=1)):
        with pytest.raises(Invalid, match="only be extended"), transaction():
            actions.extend(planned.inside("editor"), planned.round(), wrong, "Holidays.")
    with pytest.raises(Invalid, match="why the round is extended"), transaction():
        actions.extend(planned.inside("editor"), planned.round(), former + timedelta(days=5), "  ")
    with transaction():
        actions.extend(planned.inside("editor"), planned.round(), former + timedelta(days=5), "Holidays.")
    assert planned.round().closes_at == former + timedelta(days=5)
    entry = journal.page(noun="rounds")[0]
    assert (entry.kind, entry.facts["former"], entry.facts["reason"]) == ("rounds.extend", former.isoformat(), "Holidays.")


def test_a_closed_round_is_neither_extended_nor_cancelled(planned):
    announce(planned)
    with clock.at(planned.opens + timedelta(days=30)):
        for step in (lambda: actions.extend(planned.inside("editor"), planned.round(), planned.opens + timedelta(days=40), "More."),
                     lambda: actions.cancel(planned.inside("editor"), planned.round(), "No.")):
            with pytest.raises(NotAllowed), transaction():
                step()


def test_a_round_with_comments_cannot_be_cancelled(planned):
    announce(planned)
    comment(planned, 2)
    with clock.at(planned.opens + timedelta(days=3)), pytest.raises(IllegalMove, match="must be answered"), transaction():
        actions.cancel(planned.inside("editor"), planned.round(), "Mistake.")


def test_R4_a_round_is_complete_only_with_every_answer_published_and_a_report(planned):
    announce(planned)
    public_id = comment(planned, 2)
    editor, round_ = planned.inside, planned.round
    with clock.at(planned.opens + timedelta(days=31)):
        with transaction():
            actions.begin_disposition(editor("editor"), round_())
        with pytest.raises(IllegalMove, match="Without a published answer: R1-"), transaction():
            actions.complete(editor("editor"), round_())
        one = threads.by_public_id(public_id)
        with transaction():
            answering.dispose(editor("editor"), one, Code.NOTED, "Thank you.")
        with transaction():
            answering.approve(editor("editor2"), threads.by_public_id(public_id).dispositions[-1])
        with pytest.raises(IllegalMove, match="Without a published answer"), transaction():
            actions.complete(editor("editor"), round_())
        with transaction():
            answering.publish(editor("editor"), round_())
        with pytest.raises(IllegalMove, match="report"), transaction():
            actions.complete(editor("editor"), round_())
        with transaction():
            actions.write_report(editor("editor"), round_(), "One comment; no change.")
        with transaction():
            actions.complete(editor("editor"), round_())
        assert round_().phase == Phase.COMPLETE


def test_only_editors_plan_rounds(planned):
    for who in ("citizen", "moderator", "observer", "admin"):
        with pytest.raises(NotAllowed), transaction():
            actions.plan(planned.inside(who), planned.version(), planned.opens, planned.opens + timedelta(days=30), "Please.")


def test_a_round_cannot_be_back_dated_to_look_long_enough(planned):
    now = clock.now()
    with pytest.raises(Invalid, match="in the past"), transaction():
        actions.plan(planned.inside("editor"), planned.version(), now - timedelta(days=25), now + timedelta(days=6), "Quick.")
    with clock.at(planned.opens + timedelta(days=2)), pytest.raises(Invalid, match="in the past"), transaction():
        actions.schedule(planned.inside("editor"), planned.round())

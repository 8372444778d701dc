"""A ballot is repeated: empty, with the former positions as drafts, and only once it is said what was done about every objection."""
from datetime import timedelta

import pytest

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.rules.counting import PRESETS
from consult.ballots.rules.life import BallotKind, BallotPhase, Choice
from consult.db import transaction
from consult.errors import Conflict, Invalid, NotAllowed
from tests import factories
from tests.ballots import factories as made
from tests.ballots.factories import who


def withdrawn(kind=BallotKind.APPROVE_TEXT):
    """A ballot that was withdrawn: one approves, one does not, one does not take part."""
    made.seats()
    ballot = made.ballot(kind=kind, days=20)
    for name, choice, reason in (("rs", Choice.APPROVE, "With pleasure."), ("hr", Choice.AGAINST, "Section 2 asks too much."), ("ba", Choice.AGAINST, "First no."),
                                 ("ba", Choice.NOT_TAKING_PART, "We have no instruction.")):
        actions.cast(who(f"member.{name}"), ballot, choice, reason, ballot.version_digest)
    actions.withdraw(who("editor"), ballot, "Section 2 is written anew.")
    return ballot


def repeat(former, version=None, **more):
    """The ballot that repeats another, prepared by the editor."""
    return actions.prepare(who("editor"), version or former.version, "Is the text approved now?", former.kind, "two_thirds", PRESETS["two_thirds"], clock.now(),
                           clock.now() + timedelta(days=20), repeats=former, **more)


def answer(ballot, position, words="Section 2 asks for five members now.", sections="2"):
    return actions.answer_objection(who("editor"), ballot, position, words, sections)


def test_a_repeat_ballot_starts_empty_with_the_former_positions_as_drafts(inside):
    with transaction():
        former = withdrawn()
        ballot = repeat(former)
        assert ballot.number == 2, "the number of a withdrawn ballot is never used again"
        assert [p.party_code for p in queries.objections(former)] == ["BA", "HR"], "the last word of a seat counts"
        for position in queries.objections(former):
            answer(ballot, position)
        actions.open(who("editor2"), ballot)
        assert ballot.phase == BallotPhase.OPEN
        assert queries.count(ballot).none == 3
        assert queries.former(ballot, "HR").reason == "Section 2 asks too much."
        assert queries.former(ballot, "RS").choice == Choice.APPROVE
        assert queries.former(former, "RS") is None
    assert [b.number for b in queries.repeating(former)] == [2]
    assert list(queries.broken()) == []


def test_it_is_not_opened_before_something_is_said_about_every_objection(inside):
    with transaction():
        former = withdrawn()
        ballot = repeat(former)
        first, second = queries.objections(former)
        with pytest.raises(Conflict, match="2 still without") as refusal:
            actions.open(who("editor2"), ballot)
        assert "what was done" in refusal.value.args[0]
        answer(ballot, first)
        assert queries.unanswered(ballot) == [second]
        with pytest.raises(Conflict, match="1 still without"):
            actions.open(who("editor2"), ballot)
        answer(ballot, second)
        answer(ballot, second, "Better words.")
        actions.open(who("editor2"), ballot)
    assert {one.words for one in queries.answered(ballot).values()} == {"Section 2 asks for five members now.", "Better words."}
    assert len(ballot.answers) == 3, "what was said before stays on record"


def test_answers_are_bound_to_objections_sections_and_the_time_before_the_opening(inside):
    with transaction():
        former = withdrawn()
        ballot = repeat(former)
        first, second = queries.objections(former)
        with pytest.raises(Invalid, match="no objection"):
            answer(ballot, next(p for p in former.positions if p.choice == Choice.APPROVE))
        with pytest.raises(Invalid, match="no objection"):
            answer(ballot, next(p for p in former.positions if p.reason == "First no."))
        with pytest.raises(Invalid, match=r"has no section 9\.9") as refusal:
            answer(ballot, first, sections="2, 9.9")
        assert refusal.value.field == "sections"
        with pytest.raises(Invalid, match="what was done") as refusal:
            answer(ballot, first, words="  ")
        assert refusal.value.field == "words"
        uids = {section.number.rstrip("."): section.uid for section in ballot.version.sections}
        assert answer(ballot, first, sections="2., 1; 2").sections == [uids["2"], uids["1"]]
        answer(ballot, second)
        actions.open(who("editor2"), ballot)
        with pytest.raises(NotAllowed) as refused:
            answer(ballot, first)
        assert refused.value.missing == ("ballot_draft",)


def test_only_a_withdrawn_or_not_carried_ballot_on_the_same_document_is_repeated(inside):
    with transaction():
        made.seats()
        version, other = made.text(), made.text(label="2.0")
        unopened = made.ballot(version, opened=False)
        actions.withdraw(who("editor"), unopened, "Wrong question")
        running = made.ballot(version)
        for former in (unopened, running):
            with pytest.raises(Invalid, match="cannot be repeated") as refusal:
                repeat(former, other)
            assert refusal.value.field == "repeats"
        for code in ("ba", "hr", "rs"):
            actions.cast(who(f"member.{code}"), running, Choice.APPROVE, "", running.version_digest)
    with clock.at(running.closes_at), transaction():
        actions.certify(who("admin"), running)
        with pytest.raises(Invalid, match="cannot be repeated"):
            repeat(running)
        lost = made.ballot(version)
    with clock.at(lost.closes_at), transaction():
        with pytest.raises(Invalid, match="cannot be repeated"):
            repeat(lost, other)
        actions.certify(who("admin"), lost)
        with pytest.raises(Invalid, match="another document"):
            repeat(lost, other)
        assert repeat(lost).repeats is lost


def test_a_withdrawn_ballot_takes_no_position_no_time_and_no_certificate(inside):
    with transaction():
        ballot = withdrawn()
        for step in (lambda: actions.cast(who("member.rs"), ballot, Choice.APPROVE, "", ballot.version_digest),
                     lambda: actions.extend(who("editor"), ballot, ballot.closes_at + timedelta(days=3), "More time"),
                     lambda: actions.enter(who("editor"), ballot, who("member.rs").mandates[0], Choice.APPROVE, "", ballot.version_digest, made.letter()),
                     lambda: actions.open(who("editor2"), ballot), lambda: actions.close_early(who("editor"), ballot),
                     lambda: actions.withdraw(who("editor"), ballot, "Once more")):
            with pytest.raises(NotAllowed) as refusal:
                step()
            assert [name for name in refusal.value.missing if name.startswith("ballot_")], refusal.value.missing
        with clock.at(ballot.closes_at), pytest.raises(NotAllowed) as refusal:
            actions.certify(who("admin"), ballot)
        assert "ballot_closed" in refusal.value.missing


def test_what_has_closed_is_neither_withdrawn_nor_extended(inside):
    with transaction():
        made.seats()
        ballot = made.ballot()
    with clock.at(ballot.closes_at), transaction():
        for step, missing in ((lambda: actions.withdraw(who("editor"), ballot, "We do not like it"), "ballot_before_close"),
                              (lambda: actions.extend(who("editor"), ballot, ballot.closes_at + timedelta(days=3), "More"), "ballot_running")):
            with pytest.raises(NotAllowed) as refusal:
                step()
            assert refusal.value.missing == (missing,)


def test_a_close_in_the_past_is_refused(inside):
    with transaction(), pytest.raises(Invalid, match="not in the past") as refusal:
        actions.prepare(who("editor"), made.text(), "Is it approved?", BallotKind.PROCEDURAL, "procedural", PRESETS["procedural"], factories.DAY - timedelta(days=9),
                        factories.DAY - timedelta(days=2))
    assert refusal.value.field == "closes_on"

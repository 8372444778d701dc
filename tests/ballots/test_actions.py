"""The life of a ballot, step by step, and every refusal by name."""
from datetime import timedelta

import pytest

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.rules.counting import PRESETS, Base, Rule
from consult.ballots.rules.life import BallotKind, BallotPhase, Choice
from consult.db import db, transaction
from consult.documents.actions import publishing
from consult.errors import Conflict, IllegalMove, Invalid, NotAllowed
from consult.journal.models import JournalEntry
from consult.workgroup import actions as workgroup
from consult.workgroup.rules import MandateRole
from tests.ballots import factories as ballots
from tests.ballots.factories import letter, who

YES = Choice.APPROVE
NO = Choice.AGAINST


def cast(name, ballot, choice=YES, reason="", digest=None):
    return actions.cast(who(name), ballot, choice, reason, digest or ballot.version_digest)


def test_a_ballot_goes_from_draft_to_certified(inside):
    with transaction():
        ballots.seats()
        ballot = ballots.ballot()
        assert ballot.phase == BallotPhase.OPEN
        assert [s.party_code for s in ballot.seats] == ["BA", "HR", "RS"]
        for code in ("ba", "hr"):
            cast(f"member.{code}", ballot)
        cast("member.rs", ballot, NO, "Section 2 asks too much; five members would do.")
    with clock.at(ballot.closes_at), transaction():
        assert ballot.phase == BallotPhase.CLOSED
        actions.certify(who("admin"), ballot)
    assert ballot.phase == BallotPhase.CERTIFIED
    assert ballot.result["carried"] is True
    assert ballot.result["counts"] == {"approve": 2, "against": 1, "abstain": 0, "not_taking_part": 0, "none": 0}
    assert list(queries.broken()) == []


def test_another_person_opens_and_a_third_certifies(inside):
    with transaction():
        ballots.seats()
        ballot = ballots.ballot(opened=False)
        with pytest.raises(NotAllowed) as refusal:
            actions.open(who("editor"), ballot)
        assert refusal.value.missing == ("not_preparer",)
        actions.open(who("editor2"), ballot)
    with clock.at(ballot.closes_at), transaction():
        for name, missing in (("editor", "not_preparer"), ("editor2", "not_opener")):
            with pytest.raises(NotAllowed) as refusal:
                actions.certify(who(name), ballot)
            assert missing in refusal.value.missing


def test_a_draft_cannot_be_cast_on(inside):
    with transaction():
        ballots.seats()
        ballot = ballots.ballot(opened=False)
        with pytest.raises(NotAllowed):
            cast("member.rs", ballot)


def test_the_final_text_needs_ten_working_days_and_a_final_version(inside):
    with transaction():
        ballots.seats()
        plain = ballots.text(label="0.1")
        with pytest.raises(Invalid, match="published as final"):
            ballots.ballot(plain, BallotKind.ADOPT_FINAL)
        final = ballots.text(final=True, label="1.0")
        with pytest.raises(Invalid, match="at least 10 working days"):
            ballots.ballot(final, BallotKind.ADOPT_FINAL, days=13)
        assert ballots.ballot(final, BallotKind.ADOPT_FINAL, days=15).phase == BallotPhase.OPEN


def test_a_ballot_prepared_long_ago_is_not_opened_with_too_little_time_left(inside):
    with transaction():
        ballots.seats()
        ballot = ballots.ballot(kind=BallotKind.ADOPT_FINAL, days=15, opened=False)
        with clock.at(ballot.closes_at - timedelta(days=3)), pytest.raises(Invalid, match="working days"):
            actions.open(who("editor2"), ballot)


def test_an_unsound_rule_and_an_empty_question_are_refused(inside):
    with transaction():
        version = ballots.text()
        with pytest.raises(Invalid, match="make no rule"):
            ballots.ballot(version, rule=Rule(3, 2, False, Base.CAST))
        with pytest.raises(Invalid, match="question"):
            actions.prepare(who("editor"), version, "  ", BallotKind.PROCEDURAL, "procedural", PRESETS["procedural"], clock.now(), clock.now() + timedelta(days=2))


def test_a_working_or_withdrawn_text_is_never_balloted(inside):
    with transaction():
        ballots.seats()
        version = ballots.text()
        ballot = ballots.ballot(version, opened=False)
        publishing.withdraw(who("editor"), version, "A page was missing")
        with pytest.raises(Conflict, match="no longer published"):
            actions.open(who("editor2"), ballot)
        with pytest.raises(NotAllowed):
            ballots.ballot(version)


def test_B10_one_undecided_ballot_per_text_and_kind(inside):
    with transaction():
        ballots.seats()
        version = ballots.text()
        first = ballots.ballot(version)
        with pytest.raises(Conflict, match="not decided yet"):
            ballots.ballot(version)
        assert ballots.ballot(version, kind=BallotKind.PROCEDURAL).phase == BallotPhase.OPEN
        actions.withdraw(who("editor"), first, "The wrong question")
        assert ballots.ballot(version).phase == BallotPhase.OPEN


def test_B10_a_second_ballot_of_the_kind_is_refused_when_it_is_prepared(inside):
    with transaction():
        ballots.seats()
        first = ballots.ballot(ballots.text(), opened=False)
        with pytest.raises(Conflict, match="not decided yet") as refusal:
            ballots.ballot(first.version, opened=False)
        assert refusal.value.facts == {"number": first.number}
        actions.withdraw(who("editor"), first, "The wrong question")
        assert ballots.ballot(first.version, opened=False).number != first.number


def test_only_the_mandated_vote(inside):
    with transaction():
        ballots.seats("RS", "HR")
        ballot = ballots.ballot()
        for name in ("editor", "citizen", "observer", "admin"):
            with pytest.raises(NotAllowed):
                cast(name, ballot)


def test_M5_an_unverified_or_ended_mandate_gives_no_position(inside):
    with transaction():
        mandates = ballots.seats("RS")
        ballot = ballots.ballot()
        workgroup.end_mandate(who("editor"), mandates["RS"], clock.now() + timedelta(hours=1), "New minister")
    with clock.at(clock.now() + timedelta(hours=1)), transaction(), pytest.raises(NotAllowed) as refusal:
        cast("member.rs", ballot)
    assert refusal.value.missing == ("mandated",)


def test_M6_ending_a_mandate_removes_no_position(inside):
    with transaction():
        mandates = ballots.seats("RS")
        ballot = ballots.ballot()
        cast("member.rs", ballot)
        workgroup.end_mandate(who("editor"), mandates["RS"], clock.now() + timedelta(hours=1), "New minister")
    with clock.at(clock.now() + timedelta(hours=2)):
        assert queries.count(ballot).approve == 1
        assert list(queries.broken()) == []


def test_a_stale_hash_is_refused(inside):
    with transaction():
        ballots.seats()
        ballot = ballots.ballot()
        with pytest.raises(Conflict, match="not the text of this ballot"):
            cast("member.rs", ballot, digest="0" * 64)


@pytest.mark.parametrize("choice", [Choice.AGAINST, Choice.NOT_TAKING_PART])
def test_a_position_that_needs_a_reason_is_refused_without(inside, choice):
    with transaction():
        ballots.seats()
        ballot = ballots.ballot()
        with pytest.raises(Invalid, match="needs a reason"):
            cast("member.rs", ballot, choice, "  ")


def test_a_position_changes_until_the_close_and_the_former_ones_stay(inside):
    with transaction():
        ballots.seats()
        ballot = ballots.ballot()
        cast("member.rs", ballot)
        cast("member.rs", ballot, NO, "Second thoughts")
    assert queries.count(ballot).against == 1
    assert [p.choice for p in queries.history(ballot, "RS")] == [NO, YES]


def test_B8_a_position_at_exactly_the_closing_instant_is_refused(inside):
    with transaction():
        ballots.seats()
        ballot = ballots.ballot()
    with clock.at(ballot.closes_at - timedelta(milliseconds=1)), transaction():
        cast("member.rs", ballot)
    with clock.at(ballot.closes_at), transaction(), pytest.raises(NotAllowed) as refusal:
        cast("member.hr", ballot)
    assert refusal.value.missing == ("ballot_open",)


def test_an_alternate_votes_only_while_no_position_of_the_member_stands(inside):
    with transaction():
        ballots.seats()
        ballots.mandate("alternate.rs", "RS", MandateRole.ALTERNATE)
        ballot = ballots.ballot()
        cast("alternate.rs", ballot, NO, "As instructed")
        cast("alternate.rs", ballot)
        cast("member.rs", ballot, Choice.ABSTAIN)
        with pytest.raises(Conflict, match="does not replace"):
            cast("alternate.rs", ballot)
    assert queries.standing(ballot)["RS"].choice == Choice.ABSTAIN


def test_a_written_position_is_entered_with_its_document_and_for_another(inside):
    with transaction():
        mandates = ballots.seats()
        ballot = ballots.ballot()
        position = actions.enter(who("editor"), ballot, mandates["HR"], YES, "", ballot.version_digest, letter("We approve."))
        assert (position.cast_by, position.entered_by) == (mandates["HR"].account_id, who("editor").id)
        with pytest.raises(NotAllowed):
            actions.enter(who("member.ba"), ballot, mandates["HR"], YES, "", ballot.version_digest, letter("We approve."))
    entry = db.session.query(JournalEntry).filter_by(kind="ballots.enter").one()
    assert entry.facts["evidence"] == letter("We approve.").digest
    db.session.rollback()


def test_extension_only_later_and_only_before_the_close(inside):
    with transaction():
        ballots.seats()
        ballot = ballots.ballot()
        with pytest.raises(Invalid, match="only be extended"):
            actions.extend(who("editor"), ballot, ballot.closes_at, "More time")
        with pytest.raises(Invalid, match="Say why"):
            actions.extend(who("editor"), ballot, ballot.closes_at + timedelta(days=1), " ")
        actions.extend(who("editor"), ballot, ballot.closes_at + timedelta(days=1), "More time")
    with clock.at(ballot.closes_at), transaction(), pytest.raises(NotAllowed):
        actions.extend(who("editor"), ballot, ballot.closes_at + timedelta(days=1), "Too late")


def test_early_close_only_when_every_seat_has_a_position(inside):
    with transaction():
        ballots.seats()
        ballot = ballots.ballot()
        cast("member.rs", ballot)
        cast("member.hr", ballot)
        with pytest.raises(Conflict, match="Not every seat"):
            actions.close_early(who("editor"), ballot)
        cast("member.ba", ballot, Choice.ABSTAIN)
        actions.close_early(who("editor"), ballot)
    with clock.at(clock.now() + timedelta(seconds=1)), transaction():
        assert ballot.phase == BallotPhase.CLOSED
        with pytest.raises(NotAllowed):
            cast("member.rs", ballot)
        actions.certify(who("admin"), ballot)
    assert list(queries.broken()) == []


def test_B9_a_withdrawn_ballot_has_no_outcome(inside):
    with transaction():
        ballots.seats()
        ballot = ballots.ballot()
        cast("member.rs", ballot)
        actions.withdraw(who("editor"), ballot, "The text has a fault")
    assert ballot.result is None
    with clock.at(ballot.closes_at), transaction():
        with pytest.raises(NotAllowed):
            actions.certify(who("admin"), ballot)
        with pytest.raises(NotAllowed):
            cast("member.rs", ballot)


def test_a_ballot_that_has_closed_is_not_withdrawn_any_more(inside):
    with transaction():
        ballots.seats()
        ballot = ballots.ballot()
        cast("member.rs", ballot)
    with clock.at(ballot.closes_at), pytest.raises(NotAllowed), transaction():
        actions.withdraw(who("editor"), ballot, "We do not like the result")
    with clock.at(ballot.closes_at), transaction():
        actions.certify(who("admin"), ballot)


def test_a_position_needs_the_lifecycle_of_an_open_ballot_also_below_the_table(inside):
    with transaction():
        mandates = ballots.seats()
        ballot = ballots.ballot()
        with clock.at(ballot.closes_at), pytest.raises(IllegalMove):
            actions._position(ballot, mandates["RS"], YES, "", ballot.version_digest)

"""What may be done with a meeting when, and each refusal by name."""
from dataclasses import replace
from datetime import timedelta

import pytest

from consult import clock
from consult.ballots.rules.life import BallotKind
from consult.db import db, transaction
from consult.documents.actions import starting
from consult.documents.rules import ChangeClass
from consult.errors import Conflict, Invalid, NotAllowed
from consult.journal.models import JournalEntry
from consult.meetings import queries
from consult.meetings.actions import agenda, minutes, planning, recording
from consult.meetings.rules import MeetingState, Presence
from tests.ballots import factories as made
from tests.ballots.factories import who
from tests.meetings import factories as f


@pytest.fixture
def invited(inside):
    """Meeting 1, to which the group is invited."""
    with transaction():
        made.seats("HR", "RS")
        f.invited()
    db.session.remove()


def test_a_meeting_is_planned_held_and_minuted(invited):
    with clock.at(f.AFTER), transaction():
        f.published()
        meeting = queries.by_number(1)
        assert meeting.state is MeetingState.MINUTES_PUBLISHED
        assert [row.number for row in meeting.decisions] == [1]
        minutes.add_correction(who("editor2"), meeting, "It opened at 9:45.")
    kinds = [kind for kind in db.session.scalars(db.select(JournalEntry.kind).order_by(JournalEntry.seq)) if kind.startswith("meetings.")]
    assert kinds == ["meetings.plan", "meetings.add_item", "meetings.invite", "meetings.hold", "meetings.take_attendance", "meetings.add_decision",
                     "meetings.write_minutes", "meetings.publish_minutes", "meetings.add_correction"]


def test_a_meeting_in_the_past_is_not_announced(inside):
    with transaction():
        meeting = f.planned()
        with clock.at(f.AFTER), pytest.raises(Invalid, match="would have begun already"):
            planning.invite(who("editor"), meeting)


def test_nobody_is_invited_without_an_agenda(inside):
    with transaction():
        meeting = planning.plan(who("editor"), f.CALL)
        with pytest.raises(Invalid, match="at least one point"):
            planning.invite(who("editor"), meeting)


def test_a_meeting_is_not_held_before_it_begins(invited):
    with transaction(), pytest.raises(Invalid, match="has not begun"):
        recording.hold(who("editor"), queries.by_number(1))


@pytest.mark.parametrize(("more", "words"), [
    ({"title": " "}, "a name"), ({"place": "", "link": ""}, "where the meeting takes place"), ({"link": "javascript:alert(1)"}, "begins with https"),
    ({"ends_at": f.CALL.starts_at}, "ends after it begins"),
])
def test_a_meeting_that_cannot_be_is_refused(inside, more, words):
    with transaction(), pytest.raises(Invalid, match=words):
        planning.plan(who("editor"), replace(f.CALL, **more))


def test_an_invited_meeting_changes_with_a_reason_into_the_future(invited):
    meeting = queries.by_number(1)
    later = replace(f.CALL, starts_at=f.CALL.starts_at + timedelta(days=1), ends_at=f.CALL.ends_at + timedelta(days=1))
    with transaction():
        for call, reason, words in ((later, " ", "Say why"), (f.CALL, "x", "Nothing would be different"), (replace(f.CALL, starts_at=clock.now()), "x", "begun already")):
            with pytest.raises(Invalid, match=words):
                planning.change(who("editor"), meeting, call, reason)
    db.session.remove()
    with transaction():
        planning.change(who("editor"), queries.by_number(1), later, "The host asked for it")
    assert queries.by_number(1).sequence == 1


def test_a_link_to_what_is_not_public_is_refused(invited):
    with transaction():
        version = made.text()
        draft = starting.start(who("editor"), version.document, "1.1", "Model", None, version, ChangeClass.SUBSTANTIVE)
        ballot = made.ballot(version, kind=BallotKind.APPROVE_TEXT, opened=False)
        meeting = queries.by_number(1)
        with pytest.raises(Invalid, match="not published"):
            agenda.add_item(who("editor"), meeting, "Draft", version=draft)
        with pytest.raises(Invalid, match="not been opened"):
            agenda.add_item(who("editor"), meeting, "Ballot", ballot=ballot)
    with clock.at(f.AFTER), transaction():
        meeting = f.held()
        with pytest.raises(Invalid, match="not published"):
            recording.add_decision(who("editor"), meeting, "Approved", version=draft)
        assert recording.add_decision(who("editor"), meeting, "Approved", version=version).number == 2


def test_minutes_are_published_once_and_nothing_changes_after(invited):
    with clock.at(f.AFTER), transaction():
        meeting = f.published()
        for change in (lambda: minutes.publish_minutes(who("editor"), meeting), lambda: minutes.write_minutes(who("editor"), meeting, "x", "en", 2),
                       lambda: recording.add_decision(who("editor"), meeting, "x"), lambda: recording.take_attendance(who("editor"), meeting, {}),
                       lambda: recording.change_decision(who("editor"), meeting.decisions[0], "x", None, None, None),
                       lambda: recording.drop_decision(who("editor"), meeting.decisions[0])):
            with pytest.raises(NotAllowed) as refusal:
                change()
            assert refusal.value.missing == ("meeting_held",)


def test_minutes_need_words_and_who_came(invited):
    with clock.at(f.AFTER), transaction():
        meeting = queries.by_number(1)
        recording.hold(who("editor"), meeting)
        with pytest.raises(Invalid, match="no minutes yet"):
            minutes.publish_minutes(who("editor"), meeting)
        minutes.write_minutes(who("editor"), meeting, "Words.", "en", 0)
        with pytest.raises(Invalid, match="which seats were present"):
            minutes.publish_minutes(who("editor"), meeting)
        with pytest.raises(Conflict, match="Somebody else changed"):
            minutes.write_minutes(who("editor2"), meeting, "Other words.", "en", 0)


def test_only_the_last_decision_is_taken_back(invited):
    with clock.at(f.AFTER), transaction():
        meeting = f.held()
        second = recording.add_decision(who("editor"), meeting, "Second")
        with pytest.raises(Conflict, match="Only the last"):
            recording.drop_decision(who("editor"), meeting.decisions[0])
        recording.drop_decision(who("editor"), second)
        db.session.flush()
        db.session.refresh(meeting)
        assert recording.add_decision(who("editor"), meeting, "Other").number == 2


def test_a_party_without_a_seat_is_not_marked(invited):
    with clock.at(f.AFTER), transaction(), pytest.raises(Invalid, match="no seat"):
        recording.take_attendance(who("editor"), f.held(), {"XX": (Presence.PRESENT, "x")})


def test_a_cancelled_meeting_has_its_reason_and_goes_no_further(invited):
    with transaction():
        meeting = queries.by_number(1)
        with pytest.raises(Invalid, match="Say why"):
            planning.cancel(who("editor"), meeting, " ")
        planning.cancel(who("editor"), meeting, "No host")
        with pytest.raises(NotAllowed):
            planning.change(who("editor"), meeting, f.CALL, "x")


def test_points_are_taken_earlier_and_one_stays(invited):
    with transaction():
        meeting = queries.by_number(1)
        with pytest.raises(Conflict, match="the only point"):
            agenda.drop_item(who("editor"), meeting.items[0])
        second = agenda.add_item(who("editor"), meeting, "Second")
        agenda.raise_item(who("editor"), second)
        with pytest.raises(Conflict, match="first point already"):
            agenda.raise_item(who("editor"), second)
    db.session.remove()
    assert [item.title for item in queries.by_number(1).items] == ["Second", "Opening"]

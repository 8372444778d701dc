"""Recording, verifying and ending mandates, and each refusal by name."""
from datetime import date, timedelta

import pytest

from consult import clock
from consult.db import db, transaction
from consult.errors import Conflict, Invalid, NotAllowed
from consult.parties.models import Party
from consult.workgroup import actions, queries
from consult.workgroup.rules import MandateRole, MandateState
from tests import factories
from tests.ballots.factories import letter, mandate, who

PRINCIPAL, ALTERNATE = MandateRole.PRINCIPAL, MandateRole.ALTERNATE


def record(name="citizen", actor="editor", party="RS", role=PRINCIPAL, starts=0, ends=None, **more):
    start = clock.now() + timedelta(days=starts)
    given = {"authority": "Ministry", "reference": "1", "dated": date(2026, 10, 1), "evidence": letter()} | more
    return actions.record_mandate(who(actor), who(name), db.session.get(Party, party), role, start, start + timedelta(days=ends) if ends else None, **given)


def test_a_mandate_counts_once_a_third_person_has_verified_it(inside):
    with transaction():
        row = record()
        assert row.standing == MandateState.RECORDED
        assert queries.all_in_force(["RS"]) == []
        actions.verify_mandate(who("editor2"), row)
    assert row.standing == MandateState.ACTIVE
    assert queries.in_force(who("citizen"), ["RS"]) == row


def test_M4_recorder_verifier_and_holder_are_three_people(inside):
    with transaction():
        row = record("editor2")
        for name, missing in (("editor", "not_recorder"), ("editor2", "not_holder")):
            with pytest.raises(NotAllowed) as refusal:
                actions.verify_mandate(who(name), row)
            assert refusal.value.missing == (missing,)
        with pytest.raises(NotAllowed) as refusal:
            record("editor", actor="editor")
        assert refusal.value.missing == ("not_appointee",)
        with pytest.raises(NotAllowed):
            actions.verify_mandate(who("citizen"), row)
        actions.verify_mandate(who("admin"), row)


def test_M1_a_seat_has_one_member_and_two_alternates_at_a_time(inside):
    with transaction():
        record("citizen", ends=10)
        with pytest.raises(Conflict, match="has a member"):
            record("cluster", starts=9)
        record("cluster", starts=10)
        for n in (1, 2):
            factories.person(f"second{n}")
            record(f"second{n}", role=ALTERNATE)
        with pytest.raises(Conflict, match="two alternates"):
            record("observer", role=ALTERNATE, starts=5, ends=1)


def test_M2_a_person_holds_one_mandate_at_a_time(inside):
    with transaction():
        record("citizen", ends=10)
        with pytest.raises(Conflict, match="holds a mandate"):
            record("citizen", party="HR", starts=5)
        record("citizen", party="HR", starts=10)


def test_M3_a_mandate_ends_once_later_and_not_in_the_past(inside):
    with transaction():
        row = mandate("member.rs", "RS", ends_at=clock.now() + timedelta(days=30))
        with pytest.raises(Invalid, match="in the past"):
            actions.end_mandate(who("editor"), row, clock.now() - timedelta(seconds=1), "Left")
        with pytest.raises(Invalid, match="ends the mandate earlier"):
            actions.end_mandate(who("editor"), row, clock.now() + timedelta(days=31), "Left")
        with pytest.raises(Invalid, match="Say why"):
            actions.end_mandate(who("editor"), row, clock.now() + timedelta(days=1), " ")
        actions.end_mandate(who("editor"), row, clock.now() + timedelta(days=1), "Left")
        with pytest.raises(NotAllowed) as refusal:
            actions.end_mandate(who("editor"), row, clock.now() + timedelta(days=2), "Again")
        assert refusal.value.missing == ("mandate_running",)
        record("cluster", starts=1)


def test_an_unverified_mandate_can_be_set_aside_before_it_begins(inside):
    with transaction():
        row = record("citizen", starts=20)
        actions.end_mandate(who("editor"), row, clock.now() + timedelta(days=1), "The wrong person")
        assert row.standing == MandateState.ENDED
        with pytest.raises(NotAllowed):
            actions.verify_mandate(who("editor2"), row)
        record("citizen", starts=20)


@pytest.mark.parametrize(("more", "words"), [({"authority": " "}, "authority"), ({"ends": -1}, "after it begins"), ({"party": "INT"}, "no seat")])
def test_a_mandate_that_cannot_be_is_refused(inside, more, words):
    with transaction():
        factories.party("INT", "Body", seat=False)
        with pytest.raises(Invalid, match=words):
            record(**more)


def test_the_roster_keeps_past_holders_under_the_name_they_had(inside):
    with transaction():
        row = mandate("member.rs", "RS", ends_at=clock.now() + timedelta(days=1))
        mandate("next.rs", "RS", starts_at=clock.now() + timedelta(days=1))
    with clock.at(clock.now() + timedelta(days=2)):
        seat = next(seat for seat in queries.roster("en") if seat.party.code == "RS")
    assert [m.holder_name for m in seat.past] == [row.holder_name]
    assert [m.holder_name for m in seat.members] == ["Next.rs"]
    assert (seat.coming, seat.waiting) == ([], [])

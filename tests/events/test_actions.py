"""An event from plan to minutes, and everything that is refused on the way, each with the condition that failed."""
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from consult import clock
from consult.adoption import actions as register
from consult.adoption.rules import ActType
from consult.db import db
from consult.errors import Conflict, ConsultError, IllegalMove, Invalid, NotAllowed
from consult.events.actions import agenda, delegating, holding, minutes, planning
from consult.events.queries import events, signing
from consult.events.rules import EventState, MaySign, instant
from tests.adoption.factories import instrument
from tests.ballots import factories as made
from tests.ballots.factories import who
from tests.events import factories as f


@pytest.fixture(autouse=True)
def on_the_day(inside):
    """It is noon on the day of the event."""
    with clock.at(f.NOON):
        yield


def told(error):
    """What a person is told."""
    return str(error.value)


def test_an_event_goes_from_plan_to_published_minutes():
    event = f.in_session("BA", "RS")
    for code in ("RS", "BA"):
        f.verify(f.sign(event, code))
    holding.conclude(who("editor"), event)
    minutes.write_minutes(who("editor"), event, "# Minutes\n\nTwo parties signed.", "en", 0)
    minutes.publish_minutes(who("editor2"), event, f.DAY, "by the heads of delegation")
    event = f.read()
    assert event.state is EventState.MINUTES_PUBLISHED
    assert [one.act.party_code for one in signing.counting(signing.signatures(event))] == ["RS", "BA"]
    assert event.minutes.digest
    assert event.ballot.number == 1


def test_H1_a_signature_counts_once_a_second_person_has_compared_it():
    event = f.in_session("RS")
    row = f.sign(event, "RS")
    assert row.act.type is ActType.SIGNATURE
    assert row.act.version_id == event.version_id
    assert row.act.signatory == "Head of RS, Minister"
    assert signing.counting(signing.signatures(f.read())) == []
    assert signing.ceremony(f.read(), "en")[0].word is MaySign.SIGNED
    f.verify(row)
    assert len(signing.counting(signing.signatures(f.read()))) == 1
    assert signing.ceremony(f.read(), "en")[0].word is MaySign.VERIFIED


def test_a_voided_signature_leaves_the_count_and_stays_on_the_list():
    event = f.in_session("RS")
    row = f.sign(event, "RS")
    f.verify(row)
    correction = register.record(who("editor"), f.party("RS"), ActType.CORRECTION, instrument(statement="The wrong sheet.", dated=f.DAY, received=f.DAY, effective=f.DAY),
                                 register.Bearing(voids=row.act))
    assert len(signing.counting(signing.signatures(f.read()))) == 1
    register.verify(who("editor2"), correction)
    event = f.read()
    assert signing.counting(signing.signatures(event)) == []
    assert [(one.void, one.reason) for one in signing.listed(signing.signatures(event))] == [(True, "The wrong sheet.")]
    f.verify(f.sign(event, "RS", "the right sheet"))
    assert [one.void for one in signing.listed(signing.signatures(f.read()))] == [True, False]


def test_the_day_of_signing_stands_beside_the_date_of_the_act():
    event = f.in_session("RS")
    row = f.sign(event, "RS", dated=f.DAY - timedelta(days=1), effective=f.DAY + timedelta(days=30))
    assert (row.signed_on, row.act.instrument_date, row.act.effective_on) == (f.DAY, date(2026, 11, 29), date(2026, 12, 30))


@pytest.mark.parametrize(("state", "reason"), [
    ({"recorded": False}, "No credentials are recorded"), ({"verified": False}, "wait for a second person"), ({"powers": False}, "do not entitle it to sign"),
])
def test_H3_a_party_without_verified_credentials_that_entitle_does_not_sign(state, reason):
    event = f.in_session("RS")
    f.delegation(event, "HR", **state)
    with pytest.raises(Invalid, match=reason):
        f.sign(event, "HR")


def test_a_body_does_not_sign():
    event = f.in_session("RS")
    f.body("EU")
    f.delegation(event, "EU")
    with pytest.raises(Invalid, match="Only a party signs"):
        f.sign(event, "EU")


def test_a_party_signs_once_at_the_event_and_elsewhere():
    event = f.in_session("RS", "HR")
    f.sign(event, "RS")
    with pytest.raises(Conflict, match="has signed this text already: act 1"):
        f.sign(event, "RS", "again")
    register.record(who("editor"), f.party("HR"), ActType.SIGNATURE, instrument(dated=f.DAY, received=f.DAY, effective=f.DAY), register.Bearing(version=event.version))
    with pytest.raises(Conflict, match="act 2"):
        f.sign(event, "HR")


def test_another_text_is_not_signed():
    event = f.in_session("RS")
    row = events.delegation(1, "RS")
    with pytest.raises(Conflict, match="another text than the outcome"):
        holding.sign(who("editor"), row, row.delegates[0], "0" * 64, holding.Sheet(f.letter("x"), f.DAY))
    assert event.version_digest != "0" * 64


def test_a_text_that_is_not_final_is_discussed_and_not_signed():
    with clock.at(f.NOON - timedelta(days=3)):
        event = f.announced(made.text(), "Only discussed.")
        f.delegation(event, "RS")
    holding.begin(who("editor"), event)
    with pytest.raises(Invalid, match="not published as final"):
        f.sign(event, "RS")


def test_an_event_without_a_text_has_nothing_to_sign():
    with clock.at(f.NOON - timedelta(days=3)):
        event = f.announced(exception="A first exchange of views.")
        f.delegation(event, "RS")
    holding.begin(who("editor"), event)
    row = events.delegation(1, "RS")
    with pytest.raises(Invalid, match="nothing to sign"):
        holding.sign(who("editor"), row, row.delegates[0], "", holding.Sheet(f.letter("x"), f.DAY))


def test_H4_a_concluded_event_gains_no_signature():
    event = f.in_session("RS", "HR")
    row = f.sign(event, "RS")
    holding.conclude(who("editor"), event)
    with pytest.raises(NotAllowed) as refusal:
        f.sign(event, "HR")
    assert refusal.value.missing == ("event_in_session",)
    f.verify(row)
    assert len(signing.counting(signing.signatures(f.read()))) == 1


def test_nobody_signs_before_the_session():
    with clock.at(f.NOON - timedelta(days=3)):
        event = f.announced(f.carried())
        f.delegation(event, "RS")
    with pytest.raises(NotAllowed) as refusal:
        f.sign(event, "RS")
    assert refusal.value.missing == ("event_in_session",)


def test_somebody_named_after_the_verification_does_not_sign():
    event = f.in_session("RS")
    row = events.delegation(1, "RS")
    late = delegating.name_delegate(who("editor"), row, "Late", "Adviser", False)
    with pytest.raises(Invalid, match="named after the credentials"):
        holding.sign(who("editor"), row, late, event.version_digest, holding.Sheet(f.letter("x"), f.DAY))


def test_a_member_of_another_delegation_does_not_sign():
    event = f.in_session("RS", "HR")
    row, other = events.delegation(1, "RS"), events.delegation(1, "HR")
    with pytest.raises(Invalid, match="not a member of the delegation"):
        holding.sign(who("editor"), row, other.delegates[0], event.version_digest, holding.Sheet(f.letter("x"), f.DAY))


@pytest.mark.parametrize(("dates", "reason"), [
    ({"signed_on": f.DAY + timedelta(days=1)}, "between the first day"), ({"signed_on": f.DAY - timedelta(days=1)}, "between the first day"),
    ({"dated": f.DAY + timedelta(days=1)}, "not later than the day of signing"), ({"effective": f.DAY - timedelta(days=2)}, "does not take effect before"),
])
def test_days_that_cannot_be_are_refused(dates, reason):
    event = f.in_session("RS")
    with pytest.raises(Invalid, match=reason):
        f.sign(event, "RS", **dates)


def test_the_letter_of_credentials_is_not_taken_for_the_sheet_and_never_public():
    event = f.in_session("RS")
    with pytest.raises(Invalid, match="letter of a mandate or of credentials"):
        f.sign(event, "RS", "credentials of RS")
    with pytest.raises(Invalid, match="letter of a mandate or of credentials"):
        agenda.add_paper(who("editor"), event.items[0], "Letter", "en", f.letter("credentials of RS"))


def test_the_recorder_of_credentials_does_not_verify_them():
    event = f.in_session("HR")
    row = f.delegation(event, "RS", verified=False)
    with pytest.raises(NotAllowed) as refusal:
        delegating.verify_credentials(who("editor"), row.credentials)
    assert refusal.value.missing == ("not_recorder",)
    delegating.verify_credentials(who("admin"), row.credentials)
    db.session.expire_all()
    with pytest.raises(NotAllowed) as refusal:
        delegating.verify_credentials(who("editor2"), row.credentials)
    assert refusal.value.missing == ("credentials_unverified",)


def test_a_later_letter_counts_instead_of_the_one_before():
    event = f.in_session("RS")
    row = events.delegation(1, "RS")
    delegating.record_credentials(who("editor2"), row, "Government", "", f.DAY, True, f.letter("second letter"))
    db.session.expire_all()
    with pytest.raises(Invalid, match="wait for a second person"):
        f.sign(event, "RS")
    with pytest.raises(Conflict, match="has a head already"):
        delegating.name_delegate(who("editor"), row, "Another head", "", True)


def test_credentials_need_members_a_past_date_and_an_announced_event():
    event = f.in_session("RS")
    row = delegating.add_delegation(who("editor"), event, f.party("HR"))
    with pytest.raises(Invalid, match="Name the members"):
        delegating.record_credentials(who("editor"), row, "Ministry", "", f.DAY, True, f.letter("x"))
    delegating.name_delegate(who("editor"), row, "Head", "", True)
    with pytest.raises(Invalid, match="lies in the future"):
        delegating.record_credentials(who("editor"), row, "Ministry", "", f.DAY + timedelta(days=1), True, f.letter("x"))
    with clock.at(f.NOON - timedelta(days=9)):
        second = f.planned()
        with pytest.raises(NotAllowed) as refusal:
            f.delegation(second, "BA")
    assert refusal.value.missing == ("event_receiving",)


def test_what_is_on_record_of_a_delegation_stays():
    event = f.in_session("RS")
    f.sign(event, "RS")
    row = events.delegation(1, "RS")
    with pytest.raises(Conflict, match="has signed for the delegation"):
        delegating.drop_delegate(who("editor"), row.delegates[0])
    with pytest.raises(Conflict, match="stays on record"):
        delegating.drop_delegation(who("editor"), row)
    with pytest.raises(Conflict, match="on the list already"):
        delegating.add_delegation(who("editor"), event, f.party("RS"))


def test_a_delegation_entered_by_mistake_goes():
    event = f.in_session("RS")
    row = f.delegation(event, "HR", recorded=False)
    with pytest.raises(Conflict, match="members off"):
        delegating.drop_delegation(who("editor"), row)
    delegating.drop_delegate(who("editor"), row.delegates[0])
    db.session.flush()
    db.session.expire_all()
    delegating.drop_delegation(who("editor"), row)
    assert [each.party_code for each in f.read().delegations] == ["RS"]


def test_H2_a_text_that_no_certified_ballot_has_carried_needs_the_reason():
    with clock.at(f.NOON - timedelta(days=9)):
        event, version = f.announced(), made.text(final=True)
        with pytest.raises(Invalid, match="No certified ballot has carried"):
            planning.name_outcome(who("editor"), event, version, " ")
        planning.name_outcome(who("editor"), event, version, "The ballot is held in the room.")
    holding.begin(who("editor"), event)
    assert f.read().exception == "The ballot is held in the room."


def test_H2_no_session_without_an_outcome_or_the_reason():
    with clock.at(f.NOON - timedelta(days=9)):
        event = f.announced()
    with pytest.raises(Invalid, match="Name the outcome first"):
        holding.begin(who("editor"), event)


def test_the_session_is_not_opened_before_its_day():
    with clock.at(f.NOON - timedelta(days=9)):
        event = f.announced(exception="None yet.")
        with pytest.raises(Invalid, match="on the day of the event"):
            holding.begin(who("editor"), event)


def test_an_event_is_announced_with_an_agenda_and_before_it_begins():
    empty = planning.plan(who("editor"), replace(f.INVITATION, starts_at=f.NOON + timedelta(days=2), ends_at=f.NOON + timedelta(days=3)))
    with pytest.raises(Invalid, match="at least one point"):
        planning.announce(who("editor"), empty)
    with pytest.raises(Invalid, match="begun already"):
        planning.announce(who("editor"), f.planned())


def test_an_announced_event_is_changed_with_a_reason_and_calendars_count_it():
    with clock.at(f.NOON - timedelta(days=9)):
        event = f.announced()
        uid, item = event.uid, event.items[0]
        later = replace(f.INVITATION, starts_at=instant(date(2027, 4, 5), time(10), "Europe/Istanbul"), ends_at=instant(date(2027, 4, 5), time(18), "Europe/Istanbul"),
                        zone="Europe/Istanbul", place="Istanbul")
        with pytest.raises(Invalid, match="Say why"):
            planning.amend(who("editor"), event, later, " ")
        with pytest.raises(Invalid, match="Nothing would be different"):
            planning.amend(who("editor"), event, f.INVITATION, "No reason.")
        planning.amend(who("editor"), event, later, "The hall is not free.")
    assert (event.uid, event.sequence) == (uid, 1)
    assert item.starts_at == event.starts_at
    with pytest.raises(NotAllowed):
        planning.revise(who("editor"), event, f.INVITATION)


def test_a_cancelled_event_says_why_and_one_that_was_signed_at_is_concluded():
    event = f.in_session("RS")
    with pytest.raises(Invalid, match="does not take place"):
        planning.cancel(who("editor"), event, "")
    f.sign(event, "RS")
    with pytest.raises(Conflict, match="concluded, not cancelled"):
        planning.cancel(who("editor"), f.read(), "Too late.")
    with clock.at(f.NOON - timedelta(days=1)):
        second = f.announced()
        planning.cancel(who("editor"), second, "The host is ill.")
    assert (second.state, second.sequence) == (EventState.CANCELLED, 1)
    with pytest.raises(NotAllowed):
        planning.cancel(who("editor"), second, "Again.")


def test_the_agenda_lies_within_the_event_and_ends_with_it():
    event = f.in_session("RS")
    with pytest.raises(Invalid, match="while the event lasts"):
        agenda.add_item(who("editor"), event, event.ends_at, "Too late")
    with pytest.raises(Conflict, match="only point of the agenda"):
        agenda.drop_item(who("editor"), event.items[0])
    item = agenda.add_item(who("editor"), event, event.starts_at + timedelta(hours=1), "Second")
    paper = agenda.add_paper(who("editor"), item, "Note", "en", f.letter("a note"))
    db.session.expire_all()
    with pytest.raises(Conflict, match="Take the documents off"):
        agenda.drop_item(who("editor"), item)
    agenda.drop_paper(who("editor"), paper)
    db.session.flush()
    db.session.expire_all()
    agenda.drop_item(who("editor"), item)
    holding.conclude(who("editor"), event)
    with pytest.raises(NotAllowed) as refusal:
        agenda.add_item(who("editor"), event, event.starts_at, "After the end")
    assert refusal.value.missing == ("event_ahead",)


def test_minutes_are_published_once_with_how_they_were_adopted():
    event = f.in_session("RS")
    holding.conclude(who("editor"), event)
    with pytest.raises(Invalid, match="no minutes yet"):
        minutes.publish_minutes(who("editor"), event, f.DAY, "in writing")
    minutes.write_minutes(who("editor"), event, "First.", "en", 0)
    event = f.read()
    with pytest.raises(Conflict, match="Somebody else changed the minutes"):
        minutes.write_minutes(who("editor2"), event, "Second.", "en", 0)
    with pytest.raises(Invalid, match="between the event and today"):
        minutes.publish_minutes(who("editor"), event, f.DAY - timedelta(days=1), "in writing")
    with pytest.raises(Invalid, match="how the delegations"):
        minutes.publish_minutes(who("editor"), event, f.DAY, " ")
    minutes.publish_minutes(who("editor"), event, f.DAY, "in writing")
    with pytest.raises(NotAllowed):
        minutes.write_minutes(who("editor"), event, "Third.", "en", 1)


@pytest.mark.parametrize("name", ["citizen", "moderator", "observer", "coordinator", "member.rs"])
def test_only_the_secretariat_holds_events(name):
    event = f.in_session("RS")
    row = events.delegation(1, "RS")
    person = who(name)
    for step in (lambda: planning.plan(person, f.INVITATION), lambda: planning.cancel(person, event, "No."), lambda: holding.conclude(person, event),
                 lambda: holding.sign(person, row, row.delegates[0], event.version_digest, holding.Sheet(f.letter("x"), f.DAY)),
                 lambda: minutes.write_minutes(person, event, "Mine.", "en", 0), lambda: delegating.add_delegation(person, event, f.party("HR"))):
        with pytest.raises(NotAllowed):
            step()


def test_a_step_that_the_procedure_does_not_have_is_refused():
    event = f.in_session("RS")
    with pytest.raises((NotAllowed, IllegalMove)):
        holding.begin(who("editor"), event)
    with pytest.raises(ConsultError):
        planning.announce(who("editor"), event)


def test_an_hour_that_the_summer_time_leaves_out_is_refused():
    with pytest.raises(Invalid, match="does not exist"):
        instant(date(2027, 3, 28), time(2, 30), "Europe/Sarajevo", "starts_hour")

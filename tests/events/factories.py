"""An event with everything it needs to be signed at, made by the real actions."""
from dataclasses import replace
from datetime import date, time, timedelta

from consult import clock
from consult.adoption import actions as register
from consult.adoption.rules import ActType
from consult.ballots import actions as ballots
from consult.ballots.rules.life import BallotKind, Choice
from consult.db import db
from consult.events.actions import agenda, delegating, holding, planning
from consult.events.actions.planning import Invitation
from consult.events.models import Event
from consult.events.queries import events
from consult.events.rules import instant
from consult.evidence.actions import keep
from consult.journal.actions import record
from consult.parties.models import Party, PartyName
from consult.parties.rules import PartyKind
from consult.workgroup.models import Mandate
from tests import factories
from tests.adoption.factories import instrument
from tests.ballots import factories as made
from tests.ballots.factories import who

#: The day of the event, four weeks after the day on which the tests begin, and an hour at which it is in session.
DAY = date(2026, 11, 30)
NOON = instant(DAY, time(12), "Europe/Sarajevo")
INVITATION = Invitation("High-level event", "en", instant(DAY, time(9, 30), "Europe/Sarajevo"), instant(DAY, time(17), "Europe/Sarajevo"), "Europe/Sarajevo", "Sarajevo",
                        "Chair of the working group", "**Welcome.**")


def party(code):
    """One of the parties."""
    return db.session.get(Party, code)


def body(code):
    """A body that speaks and has no seat."""
    row = Party(code=code, kind=PartyKind.BODY, seat=False, admitted_at=clock.now(), names=[PartyName(language="en", name="European Union", since=date(2017, 9, 14))])
    db.session.add(row)
    record("parties.admit", None, row, party=code, kind="body", seat=False)
    return row


def letter(words):
    """A file that nobody else has sent."""
    return keep("scan.txt", "text/plain", words.encode())


def carried(label="1.0"):
    """A final text, carried by a certified ballot of the seats that are there."""
    version = made.text(final=True, label=label)
    seated = {mandate.party_code: mandate for mandate in db.session.query(Mandate)} or made.seats()
    with clock.at(clock.now()):
        ballot = made.ballot(version, kind=BallotKind.ADOPT_FINAL, preset="consensus", days=20)
    for mandate in seated.values():
        ballots.cast(mandate.holder, ballot, Choice.APPROVE, "", version.digest)
    with clock.at(ballot.closes_at + timedelta(minutes=1)):
        ballots.certify(who("admin"), ballot)
    return version


def planned(**more):
    """An event with one point on its agenda."""
    event = planning.plan(who("editor"), replace(INVITATION, **more))
    agenda.add_item(who("editor"), event, event.starts_at, "Opening")
    return event


def announced(version=None, exception="", **more):
    """An announced event, its outcome named if there is a text or a reason."""
    event = planned(**more)
    planning.announce(who("editor"), event)
    if version or exception:
        planning.name_outcome(who("editor"), event, version, exception)
        db.session.flush()
        db.session.refresh(event)
    return event


def delegation(event, code, powers=True, verified=True, recorded=True):
    """A delegation with a head, and its letter."""
    row = delegating.add_delegation(who("editor"), event, party(code))
    delegating.name_delegate(who("editor"), row, f"Head of {code}", "Minister", True)
    if recorded:
        found = delegating.record_credentials(who("editor"), row, "Ministry of Foreign Affairs", f"{code}/1", clock.now().date(), powers, letter(f"credentials of {code}"))
        if verified:
            delegating.verify_credentials(who("editor2"), found)
    db.session.flush()
    db.session.expire_all()
    return row


def in_session(*codes, version=None):
    """An event in session, with these delegations entitled to sign a carried final text; call it at NOON or later that day."""
    with clock.at(factories.DAY):
        version = version or carried()
    with clock.at(NOON - timedelta(days=2)):
        event = announced(version)
        for code in codes or ("BA", "HR", "RS"):
            delegation(event, code)
    holding.begin(who("editor"), event)
    return event


def sign(event, code, words="", **more):
    """The signature of a party, by the head of its delegation."""
    row = events.delegation(event.number, code)
    given = {"file": letter(words or f"sheet of {code}"), "signed_on": clock.now().astimezone(clock.BRUSSELS).date()}
    return holding.sign(who("editor"), row, row.delegates[0], event.version_digest, holding.Sheet(**given | more))


def verify(signature):
    """A second person compares the sheet."""
    register.verify(who("editor2"), signature.act)
    db.session.flush()
    db.session.expire_all()


def read(number=1):
    """The event as its page reads it."""
    db.session.flush()
    db.session.expire_all()
    return events.by_number(number)


def all_events():
    """Every event."""
    return list(db.session.query(Event))


def elsewhere(event, code):
    """A signature of a party under the same text that was not given at the event."""
    day = clock.now().date()
    return register.record(who("editor"), party(code), ActType.SIGNATURE, instrument(dated=day, received=day, effective=day), register.Bearing(version=event.version))

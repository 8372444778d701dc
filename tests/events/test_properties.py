"""Random histories: whatever is tried in whatever order, H1-H4 hold after every step, and the journal verifies."""
import random
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult import clock
from consult.adoption import actions as register
from consult.adoption.models import Act
from consult.adoption.rules import ActType, Fact, voided
from consult.db import db
from consult.errors import ConsultError
from consult.events.actions import delegating, holding, planning
from consult.events.models import EventSignature
from consult.events.queries import events, signing
from consult.events.rules import OVER, EventState, MaySign, may_sign, moved, void_acts
from tests.adoption.factories import instrument
from tests.ballots.factories import who
from tests.events import factories as f

CODES = ("BA", "HR", "RS")
STEPS = ("announce", "outcome", "begin", "enter", "letter", "verify_letter", "sign", "verify", "correct", "conclude", "cancel")


def live_signatures(event):
    """What the register itself says of the acts of this event: verified, and voided by no correction that stands."""
    acts = list(db.session.query(Act))
    numbers = {act.id: act.number for act in acts}
    facts = [Fact(a.number, a.party_code, a.type, a.effective_on, a.verification.at if a.verification else None, numbers.get(a.voids_id)) for a in acts]
    void = voided(facts, clock.now())
    mine = {row.act_id for row in db.session.query(EventSignature).filter_by(event_id=event.id)}
    return {act.number for act in acts if act.id in mine and act.verification and act.number not in void}


def holds(event, at_conclusion):
    """H1-H4 of one event as it is now."""
    signed = signing.signatures(event)
    assert {one.act.number for one in signing.counting(signed)} == live_signatures(event)
    if event.state not in {EventState.PLANNED, EventState.ANNOUNCED, EventState.CANCELLED}:
        carried = event.ballot is not None and event.ballot.state == "certified" and event.ballot.version_id == event.version_id and event.version.final
        assert carried or event.exception
    here = {each.party_code: each for each in event.delegations}
    for one in signed:
        letter = next(each for each in here[one.act.party_code].letters if each.id == one.signature.credentials_id)
        assert letter.powers
        assert letter.verification
        assert one.act.version_id == event.version_id
        assert one.act.type is ActType.SIGNATURE
    assert len({one.act.party_code for one in signing.standing(signed)}) == len(signing.standing(signed))
    if event.state in OVER:
        assert {one.act.number for one in signed} == at_conclusion
    seats = signing.ceremony(event, "en")
    assert sum(seat.word in {MaySign.SIGNED, MaySign.VERIFIED} for seat in seats) == len(signing.standing(signed))


class Try:
    """One step, tried by somebody, on some delegation and some signature."""

    def __init__(self, dice, event, version):
        self.dice, self.event, self.version = dice, event, version
        self.actor, self.code = who(dice.choice(("editor", "editor2", "admin", "citizen"))), dice.choice(CODES)
        self.row, signed = events.delegation(event.number, self.code), signing.signatures(event)
        self.one = dice.choice(signed) if signed else None

    def announce(self):
        planning.announce(self.actor, self.event)

    def outcome(self):
        planning.name_outcome(self.actor, self.event, self.dice.choice((self.version, None)), self.dice.choice(("", "A reason.")))

    def begin(self):
        holding.begin(self.actor, self.event)

    def enter(self):
        delegating.name_delegate(self.actor, delegating.add_delegation(self.actor, self.event, f.party(self.code)), f"Head of {self.code}", "", True)

    def letter(self):
        if self.row:
            words = f.letter(f"letter {self.dice.random()}")
            delegating.record_credentials(self.actor, self.row, "Ministry", "", clock.now().date(), self.dice.random() < .8, words)

    def verify_letter(self):
        if self.row and self.row.credentials:
            delegating.verify_credentials(self.actor, self.row.credentials)

    def sign(self):
        if self.row and self.row.delegates:
            digest = self.version.digest if self.dice.random() < .9 else "0" * 64
            holding.sign(self.actor, self.row, self.row.delegates[0], digest, holding.Sheet(f.letter(f"sheet {self.dice.random()}"), clock.now().date()))

    def verify(self):
        if self.one:
            register.verify(self.actor, self.one.act)

    def correct(self):
        if self.one:
            day = clock.now().date()
            paper = instrument(statement="In error.", dated=day, received=day, effective=day)
            act = register.record(self.actor, self.one.act.party, ActType.CORRECTION, paper, register.Bearing(voids=self.one.act))
            db.session.flush()
            register.verify(who("admin" if self.actor.id != who("admin").id else "editor"), act)

    def conclude(self):
        if self.dice.random() < .3:
            holding.conclude(self.actor, self.event)

    def cancel(self):
        if self.dice.random() < .1:
            planning.cancel(self.actor, self.event, "No hall.")


@pytest.mark.parametrize("seed", range(12))
def test_H1_H2_H3_H4_hold_after_every_step_of_any_history(inside, seed):
    dice = random.Random(seed)
    version = f.carried()
    event, moment, at_conclusion = f.planned(), f.NOON - timedelta(days=5), None
    order = [*STEPS[:3], *dice.choices(STEPS, weights=(1, 2, 3, 6, 6, 7, 9, 6, 4, 2, 1), k=70)] if seed % 2 else dice.choices(STEPS, k=80)
    for number, word in enumerate(order):
        moment = max(moment + timedelta(minutes=1), f.NOON) if number > 4 else moment + timedelta(minutes=1)
        with clock.at(moment):
            before = event.state
            savepoint = db.session.begin_nested()
            try:
                with suppress(ConsultError):
                    getattr(Try(dice, f.read(), version), word)()
                    db.session.flush()
                    savepoint.commit()
            finally:
                if savepoint.is_active:
                    savepoint.rollback()
            event = f.read()
            if before == EventState.IN_SESSION and event.state == EventState.CONCLUDED:
                at_conclusion = {one.act.number for one in signing.signatures(event)}
            holds(event, at_conclusion)


@given(*[st.booleans()] * 6)
def test_exactly_what_is_missing_first_is_said(party, recorded, verified, powers, signed, compared):
    word = may_sign(party, recorded, verified, powers, signed, compared)
    assert (word is MaySign.READY) == (not signed and party and recorded and verified and powers)
    assert (word in {MaySign.SIGNED, MaySign.VERIFIED}) == signed


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), unique_by=lambda pair: pair[1], max_size=8))
@settings(max_examples=200)
def test_only_signatures_are_void_and_a_voided_correction_voids_nothing(pairs):
    at = f.NOON
    corrections = [Fact(10 + n, "RS", ActType.CORRECTION, f.DAY, at, voids) for n, (_, voids) in enumerate(pairs)]
    signed = [(number, None) for number in range(1, 6)]
    assert void_acts(signed, corrections, at) == {voids for _, voids in pairs if voids <= 5}
    over = [*corrections, *(Fact(30 + n, "RS", ActType.CORRECTION, f.DAY, at, each.number) for n, each in enumerate(corrections))]
    assert void_acts(signed, over, at) == frozenset()
    assert void_acts(signed, corrections, at - timedelta(seconds=1)) == frozenset()


@given(st.integers(0, 600), st.sampled_from(("Europe/Istanbul", "Europe/Athens", "Europe/Sarajevo")), st.integers(0, 400))
def test_a_point_of_the_agenda_keeps_its_distance_by_the_clock(minutes, zone, days):
    start = f.INVITATION.starts_at
    after = moved(start + timedelta(minutes=minutes), (start, "Europe/Sarajevo"), (start + timedelta(days=days), zone))
    assert abs((after - start - timedelta(days=days, minutes=minutes)).total_seconds()) <= 3600

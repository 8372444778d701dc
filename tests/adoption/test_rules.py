"""The fold of acts into a status, over random registers (invariants A1-A9)."""
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.adoption.rules import ADOPTING, ASKS, NEEDS, PURPOSES, STATUS_NAMES, TYPE_NAMES, ActType, Fact, Requirement, Standing, Status, live, required, standing, totals, voided

DAY, NOON = date(2026, 11, 2), datetime(2026, 11, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=400)
CARRY = [*ADOPTING, ActType.SIGNATURE, ActType.RESERVATION]


@st.composite
def registers(draw):
    """A register as the actions let it grow: what refers refers to an earlier act of the same party."""
    facts = []
    for number in range(1, draw(st.integers(0, 14)) + 1):
        party, type = draw(st.sampled_from(["AL", "RS"])), draw(st.sampled_from(list(ActType)))
        own = [f for f in facts if f.party == party]
        answers = [f.number for f in own if f.type in NEEDS[type].answers]
        voids = [f.number for f in own if f.number not in {g.voids for g in facts}]
        if (NEEDS[type].answers and not answers) or (type is ActType.CORRECTION and not voids):
            continue
        facts.append(Fact(number, party, type, DAY + timedelta(days=draw(st.integers(0, 20))), draw(st.none() | st.integers(0, 20).map(lambda n: NOON + timedelta(days=n))),
                          draw(st.sampled_from(voids)) if type is ActType.CORRECTION else None, draw(st.sampled_from(answers)) if NEEDS[type].answers else None,
                          draw(st.integers(1, 3)) if type is ActType.RESERVATION else draw(st.integers(0, 2)) if type in CARRY else 0,
                          draw(st.sampled_from([1, 2])) if type in ADOPTING else None, draw(st.sampled_from(["", "State", "Entity"])) if type in ADOPTING else ""))
    return facts


@st.composite
def needed(draw):
    """Decisions on the acts that an adoption consists of, of either party, on days and at moments of their own."""
    return [Requirement(draw(st.sampled_from(["AL", "RS"])), DAY + timedelta(days=draw(st.integers(0, 20))), NOON + timedelta(days=draw(st.integers(0, 20))),
                        draw(st.sampled_from([(), ("State", "Entity")]))) for _ in range(draw(st.integers(0, 3)))]


days = st.integers(0, 25).map(lambda n: DAY + timedelta(days=n))
moments = st.integers(0, 25).map(lambda n: NOON + timedelta(days=n))


def fact(number, type, day=0, known=0, **more):
    """An act of RS."""
    return Fact(number, "RS", type, DAY + timedelta(days=day), None if known is None else NOON + timedelta(days=known), **more)


def at(facts, day=30, known=30):
    """Where RS stands."""
    return standing("RS", facts, DAY + timedelta(days=day), NOON + timedelta(days=known)).status


@given(registers(), days, moments)
def test_A1_adopted_means_a_live_verified_adoption_or_accession(facts, day, known):
    found = standing("RS", facts, day, known)
    if found.status in {Status.ADOPTED, Status.WITH_RESERVATIONS}:
        act = next(f for f in facts if f.number == found.act)
        assert act.type in ADOPTING
        assert act.known_at <= known
        assert act.effective_on <= day
        assert act.number not in voided(facts, known)


@given(registers(), days, moments)
def test_A3_with_reservations_means_a_live_adoption_and_a_live_reservation(facts, day, known):
    found = standing("RS", facts, day, known)
    assert (found.status is Status.WITH_RESERVATIONS) == bool(found.reserving)
    now = {f.number: f for f in live(facts, day, known)}
    for number in found.reserving:
        assert now[number].reservations
        assert not any(f.type is ActType.RESERVATION_WITHDRAWN and f.answers == number for f in now.values())


@given(registers(), days, moments)
def test_A4_withdrawn_means_a_live_withdrawal_of_an_act_that_had_begun(facts, day, known):
    found = standing("RS", facts, day, known)
    if found.status is Status.WITHDRAWN:
        act = next(f for f in facts if f.number == found.act)
        assert act.answers in {f.number for f in live(facts, day, known)}


@settings(max_examples=300)
@given(registers(), registers(), days, moments)
def test_A6_acts_known_later_change_nothing_that_was_known(facts, more, day, known):
    late = [replace(f, number=f.number + 100, known_at=known + timedelta(seconds=1), voids=f.voids and f.voids + 100, answers=f.answers and f.answers + 100) for f in more]
    assert standing("RS", [*facts, *late], day, known) == standing("RS", facts, day, known)
    unverified = [replace(f, known_at=None) for f in late]
    assert standing("RS", [*facts, *unverified], day, LATER) == standing("RS", facts, day, LATER)


@given(registers(), days, moments)
def test_A6_a_later_correction_leaves_what_was_known_before(facts, day, known):
    own = [f for f in facts if f.party == "RS"]
    if own:
        correction = Fact(900, "RS", ActType.CORRECTION, DAY, known + timedelta(days=1), voids=own[0].number)
        assert standing("RS", [*facts, correction], day, known) == standing("RS", facts, day, known)


@given(registers(), days, moments)
def test_A7_the_acts_of_one_party_never_alter_anothers_status(facts, day, known):
    assert standing("RS", facts, day, known) == standing("RS", [f for f in facts if f.party == "RS"], day, known)


@settings(max_examples=300)
@given(registers(), days, moments, st.randoms(use_true_random=False))
def test_A8_the_order_of_entry_is_irrelevant(facts, day, known, chance: random.Random):
    numbers = [f.number for f in facts]
    new = dict(zip(numbers, chance.sample(numbers, len(numbers)), strict=True))
    entered = [replace(f, number=new[f.number], voids=new.get(f.voids), answers=new.get(f.answers)) for f in facts]
    chance.shuffle(entered)
    assert standing("RS", entered, day, known).status == standing("RS", facts, day, known).status


@settings(max_examples=300)
@given(registers(), needed(), days, moments)
def test_A1_where_several_acts_are_required_adopted_means_that_each_is_live_on_one_text(facts, decisions, day, known):
    found = standing("RS", facts, day, known, decisions)
    parts = required("RS", decisions, day, known)
    assert found.required == parts
    assert set(found.given) <= set(parts)
    now = live([f for f in facts if f.party == "RS"], day, known)
    ended = {f.answers for f in now if f.type is ActType.WITHDRAWAL}
    there = [{f.part for f in now if f.type in ADOPTING and f.number not in ended and f.text == text} for text in (1, 2)]
    if parts:
        assert (found.status in {Status.ADOPTED, Status.WITH_RESERVATIONS}) == any(set(parts) <= given for given in there)
        assert len(found.given) == max(len(given & set(parts)) for given in there)
    assert (found.status is Status.WITH_RESERVATIONS) == bool(found.reserving)


@settings(max_examples=200)
@given(registers(), needed(), needed(), days, moments)
def test_A6_A7_a_decision_taken_later_or_about_another_party_changes_nothing(facts, decisions, more, day, known):
    before = standing("RS", facts, day, known, decisions)
    late = [replace(r, known_at=known + timedelta(seconds=1)) for r in more]
    others = [replace(r, party="AL") for r in more]
    assert standing("RS", facts, day, known, [*decisions, *late, *others]) == before


@settings(max_examples=200)
@given(registers(), needed(), days, moments, st.randoms(use_true_random=False))
def test_A8_the_order_of_entry_is_irrelevant_where_several_acts_are_required(facts, decisions, day, known, chance: random.Random):
    before = standing("RS", facts, day, known, decisions)
    entered, decided = chance.sample(facts, len(facts)), chance.sample(decisions, len(decisions))
    assert standing("RS", entered, day, known, decided) == before


def test_a_party_that_needs_several_acts_has_adopted_once_all_are_there():
    decisions = [Requirement("RS", DAY, NOON, ("State", "First entity", "Second entity", "District"))]
    facts = [fact(n, ActType.ADOPTION, n, text=1, part=part) for n, part in enumerate(("State", "District", "First entity", "Second entity"), 1)]

    def told(count, day=30):
        found = standing("RS", facts[:count], DAY + timedelta(days=day), LATER, decisions)
        return found.status.value, len(found.given), len(found.required)

    assert [told(n) for n in range(5)] == [("no_action", 0, 4), ("under_consideration", 1, 4), ("under_consideration", 2, 4), ("under_consideration", 3, 4), ("adopted", 4, 4)]
    assert told(4, day=3) == ("under_consideration", 3, 4)
    gone = [*facts, fact(5, ActType.WITHDRAWAL, 6, answers=2)]
    assert standing("RS", gone, DAY + timedelta(days=7), LATER, decisions).status is Status.WITHDRAWN
    other = [replace(facts[3], text=2)]
    assert standing("RS", [*facts[:3], *other], DAY + timedelta(days=7), LATER, decisions).status is Status.CONSIDERED
    assert standing("RS", [fact(9, ActType.SIGNATURE), facts[0]], DAY + timedelta(days=7), LATER, decisions).status is Status.SIGNED
    assert standing("RS", facts[:1], DAY + timedelta(days=7), LATER, [*decisions, Requirement("RS", DAY, LATER, ())]).status is Status.ADOPTED


@given(st.lists(st.sampled_from(Status)))
def test_A9_totals_are_counts_of_rows(statuses):
    count = totals([Standing(status) for status in statuses])
    assert sum(count.values()) == len(statuses)
    assert all(count[status] == statuses.count(status) for status in Status)


def test_a_life_of_a_party_as_it_is_read_at_every_date():
    facts = [fact(1, ActType.INTENTION, 1), fact(2, ActType.SIGNATURE, 3), fact(3, ActType.ADOPTION, 5, reservations=2), fact(4, ActType.RESERVATION_WITHDRAWN, 7, answers=3),
             fact(5, ActType.RESERVATION, 9, answers=3, reservations=1), fact(6, ActType.WITHDRAWAL, 11, answers=3), fact(7, ActType.ACCESSION, 13)]
    assert [at(facts, day).value for day in range(0, 14, 2)] == [
        "no_action", "under_consideration", "signed", "adopted_with_reservations", "adopted", "adopted_with_reservations", "withdrawn"]
    assert at(facts, 13) is Status.ADOPTED


def test_a_correction_voids_and_its_own_correction_brings_back():
    facts = [fact(1, ActType.ADOPTION, known=1), fact(2, ActType.CORRECTION, known=3, voids=1), fact(3, ActType.CORRECTION, known=5, voids=2)]
    assert [at(facts, known=known) for known in (0, 1, 3, 5)] == [Status.NONE, Status.ADOPTED, Status.NONE, Status.ADOPTED]


def test_an_intention_never_lowers_a_signature_but_reopens_a_refusal():
    assert at([fact(1, ActType.SIGNATURE, 1), fact(2, ActType.INTENTION, 2)]) is Status.SIGNED
    assert at([fact(1, ActType.DECLINED, 1), fact(2, ActType.INTENTION, 2)]) is Status.CONSIDERED
    assert at([fact(1, ActType.SIGNATURE, 1), fact(2, ActType.DECLINED, 2)]) is Status.DECLINED


@pytest.mark.parametrize("type", [ActType.DECLARATION, ActType.COMMUNICATION, ActType.CHANGE_OF_NAME])
def test_words_alone_change_no_status(type):
    assert at([fact(1, type)]) is Status.NONE
    assert at([fact(1, ActType.SIGNATURE), fact(2, type, 2)]) is Status.SIGNED


def test_every_type_and_status_has_its_name_and_its_needs():
    assert set(TYPE_NAMES) == set(NEEDS) == set(PURPOSES) == set(ASKS) == set(ActType)
    assert set(STATUS_NAMES) == set(Status)

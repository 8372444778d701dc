"""The count over all numbers of seats and every distribution, and over random histories (invariants B1-B7, B11)."""
import copy
import itertools
import re
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.ballots.rules.counting import PRESETS, Base, Rule, Tally, carried, needed, tally
from consult.ballots.rules.life import BallotKind, BallotPhase, BallotState, Choice, phase, shown, working_days
from consult.ballots.rules.record import FORMAT, digest_of, faults, outcome
from consult.ballots.rules.wording import in_words, result_in_words

SEATS = range(1, 16)
CODES = [f"S{n}" for n in range(12)]
CHOICES = [*Choice, None]
DAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


def counts(seats):
    """Every way in which so many seats can answer."""
    for a, d, b, r in itertools.product(range(seats + 1), repeat=4):
        if a + d + b + r <= seats:
            yield Tally(a, d, b, r, seats - a - d - b - r)


ALL = [count for seats in SEATS for count in counts(seats)]
rules = st.builds(Rule, st.integers(0, 12), st.integers(1, 12), st.booleans(), st.sampled_from(Base), st.integers(0, 11), st.integers(1, 12),
                  st.none() | st.integers(0, 15)).filter(lambda rule: rule.sound)
tallies = st.sampled_from(ALL)
histories = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(list(Choice))), max_size=40)


def by_the_book(preset, count):
    """The presets as model.md writes them."""
    a, d, seats = count.approve, count.against, count.seats
    return {"consensus": d == 0, "two_thirds": 3 * a >= 2 * (a + d), "procedural": a > d}[preset] and 2 * a > seats


@pytest.mark.parametrize("preset", PRESETS)
def test_the_presets_are_the_written_rule_for_every_count_up_to_fifteen_seats(preset):
    assert [count for count in ALL if carried(PRESETS[preset], count) != by_the_book(preset, count)] == []


@pytest.mark.parametrize(("approve", "against"), [(8, 4), (6, 3), (4, 2)])
def test_exactly_two_thirds_carries(approve, against):
    assert carried(PRESETS["two_thirds"], Tally(approve, against, 0, 0, 0))
    assert not carried(PRESETS["two_thirds"], Tally(approve - 1, against + 1, 0, 0, 0))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("count", [Tally(0, 0, 12, 0, 0), Tally(0, 0, 0, 0, 11), Tally(6, 6, 0, 0, 0), Tally(6, 0, 6, 0, 0), Tally(0, 0, 0, 5, 0)])
def test_ties_and_empty_casts_are_not_carried(preset, count):
    assert not carried(PRESETS[preset], count)


@given(histories)
def test_B1_each_seat_counts_once_and_the_partition_sums_to_the_seats(history):
    count = tally(CODES, history)
    assert count.seats == len(CODES)
    latest = dict(history)
    assert count.none == len(set(CODES) - set(latest))
    assert count.approve == sum(choice is Choice.APPROVE for choice in latest.values())


@given(histories)
def test_B1_a_position_of_no_seat_counts_nothing(history):
    assert tally(CODES, [*history, ("ZZ", Choice.AGAINST)]) == tally(CODES, history)


@given(histories)
def test_B3_the_count_is_a_pure_function(history):
    before = copy.deepcopy(history)
    assert tally(CODES, history) == tally(list(CODES), list(history))
    assert history == before


@settings(max_examples=400)
@given(rules, tallies)
def test_B5_one_seat_turning_to_approve_never_turns_carried_into_not_carried(rule, count):
    if not carried(rule, count):
        return
    for other in ("against", "abstain", "not_taking_part", "none"):
        if getattr(count, other):
            assert carried(rule, Tally(**asdict(count) | {"approve": count.approve + 1, other: getattr(count, other) - 1}))


@settings(max_examples=400)
@given(rules, tallies)
def test_B5_one_seat_turning_against_never_turns_not_carried_into_carried(rule, count):
    if carried(rule, count):
        return
    for other in ("approve", "abstain", "not_taking_part", "none"):
        if getattr(count, other):
            assert not carried(rule, Tally(**asdict(count) | {"against": count.against + 1, other: getattr(count, other) - 1}))


@pytest.mark.parametrize("preset", PRESETS)
def test_B5_the_presets_are_monotone_for_every_count(preset):
    rule = PRESETS[preset]
    for count in ALL:
        for other in ("against", "abstain", "not_taking_part", "none"):
            if getattr(count, other) and carried(rule, count):
                assert carried(rule, Tally(**asdict(count) | {"approve": count.approve + 1, other: getattr(count, other) - 1})), count


@pytest.mark.parametrize("preset", PRESETS)
def test_B6_abstaining_and_silence_weigh_the_same(preset):
    for count in ALL:
        if count.abstain:
            silent = Tally(**asdict(count) | {"abstain": count.abstain - 1, "none": count.none + 1})
            assert carried(PRESETS[preset], silent) == carried(PRESETS[preset], count), count


@given(histories, st.permutations(CODES))
def test_B7_exchanging_seats_never_changes_the_count(history, seats):
    new = dict(zip(CODES, seats, strict=True))
    assert tally(seats, [(new[seat], choice) for seat, choice in history]) == tally(CODES, history)


@given(rules, st.sampled_from(SEATS), st.integers(0, 12))
def test_the_number_needed_is_the_least_that_carries(rule, seats, against):
    against = min(against, seats)
    fewest = needed(rule, seats, against)
    carrying = [a for a in range(seats - against + 1) if carried(rule, Tally(a, against, seats - against - a, 0, 0))]
    assert fewest == (min(carrying) if carrying else None)


@given(rules, tallies)
def test_rule_and_result_are_whole_sentences_with_all_their_facts(rule, count):
    for sentence, facts in [*in_words(rule, count.seats), *result_in_words(rule, count)]:
        assert (sentence % facts).endswith(".")
    said = result_in_words(rule, count)[0][0]
    assert said.startswith("Carried") == carried(rule, count)


def test_the_presets_in_words():
    words = {name: [sentence % facts for sentence, facts in in_words(rule, 11)][:-1] for name, rule in PRESETS.items()}
    assert words == {
        "consensus": ["More than half of all seats must approve.", "No seat may be against.", "Of the 11 seats at least 6 must approve."],
        "two_thirds": ["At least two thirds of the seats that are for or against must approve.", "More than half of all seats must approve.",
                       "Of the 11 seats at least 6 must approve."],
        "procedural": ["More seats must approve than are against.", "More than half of all seats must approve.", "Of the 11 seats at least 6 must approve."],
    }


@pytest.mark.parametrize(("rule", "words"), [
    (Rule(1, 2, False, Base.CAST, 0, 1), ["At least as many seats must approve as are against.", "At least one seat must approve."]),
    (Rule(0, 1, False, Base.CAST, 0, 1), ["At least one seat must approve."]),
    (Rule(0, 3, False, Base.SEATS, 0, 2), ["At least one seat must approve."]),
    (Rule(1, 1, False, Base.SEATS), ["All seats must approve."]),
    (Rule(1, 1, False, Base.SEATS, max_against=0), ["All seats must approve."]),
    (Rule(1, 1, True, Base.CAST), ["No number of approvals is enough for this rule."]),
    (Rule(1, 1, False, Base.CAST, 0, 1), ["All of the seats that are for or against must approve.", "At least one seat must approve."]),
    (Rule(1, 2, True, Base.SEATS), ["More than half of all seats must approve."]),
    (Rule(1, 2, False, Base.SEATS, 0, 1), ["At least half of all seats must approve."]),
    (Rule(2, 3, False, Base.SEATS), ["At least two thirds of all seats must approve."]),
    (Rule(4, 6, False, Base.CAST, 2, 4), ["At least two thirds of the seats that are for or against must approve.", "More than half of all seats must approve."]),
    (Rule(1, 2, True, Base.CAST, 0, 1, 2), ["More seats must approve than are against.", "At least one seat must approve.", "The number of seats against may be at most 2."]),
    (Rule(3, 5, True, Base.CAST, 1, 3, 0), ["More than 3/5 of the seats that are for or against must approve.",
                                            "More than 1/3 of all seats must approve.", "No seat may be against."]),
    (Rule(0, 1, True, Base.SEATS, 1, 4), ["More than 1/4 of all seats must approve."]),
    (Rule(0, 5, False, Base.CAST, 1, 2), ["More than half of all seats must approve."]),
])
def test_a_custom_rule_reads_as_a_person_would_say_it(rule, words):
    assert [sentence % facts for sentence, facts in in_words(rule)][:-1] == words


@given(rules, st.sampled_from(SEATS))
def test_no_rule_speaks_of_a_share_of_nothing_or_of_everything_in_figures(rule, seats):
    said = " ".join(sentence % facts for sentence, facts in in_words(rule, seats))
    assert not re.search(r"\b0/|\b(\d+)/\1\b|\b(\d*[02468])/\d*[02468]\b", said), said


def test_the_result_in_words():
    said = [sentence % facts for sentence, facts in result_in_words(PRESETS["two_thirds"], Tally(9, 1, 1, 0, 0))]
    assert said == ["Carried: 9 of 11 approve (6 needed), 1 against.", "Abstaining: 1. Not taking part: 0. Without a position: 0."]
    said = [sentence % facts for sentence, facts in result_in_words(PRESETS["consensus"], Tally(9, 1, 1, 0, 0))]
    assert said[0] == "Not carried: 1 of 11 are against, and no number of approvals outweighs that; 9 approve."


@pytest.mark.parametrize(("rule", "sound"), [
    (Rule(2, 3, False, Base.CAST), True), (Rule(4, 3, False, Base.CAST), False), (Rule(1, 0, False, Base.CAST), False), (Rule(-1, 3, False, Base.CAST), False),
    (Rule(1, 2, True, Base.SEATS, 1, 1), False), (Rule(1, 2, True, Base.SEATS, 0, 1), True), (Rule(1, 2, True, Base.SEATS, max_against=-1), False),
])
def test_a_rule_must_make_sense(rule, sound):
    assert rule.sound is sound


@pytest.mark.parametrize(("days", "working"), [(0.1, 0), (1, 1), (4, 4), (5, 4), (6, 4), (7, 5), (14, 10)])
def test_working_days_leave_out_weekends_and_the_day_of_opening(days, working):
    assert working_days(DAY, DAY + timedelta(days=days)) == working


def test_the_end_of_a_day_belongs_to_that_day():
    midnight = datetime(2026, 11, 6, 23, tzinfo=UTC)  # the end of Friday, Brussels time
    assert working_days(DAY, midnight) == 4


def test_the_phase_follows_the_clock_half_open():
    closes = DAY + timedelta(days=1)
    found = [phase(BallotState.SCHEDULED, DAY, closes, moment) for moment in (DAY - timedelta(milliseconds=1), DAY, closes - timedelta(milliseconds=1), closes)]
    assert found == [BallotPhase.SCHEDULED, BallotPhase.OPEN, BallotPhase.OPEN, BallotPhase.CLOSED]
    assert phase(BallotState.WITHDRAWN, DAY, closes, DAY) == BallotPhase.WITHDRAWN


def test_positions_on_the_final_text_are_shown_after_the_close_only():
    assert [p for p in BallotPhase if shown(BallotKind.ADOPT_FINAL, p)] == [BallotPhase.CLOSED, BallotPhase.CERTIFIED]
    assert shown(BallotKind.PROCEDURAL, BallotPhase.OPEN)
    assert not shown(BallotKind.PROCEDURAL, BallotPhase.SCHEDULED)


def record(history):
    """The record of a ballot in which these positions were given one after the other."""
    opening = {"ballot": 1, "question": "Is it approved?", "kind": "approve_text", "document": "model", "version": "1.0", "digest": "d" * 64,
               "rule": asdict(PRESETS["two_thirds"]) | {"base": "cast"}, "opens_at": "2026-11-02T09:00:00.000Z",
               "seats": [{"party": code, "names": {"en": code}, "footnote": ""} for code in CODES]}
    positions, previous, mandates = [], digest_of(opening), {code: number for number, code in enumerate(CODES, start=1)}
    for seq, (party, choice) in enumerate(history, start=1):
        entry = {"ballot": 1, "seq": seq, "party": party, "choice": choice.value, "reason": "because", "cast_by": f"Member {party}", "capacity": "principal",
                 "mandate": mandates[party], "document": None, "digest": "d" * 64, "at": f"2026-11-03T09:00:00.{seq:03d}Z", "previous": previous}
        previous = digest_of(entry)
        positions.append(entry | {"receipt": previous})
    used = [{"id": number, "party": code, "role": "principal", "holder": f"Member {code}", "from": "2026-10-01T00:00:00.000Z", "until": None,
             "verified": "2026-10-02T00:00:00.000Z"} for code, number in mandates.items() if any(code == party for party, _ in history)]
    made = {"format": FORMAT, "opening": opening, "closes_at": "2026-11-20T09:00:00.000Z", "mandates": used, "positions": positions, "result": None,
            "certified": {"at": "2026-11-20T10:00:00.000Z", "by": "A Third Person"}}
    return made | {"result": outcome(made)}


@given(histories)
def test_B11_an_honest_record_has_no_fault(history):
    assert faults(record(history)) == []


@given(histories.filter(bool), st.data())
def test_B11_one_changed_fact_is_found(history, data):
    made = record(history)
    position = data.draw(st.sampled_from(made["positions"]))
    name = data.draw(st.sampled_from(sorted(position)))
    value = position[name]
    position[name] = (value or 0) + 1 if name in {"seq", "ballot", "mandate"} else "x" if value is None else value + "x"
    assert faults(made) != []


@pytest.mark.parametrize("name", ["question", "digest", "opens_at", "version", "kind"])
def test_B4_a_changed_opening_is_found(name):
    made = record([("S1", Choice.APPROVE)])
    made["opening"][name] += "x"
    assert faults(made) != []


def test_B4_a_changed_rule_or_seat_is_found():
    for change in (lambda opening: opening["rule"].update(numerator=1), lambda opening: opening["seats"].pop(), lambda opening: opening["seats"][0].update(names={"en": "Z"})):
        made = record([("S1", Choice.APPROVE)])
        change(made["opening"])
        assert faults(made) != []


def test_B3_a_false_result_is_found():
    made = record([(code, Choice.APPROVE) for code in CODES])
    made["result"]["counts"]["approve"] -= 1
    assert faults(made) == ["the certified result is not the count of the positions"]


def test_B2_a_position_at_the_close_or_without_its_reason_is_found():
    made = record([("S1", Choice.AGAINST)])
    made["closes_at"] = made["positions"][0]["at"]
    assert len(faults(made)) == 1
    entry = {key: value for key, value in made["positions"][0].items() if key != "receipt"} | {"reason": " "}
    made = record([("S1", Choice.AGAINST)]) | {"positions": [entry | {"receipt": digest_of(entry)}], "result": None}
    assert faults(made) == ["position 1: the reason is missing"]


@given(histories.filter(lambda history: len(history) > 1))
def test_B11_a_missing_or_exchanged_position_is_found(history):
    made = record(history)
    made["positions"].pop(0)
    assert faults(made) != []
    made = record(history)
    made["positions"].reverse()
    assert faults(made) != []

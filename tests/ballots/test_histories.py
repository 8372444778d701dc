"""Random histories through the real actions: whoever does whatever at whatever moment, after every step all of B1 to B12 hold."""
import importlib.util
import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.exports import tables
from consult.ballots.models import Ballot
from consult.ballots.rules.counting import PRESETS, Base, Rule, Tally, carried, tally
from consult.ballots.rules.life import NEEDS_REASON, BallotKind, BallotPhase, BallotState, Choice, Procedure
from consult.ballots.rules.record import faults, file_of
from consult.ballots.rules.wording import outcome_in_words
from consult.db import db, transaction
from consult.documents.rules import VersionState
from consult.errors import ConsultError
from consult.workgroup.rules import MandateRole
from tests.ballots import factories as made

PEOPLE = ("editor", "editor2", "admin", "citizen", "member.ba", "member.hr", "member.rs", "alternate.rs")
DAY = timedelta(days=1)
OTHERS = ("against", "abstain", "not_taking_part", "none")
specification = importlib.util.spec_from_file_location("verify_result", Path(__file__).parents[2] / "static/verify_result.py")
verifier = importlib.util.module_from_spec(specification)
specification.loader.exec_module(verifier)


@contextmanager
def tried(done, name):
    """One step in a transaction of its own, which may be refused."""
    try:
        with transaction():
            yield
        done[name] += 1
    except ConsultError:
        done["refused"] += 1


@pytest.mark.parametrize("seed", range(4))
def test_B1_to_B12_hold_after_every_step_of_any_history(inside, seed):
    dice, seen, done = Random(seed), {}, Counter()
    with transaction():
        made.seats()
        made.mandate("alternate.rs", "RS", MandateRole.ALTERNATE)
        texts = [made.text(label="1.0"), made.text(final=True, label="2.0")]
        made.ballot(texts[0], opened=False)
        texts = [version.id for version in texts]
    now = clock.now()
    for _ in range(100):
        now = later(dice, now)
        name, step = dice.choice(STEPS)
        with clock.at(now):
            with tried(done, name):
                step(dice, [db.session.get(made.Version, number) for number in texts])
            db.session.expire_all()
            for ballot in db.session.scalars(select(Ballot)):
                check(ballot, seen)
            check_undecided()
    assert all(done[name] for name in ("open", "cast", "refused")), done
    assert list(queries.broken()) == []


def later(dice, now):
    """A moment after this one; often just the instant at which some ballot closes, or the last before it."""
    closes = [moment for moment in db.session.scalars(select(Ballot.closes_at).where(Ballot.state == BallotState.SCHEDULED)) if moment > now]
    if closes and dice.random() < .1:
        return max(now, dice.choice(closes) - timedelta(milliseconds=dice.randint(0, 1)))
    return now + dice.choice([timedelta(milliseconds=1), timedelta(hours=1), timedelta(hours=9)])


def prepare(dice, texts):
    preset = dice.choice([*PRESETS, "custom"])
    silent = dice.random() < .2
    rule = PRESETS.get(preset) or Rule(dice.randint(0, 3), 3, dice.random() < .5, dice.choice(list(Base)), dice.randint(0, 2), 3, dice.choice([None, 0, 1]))
    begin = clock.now() + dice.choice([timedelta(0), timedelta(hours=2)])
    actions.prepare(who(dice), dice.choice(texts), "Is it approved?", BallotKind.PROCEDURAL if silent else dice.choice(list(BallotKind)), preset, rule, begin,
                    begin + dice.choice([1, 6, 16]) * DAY, procedure=Procedure.SILENCE if silent else Procedure.VOTE)


def who(dice):
    """Somebody; rather one of those who run ballots."""
    return made.who(dice.choice(PEOPLE[:3] if dice.random() < .8 else PEOPLE))


def some(dice, phase=BallotPhase.OPEN):
    """Some ballot, rather one in the phase that the step is made for."""
    rows = list(db.session.scalars(select(Ballot).order_by(Ballot.id)))
    fitting = [row for row in rows if row.phase == phase]
    return dice.choice(fitting if fitting and dice.random() < .8 else rows)


def said(dice):
    choice = dice.choice(list(Choice))
    return choice, "Because of section 2" if choice in NEEDS_REASON or dice.random() < .3 else " "


def cast(dice, _texts):
    ballot = some(dice)
    actions.cast(made.who(dice.choice(PEOPLE[4:] if dice.random() < .9 else PEOPLE)), ballot, *said(dice), dice.choice([*[ballot.version_digest] * 9, "0" * 64]))


def enter(dice, _texts):
    ballot, holder = some(dice), made.who(dice.choice(PEOPLE[4:]))
    actions.enter(who(dice), ballot, holder.mandates[0], *said(dice), ballot.version_digest, made.letter(str(dice.random())))


STEPS = [
    *[("prepare", prepare)] * 3, *[("open", lambda dice, _: actions.open(who(dice), some(dice, BallotPhase.DRAFT)))] * 3, *[("cast", cast)] * 8, ("enter", enter),
    ("extend", lambda dice, _: actions.extend(who(dice), some(dice), clock.now() + dice.randint(-1, 12) * DAY, "Holidays")),
    ("withdraw", lambda dice, _: actions.withdraw(made.who(dice.choice(PEOPLE)), some(dice), "A mistake")),
    ("close early", lambda dice, _: actions.close_early(who(dice), some(dice))), *[("certify", lambda dice, _: actions.certify(who(dice), some(dice, BallotPhase.CLOSED)))] * 3,
]


def check(ballot, seen):
    """What must hold of one ballot, whatever came before."""
    record, count = queries.record_of(ballot), queries.count(ballot)
    former = seen.get(ballot.number)
    if ballot.opened_by is not None:
        _check_record(ballot, record, count)
        if former:  # B4, B8, B11: what stood there stands there; only new links were added, and none at or after a close
            assert record["opening"] == former["opening"]
            assert record["positions"][:len(former["positions"])] == former["positions"]
            assert record["positions"] == former["positions"] or ballot.phase == BallotPhase.OPEN
            assert former["certified"] is None or record == former
        seen[ballot.number] = record
    else:
        assert ballot.positions == []
    if ballot.phase == BallotPhase.WITHDRAWN:  # B9
        assert (ballot.result, record["result"], record["certified"]) == (None, None, None)
    _check_rule(ballot, count)


def _check_record(ballot, record, count):
    seats = [seat.party_code for seat in ballot.seats]
    assert count.seats == len(seats)  # B1
    assert all(ballot.opens_at <= position.at < ballot.closes_at for position in ballot.positions)  # B2, B8
    assert faults(record) == []  # B2, B3, B11
    content = file_of(record)
    told, found = verifier.faults(content)
    assert found == []
    assert verifier.count(told) == asdict(count)  # B12
    votes = [row[2] for row in tables.rows(ballot)]
    assert Counter(votes) == Counter({"approve": count.approve, "do_not_approve": count.against, "abstain": count.abstain,
                                      "does_not_take_part": count.not_taking_part, "none": count.none})
    if ballot.result is not None:  # B3
        assert json.loads(content)["result"]["counts"] == asdict(count)
        sentence = outcome_in_words(ballot.procedure, ballot.rule, count)[0][0]
        assert ballot.carried == sentence.startswith(("Carried", "No objection"))
        assert ballot.certified_by not in (ballot.prepared_by, ballot.opened_by)


def _check_rule(ballot, count):
    """B5, B6, B7 at this very count."""
    rule, outcome = ballot.rule, carried(ballot.rule, count)
    for other in OTHERS:
        if getattr(count, other) and outcome:
            assert carried(rule, Tally(**asdict(count) | {"approve": count.approve + 1, other: getattr(count, other) - 1}))
    if ballot.preset in PRESETS and count.none:
        assert carried(rule, Tally(**asdict(count) | {"abstain": count.abstain + 1, "none": count.none - 1})) == outcome
    seats = [seat.party_code for seat in ballot.seats]
    turned = dict(zip(seats, reversed(seats), strict=True))
    assert tally(seats, [(turned[p.party_code], p.choice) for p in ballot.positions]) == count


def check_undecided():
    """B10: one undecided ballot for each text and kind, on published texts only."""
    rows = list(db.session.scalars(select(Ballot).filter_by(state=BallotState.SCHEDULED)))
    assert len({(row.version_id, row.kind) for row in rows}) == len(rows)
    assert all(row.version.state == VersionState.PUBLISHED for row in rows)

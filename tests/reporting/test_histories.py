"""Whatever people do in whatever order, the rules of rounds hold: random histories over the real actions."""
import random
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from consult import clock
from consult.comments.actions import answering, moderating, writing
from consult.comments.models import Comment
from consult.comments.queries import threads
from consult.comments.rules import Capacity, Channel, Code, CommentKind, CommentState
from consult.db import db, transaction
from consult.errors import ConsultError
from consult.journal.models import JournalEntry
from consult.organisations.rules import OrganisationKind
from consult.reporting import rules
from consult.reporting.queries import facts, figures
from consult.rounds import actions, queries
from consult.rounds.models import Round
from consult.rounds.rules import Phase, RoundKind, RoundState
from tests.comments.conftest import CLOSES

DAY = timedelta(days=1)
ROW = st.fixed_dictionaries({
    "party": st.sampled_from(["RS", "HR", "INT"]), "section": st.sampled_from([None, "a", "b"]), "kind": st.sampled_from(CommentKind), "channel": st.sampled_from(Channel),
    "language": st.sampled_from(["en", "sr-Cyrl", "xx"]), "state": st.sampled_from(CommentState), "capacity": st.sampled_from([Capacity.SELF, Capacity.COORDINATOR]),
    "body": st.sampled_from([None, *OrganisationKind]), "late": st.booleans(), "admitted": st.booleans(), "code": st.sampled_from([None, *Code])})


@given(st.lists(st.tuples(ROW, st.integers(1, 10**6)), max_size=30))
def test_R6_any_counted_rows_add_up_in_every_table(rows):
    told = {"counts": figures.counts(rows), "groups": figures.groups(rows, []), "crossed": figures.crossed(rows)}
    assert rules.faults(told) == []
    assert told["counts"]["total"] == sum(number for _, number in rows)
    assert sum(number for *_, number in told["crossed"]) == told["counts"]["total"]


@contextmanager
def tried():
    """A step that the procedure may refuse."""
    try:
        with transaction():
            yield
    except ConsultError:
        db.session.rollback()


@pytest.mark.parametrize("seed", range(4))
def test_R1_R2_no_history_of_plans_lets_rounds_overlap_or_a_close_move_earlier(desk, seed):
    dice, editor = random.Random(seed), desk.person("editor")
    with transaction():
        version = desk.publish()
    now, closes = clock.now(), {}
    for _ in range(25):
        now += DAY * dice.randint(0, 3)
        with clock.at(now), tried():
            _plan_something(dice, editor, version, now)
        _check_plans(closes)
    assert any(state in (RoundState.SCHEDULED, RoundState.CANCELLED) for state in db.session.scalars(select(Round.state)))


def _plan_something(dice, editor, version, now):
    """One step with some round, at some dates."""
    first = now + DAY * dice.randint(0, 40)
    last, every = first + DAY * dice.randint(18, 50), queries.all_rounds(drafts=True)
    if not every or dice.random() < .2:
        actions.plan(editor, version, first, last, "Words.", short_reason="Agreed.")
        return
    one = dice.choice(every)
    dice.choice([
        lambda: actions.schedule(editor, one), lambda: actions.extend(editor, one, last, "Holidays."), lambda: actions.cancel(editor, one, "Mistake."),
        lambda: actions.revise(editor, one, first, last, "Other words.", kind=dice.choice(list(RoundKind)), short_reason="Agreed."),
        lambda: actions.amend(editor, one, first, last, "Other words.", short_reason="Agreed.")])()


def _check_plans(closes):
    """No overlap, no close before its opening, no announced close earlier than before, and every former close in the journal."""
    public = sorted((r.opens_at, r.closes_at) for r in db.session.scalars(select(Round).where(Round.state == RoundState.SCHEDULED, Round.kind == RoundKind.PUBLIC)))
    assert all(one[1] <= other[0] for one, other in pairwise(public))
    told = {(e.subject_id, e.facts["former"]) for e in db.session.scalars(select(JournalEntry).where(JournalEntry.kind.in_(["rounds.extend", "rounds.amend"])))}
    for round_ in db.session.scalars(select(Round)):
        assert round_.opens_at < round_.closes_at
        if round_.state == RoundState.SCHEDULED:
            former = closes.get(round_.id, round_.closes_at)
            assert former <= round_.closes_at
            assert former == round_.closes_at or (str(round_.id), former.isoformat()) in told
            closes[round_.id] = round_.closes_at


@pytest.mark.parametrize("seed", range(3))
def test_R3_R4_R5_R6_after_any_history_of_comments_the_report_counts_rows_and_a_complete_round_is_final(desk, seed):
    dice, who = random.Random(seed), desk.person
    with transaction():
        round_ = desk.open_round(desk.publish())
    for at in sorted(dice.uniform(0, 40) for _ in range(14)):
        with clock.at(clock.now() + DAY * at), tried():
            comment = desk.say(round_, "Words.", dice.choice(["1", "2", "3", None]), dice.choice(["citizen", "cluster"]), kind=dice.choice(list(CommentKind)))
            assert comment.late == (clock.now() >= CLOSES)
        with clock.at(clock.now() + DAY * at), tried():
            _take_away(dice, dice.choice(threads.in_round(round_)), who("moderator"))
        _check_figures(round_)
    with clock.at(CLOSES + 50 * DAY):
        _answer_and_complete(desk, round_, dice)


def _take_away(dice, one, moderator):
    """A comment is withdrawn, hidden, or left as it is."""
    dice.choice([lambda: writing.withdraw(one.author, one), lambda: moderating.hide(moderator, one, "Insult."), lambda: None])()


def _answer_and_complete(desk, round_, dice):
    """Answers in any order; completion is refused until nothing waits, and then nothing moves any more."""
    who = desk.person
    with transaction():
        actions.begin_disposition(who("editor"), round_)
        actions.write_report(who("editor"), round_, "Heard.")
    waiting = [one for one in threads.in_round(round_) if one.state == CommentState.SUBMITTED]
    dice.shuffle(waiting)
    while waiting:
        with tried():
            actions.complete(who("editor"), round_)
        assert round_.phase == Phase.DISPOSITION
        with transaction():
            for _ in range(dice.randint(1, 4)):
                one = waiting.pop() if waiting else None
                if one is not None:
                    desk.answer(one, Code.DEFERRED if one.late else dice.choice([Code.NOTED, Code.NOT_ACCEPTED, Code.OUT_OF_SCOPE]), dice.choice(["Thank you.", "No."]))
            answering.publish(who("editor"), round_)
        _check_figures(round_)
    with transaction():
        actions.complete(who("editor"), round_)
    assert rules.digest(facts.frozen(round_).content) == facts.frozen(round_).digest
    for step in (lambda: actions.write_report(who("editor"), round_, "More."), lambda: actions.begin_disposition(who("editor"), round_),
                 lambda: actions.cancel(who("editor"), round_, "No."),
                 lambda: actions.complete(who("editor"), round_), lambda: actions.extend(who("editor"), round_, CLOSES + 90 * DAY, "More.")):
        with tried():
            step()
        assert round_.phase == Phase.COMPLETE


def _check_figures(round_):
    """Every figure against the rows themselves, read one by one."""
    told, rows = facts.gather(round_), db.session.scalars(select(Comment).filter_by(round_id=round_.id)).all()
    assert rules.faults(told) == []
    assert told["counts"]["total"] == len(rows)
    by = {group["field"]: {word: number for word, number in group["rows"]} for group in told["groups"]}
    assert by["section"] == Counter(one.section_uid for one in rows)
    assert by["kind"] == Counter(str(one.kind) for one in rows)
    assert by["party"] == Counter(one.origin for one in rows)
    given = {one.id: threads.answer_of(one) for one in rows}
    assert by["answer"] == Counter(str(given[one.id].code) if one.state == CommentState.DISPOSED else str(one.state) for one in rows)
    assert sum(one["total"] for one in told["reasons"]) == told["counts"]["disposed"]
    assert told["counts"]["late"] == sum(one.late for one in rows)

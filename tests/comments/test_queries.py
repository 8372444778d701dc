"""Counts partition, filters choose, and a list costs the same number of statements however long it is."""
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from consult import clock
from consult.comments import exports
from consult.comments.actions import answering, moderating, writing
from consult.comments.exports import Filters
from consult.comments.queries import answers, figures
from consult.comments.rules import Code, CommentKind
from consult.db import db, transaction
from consult.rounds import actions as rounds
from tests.comments.conftest import AFTER

FATES = st.lists(st.sampled_from(["leave", "withdraw", "hide", "answer", "draft"]), max_size=8)


@contextmanager
def rolled_back():
    """Try something on the same database without keeping it."""
    class Back(Exception):
        pass

    try:
        with transaction():
            yield
            raise Back
    except Back:
        pass


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fates=FATES)
def test_C1_R6_every_comment_is_in_one_state_and_the_groups_sum_to_the_total(desk, fates):
    with rolled_back():
        round_ = desk.open_round(desk.publish())
        comments = [desk.say(round_, f"Words {n}.", number="123"[n % 3],
                             name=["citizen", "coordinator", "moderator"][n % 3], kind=list(CommentKind)[n % 3]) for n in range(len(fates))]
        for comment, fate in zip(comments, fates, strict=True):
            if fate == "withdraw":
                writing.withdraw(comment.author, comment)
            if fate == "hide":
                moderating.hide(desk.person("moderator"), comment, "It names a person.")
        with clock.at(AFTER):
            rounds.begin_disposition(desk.person("editor"), round_)
            for comment, fate in zip(comments, fates, strict=True):
                if fate in {"answer", "draft"}:
                    desk.answer(comment) if fate == "answer" else answering.dispose(desk.person("editor"), comment, Code.NOTED, "Thank you.")
            answering.publish(desk.person("editor"), round_)
        tally = figures.tally(round_)
        expected = [sum(fate in some for fate in fates) for some in ({"leave", "draft"}, {"answer"}, {"withdraw"}, {"hide"})]
        assert [tally.undisposed, tally.disposed, tally.withdrawn, tally.hidden] == expected
        assert tally.total == len(fates) == figures.totals([round_.id]).get(round_.id, 0)
        assert {g.field: sum(n for _, n in g.rows) for g in figures.breakdown(round_)} == dict.fromkeys(["party", "section", "kind", "channel", "answer"], len(fates))
        assert len(answers.unanswered(round_)) == tally.undisposed


@pytest.fixture
def many(desk):
    with transaction():
        round_ = desk.open_round(desk.publish())
        for n in range(12):
            desk.say(round_, f"Žene u klasteru {n}." if n % 2 else f"Words {n}.", number="123"[n % 3], kind=list(CommentKind)[n % 3], language="sr-Latn" if n % 2 else "en",
                     name=["citizen", "coordinator", "moderator"][n % 3])
    return round_


@pytest.mark.parametrize(("narrowed", "number"), [
    ({}, 12), ({"party": "RS"}, 4), ({"party": "INT"}, 4), ({"kind": "wording"}, 4), ({"language": "sr-Latn"}, 6), ({"section": "2"}, 4), ({"section": "whole"}, 0),
    ({"q": "zene"}, 6), ({"q": "words 1"}, 1), ({"q": "жене"}, 6), ({"state": "disposed"}, 0), ({"answer": "accepted"}, 0), ({"round": "1"}, 12), ({"round": "2"}, 0),
    ({"late": "1"}, 0), ({"channel": "direct"}, 12), ({"version": "0.1", "document": "model"}, 12), ({"version": "9"}, 0),
])
def test_a_filter_chooses(many, narrowed, number):
    filters = Filters.read(narrowed)
    assert len(exports.page(filters)[0]) == number == sum(exports.by_state(filters).values()) == len(list(exports.rows(filters)))


def test_unknown_names_and_values_narrow_nothing():
    assert Filters.read({"colour": "red", "kind": "angry", "round": "x' or 1=1", "organisation": "²"}) == Filters()


def test_pages_of_a_list_join_without_gap_or_overlap(many, monkeypatch):
    monkeypatch.setattr(exports, "PAGE", 5)
    first, after, before = exports.page(Filters())
    second, later, _ = exports.page(Filters(), after)
    third, end, back = exports.page(Filters(), later)
    ids = [c.id for c in [*first, *second, *third]]
    assert (before, end, len(ids)) == (0, 0, 12)
    assert ids == sorted(ids, reverse=True)
    assert [c.id for c in exports.page(Filters(), before=back)[0]] == [c.id for c in second]


@contextmanager
def statements():
    seen = []
    note = lambda *args: seen.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_list_costs_the_same_however_long_it_is(desk, many):
    def cost():
        db.session.expunge_all()
        with statements() as seen:
            for comment in exports.page(Filters())[0]:
                assert (comment.author.name, comment.version.document.slug, comment.round.number, comment.dispositions) == (comment.author.name, "model", 1, [])
        return len(seen)

    before = cost()
    with transaction():
        round_ = db.session.merge(many)
        for n in range(10):
            desk.say(round_, f"More {n}.")
    assert cost() == before <= 4

"""Whatever people do, in whatever order, over the real actions: C1-C8 of the domain model hold after every history."""
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult import clock
from consult.accounts import actions as accounts
from consult.answering.actions import reviewing
from consult.comments import exports
from consult.comments.actions import answering, moderating, writing
from consult.comments.exports import Filters
from consult.comments.queries import answers, figures, threads
from consult.comments.rules import NEEDS_CHANGE, NEEDS_REASON, AnswerState, Code, CommentKind, CommentState
from consult.db import db, transaction
from consult.documents.actions import editing, publishing
from consult.documents.queries import stored
from consult.errors import ConsultError
from consult.rounds import actions as rounds
from tests.comments.conftest import AFTER, SECOND
from tests.comments.test_queries import rolled_back

PARTIES = ("RS", "HR", "BA", None)
CODES = sorted(Code)


class Tale:
    """One round with its comments, the working text, and what must be remembered from outside to check the rules."""

    def __init__(self, desk, round_):
        self.desk, self.round, self.editors = desk, round_, [desk.person("editor"), desk.person("editor2")]
        self.comments, self.words, self.parties = [], {}, {}
        self.working = None

    def say(self, n):
        person = self.desk.person(("citizen", "cluster")[n % 2])
        comment = self.desk.say(self.round, f"Words {len(self.comments)}.", (*"123", None)[n % 4], name=("citizen", "cluster")[n % 2])
        self.comments.append(comment)
        self.words[comment.public_id], self.parties[comment.public_id] = comment.body, person.party_code or "INT"

    def move(self, n):
        person = self.desk.person(("citizen", "cluster")[n % 2])
        accounts.change_profile(person, person, person.name, "en", PARTIES[n % 4])

    def replace(self, n):
        comment = self.comment(n)
        writing.replace(comment.author, comment, CommentKind.GENERAL, f"Other words {n}.")
        self.words[comment.public_id] = comment.body

    def withdraw(self, n):
        writing.withdraw(self.comment(n).author, self.comment(n))

    def hide(self, n):
        moderating.hide(self.desk.person("moderator"), self.comment(n), "It names a person.")

    def draft(self, n):
        code, comment = CODES[n % 7], self.comment(n // 7)
        number = "123"[n % 3]
        changes = [(self.desk.uid(self.working, number), self.working)] if n % 5 else []
        answering.dispose(self.editors[n % 2], comment, code, "A reason." if n % 4 else "", changes, self.comment(n // 3), why="Seen anew." if n % 6 else "",
                          for_review=bool(n % 5))

    def approve(self, n):
        answering.approve(self.editors[(n // 7) % 2], self.last(n))

    def back(self, n):
        reviewing.send_back(self.editors[n % 2], self.last(n), "Say more.")

    def ask(self, n):
        reviewing.ask_review(self.editors[n % 2], self.last(n))

    def publish(self, n):
        answering.publish(self.editors[n % 2], self.round)

    def write_back(self, n):
        """An editor takes a change of the working text back, or makes it again."""
        number = "12"[n % 2]
        base, row = (next(s for s in stored.sections(v) if s.number == number) for v in (self.round.version, self.working))
        editing.edit_section(self.editors[0], self.working, row, row.number, row.heading, row.level, base.body if n % 3 else base.body + "\n\nMore.", row.revision)

    def comment(self, n):
        if not self.comments:
            raise ConsultError("nothing was said")
        return self.comments[n % len(self.comments)]

    def last(self, n):
        given = self.comment(n).dispositions
        if not given:
            raise ConsultError("nothing was drafted")
        return given[-1]


FIRST_STEPS = ("say", "say", "say", "move", "replace", "withdraw", "hide")
LATER_STEPS = ("draft", "draft", "draft", "approve", "approve", "back", "ask", "publish", "write_back", "hide")
NUMBERS = st.integers(0, 209)
HISTORIES = st.tuples(st.lists(st.tuples(st.sampled_from(FIRST_STEPS), NUMBERS), max_size=8), st.lists(st.tuples(st.sampled_from(LATER_STEPS), NUMBERS), min_size=4, max_size=16))
RANDOMLY = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def attempt(tale, step, number):
    """The step, or nothing of it."""
    point = db.session.begin_nested()
    try:
        getattr(tale, step)(number)
        db.session.flush()
    except ConsultError:
        point.rollback()
        db.session.expire_all()
    else:
        point.commit()


@contextmanager
def told(desk, round_, history, after_each=None):
    """The history, taken as far as table and rules allow; at the end all of it is undone."""
    with rolled_back():
        tale = Tale(desk, round_)
        for step in [("say", 0), ("say", 1), ("say", 2), *history[0]]:
            attempt(tale, *step)
        with clock.at(AFTER):
            rounds.begin_disposition(desk.person("editor"), round_)
            tale.working = desk.start(SECOND, "0.2", round_.version)
            for step in history[1]:
                attempt(tale, *step)
                if after_each:
                    after_each(tale)
            yield tale


@pytest.fixture
def round_(desk):
    with transaction():
        return desk.open_round(desk.publish())


def given_answers(tale):
    """The answers that everybody reads now."""
    return [found for comment in tale.comments if (found := threads.answer_of(comment)) is not None]


@RANDOMLY
@given(HISTORIES)
def test_C1_whatever_is_done_every_comment_is_in_one_state_and_the_counts_partition_the_total(desk, round_, history):
    def holds(tale):
        tally = figures.tally(tale.round)
        assert tally.total == len(tale.comments) == len({comment.public_id for comment in tale.comments})
        for comment in tale.comments:
            published = threads.answer_of(comment) is not None
            assert comment.state != CommentState.DISPOSED or published
            assert comment.state not in {CommentState.SUBMITTED, CommentState.WITHDRAWN} or not published

    with told(desk, round_, history, holds):
        pass


@RANDOMLY
@given(HISTORIES)
def test_C2_an_acceptance_names_a_change_that_is_one_or_keeps_the_version_from_being_published(desk, round_, history):
    with told(desk, round_, history) as tale:
        broken = {link.id for link in answers.unchanged_links(tale.working)}
        for comment in tale.comments:
            for answer in comment.dispositions:
                assert (answer.code in NEEDS_CHANGE) == bool(answer.changes)
            if comment.state in threads.STANDING_STATES and comment.dispositions:
                for link in comment.dispositions[-1].changes:
                    assert answers.differs(link.section_uid, link.from_version_id, link.to_version_id) != (link.id in broken)
        if broken:
            with pytest.raises(ConsultError):
                publishing.publish(desk.person("editor"), tale.working, "Note.")


@RANDOMLY
@given(HISTORIES)
def test_C3_no_answer_but_accepted_is_ever_without_a_reason(desk, round_, history):
    with told(desk, round_, history) as tale:
        assert all(answer.reason.strip() for comment in tale.comments for answer in comment.dispositions if answer.code in NEEDS_REASON)


@RANDOMLY
@given(HISTORIES)
def test_C4_the_duplicates_that_count_are_a_forest_of_depth_one(desk, round_, history):
    def holds(tale):
        for now in (given_answers(tale), [comment.dispositions[-1] for comment in tale.comments if comment.dispositions]):
            duplicates = {answer.comment_id: answer.target_id for answer in now if answer.code == Code.DUPLICATE}
            assert not duplicates.keys() & set(duplicates.values())

    with told(desk, round_, history, holds):
        pass


@RANDOMLY
@given(HISTORIES)
def test_C5_what_is_deferred_is_listed_in_the_next_round_under_its_number(desk, round_, history):
    with told(desk, round_, history) as tale:
        for comment in tale.comments:
            if comment.state == CommentState.SUBMITTED:
                desk.answer(comment)
        answering.publish(desk.person("editor"), round_)
        left = {answer.comment.public_id for answer in given_answers(tale) if answer.code == Code.DEFERRED and answer.comment.state == CommentState.DISPOSED}
        rounds.write_report(desk.person("editor"), round_, "What we heard.")
        rounds.complete(desk.person("editor"), round_)
        following = rounds.plan(desk.person("editor"), round_.version, clock.now(), clock.now() + (round_.closes_at - round_.opens_at), "Once more.")
        rounds.schedule(desk.person("editor"), following)
        assert {comment.public_id for comment in answers.deferred(following)} == left


@RANDOMLY
@given(HISTORIES)
def test_C6_nothing_of_an_answer_is_public_before_it_is_published_to_its_author(desk, round_, history):
    def holds(tale):
        rows = {row[0]: dict(zip(exports.COLUMNS, row, strict=True)) for row in exports.rows(Filters(round=str(tale.round.number)))}
        for comment in tale.comments:
            answer = threads.answer_of(comment)
            assert rows[comment.public_id]["decision"] == (answer.code.value if answer else "")
            assert answer is None or (answer.state == AnswerState.PUBLISHED and answer.approved_by != answer.drafted_by)

    with told(desk, round_, history, holds):
        pass


@RANDOMLY
@given(HISTORIES)
def test_C7_the_words_stay_those_of_the_author_whatever_staff_does(desk, round_, history):
    with told(desk, round_, history) as tale:
        assert {comment.public_id: comment.body for comment in tale.comments} == tale.words


@RANDOMLY
@given(HISTORIES)
def test_C8_the_party_stays_that_of_the_sending_wherever_authors_move(desk, round_, history):
    with told(desk, round_, history) as tale:
        assert {comment.public_id: comment.origin for comment in tale.comments} == tale.parties

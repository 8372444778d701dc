"""The demonstration goes on: its open round can be answered to the last comment, those left over from the round before included, and completed."""
from datetime import timedelta

import pytest

from consult import clock
from consult.comments.actions import answering
from consult.comments.queries import answers
from consult.comments.rules import AnswerState, Code
from consult.db import db, transaction
from consult.rounds import actions, queries
from tests import factories
from tests.story.copies import memory
from tests.story.telling import who

LATER = factories.DAY + timedelta(days=45)


@pytest.fixture
def demonstration(told):
    with memory(told, DEMONSTRATION=True) as app, clock.at(LATER), app.app_context():
        yield app


def answer(comment, round_):
    """Note a comment, and let the other editor approve it; what has its answer already stays."""
    latest = comment.dispositions[-1] if comment.dispositions else None
    if latest is None or latest.state is AnswerState.PUBLISHED:
        latest = answering.dispose(who("editor"), comment, Code.NOTED, "Thank you.")
        db.session.flush()
    if latest.state is AnswerState.DRAFT:
        answering.approve(who("admin") if latest.drafted_by == who("editor2").id else who("editor2"), latest)


def test_every_comment_of_the_demonstrations_open_round_can_be_answered_and_the_round_completed(demonstration):
    round_ = queries.by_number(2)
    with transaction():
        actions.begin_disposition(who("editor"), round_)
    waiting = answers.unanswered(round_)
    assert any(comment.round_id != round_.id for comment in waiting), "one was left over from the round before"
    for comment in waiting:
        with transaction():
            answer(comment, round_)
    with transaction():
        answering.publish(who("editor"), queries.by_number(2), whole=True)
    assert answers.unanswered(queries.by_number(2)) == []
    with transaction():
        actions.write_report(who("editor"), queries.by_number(2), "We heard you.")
    with transaction():
        actions.complete(who("editor"), queries.by_number(2))
    assert queries.by_number(2).completed_at is not None

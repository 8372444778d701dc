"""A round on a first draft, its comments, and the working text that answers them; the comments' own fixtures."""
from types import SimpleNamespace

import pytest

from consult import clock
from consult.comments.actions import answering
from consult.comments.queries import threads
from consult.comments.rules import Code
from consult.documents.queries import versions
from consult.rounds import actions as rounds
from consult.rounds import queries
from tests.comments.conftest import AFTER, SECOND, desk, within, world  # noqa: F401 - fixtures of the same people


@pytest.fixture
def being_answered(world, within, app):  # noqa: F811 - the fixture of that name
    """For tests of pages: round 1 closed and answered, one comment behind the change of section 2, nobody behind that of section 1; the clock stands there."""
    within(lambda one: (one.say(_round()), one.say(_round(), "Too <long>.", "3")))

    def answer(one):
        version = one.start(SECOND, "0.2", _round().version)
        rounds.begin_disposition(one.person("editor"), _round())
        first, second = threads.in_round(_round())
        one.answer(first, Code.ACCEPTED, "", changes=[(one.uid(version, "2"), version)])
        one.answer(second, Code.NOT_ACCEPTED, "Three years are needed.")
        answering.publish(one.person("editor"), _round())

    within(answer, at=AFTER)
    with clock.at(AFTER):
        yield SimpleNamespace(within=within, first="R1-RS-001", second="R1-RS-002")


def complete(being_answered):
    """Write the introduction and complete round 1."""
    being_answered.within(lambda one: rounds.write_report(one.person("editor"), _round(), "We heard **three** voices."))
    being_answered.within(lambda one: rounds.complete(one.person("editor"), _round()))


def succeed(being_answered):
    """Publish the successor."""
    being_answered.within(lambda one: one.release(versions.document("model")))


def _round():
    return queries.by_number(1)

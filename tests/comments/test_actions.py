"""Sending, answering, hiding: what a stakeholder and an editor can rely on."""
from datetime import timedelta

import pytest

from consult import clock
from consult.comments import actions, queries
from consult.comments.rules import Capacity, Code, CommentKind, CommentState
from consult.db import transaction
from consult.errors import ConsultError, IllegalMove, Invalid, NotAllowed
from consult.rounds import actions as rounds
from tests.comments.conftest import AFTER, CLOSES, SECOND


def test_a_comment_gets_a_number_of_its_party_and_a_receipt(desk):
    with transaction():
        round_ = desk.open_round(desk.publish())
        comments = [desk.say(round_), desk.say(round_, name="moderator"), desk.say(round_)]
    assert [c.public_id for c in comments] == ["R1-RS-001", "R1-INT-001", "R1-RS-002"]
    assert [c.submission.receipt for c in comments] == ["S1-0001", "S1-0002", "S1-0003"]

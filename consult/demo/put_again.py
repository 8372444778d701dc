"""A question of procedure that was withdrawn and put again, with what was done about the objection; and a silence procedure that is open today."""
from functools import partial

from consult.ballots import actions as ballots
from consult.ballots import queries as held
from consult.ballots.models import Ballot
from consult.ballots.rules.counting import PRESETS
from consult.ballots.rules.life import BallotKind, Choice, Procedure
from consult.demo.cast import DEFAULT_PARTIES, Cast
from consult.documents.queries import versions
from consult.errors import NotFound

FIRST, AGAIN, SILENT = 3, 4, 5
MEETING = "Does the working group meet in the second week of June to prepare the final text?"
OBJECTION = "That is the week of our own cluster conference. We could agree to the third week."
DONE = "The question names the third week now, as the seat proposed; every seat was asked about it beforehand."
LATER = "Does the working group meet in the third week of June to prepare the final text?"
MISPRINTS = "The misprints that readers found in draft 0.1 are listed on its page."


def put_again(cast: Cast) -> None:
    """Ballot 3 is withdrawn after an objection, ballot 4 repeats it and is carried, ballot 5 runs by silence."""
    cast.on(-4.5, lambda: _prepare(cast, MEETING, 12))
    cast.on(-4.4, lambda: ballots.open(cast.person("editor2"), _ballot(FIRST)))
    cast.on(-4.2, lambda: _position(cast, "member.bg", FIRST, Choice.APPROVE))
    cast.on(-4.1, lambda: _position(cast, "member.si", FIRST, Choice.AGAINST, OBJECTION))
    cast.on(-3.9, lambda: ballots.withdraw(cast.person("editor"), _ballot(FIRST), "The week turned out to be taken; the question is put again with another."))
    cast.on(-3.8, lambda: _prepare(cast, LATER, 12, repeats=_ballot(FIRST)))
    cast.on(-3.7, lambda: _answer(cast))
    cast.on(-3.6, lambda: ballots.open(cast.person("editor2"), _ballot(AGAIN)))
    for number, code in enumerate(DEFAULT_PARTIES):
        cast.on(-3.4 + number * .05, partial(_position, cast, f"member.{code.lower()}", AGAIN, Choice.APPROVE))
    cast.on(-2.7, lambda: ballots.close_early(cast.person("editor"), _ballot(AGAIN)))
    cast.on(-2.6, lambda: ballots.certify(cast.person("admin"), _ballot(AGAIN)))
    cast.on(-2.4, lambda: _prepare(cast, MISPRINTS, 9, Procedure.SILENCE))
    cast.on(-2.3, lambda: ballots.open(cast.person("editor2"), _ballot(SILENT)))


def _prepare(cast: Cast, question: str, closes: float, procedure: Procedure = Procedure.VOTE, repeats: Ballot | None = None) -> None:
    text = versions.version("sbcp-model", "0.1")
    if text is None:
        raise NotFound("The text is missing.")
    ballots.prepare(cast.person("editor"), text, question, BallotKind.PROCEDURAL, "procedural", PRESETS["procedural"], cast.moment(-4.5), cast.moment(closes),
                    repeats=repeats, procedure=procedure)


def _answer(cast: Cast) -> None:
    for position in held.unanswered(_ballot(AGAIN)):
        ballots.answer_objection(cast.person("editor"), _ballot(AGAIN), position, DONE)


def _position(cast: Cast, name: str, number: int, choice: Choice, reason: str = "") -> None:
    ballot = _ballot(number)
    ballots.cast(cast.person(name), ballot, choice, reason, ballot.version_digest)


def _ballot(number: int) -> Ballot:
    ballot = held.by_number(number)
    if ballot is None:
        raise NotFound("The ballot is missing.")
    return ballot

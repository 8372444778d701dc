"""The roll call as a table (sheet C of the templates): head, rows, foot."""
import json
from collections.abc import Iterable, Sequence
from typing import Any

from consult import clock
from consult.ballots import queries
from consult.ballots.models import Ballot, Position
from consult.ballots.rules.life import BallotPhase
from consult.ballots.rules.wording import Sentence, outcome_in_words, procedure_in_words

COLUMNS = ("seat", "name", "position", "position_at", "cast_by", "capacity", "mandate", "entered_by_secretariat", "reason", "earlier_positions", "receipt")


def rows(ballot: Ballot) -> Iterable[Sequence[Any]]:
    """One row for each seat, with the position that counts and how many came before it."""
    standing = queries.standing(ballot)
    for seat in ballot.seats:
        position = standing.get(seat.party_code)
        name = seat.names.get("en", seat.party_code) + ("*" if seat.footnote else "")
        yield (seat.party_code, name, *(_told(ballot, position) if position else ("none", None, "", "", None, False, "", 0, "")))


def _told(ballot: Ballot, position: Position) -> Sequence[Any]:
    return (position.choice.value, position.at, position.caster_name, position.capacity.value, position.mandate_id, position.entered_by is not None, position.reason,
            len(queries.history(ballot, position.party_code)) - 1, position.receipt)


def head(ballot: Ballot) -> list[tuple[str, Any]]:
    """What stands over the roll call: the ballot, its text, its times, its rule in words and integers, its result."""
    rule, certified = ballot.rule, (ballot.result or {}).get("certified") or {}
    written = f"{rule.numerator}/{rule.denominator} {'>' if rule.strict else '>='} {rule.base.value}; > {rule.floor_numerator}/{rule.floor_denominator} seats; against <= " + (
        "-" if rule.max_against is None else str(rule.max_against))
    return [
        ("ballot", ballot.number), ("question", ballot.question), ("document", ballot.version.document.slug), ("version", ballot.version.label),
        ("sha256", ballot.version_digest), ("opened", ballot.opens_at), ("opened_brussels", ballot.opens_at.astimezone(clock.BRUSSELS)), ("closed", ballot.closes_at),
        ("closed_brussels", ballot.closes_at.astimezone(clock.BRUSSELS)), ("procedure", ballot.procedure),
        ("rule", _english(procedure_in_words(ballot.procedure, rule, len(ballot.seats)))), ("rule_integers", "" if ballot.silence else written),
        ("seats", len(ballot.seats)), ("result", _english(outcome_in_words(ballot.procedure, rule, queries.count(ballot))[:1]) if ballot.result else ""),
        ("certified_by", certified.get("by", "")), ("certified_at", certified.get("at", "")), ("record", f"result-{ballot.number}.json"),
        ("seal", queries.seal(ballot) if ballot.result else ""),
    ]


def foot(ballot: Ballot) -> list[tuple[str, Any]]:
    """What stands under it: the counts, which sum to the seats, and the whole sentence; without one where there is no outcome."""
    count = queries.count(ballot)
    said = "" if ballot.phase == BallotPhase.WITHDRAWN else _english(outcome_in_words(ballot.procedure, ballot.rule, count))
    return [("for", count.approve), ("against", count.against), ("abstaining", count.abstain), ("not_taking_part", count.not_taking_part), ("no_position", count.none),
            ("total", count.seats), ("sentence", said)]


def sheet(ballot: Ballot) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """Head, rows and foot under one another, for a spreadsheet: its first line, and the others."""
    first, *more = head(ballot)
    return tuple(map(str, first)), [*more, (), COLUMNS, *rows(ballot), (), *foot(ballot)]


def as_json(ballot: Ballot) -> bytes:
    """The same for a machine."""
    said = {"head": dict(head(ballot)), "rows": [dict(zip(COLUMNS, row, strict=True)) for row in rows(ballot)], "foot": dict(foot(ballot))}
    return (json.dumps(said, ensure_ascii=False, indent=1, default=_moment) + "\n").encode()


def _moment(value: Any) -> str:
    return str(value.isoformat(timespec="seconds").replace("+00:00", "Z"))


def _english(sentences: Iterable[Sentence]) -> str:
    return " ".join(sentence % facts for sentence, facts in sentences)

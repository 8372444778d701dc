"""The stage line: draft -> round -> answers -> ballot -> adoption -> event, and what happens next, from facts that are elsewhere."""
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from consult.ballots.rules.life import BallotPhase
from consult.events.rules import OVER, EventState
from consult.rounds.rules import Phase

STAGES = ("draft", "round", "answers", "ballot", "adoption")
Thing = TypeVar("Thing")


def stages(published: bool, round_phase: Phase | None, ballot_phase: BallotPhase | None, final: bool, round_on_latest: bool) -> list[tuple[str, str]]:
    """Each stage with its state: done, current or coming. A new version after a completed round starts the line again, until one is final."""
    current = _current(published, round_phase, ballot_phase, final, round_on_latest)
    return [(stage, "done" if number < current else "current" if number == current else "coming") for number, stage in enumerate(STAGES)]


def _current(published: bool, round_phase: Phase | None, ballot_phase: BallotPhase | None, final: bool, round_on_latest: bool) -> int:
    if final:
        return 4 if ballot_phase == BallotPhase.CERTIFIED else 3
    if not published or round_phase is None or not round_on_latest:
        return 0
    if round_phase == Phase.SCHEDULED:
        return 0  # it is still to come, and its stage says when
    if round_phase == Phase.OPEN:
        return 1
    if round_phase in {Phase.CLOSED, Phase.DISPOSITION}:
        return 2
    return 3 if ballot_phase in {BallotPhase.SCHEDULED, BallotPhase.OPEN, BallotPhase.CLOSED} else 2


def event_stage(state: EventState | None) -> list[tuple[str, str]]:
    """The event as the last stage, once one is announced and not cancelled; while it is in session it is now, beside the adoption."""
    if state is None or state in {EventState.PLANNED, EventState.CANCELLED}:
        return []
    return [("event", "done" if state in OVER else "current" if state == EventState.IN_SESSION else "coming")]


def ahead(things: Iterable[tuple[datetime | None, Thing]], moment: datetime) -> list[tuple[datetime, Thing]]:
    """What lies ahead of the moment, the nearest first; what has no date, or a date that has passed, is left out."""
    return sorted(((at, thing) for at, thing in things if at is not None and at > moment), key=lambda pair: pair[0])

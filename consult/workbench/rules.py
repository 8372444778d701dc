"""Why a section of a working text became what it is."""
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from consult.i18n import N_


class Cause(StrEnum):
    """What brought a section into a state: the steps of the working text."""

    FOUND = "found"
    EDITED = "edited"
    ADDED = "added"
    PROPOSAL = "proposal"
    MERGED = "merged"
    UNDONE = "undone"
    RESTORED = "restored"
    MOVED = "moved"
    REMOVED = "removed"


CAUSE_NAMES = {
    Cause.FOUND: N_("As it stood before the first step"), Cause.EDITED: N_("Edited"), Cause.ADDED: N_("Put in"), Cause.PROPOSAL: N_("Proposal taken over"),
    Cause.MERGED: N_("Two edits put together"), Cause.UNDONE: N_("Step undone"), Cause.RESTORED: N_("Earlier state brought back"), Cause.MOVED: N_("Moved"),
    Cause.REMOVED: N_("Taken out"),
}
#: Steps that can be undone by themselves; taking out and moving are undone by bringing back and by moving.
UNDOABLE = frozenset({Cause.EDITED, Cause.PROPOSAL, Cause.MERGED, Cause.RESTORED, Cause.UNDONE})


class Fit(StrEnum):
    """How a proposed wording fits the working text as it is now."""

    CLEAN = "clean"
    THERE = "there"
    RIVALS = "rivals"
    TOUCHED = "touched"
    LOST = "lost"
    PLACELESS = "placeless"
    DONE = "done"


FIT_NAMES = {
    Fit.CLEAN: N_("Can be put in as it is"), Fit.THERE: N_("These words stand in the text"), Fit.RIVALS: N_("Another proposal wants the same words"),
    Fit.TOUCHED: N_("The words have changed since"), Fit.LOST: N_("The quoted words are not here any more"),
    Fit.PLACELESS: N_("It quotes no words: put it in by hand"), Fit.DONE: N_("Taken over"),
}


class Step(NamedTuple):
    """One step on a section: its number, why, and the step it takes back or the state it brings back."""

    id: int
    cause: Cause
    of_id: int | None = None


def standing(steps: Iterable[Step]) -> frozenset[int]:
    """The steps that nothing has taken back: undoing takes one away (undoing that gives it back), bringing back a state leaves those that stood then."""
    left: frozenset[int] = frozenset()
    then: dict[int, frozenset[int]] = {}
    undoing: dict[int, int] = {}
    for step in steps:
        if step.cause == Cause.UNDONE and step.of_id is not None:
            undoing[step.id] = step.of_id
            left = left - {step.of_id} | ({undoing[step.of_id]} if step.of_id in undoing else frozenset())
        elif step.cause == Cause.RESTORED and step.of_id is not None:
            left = then.get(step.of_id, frozenset())
        left |= {step.id}
        then[step.id] = left
    return left

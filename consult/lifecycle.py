"""A lifecycle is a table: (state, step) -> state."""
from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from consult.errors import IllegalMove
from consult.i18n import N_

State = TypeVar("State", bound=StrEnum)


class Lifecycle(Generic[State]):
    """The states of one noun and the steps between them; nothing else moves a state."""

    def __init__(self, name: str, table: Mapping[tuple[State, str], State]):
        self.name, self.table = name, dict(table)

    def advance(self, state: State, step: str) -> State:
        """Return the state after `step`, or refuse."""
        try:
            return self.table[state, step]
        except KeyError:
            raise IllegalMove(N_("This step is not possible now: %(step)s."), step=f"{self.name}: {state} -> {step}") from None

    def steps(self, state: State) -> list[str]:
        """The steps open from `state`, in the table's order."""
        return [step for at, step in self.table if at == state]

"""The pieces of a comparison: what stayed, went, came or moved, as a tree that can be shown inline or side by side."""
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from consult.text.tokens import Token, word_count
from consult.text.tree import Block

Op = Literal["same", "gone", "new", "format"]
State = Literal["same", "gone", "new", "left", "arrived"]


class Piece(NamedTuple):
    """A stretch of words: `op` is 'same', 'gone' or 'new'."""

    op: Literal["same", "gone", "new"]
    text: str


class Run(NamedTuple):
    """A stretch of tokens of one leaf; 'same' and 'format' have both sides."""

    op: Op
    old: tuple[Token, ...] = ()
    new: tuple[Token, ...] = ()


@dataclass(eq=False)
class Change:
    """A block and what became of it: 'left' and 'arrived' are the two ends of a move."""

    state: State
    old: Block | None
    new: Block | None
    runs: tuple[Run, ...] = ()
    kids: tuple["Change", ...] = ()
    move: int = 0
    restyled: bool = False

    @property
    def block(self) -> Block:
        """The block as it is now, or as it was."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - a change without a block cannot be made
        return found

    def walk(self) -> Iterator["Change"]:
        """This change and all inside it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def count(self, op: Op) -> int:
        """The words of one sort in this block; what only moved is not counted."""
        if self.state == "left":
            return 0
        own = sum(word_count(token.key for token in (run.old if op == "gone" else run.new)) for run in self.runs if run.op == op)
        return own + sum(kid.count(op) for kid in self.kids)


@dataclass(frozen=True)
class Comparison:
    """What changed between two wordings of a section."""

    blocks: tuple[Change, ...]
    changed: bool
    inserted_words: int
    deleted_words: int
    moves: int = 0
    script_changed: bool = field(default=False)

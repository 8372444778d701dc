"""Blocks that were taken out in one place and put in elsewhere: one move, not a loss and a gain."""
from collections.abc import Callable

from consult.text.changes import Change
from consult.text.pairing import likeness
from consult.text.tree import Block, Group

_ALIKE = 0.7
_LETTERS = 30
_PARTS = {"td", "th", "tr", "dt", "dd"}

Inner = Callable[[Block, Block], Change]


def moved(changes: list[Change], inner: Inner) -> int:
    """Marks both ends of each move, the new end with its inner changes; says how many there are."""
    gone = [change for top in changes for change in top.walk() if change.state == "gone" and _movable(change)]
    new = [change for top in changes for change in top.walk() if change.state == "new" and _movable(change)]
    alike = likeness([change.block for change in gone], [change.block for change in new])
    order = sorted(alike, key=lambda pair: (-alike[pair] * gone[pair[0]].block.weight, pair))
    taken: set[int] = set()
    number = 0
    for i, j in order:
        source, target = gone[i], new[j]
        if alike[i, j] < _ALIKE or id(source) in taken or id(target) in taken or not _same_kind(source, target):
            continue
        number += 1
        taken |= {id(change) for end in (source, target) for change in end.walk()}
        _mark(source, target, inner, number)
    return number


def _movable(change: Change) -> bool:
    return change.block.tag not in _PARTS and change.block.weight >= _LETTERS


def _same_kind(source: Change, target: Change) -> bool:
    return isinstance(source.block, Group) == isinstance(target.block, Group) and source.block.tag != "table"


def _mark(source: Change, target: Change, inner: Inner, number: int) -> None:
    source.state, source.move = "left", number
    if source.old and target.new:
        found = inner(source.old, target.new)
        target.state, target.move, target.old = "arrived", number, source.old
        target.runs, target.kids = found.runs, found.kids

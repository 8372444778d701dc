"""Tables compared as tables: columns found again by their heads and contents, rows by their words, always rectangular."""
from collections.abc import Sequence

from consult.text.pairing import Pair, pairs
from consult.text.tree import Block, Group


def comparable(old: Group, new: Group) -> bool:
    """Whether both are plain grids that share at least half of their columns."""
    if not (_grid(old) and _grid(new)):
        return False
    shared = [pair for pair in columns(old, new) if None not in pair]
    return 2 * len(shared) >= max(_width(old), _width(new))


def columns(old: Group, new: Group) -> list[Pair]:
    """Which column became which."""
    heads = [_heads(old), _heads(new)]
    if heads[0] == heads[1] and len(set(heads[0])) == len(heads[0]):
        return [(at, at) for at in range(len(heads[0]))]
    found = pairs(_columns(old), _columns(new))
    lost = [pair for pair in found if None in pair]
    if _width(old) == _width(new) and 2 * len(lost) <= _width(old) + 1:
        return [(at, at) for at in range(_width(old))]
    return found


def rows(old: Group, new: Group) -> list[Pair]:
    """Which row became which; the head stays the head."""
    top, other = _head_rows(old), _head_rows(new)
    heads = pairs(old.kids[:top], new.kids[:other], lonely=True)
    body = pairs(old.kids[top:], new.kids[other:], lonely=True)
    return heads + [(None if i is None else i + top, None if j is None else j + other) for i, j in body]


def _grid(table: Group) -> bool:
    widths = {len(row.kids) for row in table.kids if isinstance(row, Group)}
    spans = any(name in {"colspan", "rowspan"} for row in table.kids if isinstance(row, Group) for cell in row.kids for name, _ in cell.attributes)
    return len(widths) == 1 and not spans


def _width(table: Group) -> int:
    return len(_cells(table.kids[0]))


def _cells(row: Block) -> Sequence[Block]:
    return row.kids if isinstance(row, Group) else ()


def _heads(table: Group) -> list[str]:
    return ["\0".join(kid.text for kid in _cells(cell)) for cell in _cells(table.kids[0])]


def _columns(table: Group) -> list[Group]:
    """Each column as one block, so that columns are compared as blocks are."""
    return [Group("column", (), tuple(_cells(row)[at] for row in table.kids)) for at in range(_width(table))]


def _head_rows(table: Group) -> int:
    return sum(1 for row in table.kids if isinstance(row, Group) and row.head)

"""Tables for a terminal, and processor time as a multiple of a yardstick measured beside it."""
import time
from collections.abc import Callable, Sequence
from typing import Any

import markdown

EXTENSIONS = ["tables", "sane_lists", "attr_list", "def_list", "fenced_code", "footnotes"]


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print a table: the first column to the left, the others to the right, numbers with three digits."""
    cells = [list(head), *([f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    print(f"\n{title}")
    for row in cells:
        print("  " + row[0].ljust(widths[0]) + "".join("  " + cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)))


class Stopwatch:
    """Adds up the processor time of what is called through it; the load of the machine does not count."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Do the work and keep its time."""
        start = time.process_time()
        try:
            return work(*arguments)
        finally:
            self.seconds += time.process_time() - start


def plainly_rendered(source: str) -> str:
    """The yardstick: Python-Markdown as it comes."""
    return markdown.markdown(source, extensions=EXTENSIONS)


def yardstick(pairs: Sequence[Sequence[Any]]) -> float:
    """The seconds it takes to render the old and the new text of all these pairs once."""
    watch = Stopwatch()
    for pair in pairs:
        watch(plainly_rendered, pair[0])
        watch(plainly_rendered, pair[1])
    return max(watch.seconds, 1e-6)

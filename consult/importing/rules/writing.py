"""A converted Word file as Markdown: headings, paragraphs, nested lists, quotations, tables and notes, in the dialect of this house."""
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mammoth import documents

from consult.documents.rules import TEXT_MAX
from consult.errors import Invalid
from consult.i18n import N_
from consult.importing.rules.inline import BREAK, Inline
from consult.importing.rules.marking import HEADING, ITEM, QUOTE, TEXT
from consult.importing.rules.pictures import Picture

_STEP, _CELLS_MAX = 4, 200
#: Cells that the tables of a file may have together: their bars alone would fill a text.
_AREA_MAX = TEXT_MAX // 3
_BAR = re.compile(r"(?<!\\)\|")


@dataclass
class Open:
    """A list that is being written: how deep Word has it, what it is, which number comes next."""

    depth: int
    kind: str
    next: int


class Writer:
    """Writes one document; call `markdown` once."""

    def __init__(self, document: Any, lost: Counter[str]):
        self.document, self.lost = document, lost
        self.inline = Inline(document.notes, lost)
        self.blocks: list[str] = []
        self.items: list[str] = []
        self.quoted: list[str] = []
        self.open: list[Open] = []
        self.area = 0

    @property
    def pictures(self) -> dict[str, Picture]:
        """The pictures the text refers to."""
        return self.inline.pictures

    def markdown(self) -> str:
        """The whole text."""
        for one in self.document.children:
            self._block(one)
        self._end_section()
        return "\n\n".join(self.blocks) + ("\n" if self.blocks else "")

    def _block(self, one: Any) -> None:
        if isinstance(one, documents.Paragraph):
            self._paragraph(one)
        elif isinstance(one, documents.Table):
            self._close()
            self._table(one)

    def _paragraph(self, one: Any) -> None:
        kind, _, rest = (one.style_id or TEXT).partition("-")[2].partition("-")
        mark = f"consult-{kind}"
        if mark == HEADING:
            self._heading(one, int(rest or 1))
        elif mark == ITEM:
            depth, _, value = rest.partition("-")
            self._item(self.inline.words(one.children), int(depth), value)
        elif mark == QUOTE:
            self._close(quotes=False)
            words = self.inline.words(one.children)
            self.quoted += [words] if words else []
        elif words := self.inline.words(one.children):
            self._text(words, int(rest or 0))

    def _heading(self, one: Any, level: int) -> None:
        words = self.inline.words(one.children, heading=True).replace("\\{", "&#123;")
        apart, self.inline.apart = self.inline.apart, []
        if words:
            self._end_section()
            numbered = re.sub(r"^(\d{1,9})\\([.)])", r"\1\2", words)
            self.blocks.append(f"{'#' * level} {numbered[:-1] + chr(92) + '#' if numbered.endswith('#') else numbered}")
        self.blocks += apart

    def _text(self, words: str, depth: int) -> None:
        """A paragraph; one with a number of its own kind stays in the list it belongs to."""
        if depth and self.open and self.open[0].depth < depth:
            self._put(words, depth, "bullet", 0)
            return
        self._close()
        self.blocks.append(words)

    def _item(self, words: str, depth: int, value: str) -> None:
        if not words:
            return
        self._close(items=False)
        if value == "bullet":
            self._put(words, depth, "bullet", 0)
        elif not self._put(words, depth, "number", int(value)):
            self._close()
            self.blocks.append(f"{value}\\. {words}")

    def _put(self, words: str, depth: int, kind: str, value: int) -> bool:
        """An item of a list; False where its number could not follow the one before."""
        while self.open and self.open[-1].depth > depth:
            self.open.pop()
        same = self.open[-1] if self.open and self.open[-1].depth == depth else None
        if same and same.kind == kind == "number" and same.next != value:
            return False
        if same and same.kind != kind:
            self.open.pop()
            same = None
            if not self.open:
                self._close()
        if not same:
            self.open.append(Open(depth, kind, value))
        self.open[-1].next = value + 1
        self.items.append(" " * (_STEP * (len(self.open) - 1)) + ("- " if kind == "bullet" else f"{value}. ") + words)
        return True

    def _close(self, items: bool = True, quotes: bool = True) -> None:
        """What was gathered becomes a block."""
        if quotes and self.quoted:
            self.blocks.append("\n>\n".join(f"> {line}" for line in self.quoted))
            self.quoted = []
        if items and self.items:
            self.blocks.append("\n".join(self.items))
        if items:
            self.items, self.open = [], []

    def _end_section(self) -> None:
        """Notes stand at the end of the section that refers to them."""
        self._close()
        self.blocks += self.inline.waiting
        self.inline.waiting = []

    def _table(self, table: Any) -> None:
        rows = list(self._grid(table))
        width = max((len(row) for row in rows), default=0)
        self._grown(width * len(rows) - sum(map(len, rows)))
        if width == 1 and len(rows) == 1:
            self.lost["frames"] += 1
            for one in table.children[0].children[0].children:
                self._block(one)
            self._close()
        elif width and any(any(row) for row in rows):
            lines = [[*row, *[""] * (width - len(row))] for row in rows]
            if len(lines) == 1:
                lines.append([""] * width)
            head, *body = [f"| {' | '.join(line)} |" for line in lines]
            self.blocks.append("\n".join([head, f"|{' --- |' * width}", *body]))

    def _grid(self, table: Any) -> Iterator[list[str]]:
        """The cells by rows and columns; of merged cells the first has the words."""
        below: dict[int, int] = {}
        for row in table.children:
            line: list[str] = []
            for cell in getattr(row, "children", ()):
                before = len(line)
                _skip(line, below)
                span = min(max(cell.colspan, 1), _CELLS_MAX)
                self._grown(len(line) + span - before)
                self.lost["merged"] += cell.colspan > 1 or cell.rowspan > 1
                for at in range(span):
                    if cell.rowspan > 1:
                        below[len(line)] = cell.rowspan - 1
                    line.append(self._cell(cell.children) if at == 0 else "")
            before = len(line)
            _skip(line, below)
            self._grown(len(line) - before)
            yield line

    def _grown(self, cells: int) -> None:
        """Refuse tables that could not be written down before they are."""
        self.area += cells
        if self.area > _AREA_MAX:
            raise Invalid(N_("The tables in it have more than %(most)s cells together. Take out the largest and choose the file again."), field="file", most=_AREA_MAX)

    def _cell(self, children: Iterable[Any]) -> str:
        return _BAR.sub(r"\\|", BREAK.join(line for line in self._cell_lines(children) if line))

    def _cell_lines(self, children: Iterable[Any]) -> Iterator[str]:
        for one in children:
            if isinstance(one, documents.Table):
                self.lost["tables_inside"] += 1
                yield from (" · ".join(filter(None, row)) for row in self._grid(one))
            elif isinstance(one, documents.Paragraph):
                words = self.inline.words(one.children)
                mark = (one.style_id or "").removeprefix(f"{ITEM}-").partition("-")[2] if (one.style_id or "").startswith(ITEM) else ""
                yield f"{'•' if mark == 'bullet' else f'{mark}.'} {words}" if mark and words else words


def _skip(line: list[str], below: dict[int, int]) -> None:
    """Leave the places empty that a cell above reaches down to."""
    while below.get(len(line), 0) > 0:
        below[len(line)] -= 1
        line.append("")

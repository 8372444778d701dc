"""Lists as their author meant them: two, three or four spaces nest alike, `1)` counts like `1.`, code may stand in an item, and lists and
tables need no blank line before them."""
import re
from collections.abc import Iterable, Iterator

from consult.text.blocks import CODE, kinds_of

_ITEM = re.compile(r"^( *)([-+*]|\d{1,9}[.)])( +)(?=\S)")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_QUOTE = re.compile(r"^ {0,3}> ?")
_DELIMITER = re.compile(r"^ *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$")
_INTERRUPTS = re.compile(r"^ {0,3}(?:[-+*]|1[.)]) +\S")
_FENCE = re.compile(r"^( *)(`{3,}|~{3,})")
_STEP = 4


def regular(source: str) -> str:
    """The same Markdown with every list level indented by four spaces, as the renderer expects it."""
    return "\n".join(_regular(source.expandtabs(_STEP).split("\n")))


def _regular(lines: list[str]) -> Iterator[str]:
    """Quotes are set right from the inside; code stays as it is."""
    kinds, at, writer = kinds_of(lines), 0, _Writer()
    while at < len(lines):
        end = at
        while end < len(lines) and kinds[end] != CODE and _QUOTE.match(lines[end]):
            end += 1
        if end > at and not writer.levels:
            yield from writer.fence(f"> {line}" for line in _regular([_QUOTE.sub("", line) for line in lines[at:end]]))
            at = end
        elif kinds[at] == CODE:
            yield from writer.code(lines[at])
            at += 1
        else:
            yield from writer.line(lines[at], lines[at + 1] if at + 1 < len(lines) else "")
            at += 1


class _Writer:
    """Remembers the list levels that are open: the columns of their markers and of their words, and whether they are numbered."""

    def __init__(self) -> None:
        self.levels: list[tuple[int, int, bool]] = []
        self.blank = True
        self.text = False
        self.fenced = ""
        self.inner = -1

    def fence(self, lines: Iterable[str]) -> Iterator[str]:
        """Lines that are already right."""
        yield from lines
        self.blank, self.text = False, True

    def code(self, line: str) -> Iterator[str]:
        """Fenced code keeps its lines, and in an item becomes indented code; at the margin it ends every list."""
        found = _FENCE.match(line)
        if not self.fenced:
            self._open(line, found)
            yield "" if self.inner >= 0 else line
        elif found and found.group(2).startswith(self.fenced) and not line.strip(" " + self.fenced[0]):
            yield "" if self.inner >= 0 else line
            self.fenced, self.blank = "", self.inner >= 0
        else:
            yield self._coded(line) if self.inner >= 0 else line

    def _open(self, line: str, found: re.Match[str] | None) -> None:
        """Code begins: in an item when it is indented like the item's words."""
        column = len(line) - len(line.lstrip())
        while self.levels and column < self.levels[-1][0] + 2:
            self.levels.pop()
        self.inner = column if found and self.levels else -1
        self.fenced = found.group(2) if found else line.lstrip(" >-+*.)0123456789").rstrip()
        self.blank, self.text = False, False

    def _coded(self, line: str) -> str:
        """A line of code in an item, without the indent of its fence."""
        own = len(line) - len(line.lstrip())
        return " " * (_STEP * (len(self.levels) + 1)) + line[min(own, self.inner):] if line.strip() else ""

    def line(self, line: str, following: str) -> Iterator[str]:
        """One line, indented for the levels it belongs to."""
        if not line.strip():
            self.blank, self.text = True, False
            yield ""
            return
        item = None if _RULE.match(line) else _ITEM.match(line)
        if item and (self.levels or self._opens(line)):
            yield from self._item(line, item)
        elif self.blank:
            yield self._block(line)
        else:
            yield from self._running(line, following)
        self.blank = False

    def _opens(self, line: str) -> bool:
        """A list begins after a blank line, or interrupts a paragraph with a bullet or the number 1."""
        return len(line) - len(line.lstrip()) < _STEP and (self.blank or not self.text or bool(_INTERRUPTS.match(line)))

    def _item(self, line: str, item: re.Match[str]) -> Iterator[str]:
        column, sort = len(item.group(1)), item.group(2)[0].isdigit()
        sibling = None
        while self.levels and column < self.levels[-1][0] + 2:
            sibling = self.levels.pop()
        if not self.blank and (self.text or (sibling and sibling[2] != sort)):
            yield ""
        gap = item.group(3) if len(item.group(3)) < 5 else " "
        yield " " * (_STEP * len(self.levels)) + item.group(2).replace(")", ".") + gap + line[item.end():]
        self.levels.append((column, item.end(), sort))
        self.text = False

    def _block(self, line: str) -> str:
        """After a blank line the indent says which item goes on; what is not indented ends the lists."""
        column = len(line) - len(line.lstrip())
        while self.levels and column < self.levels[-1][0] + 2:
            self.levels.pop()
        self.text = True
        if not self.levels:
            return line
        extra = column - self.levels[-1][1]
        return " " * (_STEP * len(self.levels) + (extra if extra >= _STEP else 0)) + line.lstrip()

    def _running(self, line: str, following: str) -> Iterator[str]:
        """A line that goes on; the head of a table begins a new block."""
        if not self.levels and self.text and "|" in line and "-" in following and _DELIMITER.match(following) and _same_width(line, following):
            yield ""
        self.text = self.text or not self.levels
        yield " " * (_STEP * (len(self.levels) - 1)) + line.lstrip() if self.levels else line


def _same_width(head: str, delimiter: str) -> bool:
    return "|" in delimiter and len(head.strip().strip("|").split("|")) == len(delimiter.strip().strip("|").split("|"))

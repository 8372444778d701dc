"""The numbered paragraphs of a section: its top-level blocks, so that a comment can say "section 3.2, paragraph 4"."""
import re
from typing import NamedTuple

from consult.text.blocks import CODE, FRONT, PROSE, RAW, kinds_of

_ITEM = re.compile(r"^(?P<indent> {0,3})(?P<mark>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+|$)")
_QUOTE = re.compile(r"^ {0,3}>")
_INDENTED = re.compile(r"^(?: {4}| {0,3}\t)")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*+){3,}+|(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)$")
_DELIMITER = re.compile(r"^ {0,3}\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
_DEFINITION = re.compile(r"^ {0,3}\[(?P<note>\^)?[^\]]+\]:[ \t]*\S?")
_ATTRIBUTES = re.compile(r"^ {0,3}\{:[^{}]*\}[ \t]*$")


class Paragraph(NamedTuple):
    """A top-level block of a section; `kind` is paragraph, list, table, quote or code; body[start:end] is its source."""

    number: int
    kind: str
    start: int
    end: int


def paragraphs(body: str) -> list[Paragraph]:
    """The blocks of a body that a reader sees, numbered from 1; rules, comments and definitions of links and notes have no number."""
    reader = _Reader(body.split("\n"))
    found: list[Paragraph] = []
    for kind, first, last in reader.blocks():
        start, end = reader.offsets[first], reader.offsets[last] - 1
        found.append(Paragraph(len(found) + 1, kind, start, min(end, len(body))))
    return found


class _Reader:
    """Goes through the lines of a body and says where each block begins and ends."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.kinds = [PROSE if kind == FRONT else kind for kind in kinds_of(lines)]
        self.offsets = [0]
        for line in lines:
            self.offsets.append(self.offsets[-1] + len(line) + 1)

    def blocks(self) -> list[tuple[str, int, int]]:
        """(kind, first line, line after the last) of each block that is seen."""
        found, at = [], 0
        while at < len(self.lines):
            kind, end = self._block(at)
            if kind:
                found.append((kind, at, end))
            at = end
        return found

    def _block(self, at: int) -> tuple[str, int]:
        line, kind = self.lines[at], self.kinds[at]
        if kind == RAW:
            return ("" if line.lstrip().startswith("<!--") else "paragraph"), self._same(at, RAW)
        if kind == CODE and not _ITEM.match(line) and not _QUOTE.match(line):
            return "code", self._fence_end(at)
        if not line.strip() or _RULE.match(line) or _ATTRIBUTES.match(line):
            return "", at + 1
        if _ITEM.match(line):
            return "list", self._list_end(at)
        if _QUOTE.match(line):
            return "quote", self._text_end(at, "quote")
        if _INDENTED.match(line):
            return "code", self._indented_end(at)
        if _DEFINITION.match(line):
            return "", self._definition_end(at)
        if self._table_at(at):
            return "table", self._text_end(at, "table")
        return "paragraph", self._text_end(at, "paragraph")

    def _same(self, at: int, kind: str) -> int:
        """The end of a run of lines of one kind; a comment ends on the line with its mark."""
        while at < len(self.lines) and self.kinds[at] == kind:
            at += 1
            if kind == RAW and "-->" in self.lines[at - 1]:
                break
        return at

    def _fence_end(self, at: int) -> int:
        """The end of one fenced block; two may follow each other without a blank line."""
        line = self.lines[at].lstrip()
        fence = line[:len(line) - len(line.lstrip(line[:1]))]
        end = at + 1
        while end < len(self.lines) and self.kinds[end] == CODE:
            end += 1
            closing = self.lines[end - 1].strip()
            if fence and closing.startswith(fence) and not closing.strip(fence[0]):
                break
        return end

    def _table_at(self, at: int) -> bool:
        following = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        return "|" in self.lines[at] and "-" in following and bool(_DELIMITER.match(following))

    def _text_end(self, at: int, kind: str) -> int:
        """A paragraph, quote or table ends at a blank line or where another block begins."""
        end = at + 1
        while end < len(self.lines) and self.lines[end].strip():
            if self.kinds[end] != PROSE and not (kind == "quote" and _QUOTE.match(self.lines[end])):
                break
            if kind != "quote" and _QUOTE.match(self.lines[end]):
                break
            if kind == "paragraph" and self._table_at(end):
                break
            end += 1
        return end

    def _indented_end(self, at: int) -> int:
        end = last = at + 1
        while end < len(self.lines) and (not self.lines[end].strip() or _INDENTED.match(self.lines[end])):
            end += 1
            last = end if self.lines[end - 1].strip() else last
        return last

    def _definition_end(self, at: int) -> int:
        """A definition of a link is one line; a note goes on over indented lines."""
        if not self.lines[at].lstrip().startswith("[^"):
            return at + 1
        end = at + 1
        while end < len(self.lines) and self.lines[end].strip() and not _DEFINITION.match(self.lines[end]):
            end += 1
        following = end
        while following < len(self.lines) and not self.lines[following].strip():
            following += 1
        if following < len(self.lines) and following > end and _INDENTED.match(self.lines[following]):
            return self._indented_end(following)
        return end

    def _list_end(self, at: int) -> int:
        """A list goes on over blank lines as long as items of the same sort or indented lines follow."""
        ordered = self._ordered(at)
        end = last = at + 1
        while end < len(self.lines):
            line = self.lines[end]
            if line.strip() and not self._in_list(end, ordered):
                break
            end += 1
            last = end if line.strip() else last
        return last

    def _in_list(self, at: int, ordered: bool) -> bool:
        line, before = self.lines[at], self.lines[at - 1]
        if self.kinds[at] != PROSE:
            return bool(before.strip()) or line[:1] in " \t" or self.kinds[at - 1] == self.kinds[at]
        if _ATTRIBUTES.match(line):
            return True
        if _RULE.match(line):
            return False
        if _ITEM.match(line):
            return self._ordered(at) == ordered or not line[0].strip()
        if line[:1] == "\t" or line.startswith("  "):
            return True
        return bool(before.strip()) and not _QUOTE.match(line) and not self._table_at(at)

    def _ordered(self, at: int) -> bool:
        found = _ITEM.match(self.lines[at])
        return bool(found and found.group("mark")[0].isdigit())

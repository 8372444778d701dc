"""How large a workbook is inside, found out part by part before anything is built from it; and what only its source tells: merged cells and formulas."""
import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from consult.errors import Invalid
from consult.i18n import N_

#: Rows are read up to this number, blank ones counted, and so many columns of each.
READ_MAX, COLUMNS_MAX = 20_000, 40
MERGED_MAX = 20_000
#: What Excel itself can hold in a sheet; then what parts may be made of before they only serve to choke a reader.
_ROWS, _COLUMNS, _SHEETS = 2**20, 2**14, 50
_ELEMENTS_OF_SHEET, _ELEMENTS = 2_000_000, 300_000
_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NAMES = {f"{_SPACE}{name}": name for name in ("worksheet", "chartsheet", "sheet", "row", "c", "v", "is", "f", "mergeCell")}
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_CHUNK = 2**16
VAST = N_("The file is far larger inside than it looks. Copy the rows into a fresh form and choose that.")
_MERGED = N_("Cells are merged over an area far larger than a form. Undo the merging, save the file and choose it again.")
_FAR = N_("Row %(row)s is filled, and only the first %(most)s rows can be read. Delete the blank rows before it, or send the form in several parts.")


@dataclass
class Extent:
    """What a part is: its kind, the number of its last row that holds anything, merged cells and formulas by row and column."""

    kind: str = ""
    last: int = 0
    merged: set[tuple[int, int]] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    sheets: int = 0


def extents(archive: zipfile.ZipFile) -> dict[str, Extent]:
    """Every part of a workbook by name; refuses one that is made to choke a reader."""
    found = {part.filename: _Measuring().measured(archive, part) for part in archive.infolist()}
    sheets = sum(one.sheets for one in found.values())
    if sheets > min(_SHEETS, sum(bool(one.kind) for one in found.values())):
        raise Invalid(VAST, field="file")
    return found


def within_reach(row: int) -> None:
    """Refuse a form with a filled row that would not be read."""
    if row > READ_MAX:
        raise Invalid(_FAR, field="file", row=row, most=READ_MAX)


class _Measuring:
    """Goes once through a part, keeping nothing of it but its measures."""

    def __init__(self) -> None:
        self.extent, self.elements, self.area = Extent(), 0, 0
        self.row = self.column = 0

    def measured(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Extent:
        """The measures of a part; one that is no XML has none, and is not opened by the reader either."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler, parser.StartDoctypeDeclHandler = self._element, self._declared
        try:
            with archive.open(part) as content:
                while chunk := content.read(_CHUNK):
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except expat.ExpatError:
            return Extent()
        return self.extent

    def _declared(self, *_: object) -> None:
        raise Invalid(VAST, field="file")

    def _element(self, tag: str, facts: dict[str, str]) -> None:
        self.elements += 1
        name = _NAMES.get(tag, "")
        if self.elements == 1 and name.endswith("sheet"):
            self.extent.kind = name
        if self.elements > (_ELEMENTS_OF_SHEET if self.extent.kind else _ELEMENTS):
            raise Invalid(VAST, field="file")
        if name in {"v", "is", "f"}:
            self._filled(name)
        elif name == "c":
            self._cell(facts.get("r"))
        elif name == "row":
            self._row(facts.get("r"))
        elif name == "mergeCell":
            self._merge(facts.get("ref", ""))
        elif name == "sheet":
            self.extent.sheets += 1

    def _row(self, number: str | None) -> None:
        before, self.column = self.row, 0
        self.row = before + 1 if number is None else int(number) if number.isdecimal() and len(number) < 10 else 0
        if self.row > _ROWS:
            raise Invalid(VAST, field="file")
        if self.row <= before:
            raise ValueError("rows out of order")

    def _cell(self, reference: str | None) -> None:
        self.column = self.column + 1 if reference is None else _place(reference)[1]
        if self.column > _COLUMNS:
            raise Invalid(VAST, field="file")

    def _filled(self, name: str) -> None:
        self.extent.last = self.row
        if name == "f" and self.row <= READ_MAX and self.column <= COLUMNS_MAX:
            self.extent.formulas.add((self.row, self.column))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        self.area += max(0, bottom - top + 1) * max(0, right - left + 1)
        if self.area > MERGED_MAX:
            raise Invalid(_MERGED, field="file")
        self.extent.merged.update((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _place(reference: str) -> tuple[int, int]:
    """Row and column of a reference such as F12."""
    found = _REFERENCE.fullmatch(reference.replace("$", ""))
    if found is None:
        raise ValueError("no reference to a cell")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    if int(found[2]) > _ROWS or column > _COLUMNS:
        raise Invalid(VAST, field="file")
    return int(found[2]), column

"""Reading a filled form, a workbook of Excel or a document of Word, as rows of cells. Nothing in it is run, followed or unpacked to a disk."""
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from consult.errors import Invalid
from consult.i18n import N_
from consult.importing.rules.guarding import Unsafe, opened
from consult.offline.rules.columns import COLUMNS, ROWS_MAX, heads
from consult.offline.rules.sizing import COLUMNS_MAX, VAST, extents, within_reach

SIZE_MAX, UNPACKED_MAX = 5 * 2**20, 60 * 2**20
ACCEPT = ".xlsx,.docx"
_FORMULA, _MERGED = "formula", "merged"
#: How a file shows that it is damaged, whoever of its readers finds out.
_DAMAGES = (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError, EOFError, RuntimeError, ArithmeticError, zlib.error, zipfile.BadZipFile,
            InvalidFileException, PackageNotFoundError)
_ONLY = N_("Only the form as .xlsx (Excel) or .docx (Word) can be read.")
_REFUSED = {
    Unsafe.PROTECTED: N_("The file is protected by a password or in an old form. Save it without a password as .xlsx or .docx."),
    Unsafe.BOMB: VAST,
}


@dataclass
class Row:
    """One row of the form: its number as the reader counts, its cells by column, and what is odd about cells (column -> formula or merged)."""

    number: int
    cells: dict[str, str]
    odd: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """What a cell holds."""

    text: str
    odd: str = ""


def read(name: str, content: bytes) -> list[Row]:
    """The rows under the heads of the form, blank ones left out; refuses a file that is not such a form."""
    if not content:
        raise Invalid(N_("The file is empty."), field="file")
    if len(content) > SIZE_MAX:
        raise Invalid(N_("The file is larger than %(most)s MB."), field="file", most=SIZE_MAX // 2**20)
    kind = _kind(name, content)
    try:
        rows = list(_of_workbook(content) if kind == "xlsx" else _of_document(content))
    except _DAMAGES as error:
        raise Invalid(N_("The file is damaged and cannot be read. Save it anew as .xlsx or .docx and choose it again."), field="file") from error
    return _under_heads(rows)


def _kind(name: str, content: bytes) -> str:
    """Whether a file is a workbook or a document, by its parts, which must be of bearable size and free of entities."""
    ending = name.lower().rpartition(".")[2]
    archive = opened(content, UNPACKED_MAX)
    if isinstance(archive, Unsafe):
        raise Invalid(_REFUSED.get(archive, _ONLY), field="file")
    parts = set(archive.namelist())
    kind = "xlsx" if "xl/workbook.xml" in parts else "docx" if "word/document.xml" in parts else ""
    if not kind or ending not in {kind, ""}:
        raise Invalid(_ONLY, field="file")
    return kind


def _of_workbook(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    """The cells of the first sheet that has the heads, row by row up to the last filled one."""
    measured = extents(zipfile.ZipFile(io.BytesIO(content)))
    with closing(load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)) as book:
        sheets: list[Any] = book.worksheets
        sheet = next((one for one in sheets if any(heads([_said(value) for value in row]) for row in one.iter_rows(max_row=40, max_col=COLUMNS_MAX, values_only=True))), sheets[0])
        extent = measured[sheet._worksheet_path]
        within_reach(extent.last)
        rows = sheet.iter_rows(max_row=extent.last, max_col=COLUMNS_MAX, values_only=True) if extent.last else ()
        for number, values in enumerate(rows, start=1):
            yield number, [Cell(_said(value), _MERGED if (number, at) in extent.merged else _FORMULA if (number, at) in extent.formulas else "")
                           for at, value in enumerate(values, start=1)]


def _said(value: Any) -> str:
    """A value as a person would write it: a number without its empty decimals, a date as its day."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "text") and not isinstance(value, str):
        return str(value.text)
    return str(value)


def _of_document(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    """The cells of the first table that has the heads, row by row; blank rows are passed over."""
    tables = [table._tbl for table in Document(io.BytesIO(content)).tables]
    for table in sorted(tables, key=lambda one: not any(heads([cell.text for cell in _row(row)]) for row in islice(one.iterchildren(qn("w:tr")), 5))):
        for number, row in enumerate(table.iterchildren(qn("w:tr")), start=1):
            if any(words.text for words in row.iter(qn("w:t"))):
                within_reach(number)
                yield number, _row(row)
        return


def _row(row: Any) -> list[Cell]:
    """The cells of a row of Word, as many as are read."""
    return list(islice(_cells(row), COLUMNS_MAX))


def _cells(row: Any) -> Iterator[Cell]:
    """Each cell; one that spans several columns or rows is odd and counts once for each column."""
    for cell in row.iterchildren(qn("w:tc")):
        text = "\n".join("".join(part.text or "" if part.tag == qn("w:t") else "\n" for part in line.iter(qn("w:t"), qn("w:br"))) for line in cell.iter(qn("w:p")))
        spans = min(max(cell.grid_span or 1, 1), COLUMNS_MAX)
        odd = _MERGED if spans > 1 or cell.vMerge is not None else ""
        yield from (Cell(text if at == 0 else "", odd) for at in range(spans))


def _under_heads(rows: list[tuple[int, list[Cell]]]) -> list[Row]:
    places: dict[str, int] = {}
    found: list[Row] = []
    for number, cells in rows:
        if not places:
            places = heads([cell.text for cell in cells])
            continue
        taken = {name: cells[at] for name, at in places.items() if at < len(cells)}
        if any(cell.text.strip() or cell.odd == _FORMULA for cell in taken.values()):
            found.append(Row(number, {name: cell.text.strip() for name, cell in taken.items()}, {name: cell.odd for name, cell in taken.items() if cell.odd}))
    missing = [column.head for column in COLUMNS if column.needed and column.name not in places]
    if missing:
        raise Invalid(N_("These columns of the form are missing: %(heads)s. Do not change its heads; take a fresh form and copy your rows into it."), field="file",
                      heads=", ".join(missing))
    if len(found) > ROWS_MAX:
        raise Invalid(N_("The form has more than %(most)s rows. Send it in several parts."), field="file", most=ROWS_MAX)
    return found

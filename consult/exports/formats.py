"""Writing rows as a file: CSV, JSON and XLSX. A cell that a spreadsheet would take for a formula is made harmless."""
import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

#: OWASP, CSV injection: what makes a spreadsheet calculate instead of show, after any white space and control characters.
_FORMULA = re.compile(r"[\s\x00-\x1f\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
#: What XML 1.0 cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: The longest text of a cell of Excel.
_CELL = 32_767

Rows = Iterable[Sequence[Any]]


@dataclass(frozen=True)
class Format:
    """A file format: how it is written and what it is called."""

    write: Callable[[Sequence[str], Rows], bytes]
    media_type: str


def as_csv(columns: Sequence[str], rows: Rows) -> bytes:
    """Comma-separated, UTF-8 with the mark that Excel looks for, lines ended as RFC 4180 says."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([harmless(_text(value)) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_json(columns: Sequence[str], rows: Rows) -> bytes:
    """A list of objects, values with their types; nothing is changed in the words."""
    return json.dumps([dict(zip(columns, map(_plain, row), strict=True)) for row in rows], ensure_ascii=False, indent=1).encode()


def as_xlsx(columns: Sequence[str], rows: Rows) -> bytes:
    """A workbook of one sheet, the head fixed; every text a text, never a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("table")
    sheet.freeze_panes = "B2"
    for at, name in enumerate(columns):
        sheet.column_dimensions[_letter(at)].width = 60 if name in {"comment", "reason", "proposed_change", "quotation"} else 18
    sheet.append([_cell(sheet, name, bold=True) for name in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would calculate it."""
    return "'" + text if _FORMULA.match(text) else text


def _cell(sheet: Any, value: Any, bold: bool = False) -> Any:
    if isinstance(value, bool | int | float):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _CONTROL.sub("\ufffd", harmless(_text(value)))[:_CELL])
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=bold)
    return cell


def _letter(at: int) -> str:
    return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | float) or value is None else _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


FORMATS = {
    "csv": Format(as_csv, "text/csv; charset=utf-8"),
    "xlsx": Format(as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": Format(as_json, "application/json"),
}

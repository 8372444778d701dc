"""The empty form as a file: a workbook of Excel or a document of Word, one row for each section already there."""
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, Twips
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

from consult.exports.formats import harmless
from consult.offline.rules.columns import COLUMNS, NOTES, TITLE, VERSION, WHOLE

A4_LONG, A4_SHORT, MARGIN = Twips(16840), Twips(11907), Twips(567)
TWIPS_A_LETTER = 105
HEAD_COLOUR = "E8EDF2"


@dataclass(frozen=True)
class Sheet:
    """What a form says above its rows, in the reader's language, and the sections: (what names them in the form, their title)."""

    date: str
    document: str
    project: str
    how: Sequence[str]
    sections_head: str
    sections: Sequence[tuple[str, str]]


def rows_of(sheet: Sheet) -> list[list[str]]:
    """The prefilled rows: the whole text first, then each section by what names it, its title in the column of paragraphs."""
    named = [(WHOLE[0], ""), *sheet.sections]
    return [[{"clause": clause, "paragraph": title}.get(column.name, "") for column in COLUMNS] for clause, title in named]


def as_xlsx(sheet: Sheet) -> bytes:
    """A workbook: the form, and how to fill it with the sections on a second sheet."""
    book = Workbook()
    form: Any = book.active
    form.title = "Comments"
    _write(form, 1, [TITLE, "", "", "", "", f"Date: {sheet.date}", f"Document: {sheet.document}", f"Project: {sheet.project}"], bold=True)
    _write(form, 2, [column.head for column in COLUMNS], bold=True, fill=HEAD_COLOUR)
    for number, cells in enumerate(rows := rows_of(sheet), start=3):
        _write(form, number, cells)
    types = DataValidation(type="list", formula1='"ge,te,ed"', allow_blank=True)
    form.add_data_validation(types)
    types.add(f"E3:E{len(rows) + 500}")
    for at, column in enumerate(COLUMNS):
        form.column_dimensions[chr(65 + at)].width = max(9, column.width / TWIPS_A_LETTER)
    form.freeze_panes = "A3"
    form.print_title_rows = "2:2"
    form.page_setup.orientation, form.page_setup.paperSize, form.page_setup.fitToHeight = "landscape", form.PAPERSIZE_A4, 0
    form.sheet_properties.pageSetUpPr.fitToPage = True
    form.oddFooter.left.text, form.oddFooter.right.text = VERSION, "&P / &N"
    help_: Any = book.create_sheet("Help")
    lines = [*([line] for line in (*sheet.how, *NOTES)), [""], [sheet.sections_head], *([clause, title] for clause, title in sheet.sections)]
    for number, cells in enumerate(lines, start=1):
        _write(help_, number, cells, grid=False)
    help_.column_dimensions["A"].width, help_.column_dimensions["B"].width = 60, 60
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Any, row: int, cells: Sequence[str], bold: bool = False, fill: str = "", grid: bool = True) -> None:
    line = Side(style="thin", color="8A94A0")
    for at, words in enumerate(cells, start=1):
        cell = sheet.cell(row, at)
        cell.value = harmless(words)
        cell.data_type = "s"
        cell.number_format = "@"
        cell.alignment, cell.font = Alignment(wrap_text=True, vertical="top"), Font(bold=bold)
        if grid:
            cell.border = Border(line, line, line, line)
        if fill:
            cell.fill = PatternFill("solid", start_color=fill)


def as_docx(sheet: Sheet) -> bytes:
    """A document: how to fill the form, the form, the sections with their titles."""
    paper = Document()
    page = paper.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, A4_LONG, A4_SHORT
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    style: Any = paper.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(9)
    paper.core_properties.title, paper.core_properties.author, paper.core_properties.comments = f"{TITLE}: {sheet.document}", "", ""
    head = page.header.add_table(1, 4, Twips(15876))
    _fill(head, 0, [TITLE, f"Date: {sheet.date}", f"Document: {sheet.document}", f"Project: {sheet.project}"], (7740, 2410, 3119, 2607), bold=True)
    for line in sheet.how:
        paper.add_paragraph(line)
    rows = rows_of(sheet)
    form = paper.add_table(len(rows) + 1, len(COLUMNS))
    form.style = "Table Grid"
    widths = [column.width for column in COLUMNS]
    _fill(form, 0, [column.head for column in COLUMNS], widths, bold=True)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    form.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row, cells in zip(form._tbl.tr_lst[1:], rows, strict=True):
        for cell, words, width in zip(row.tc_lst, cells, widths, strict=True):
            cell.width = Twips(width)
            if words:
                cell.p_lst[0].add_r().text = words
    foot = page.footer.paragraphs[0]
    foot.add_run(" ".join((*NOTES, VERSION)) + "  ").font.size = Pt(7)
    for word in ("PAGE", "NUMPAGES"):
        _number(foot, word)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _fill(table: Any, row: int, cells: Sequence[str], widths: Sequence[int], bold: bool = False) -> None:
    for cell, words, width in zip(table.rows[row].cells, cells, widths, strict=True):
        cell.width = Twips(width)
        cell.paragraphs[0].add_run(words).bold = bold


def _number(paragraph: Any, word: str) -> None:
    """A field that Word counts itself: the page, or how many there are."""
    if word == "NUMPAGES":
        paragraph.add_run(" / ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), word)
    paragraph._p.append(field)


@dataclass(frozen=True)
class Kind:
    """A form as a file."""

    write: Callable[[Sheet], bytes]
    media_type: str


KINDS = {
    "xlsx": Kind(as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": Kind(as_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}

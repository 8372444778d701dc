"""Filled forms that are odd or made to harm: nothing of them is passed over in silence, and none keeps the service busy."""
import io
import re
import zipfile
from copy import deepcopy

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import load_workbook

from consult.errors import Invalid
from consult.offline.rules.checking import Place, State, check
from consult.offline.rules.columns import COLUMNS
from consult.offline.rules.sizing import READ_MAX
from consult.offline.rules.taking import Row, read
from tests.offline.test_offline import drafts, words

HEADS = [column.head for column in COLUMNS]
GOOD = ("2", "te", "Far below.", "")
PLACE = Place("a" * 8, "2", "Size", "Not fewer than eight members.\n")


def altered(content, sheet):
    """The form with the source of its first sheet changed by `sheet`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, sheet(body) if name == "xl/worksheets/sheet1.xml" else body)
    return out.getvalue()


def source(rows, after=""):
    """The source of a sheet: the heads, then what is given."""
    heads = "".join(f'<c r="{chr(65 + at)}1" t="inlineStr"><is><t>{head}</t></is></c>' for at, head in enumerate(HEADS))
    return (f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">{heads}</row>{rows}</sheetData>{after}</worksheet>').encode()


def line(number, comment="Words."):
    cells = {"C": "2", "E": "te", "F": comment}
    return f'<row r="{number}">' + "".join(f'<c r="{at}{number}" t="inlineStr"><is><t>{said}</t></is></c>' for at, said in cells.items()) + "</row>"


@pytest.fixture
def sheet_of(form_of):
    """A workbook whose first sheet has this source below its heads."""
    return lambda rows, after="": altered(form_of("xlsx"), lambda _: source(rows, after))


@pytest.mark.parametrize("area", ["A500:CV15499", "A1:XFD1048576", "$A$1:$XFD$1048576", "A3:A1000 A1:XFD1048576", "A1:ZZZZ9", "A1:A99999999"])
def test_cells_merged_over_a_huge_area_are_refused_before_anything_is_built(sheet_of, area):
    with pytest.raises(Invalid) as refusal:
        read("form.xlsx", sheet_of(line(2), f'<mergeCells><mergeCell ref="{area}"/></mergeCells>'))
    assert refusal.value.field == "file"


def test_many_small_merged_areas_are_counted_together(sheet_of):
    areas = "".join(f'<mergeCell ref="A{top}:Z{top + 99}"/>' for top in range(10, 1000, 100))
    with pytest.raises(Invalid, match="merged over an area far larger than a form"):
        read("form.xlsx", sheet_of(line(2), f"<mergeCells>{areas}</mergeCells>"))


def test_a_merged_cell_of_bearable_size_is_named_in_its_row(sheet_of):
    row, = read("form.xlsx", sheet_of(line(2), '<mergeCells><mergeCell ref="F2:F3"/></mergeCells>'))
    assert row.odd == {"comment": "merged"}


@pytest.mark.parametrize("rows", [line(2) + line(1_048_577), line(2) + line(9_999_999_999), line(2) + '<row r="3"><c r="ZZZ3"><v>1</v></c></row>', line(7) + line(2), line(2) * 2,
                                  line(2) + '<row r="3"><c r="F9999999"><v>1</v></c></row>', '<row r="2">' + "<c/>" * 20_000 + "</row>"],
                         ids=["row", "row of ten digits", "column", "backwards", "twice", "cell", "wide"])
def test_references_that_no_sheet_has_are_refused(sheet_of, rows):
    with pytest.raises(Invalid):
        read("form.xlsx", sheet_of(rows))


def test_a_size_that_a_sheet_only_claims_is_not_believed(sheet_of):
    content = altered(sheet_of(line(2)), lambda body: body.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'))
    assert [row.number for row in read("form.xlsx", content)] == [2]


def test_a_workbook_that_names_one_sheet_over_and_over_is_refused(form_of):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form_of("xlsx"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "xl/workbook.xml":
                sheet = re.search(rb"<sheet [^>]*/>", body)[0]
                body = body.replace(sheet, b"".join(sheet.replace(b'name="', b'name="%d' % at) for at in range(60)))
            new.writestr(name, body)
    with pytest.raises(Invalid, match="far larger inside"):
        read("form.xlsx", out.getvalue())


def test_a_formula_without_other_words_in_its_row_is_named(sheet_of):
    row, = read("form.xlsx", sheet_of('<row r="2"><c r="F2"><f>1+1</f></c></row>'))
    assert row.odd == {"comment": "formula"}


def spans(value):
    def spoil(table):
        properties = table.rows[2]._tr.tc_lst[5].get_or_add_tcPr()
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), value)
        properties.append(span)

    return spoil


@pytest.mark.parametrize("value", ["2000000000", "60", "2"])
def test_a_cell_of_word_that_claims_to_span_many_columns_is_named_as_merged(filled, value):
    row = next(row for row in read("form.docx", filled("docx", {"Sample Model": ("te", "Wide.", "")}, change=spans(value))) if row.cells["comment"])
    assert row.odd["comment"] == "merged"
    assert row.cells["comment"] == "Wide."


def test_many_cells_of_word_that_span_columns_are_read_as_far_as_the_form_goes(filled):
    def spoil(table):
        for _ in range(2000):
            table.rows[2]._tr.append(OxmlElement("w:tc"))
        for cell in table.rows[2]._tr.tc_lst[8:]:
            span = OxmlElement("w:gridSpan")
            span.set(qn("w:val"), "2000000000")
            cell.get_or_add_tcPr().append(span)

    assert read("form.docx", filled("docx", {"Sample Model": ("te", "Wide.", "")}, change=spoil))


def far_below(format, number):
    """A form whose last comment stands in this row, with blank rows before it."""

    def change(sheet):
        if format == "xlsx":
            for at, said in zip((3, 5, 6), GOOD, strict=False):
                sheet.cell(number, at).value = said
            return
        for _ in range(number - len(sheet._tbl.tr_lst) - 1):
            sheet._tbl.append(OxmlElement("w:tr"))
        last = deepcopy(sheet._tbl.tr_lst[0])
        sheet._tbl.append(last)
        for at, cell in enumerate(last.tc_lst):
            for run in list(cell.p_lst[0].r_lst):
                cell.p_lst[0].remove(run)
            cell.p_lst[0].add_r().text = {2: GOOD[0], 4: GOOD[1], 5: GOOD[2]}.get(at, "")

    return change


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_a_comment_far_below_blank_rows_is_read(filled, hand_in, format):
    page = hand_in(filled(format, {}, change=far_below(format, 2500)), f"form.{format}")
    assert "1 row is good." in words(page)
    assert "Row 2500" in words(page)


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_a_comment_beyond_what_is_read_leads_to_a_refusal_that_says_so(filled, hand_in, within, format):
    page = hand_in(filled(format, {"2": ("te", "Good.", "")}, change=far_below(format, READ_MAX + 1)), f"form.{format}")
    assert page.status_code == 422
    assert f"Row {READ_MAX + 1} is filled" in words(page)
    assert drafts(within) == []


def test_blank_rows_are_not_gone_through_cell_by_cell(sheet_of, monkeypatch):
    built = []
    blank = "".join(f'<row r="{number}">' + "".join(f'<c r="{at}{number}" s="0"/>' for at in "ABCDEFGH") + "</row>" for number in range(3, 100_003))
    content = sheet_of(line(2) + blank)
    monkeypatch.setattr("consult.offline.rules.taking.Cell", lambda *said: built.append(said) or type("Cell", (), {"text": said[0], "odd": said[1]}))
    assert [row.number for row in read("form.xlsx", content)] == [2]
    assert len(built) <= 2 * 40


def test_a_head_of_a_million_brackets_is_no_head(sheet_of):
    assert len(read("form.xlsx", altered(sheet_of(line(2)), lambda body: body.replace(b"<sheetData>", b"<sheetData>").replace(
        b'<c r="A1" t="inlineStr"><is><t>' + HEADS[0].encode(), b'<c r="A1" t="inlineStr"><is><t>' + b"(" * 200_000)))) == 1


@pytest.mark.parametrize(("column", "said", "sentence"), [
    ("comment", "o\u0301\u0302\u0303\u0304\u0305\u0306", "marks are piled"), ("comment", "A damaged \ufffd letter", "damaged on the way"),
    ("proposed", "- " * 30 + "deep", "nest lists"), ("proposed", "A damaged \ufffd letter", "damaged on the way"), ("comment", "\u3164", "Say in the column of comments"),
    ("comment", "x" * 7990, "at most"), ("comment", "x" * 8001, "longer than"), ("proposed", "x" * 8001, "longer than"),
], ids=lambda value: value[:12])
def test_a_row_that_could_not_be_kept_is_named_with_its_fault(column, said, sentence):
    cells = {"clause": "2", "type": "te", "comment": "Words.", "paragraph": "Table 7, third line", column: said}
    checked, = check([Row(3, cells)], [PLACE])
    assert checked.state == State.FAULTY
    assert [fault.column for fault in checked.faults] == [column]
    assert sentence in checked.faults[0].sentence


def test_a_bad_row_does_not_keep_the_good_ones_from_being_kept(filled, hand_in, kept, within):
    page = hand_in(filled("xlsx", {"2": ("te", "Good."), "3": ("te", "Why not.", "- " * 30 + "deep")}))
    assert "nest lists, quotations or brackets deeper" in words(page)
    assert kept(page).status_code == 303
    assert [body for _, _, _, body, _, _ in drafts(within)] == ["Good."]


def test_a_sheet_whose_bytes_are_damaged_is_refused(form_of):
    content = bytearray(form_of("xlsx"))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    at = part.header_offset + 30 + len(part.filename)
    content[at + part.compress_size // 2:at + part.compress_size // 2 + 20] = b"\xff" * 20
    with pytest.raises(Invalid):
        read("form.xlsx", bytes(content))


def test_the_form_of_the_service_is_still_read_as_excel_saves_it(filled):
    book = load_workbook(io.BytesIO(filled("xlsx", {"2": ("te", "Good.", "")})))
    book["Comments"]["A3"], book["Comments"]["B3"] = 5.0, True
    out = io.BytesIO()
    book.save(out)
    assert {row.cells["clause"]: row.cells["comment"] for row in read("form.xlsx", out.getvalue())}["2"] == "Good."

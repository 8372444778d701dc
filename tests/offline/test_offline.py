"""Commenting in the template of ISO: fetched, filled, checked row by row, kept as drafts; nothing is stored before that."""
import io
import re
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from consult.comments.models import Draft
from consult.db import db
from consult.errors import Invalid
from consult.offline.rules.taking import SIZE_MAX, read

HEADS = ["MB/NC¹", "Line number (e.g. 17)", "Clause/ Subclause (e.g. 3.1)", "Paragraph/ Figure/ Table/ (e.g. Table 1)", "Type of comment²", "Comments", "Proposed change",
         "Observations of the secretariat"]
NAMES = {"xlsx": "form.xlsx", "docx": "form.docx"}


def drafts(within):
    return within(lambda desk: [(d.section_uid, d.kind.value, d.quote, d.body, d.proposed, d.language) for d in db.session.scalars(select(Draft).order_by(Draft.id))])


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_the_form_is_the_template_of_iso_with_a_row_for_each_section(form_of):
    sheet = load_workbook(io.BytesIO(form_of("xlsx")))["Comments"]
    assert [cell.value for cell in sheet[2]] == HEADS
    assert [row[2].value for row in sheet.iter_rows(min_row=3)] == ["General", "Sample Model", "1", "2", "3"]
    table = Document(io.BytesIO(form_of("docx"))).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == HEADS
    assert [row.cells[2].text for row in table.rows[1:]] == ["General", "Sample Model", "1", "2", "3"]
    assert [row.cells[3].text for row in table.rows[1:]][2:] == ["Purpose", "Size", "Funding"]


def test_the_form_is_written_in_the_language_of_the_reader(world, browser_of):
    form = browser_of(None).get("/offline/1/form.xlsx?lang=sr-Cyrl")
    assert "sr-Cyrl.xlsx" in form.headers["Content-Disposition"]
    assert [cell.value for cell in load_workbook(io.BytesIO(form.get_data()))["Comments"][2]] == HEADS


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_good_rows_become_drafts_and_nothing_is_stored_before(world, within, filled, hand_in, kept, format):
    page = hand_in(filled(format, {"2": ("te", "Eight is too high.", "not fewer than six"), "General": ("ge", "Well done.")},
                          more=[("3", "ed", "Say per calendar year.", "")]), NAMES[format], language="hr")
    assert "3 rows are good." in words(page)
    assert drafts(within) == []
    assert kept(page).headers["Location"] == "/comments/drafts"
    sections = world.sections
    assert drafts(within) == [(None, "general", "", "Well done.", "", "hr"), (sections["2"], "substance", "", "Eight is too high.", "not fewer than six", "hr"),
                              (sections["3"], "wording", "", "Say per calendar year.", "", "hr")]


def test_a_paragraph_or_words_of_the_text_become_the_quotation(within, filled, hand_in, kept):
    def point(sheet):
        sheet.append([None, None, "2", "not fewer than eight", "te", "Too high.", "not fewer than six"])
        sheet.append([None, None, "3", "1", "te", "Which paragraph is this?", None])
        sheet.append([None, None, "3", "Table 7", "te", "There is none.", None])

    kept(hand_in(filled("xlsx", {}, change=point)))
    assert [(quote, body) for _, _, quote, body, _, _ in drafts(within)] == [
        ("not fewer than eight", "Too high."), ("Support lasts three years. It is paid once a year.", "Which paragraph is this?"), ("", "Table 7: There is none.")]


def test_faults_stand_beside_their_rows_and_the_good_rows_are_kept(within, filled, hand_in, kept):
    page = hand_in(filled("xlsx", {"2": ("te", "Good."), "3": ("xx", "Which type?")},
                          more=[("9.9", "te", "No such section.", ""), ("2", "ge", "", "Only a change"), ("", "ge", "Where?", "")]))
    said = words(page)
    assert "1 row is good." in said
    assert "4 rows have faults." in said
    for sentence in ("Write ge (general), te (substance) or ed (wording).", "There is no section “9.9” in this version.", "a proposed change alone does not say why",
                     "Say which section it is about"):
        assert sentence in said
    assert "Which type?" in said  # what was written is shown beside what is wrong with it
    kept(page)
    assert [body for _, _, _, body, _, _ in drafts(within)] == ["Good."]


def test_a_form_handed_in_again_makes_no_draft_twice(within, filled, hand_in, kept):
    content = filled("xlsx", {"2": ("te", "Good.")}, more=[("2", "te", "Good.", "")])
    kept(hand_in(content))
    again = hand_in(content)
    assert "2 rows are among your drafts already." in words(again)
    assert 'name="rows"' not in again.text
    assert len(drafts(within)) == 1


def test_keeping_twice_keeps_once(within, filled, hand_in, kept):
    page = hand_in(filled("xlsx", {"2": ("te", "Good.")}))
    assert kept(page).status_code == kept(page).status_code == 303
    assert len(drafts(within)) == 1


def test_formulas_and_merged_cells_are_named(filled, hand_in, within):
    def spoil(sheet):
        sheet["F5"] = "=1+1"
        sheet["E5"] = "te"
        sheet["F6"], sheet["E6"] = "Two rows", "te"
        sheet.merge_cells("F6:F7")

    said = words(hand_in(filled("xlsx", {}, change=spoil)))
    assert "This cell holds a formula; write its words." in said
    assert "This cell is merged with another" in said
    assert drafts(within) == []


def test_merged_cells_of_word_are_named(filled, hand_in):
    def spoil(table):
        table.rows[3].cells[5].merge(table.rows[3].cells[6]).text = "In one cell"

    assert "This cell is merged with another" in words(hand_in(filled("docx", {}, change=spoil), "form.docx"))


def test_missing_heads_are_named(filled, hand_in):
    page = hand_in(filled("xlsx", {"2": ("te", "Good.")}, change=lambda sheet: sheet.__setitem__("F2", "Remarks")))
    assert page.status_code == 422
    assert "These columns of the form are missing: Comments." in words(page)


def test_two_thousand_rows_are_taken_and_one_more_is_refused(within, filled, hand_in, kept):
    most = [("2", "te", f"Comment {number}", "") for number in range(2000)]
    page = hand_in(filled("xlsx", {}, more=most[:1995]))  # with the prefilled rows 2,000
    assert "1995 rows are good." in words(page).replace(",", "")
    assert kept(page).status_code == 303
    assert len(drafts(within)) == 1995
    more = hand_in(filled("xlsx", {}, more=[*most, ("2", "te", "One more", "")]))
    assert more.status_code == 422
    assert "more than 2000 rows" in words(more)


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)
    return out.getvalue()


def entities():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
    return out.getvalue()


def blank():
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(("content", "name", "sentence"), [
    (b"", "form.xlsx", "The file is empty."), (b"%PDF-1.7", "form.pdf", "Only the form as .xlsx (Excel) or .docx (Word) can be read."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "form.xlsx", "protected by a password"), (bomb(), "form.xlsx", "far larger inside"), (entities(), "form.xlsx", "Only the form as"),
    (blank(), "form.xlsx", "These columns of the form are missing"), (b"PK\x03\x04 not a zip", "form.docx", "Only the form as")],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "")
def test_a_file_that_is_no_form_is_refused_in_a_sentence(hand_in, within, content, name, sentence):
    page = hand_in(content, name)
    assert page.status_code == 422
    assert sentence in words(page)
    assert drafts(within) == []


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(Invalid, match="larger than 5 MB"):
        read("form.xlsx", b"x" * (SIZE_MAX + 1))


def test_a_checked_form_is_kept_by_the_one_who_handed_it_in_only(within, filled, hand_in, kept):
    page = hand_in(filled("xlsx", {"2": ("te", "Good.")}))
    answer = kept(page, who="cluster")
    assert answer.status_code == 422
    assert "has been altered" in words(answer)
    assert drafts(within) == []


def test_a_visitor_fetches_the_form_and_signs_in_to_hand_it_in(world, browser_of):
    page = browser_of(None).get("/offline/1/")
    assert "Sign in first" in words(page)
    assert 'type="file"' not in page.text
    assert browser_of(None).get("/offline/1/form.exe").status_code == 404


def test_no_cell_of_the_form_can_be_a_formula(world, browser_of):
    book = load_workbook(io.BytesIO(browser_of(None).get("/offline/1/form.xlsx").get_data()))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_the_page_and_the_form_say_what_the_column_of_paragraphs_takes(world, browser_of, form_of):
    book, page = load_workbook(io.BytesIO(form_of("xlsx"))), words(browser_of(None).get("/offline/1/"))
    inside = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    paper = " ".join(one.text for one in Document(io.BytesIO(form_of("docx"))).paragraphs)
    for said in (page, inside, paper):
        assert "holds the title of the section" in said
        assert "Write a paragraph’s number or words copied from the text over it" in said
        assert "replaces the whole paragraph" in said
        assert "copy only the words you change" in said

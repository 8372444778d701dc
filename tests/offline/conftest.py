"""The world of the comments, and filled forms."""
import io
import re

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.comments.conftest import desk, within, world

__all__ = ["desk", "filled", "form_of", "hand_in", "kept", "within", "world"]


@pytest.fixture
def form_of(world, browser_of):
    """The empty form as it is fetched: form_of("xlsx")."""
    return lambda format: browser_of(None).get(f"/offline/1/form.{format}").get_data()


@pytest.fixture
def filled(form_of):
    """A form with rows filled: filled("xlsx", {"2": ("te", "Too high.", "Six.")}, more=[(clause, type, comment, proposed)])."""

    def fill(format, rows, more=(), change=None):
        book = load_workbook(io.BytesIO(form_of("xlsx"))) if format == "xlsx" else Document(io.BytesIO(form_of("docx")))
        sheet = book["Comments"] if format == "xlsx" else book.tables[0]
        lines = sheet.iter_rows(min_row=3) if format == "xlsx" else [row.cells for row in sheet.rows[1:]]
        write = _in_workbook if format == "xlsx" else _in_document
        for cells in lines:
            clause = cells[2].value if format == "xlsx" else cells[2].text
            for at, words in zip((4, 5, 6), rows.get(clause, ()), strict=False):
                write(cells[at], words)
        for clause, kind, comment, proposed in more:
            if format == "xlsx":
                sheet.append([None, None, clause, None, kind, comment, proposed])
            else:
                for at, words in zip((2, 4, 5, 6), (clause, kind, comment, proposed), strict=True):
                    write(sheet.add_row().cells[at] if at == 2 else sheet.rows[-1].cells[at], words)
        if change:
            change(sheet)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return fill


def _in_workbook(cell, words):
    cell.value = words


def _in_document(cell, words):
    cell.text = words


@pytest.fixture
def hand_in(world, browser_of):
    """Hand a form in: the page that answers."""

    def send(content, name="form.xlsx", who="citizen", language="en"):
        browser = browser_of(who)
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/offline/1/").text)[1]
        return browser.client.post("/offline/1/check", data={"csrf_token": token, "language": language, "file": (io.BytesIO(content), name)})

    return send


@pytest.fixture
def kept(world, browser_of):
    """Press the button under a checked form: the drafts page after it."""

    def press(page, who="citizen"):
        browser = browser_of(who)
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/offline/1/").text)[1]
        rows = re.search(r'name="rows" value="([^"]+)"', page.text)[1]
        key = re.search(r'name="form_key" value="([^"]+)"', page.text)[1]
        return browser.client.post("/offline/1/keep", data={"csrf_token": token, "rows": rows, "form_key": key})

    return press

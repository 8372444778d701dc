"""The look comes in one file."""
import re

from consult.web.stylesheet import SHEETS
from tests.architecture.tree import ROOT


def test_every_sheet_is_in_the_joined_file():
    there = {path.stem for path in (ROOT / "static" / "css").glob("*.css")}
    assert there == {*SHEETS, "print"}


def test_a_page_names_one_sheet_that_browsers_may_keep(browser_of):
    visitor = browser_of(None)
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', visitor.get("/help/").text)
    assert len(sheets) == 1
    answer = visitor.get(sheets[0])
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert '/static/fonts/' in answer.text
    assert "@media print" in answer.text


def test_fonts_named_in_it_are_there(browser_of):
    visitor = browser_of(None)
    text = visitor.get(re.search(r'href="(/consult-[^"]+)"', visitor.get("/help/").text)[1]).text
    fonts = set(re.findall(r'url\("?(/static/fonts/[^")]+)', text))
    assert len(fonts) > 5
    for font in fonts:
        assert (ROOT / font.lstrip("/")).exists(), font


def test_the_sheet_of_another_release_is_no_page(browser_of):
    assert browser_of(None).get("/consult-0000.css").status_code == 404

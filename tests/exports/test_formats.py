"""Files that a spreadsheet opens without harm."""
import csv
import io

import pytest
from openpyxl import load_workbook

from consult.exports.formats import as_csv, as_xlsx, harmless


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", "＋1", "－1", "＠x", "\ufeff=1", "\u200b=1", "\x01=1"])
def test_what_would_be_calculated_is_made_harmless(text):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Words", "1-2", "a=b", "“=1”", "100 %", "Žene", "'=1"])
def test_other_words_stay_as_they_are(text):
    assert harmless(text) == text


def test_lines_and_quotes_inside_a_cell_survive():
    rows = list(csv.reader(io.StringIO(as_csv(["a"], [['one\n"two", three']]).decode("utf-8-sig"), newline="")))
    assert rows == [["a"], ['one\n"two", three']]


def test_xlsx_takes_control_characters_and_very_long_words():
    sheet = load_workbook(io.BytesIO(as_xlsx(["a", "b"], [["bell\x07", "x" * 40_000], [None, True]]))).active
    assert sheet["A2"].value == "bell\ufffd"
    assert len(sheet["B2"].value) == 32_767
    assert sheet["B3"].value is True

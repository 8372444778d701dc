"""The response table as a file."""
import csv
import io
import json

import pytest
from openpyxl import load_workbook

from consult import clock
from consult.comments import exports
from consult.comments.actions import answering, moderating, writing
from consult.comments.exports import Filters
from consult.comments.rules import Code
from consult.db import transaction
from consult.documents.actions import publishing
from consult.exports.catalogue import EXPORTS
from consult.exports.formats import FORMATS
from consult.rounds import actions as rounds
from tests.comments.conftest import AFTER, SECOND

SITE = "https://consult.test"


@pytest.fixture
def story(desk):
    """An accepted comment whose change is published, a nameless one, one hidden, one with a formula."""
    with transaction():
        round_ = desk.open_round(desk.publish())
        comments = [desk.say(round_, "Lower it.", quote="not fewer than eight", proposed="not fewer than five", name_shown=True), desk.say(round_, "=1+1", name_shown=False),
                    desk.say(round_, "Canary.", number=None), desk.say(round_, "Gone canary.")]
        moderating.hide(desk.person("moderator"), comments[2], "It names a person.")
        writing.withdraw(desk.person("citizen"), comments[3])
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
        working = desk.start(SECOND, "0.2", round_.version)
        desk.answer(comments[0], Code.ACCEPTED, "Done.", changes=[(desk.uid(working, "2"), working)])
        desk.answer(comments[1])
    with clock.at(AFTER):
        yield round_, working


def table(narrowed=None):
    return [dict(zip(exports.COLUMNS, row, strict=True)) for row in exports.rows(Filters.read(narrowed or {}), SITE)]


def test_a_row_says_who_what_where_and_what_became_of_it(desk, story):
    round_, working = story
    assert table()[0]["decision"] == ""
    with transaction():
        answering.publish(desk.person("editor"), round_)
    row = table()[0]
    assert (row["decision"], row["reason"], row["changed_sections"]) == ("accepted", "Done.", "")
    with transaction():
        rounds.write_report(desk.person("editor"), round_, "Heard.")
        rounds.complete(desk.person("editor"), round_)
        publishing.publish(desk.person("editor"), working, "Note.")
    row = table()[0]
    assert row | {"id": "R1-RS-001", "round": 1, "version": "0.1", "section_no": "2", "section_title": "Size", "from": "Citizen", "party": "RS", "type": "te",
                  "quotation": "not fewer than eight", "comment": "Lower it.", "proposed_change": "not fewer than five", "decided_in": "0.2",
                  "changed_sections": f"2: 0.1 -> 0.2 {SITE}/documents/model/compare/0.1/0.2#c-2", "permalink": f"{SITE}/comments/R1-RS-001"} == row


def test_a_name_that_is_withheld_is_in_no_file(story):
    assert table()[1]["from"] == exports.WITHHELD


def test_hidden_and_withdrawn_words_are_in_no_file(story):
    everything = [cell for row in table() for cell in row.values()]
    assert not [cell for cell in everything if "anary" in str(cell)]
    assert table({"state": "hidden"})[0]["comment"] == "(hidden by the moderators: It names a person.)"


def test_csv_opens_in_a_spreadsheet_and_calculates_nothing(story):
    data = FORMATS["csv"].write(EXPORTS["comments"].columns, exports.rows(Filters(), SITE))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["comment"] for row in rows][:2] == ["Lower it.", "'=1+1"]


def test_xlsx_holds_texts_only(story):
    sheet = load_workbook(io.BytesIO(FORMATS["xlsx"].write(EXPORTS["comments"].columns, exports.rows(Filters(), SITE)))).active
    head = [cell.value for cell in sheet[1]]
    cell = sheet.cell(3, head.index("comment") + 1)
    assert (cell.value, cell.data_type) == ("'=1+1", "s")
    assert sheet.max_row == 5


def test_json_keeps_the_words_as_they_are(story):
    rows = json.loads(FORMATS["json"].write(EXPORTS["comments"].columns, exports.rows(Filters(), SITE)))
    assert [row["comment"] for row in rows][1] == "=1+1"
    assert (rows[0]["late"], rows[0]["round"], rows[0]["received_at"]) == (False, 1, "2026-11-02T09:00:00Z")

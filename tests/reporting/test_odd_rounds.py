"""Reports of rounds that went otherwise than rounds usually go: nobody spoke, all words are gone, everything came late, very much was said."""
import csv
import io
import json
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from consult import clock
from consult.comments.actions import answering, moderating, writing
from consult.comments.queries import threads
from consult.comments.rules import Code
from consult.errors import ConsultError
from consult.reporting import rules
from consult.reporting.actions import freezing
from consult.reporting.queries import checking, facts
from consult.rounds import actions as rounds
from consult.rounds import queries
from tests.comments.conftest import AFTER

LANGUAGES = ("en", "sr-Cyrl", "el", "tr", "bg")
FORMULA = '=HYPERLINK("https://sample.test","x")'


def _round():
    return queries.by_number(1)


@pytest.fixture
def told(world, within, app):
    """What a round is: a function that lets people speak, answers what waits, completes the round, and gives its facts."""

    def tell(before=lambda desk: None, after=lambda desk: None):
        within(before)

        def answer(desk):
            rounds.begin_disposition(desk.person("editor"), _round())
            after(desk)
            answering.publish(desk.person("editor"), _round())
            rounds.write_report(desk.person("editor"), _round(), "What we heard.")
            rounds.complete(desk.person("editor"), _round())
            return facts.gather(_round())

        found = within(answer, at=AFTER + timedelta(days=1))
        assert within(lambda desk: list(checking.broken())) == []
        return found

    return tell


def three(desk):
    return [desk.say(_round(), f"Words {number}.", "2") for number in range(3)]


def nobody(desk):
    """Nobody speaks."""


def all_withdrawn(desk):
    for comment in three(desk):
        writing.withdraw(desk.person("citizen"), comment)


def all_hidden(desk):
    for comment in three(desk):
        moderating.hide(desk.person("moderator"), comment, "It is abusive.")


def opened(browser, number=1):
    """Every form of the report, in every language that is looked at."""
    for language in LANGUAGES:
        page = browser.get(f"/rounds/{number}/report?lang={language}")
        assert page.status_code == 200
        assert "do not add up" not in page.text
        assert browser.get(f"/rounds/{number}/report.pdf?lang={language}").data.startswith(b"%PDF")
    return {format: browser.get(f"/rounds/{number}/report.{format}").data for format in ("json", "csv", "xlsx")}


@pytest.mark.parametrize(("before", "counts"), [
    (nobody, {"total": 0, "disposed": 0, "undisposed": 0, "withdrawn": 0, "hidden": 0, "late": 0, "admitted": 0}),
    (all_withdrawn, {"total": 3, "disposed": 0, "undisposed": 0, "withdrawn": 3, "hidden": 0, "late": 0, "admitted": 0}),
    (all_hidden, {"total": 3, "disposed": 0, "undisposed": 0, "withdrawn": 0, "hidden": 3, "late": 0, "admitted": 0}),
])
def test_R6_a_round_without_one_answer_has_a_report_that_adds_up(told, browser_of, before, counts):
    found = told(before)
    assert found["counts"] == counts
    assert rules.faults(found) == []
    with clock.at(AFTER + timedelta(days=2)):
        files = opened(browser_of(None))
    assert json.loads(files["json"])["counts"] == counts
    totals = [row[3] for row in csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"))) if row[1] == "total"]
    assert set(totals) <= {str(counts["total"])}


def test_what_people_and_editors_wrote_is_no_formula_in_the_tables(told, browser_of):
    def work(desk):
        for comment in threads.in_round(_round()):
            desk.answer(comment, Code.NOT_ACCEPTED, FORMULA)

    told(three, work)
    with clock.at(AFTER + timedelta(days=2)):
        files = opened(browser_of(None))
    assert FORMULA in files["json"].decode().replace('\\"', '"')
    rows = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert ["reasons", "not_accepted", "'" + FORMULA, "3"] in rows
    cells = [cell for row in load_workbook(io.BytesIO(files["xlsx"])).active.iter_rows() for cell in row]
    assert "'" + FORMULA in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


def test_a_report_is_frozen_once(told, within):
    told(three, lambda desk: [desk.answer(one) for one in threads.in_round(_round())])
    for again in (lambda desk: rounds.complete(desk.person("editor"), _round()), lambda desk: freezing.freeze(desk.person("editor"), _round())):
        with pytest.raises(ConsultError):
            within(again, at=AFTER + timedelta(days=2))


def test_a_round_to_which_everything_came_late_adds_up(world, within, browser_of):
    within(three, at=AFTER)

    def answer(desk):
        editor, (first, *others) = desk.person("editor"), threads.in_round(_round())
        rounds.begin_disposition(editor, _round())
        answering.admit_late(editor, first, "The post was on strike.")
        desk.answer(first)
        for one in others:
            desk.answer(one, Code.DEFERRED, "It came late.")
        answering.publish(editor, _round())
        rounds.write_report(editor, _round(), "All came late.")
        rounds.complete(editor, _round())
        return facts.gather(_round())

    found = within(answer, at=AFTER + timedelta(days=1))
    assert found["counts"] == {"total": 3, "disposed": 3, "undisposed": 0, "withdrawn": 0, "hidden": 0, "late": 3, "admitted": 1}
    assert rules.faults(found) == []
    with clock.at(AFTER + timedelta(days=2)):
        opened(browser_of(None))


def test_a_report_of_many_comments_in_five_scripts_is_read_in_every_language(told, browser_of):
    words = ("The number is too high", "Број је превисок", "Ο αριθμός είναι υψηλός", "Sayı çok yüksek", "Числото е твърде високо")

    def before(desk):
        for number in range(40):
            desk.say(_round(), f"{words[number % 5]}: {number}.", str(1 + number % 3), language=LANGUAGES[number % 5])

    def answer(desk):
        for number, comment in enumerate(threads.in_round(_round())):
            desk.answer(comment, Code.NOT_ACCEPTED, f"{words[number % 5]} — 中文 עברית 😀 {number % 25}", language=comment.language)

    assert told(before, answer)["counts"]["disposed"] == 40
    with clock.at(AFTER + timedelta(days=2)):
        opened(browser_of(None))

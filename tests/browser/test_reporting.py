"""The report of a round, its writing, and the comparison with its reasons, before a real browser."""
from datetime import timedelta

import pytest

from consult import clock
from consult.accounts.models import Account
from consult.comments.actions import answering
from consult.comments.queries.threads import in_round
from consult.comments.rules import Code
from consult.db import db, transaction
from consult.reporting.actions import explaining, themes
from consult.rounds import actions as rounds
from consult.rounds.queries import by_number
from tests.browser.axe import axe
from tests.comments.conftest import AFTER, SECOND, Desk

WIDTHS = (1280, 390)


@pytest.fixture
def reported(app, people, time):
    """Round 1 complete with a theme and a next step, its report frozen, version 0.2 public with one commented and one editorial change."""
    def step(work, at):
        with clock.at(at), app.app_context(), transaction():
            return work(Desk(lambda name: db.session.get_one(Account, people[name])))

    def told(desk):
        round_ = desk.open_round(desk.publish())
        return desk.say(round_).id, desk.say(round_, "Too long, and a_very_long_word_without_any_place_to_break_it_" * 2, "3").id

    step(told, clock.now())
    step(_answer, AFTER)
    step(lambda desk: desk.release(_round().version.document), AFTER + timedelta(days=1))
    time.now = AFTER + timedelta(days=2)


def _round():
    return by_number(1)


def _answer(desk):
    editor, round_ = desk.person("editor"), _round()
    version = desk.start(SECOND, "0.2", round_.version)
    rounds.begin_disposition(editor, round_)
    first, second = in_round(round_)
    desk.answer(first, Code.ACCEPTED, "", changes=[(desk.uid(version, "2"), version)])
    desk.answer(second, Code.NOT_ACCEPTED, "Three years are needed.")
    answering.publish(editor, round_)
    themes.add_theme(editor, round_, "Size and time", "People want\n\n- smaller clusters,\n- **less** time.", [first.public_id], [desk.uid(round_.version, "3")], gather=True)
    themes.add_step(editor, round_, AFTER.date() + timedelta(days=9), "Version 0.2 is published.")
    explaining.explain(editor, version, [desk.uid(version, "1")], "Schools were forgotten.")
    rounds.write_report(editor, round_, "We heard two voices.")
    rounds.complete(desk.person("editor2"), round_)


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", WIDTHS)
def test_report_and_comparison_fit_and_say_everything(page_at, reported, width, javascript):
    page = page_at(width, javascript=javascript)
    for address, said in (("/rounds/1/report", "Size and time"), ("/documents/model/compare/0.1/0.2", "Schools were forgotten."),
                          ("/documents/model/compare/0.1/0.2?show=comments", "1 comment behind this change"), ("/comments/R1-RS-001", "What became of it in the text")):
        page.goto(address)
        assert said in page.content()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe(page)


def test_from_a_comment_to_the_changed_words_and_back(page_at, reported):
    page = page_at(390)
    page.goto("/comments/R1-RS-001")
    page.get_by_role("link", name="This change in the comparison of the versions").click()
    page.wait_for_url("**/compare/0.1/0.2#c-2")
    page.locator("#c-2").get_by_role("link", name="R1-RS-001").click()
    page.wait_for_url("**/comments/R1-RS-001")


def test_a_printed_report_has_its_figures(page_at, reported):
    page = page_at(1280)
    page.goto("/rounds/1/report")
    page.emulate_media(media="print")
    assert page.get_by_text("How the comments add up").is_visible()
    assert page.locator("#grid").is_visible()
    assert not page.locator(".downloads").is_visible()

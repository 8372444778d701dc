"""Pages of the report, of its writing, and of the reasons of editorial changes."""
import csv
import io
import json
from datetime import timedelta
from hashlib import sha256

import pytest

from consult import clock
from consult.comments.actions import answering, moderating
from consult.comments.queries import threads
from consult.comments.rules import Code
from consult.documents.actions import editing
from consult.documents.queries import versions
from consult.reporting.exports import prose
from consult.rounds import queries
from tests.comments.conftest import AFTER
from tests.reporting.conftest import complete, succeed


def test_an_editor_writes_a_theme_and_the_public_reads_it_with_the_introduction(browser_of, being_answered):
    editor, visitor = browser_of("editor"), browser_of(None)
    answer = editor.fill("/reporting/1/themes/new", title="Length of support", words="Some want **less** time.", comments=being_answered.second)
    assert answer.location == "/reporting/1/"
    assert "Length of support" in editor.get("/rounds/1/report").text
    assert "Length of support" not in visitor.get("/rounds/1/report").text
    assert editor.fill("/rounds/1/report/edit", text="We heard <two> voices.").status_code == 303
    page = visitor.get("/rounds/1/report").text
    assert "Length of support" in page
    assert "<strong>less</strong>" in page
    assert "We heard &lt;two&gt; voices." in page


def test_an_unknown_comment_is_named_and_what_was_typed_is_kept(browser_of, being_answered):
    answer = browser_of("editor").fill("/reporting/1/themes/new", title="A", words="B kept.", comments="R1-XX-777")
    assert answer.status_code == 422
    assert "There is no comment R1-XX-777 in this round." in answer.text
    assert "B kept." in answer.text


def test_the_page_shows_the_sums(browser_of, being_answered):
    page = browser_of(None).get("/rounds/1/report").text
    assert "How the comments add up: 2 answered + 0 not answered yet + 0 withdrawn by the author + 0 hidden by the moderators = 2." in page
    assert "do not add up" not in page


def test_changes_stand_with_their_comments_and_link_to_the_comparison_once_it_is_public(browser_of, being_answered):
    visitor = browser_of(None)
    assert "2 Size" in visitor.get("/rounds/1/report").text
    assert "/compare/0.1/0.2" not in visitor.get("/rounds/1/report").text
    complete(being_answered)
    succeed(being_answered)
    assert "/compare/0.1/0.2#c-2" in visitor.get("/rounds/1/report").text


def test_a_frozen_report_says_so_and_its_file_has_the_hash_that_stands_on_the_page(browser_of, being_answered):
    complete(being_answered)
    visitor = browser_of(None)
    body = visitor.get("/rounds/1/report.json").data
    assert sha256(body).hexdigest() in visitor.get("/rounds/1/report").text
    assert json.loads(body)["counts"]["total"] == 2


def test_a_comment_hidden_later_is_marked_and_the_figures_stay(browser_of, being_answered):
    complete(being_answered)
    being_answered.within(lambda one: moderating.hide(one.person("moderator"), threads.by_public_id(being_answered.second), "An insult."))
    page = browser_of(None).get("/rounds/1/report").text
    assert "Hidden since" in page
    assert "= 2." in page
    assert "0 hidden by the moderators" in page


@pytest.mark.parametrize("language", ["en", "sr-Cyrl", "el"])
def test_the_report_can_be_taken_away_as_pdf_and_tables(browser_of, being_answered, language):
    complete(being_answered)
    visitor = browser_of(None)
    assert visitor.get(f"/rounds/1/report.pdf?lang={language}").data.startswith(b"%PDF")
    rows = list(csv.DictReader(io.StringIO(visitor.get("/rounds/1/report.csv").data.decode("utf-8-sig"))))
    for table in ("party", "body", "section", "kind", "answer", "channel", "language"):
        ours = [int(row["comments"]) for row in rows if row["table"] == table]
        assert sum(ours[:-1]) == ours[-1] == 2
    assert visitor.get("/rounds/1/report.exe").status_code == 404


def test_one_reason_is_given_for_several_changes_and_shown_beside_them(browser_of, being_answered):
    editor = browser_of("editor")
    page = editor.get("/reporting/reasons/model/0.2").text
    assert "1 change has no reason yet." in page
    assert "2 Size" not in page
    uid = page.split('name="sections"')[1].split('value="')[1].split('"')[0]
    assert editor.fill("/reporting/reasons/model/0.2", reason="x").status_code == 422
    assert editor.fill("/reporting/reasons/model/0.2", sections=uid, reason="Schools were forgotten.").status_code == 303
    assert "Schools were forgotten." in editor.get("/documents/model/compare/0.1/0.2").text
    assert browser_of(None).get("/documents/model/compare/0.1/0.2").status_code == 404
    complete(being_answered)
    succeed(being_answered)
    public = browser_of(None)
    assert "Schools were forgotten." in public.get("/documents/model/compare/0.1/0.2").text
    assert "Schools were forgotten." in public.get("/rounds/1/report").text


def test_a_reason_forgotten_before_publication_is_given_later_with_its_date(browser_of, being_answered):
    complete(being_answered)
    succeed(being_answered)
    assert "No reason has been given yet." in browser_of(None).get("/rounds/1/report").text
    with clock.at(AFTER + timedelta(days=1)):
        editor = browser_of("editor")
        uid = editor.get("/reporting/reasons/model/0.2/late").text.split('name="sections"')[1].split('value="')[1].split('"')[0]
        assert editor.fill("/reporting/reasons/model/0.2/late", sections=uid, reason="Schools were forgotten.").status_code == 303
    page = browser_of(None).get("/documents/model/compare/0.1/0.2").text
    assert "Schools were forgotten." in page
    assert "after the publication" in page


def test_the_comparison_shows_changes_with_comments_or_the_editorial_ones_or_all(browser_of, being_answered):
    complete(being_answered)
    succeed(being_answered)
    visitor, address = browser_of(None), "/documents/model/compare/0.1/0.2"
    both, asked, editorial = (visitor.get(address + query).text for query in ("", "?show=comments", "?show=editorial"))
    assert ('id="c-1"' in both, 'id="c-2"' in both) == (True, True)
    assert ('id="c-1"' in asked, 'id="c-2"' in asked) == (False, True)
    assert ('id="c-1"' in editorial, 'id="c-2"' in editorial) == (True, False)
    assert being_answered.first in asked


def test_the_page_of_a_comment_shows_the_changed_words_of_its_section_once_they_are_public(browser_of, being_answered):
    visitor = browser_of(None)
    before = visitor.get(f"/comments/{being_answered.first}").text
    assert "five" not in before
    complete(being_answered)
    succeed(being_answered)
    page = visitor.get(f"/comments/{being_answered.first}").text
    became = page.split('id="became"')[1].split("<h2")[0]
    assert "eight" in became.split("<del")[1].split("</del>")[0]
    assert "five" in became.split("<ins")[1].split("</ins>")[0]
    assert "/documents/model/compare/0.1/0.2#c-2" in became


def test_citizens_write_no_reports_and_no_reasons(browser_of, being_answered):
    citizen = browser_of("citizen")
    for address in ("/reporting/1/", "/reporting/1/themes/new", "/reporting/1/steps"):
        assert citizen.get(address).status_code == 403
    assert citizen.get("/reporting/reasons/model/0.2").status_code == 404


def test_lists_stay_lists_in_the_file():
    words = "They ask for **two** things:\n\n- less time,\n  at most *two* years\n- no fees\n\nThen:\n1. say so\n2. do so\nat once\n\nThat is all."
    assert prose(words) == [
        ("text", ["They ask for two things:"]), ("list", ["less time, at most two years", "no fees"]), ("text", ["Then:"]), ("steps", ["say so", "do so at once"]),
        ("text", ["That is all."])]
    assert prose("") == []


def test_a_section_that_was_new_has_its_name_once_everybody_can_read_it(browser_of, being_answered):
    public = browser_of(None)

    def add(one):
        version = versions.working(versions.document("model"))
        row = editing.add_section(one.person("editor"), version, None, "9", "Schools", 1, "Schools take part.")
        again = one.answer(threads.by_public_id(being_answered.first), Code.ACCEPTED, "", changes=[(row.uid, version)], why="The new section says it.")
        answering.publish(one.person("editor"), queries.by_number(1))
        return again

    being_answered.within(add)
    complete(being_answered)
    assert "A new section" in public.get("/rounds/1/report").text
    assert "Schools" not in public.get("/rounds/1/report").text
    digest = sha256(public.get("/rounds/1/report.json").data).hexdigest()
    succeed(being_answered)
    page = public.get("/rounds/1/report").text
    assert "9 Schools" in page
    assert "A new section" not in page
    assert sha256(public.get("/rounds/1/report.json").data).hexdigest() == digest
    assert public.get("/rounds/1/report.pdf").data.startswith(b"%PDF")

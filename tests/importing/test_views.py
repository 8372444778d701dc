"""Bringing a text in: the preview and its steps, the way into a version, and pictures."""
import io
import re
from html import unescape

import pytest
from docx import Document

from consult.documents.models import Version
from consult.documents.queries import stored, versions
from consult.importing import actions
from consult.importing.models import Intake, Picture
from tests.documents.conftest import FIRST, SECOND, desk, within
from tests.importing.conftest import PNG, saved

__all__ = ["desk", "within"]
LAW = "# Law\n\nOpening.\n\n## 1 Aim\n\nFirst.\n\nSecond words.\n\n## 2 Scope\n\nThird.\n"


def fields(page):
    """Everything a browser would send with the form of the preview."""
    text = page.text[page.text.index('class="outline"'):]
    found = {name: unescape(value) for name, value in re.findall(r'<input id="title-\d+" name="([^"]+)" value="([^"]*)"', text)}
    for name, options in re.findall(r'<select id="(?:level|fate)-\d+" name="([^"]+)">(.*?)</select>', text, re.S):
        found[name] = re.search(r'value="([^"]*)" selected', options)[1]
    return found


def corrected(browser, page=1, to="", **changed):
    address = f"/importing/1/?page={page}"
    said = fields(browser.get(address)) | {name.replace("_", "-"): value for name, value in changed.items()}
    return browser.fill(address, "/importing/1/", **said)


def text(browser):
    return browser.get("/importing/1/text.md").text


def test_a_markdown_file_that_nobody_corrects_stays_what_it_is(bring):
    browser, answer = bring(FIRST.encode(), "model.md")
    assert answer.headers["Location"] == "/importing/1/"
    assert text(browser) == FIRST
    corrected(browser)
    assert text(browser) == FIRST


def test_nothing_is_in_a_document_before_a_version_is_started(bring, within):
    bring(LAW.encode(), "law.md")
    assert within(lambda desk: versions.document("law")) is None


def test_sections_are_retitled_moved_to_another_level_joined_and_left_out(bring):
    browser, _ = bring(LAW.encode(), "law.md")
    corrected(browser, title_1="1 Purpose", level_1="3", fate_2="join")
    assert text(browser) == "# Law\n\nOpening.\n\n### 1 Purpose\n\nFirst.\n\nSecond words.\n\n**2 Scope**\n\nThird.\n"
    corrected(browser, fate_2="drop")
    assert "Third" not in text(browser)
    assert "Third" in browser.get("/importing/1/").text  # it stays in the preview and can come back
    corrected(browser, fate_2="own")
    assert text(browser) == LAW.replace("## 1 Aim", "### 1 Purpose")


def test_the_last_step_can_be_undone(bring):
    browser, _ = bring(LAW.encode(), "law.md")
    corrected(browser, fate_1="drop")
    browser.fill("/importing/1/", "/importing/1/back")
    assert text(browser) == LAW


def test_a_section_is_split_at_a_paragraph(bring):
    browser, _ = bring(LAW.encode(), "law.md")
    browser.fill("/importing/1/sections/1", begins="2", level="3")
    assert text(browser) == "# Law\n\nOpening.\n\n## 1 Aim\n\nFirst.\n\n### Second words.\n\n## 2 Scope\n\nThird.\n"


def test_two_windows_never_overwrite_each_other(bring, plain):
    browser, _ = bring(LAW.encode(), "law.md")
    old = browser.get("/importing/1/").text
    corrected(browser, title_1="1 Purpose")
    hidden = {n: re.search(rf'name="{n}" value="([^"]*)"', old[old.index('class="outline"') - 900:])[1] for n in ("csrf_token", "form_key", "revision")}
    page = browser.client.post("/importing/1/", data=hidden | {"title-2": "2 Reach", "level-2": "2", "fate-2": "own"})
    assert page.status_code == 409
    assert "changed in another window" in plain(page)
    assert 'value="2 Reach"' in page.text
    assert "Purpose" in text(browser)


def test_the_preview_leads_into_a_version_whose_sections_are_matched(bring, within):
    within(lambda desk: desk.publish(desk.start()))
    browser, _ = bring(SECOND.encode(), "model.md")
    said = fields(browser.get("/importing/1/"))
    to = browser.fill("/importing/1/", use="1", document="model", **said).headers["Location"]
    assert to == "/documents/model/start?waiting=1"
    page = browser.get(to).text
    assert re.search(r'value="waiting"[^>]*checked|checked[^>]*value="waiting"', page)
    browser.fill(to, label="0.2", title="Sample Model", source="waiting", waiting="1", base="0.1", change_class="substantive")
    kinds = within(lambda desk: {link.kinds for link in versions.concordance(versions.version("model", "0.2"))})
    assert "retitled" in kinds
    assert within(lambda desk: stored.source(versions.version("model", "0.2"))) == SECOND


def test_a_new_document_can_be_opened_for_a_text(bring, within):
    browser, _ = bring(LAW.encode(), "law.md")
    to = browser.fill("/importing/1/", use="1", document="", **fields(browser.get("/importing/1/"))).headers["Location"]
    on = browser.fill(to, title="Law", slug="law", language="en").headers["Location"]
    assert on == "/documents/law/start?waiting=1"
    browser.fill(on, label="0.1", title="Law", source="waiting", waiting="1")
    assert within(lambda desk: stored.source(versions.version("law", "0.1"))) == LAW


def test_only_who_brought_a_text_sees_it(bring, browser_of):
    bring(LAW.encode(), "law.md")
    for name in ("editor2", "moderator", "citizen", None):
        assert browser_of(name).get("/importing/1/").status_code in {302, 303, 401, 403, 404}
        assert browser_of(name).get("/importing/1/text.md").status_code in {302, 303, 401, 403, 404}


def test_a_picture_is_public_once_a_published_text_shows_it(bring, browser_of, within):
    document = Document()
    document.add_heading("1 Chart", 1)
    document.add_paragraph("See:").add_run().add_picture(io.BytesIO(PNG))
    browser, _ = bring(saved(document))
    address = re.search(r"/pictures/[0-9a-f]{64}\.png", text(browser))[0]
    assert browser_of(None).get(address).status_code in {303, 302, 401, 403}
    shown = browser.get(address)
    assert (shown.data, shown.content_type, shown.headers["X-Content-Type-Options"]) == (PNG, "image/png", "nosniff")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    source = text(browser)
    within(lambda desk: desk.start(source))
    assert browser_of(None).get(address).status_code in {303, 302, 401, 403}, "a working text is nobody's but the editors'"
    within(lambda desk: desk.publish(versions.version("model", "0.1")))
    seen = browser_of(None).get(address)
    assert (seen.status_code, seen.data) == (200, PNG)
    assert address in browser_of(None).get("/documents/model/0.1/").text


def test_a_discarded_preview_takes_its_pictures_along_but_never_those_of_a_text(bring, within):
    document = Document()
    document.add_paragraph("See:").add_run().add_picture(io.BytesIO(PNG))
    browser, _ = bring(saved(document))
    source = text(browser)
    bring(saved(document))
    browser.fill("/importing/1/discard")
    assert within(lambda desk: Picture.query.count()) == 1  # the second preview shows it still
    within(lambda desk: desk.start(source))
    browser.fill("/importing/2/discard")
    assert within(lambda desk: (Picture.query.count(), Intake.query.count())) == (1, 0)


def test_a_picture_that_nothing_shows_is_gone_with_its_preview(bring, within):
    document = Document()
    document.add_paragraph("See:").add_run().add_picture(io.BytesIO(PNG))
    browser, _ = bring(saved(document))
    browser.fill("/importing/1/discard")
    assert within(lambda desk: Picture.query.count()) == 0


def test_three_thousand_paragraphs_without_a_heading_are_offered_for_splitting(bring, plain):
    document = Document()
    for number in range(1, 1001):
        document.add_paragraph(f"Article {number}")
        document.add_paragraph("The parties shall act accordingly in all matters of this law.")
        document.add_paragraph("They report once a year.")
    browser, answer = bring(saved(document))
    page = browser.get(answer.headers["Location"])
    assert "There is no heading in this text" in plain(page)
    assert "1,000 paragraphs that look like headings" in plain(page) or "1000 paragraphs that look like headings" in plain(page)
    assert browser.get("/importing/1/sections/0").status_code == 200
    browser.fill("/importing/1/", "/importing/1/suggested")
    page = browser.get("/importing/1/?page=10")
    assert "1000 sections" in plain(page)
    assert text(browser).count("# Article") == 1000
    said = fields(page) | {"title-950": "Article 950 bis"}
    assert browser.fill("/importing/1/?page=10", "/importing/1/", **said).status_code == 303
    assert "# Article 950 bis" in text(browser)
    assert text(browser).count("They report") == 1000


def test_repeated_headings_are_named(bring, plain):
    browser, _ = bring(b"# A\n\nx\n\n# B\n\ny\n\n# A\n\nz\n", "a.md")
    assert "is the heading of 2 sections" in plain(browser.get("/importing/1/"))


def test_words_can_be_pasted(browser_of, app, people):
    browser = browser_of("editor")
    browser.fill("/importing/", text=LAW)
    assert text(browser) == LAW


@pytest.mark.parametrize("field", [{}, {"text": " \n "}])
def test_nothing_brought_is_refused_in_words(browser_of, app, people, plain, field):
    page = browser_of("editor").fill("/importing/", **field)
    assert page.status_code == 422
    assert "Choose a file, or paste a text." in plain(page)


def test_a_version_started_keeps_its_journal_and_the_preview_stays(bring, within):
    browser, _ = bring(LAW.encode(), "law.md")
    within(lambda desk: desk.publish(desk.start()))
    browser.fill("/documents/model/start?waiting=1", label="0.2", title="Law", source="waiting", waiting="1", base="0.1", change_class="substantive")
    assert within(lambda desk: Version.query.filter_by(label="0.2").count()) == 1
    assert "law.md" in browser.get("/importing/").text


def test_the_text_of_another_editor_cannot_be_used(bring, browser_of, within, plain):
    bring(LAW.encode(), "law.md")
    within(lambda desk: desk.publish(desk.start()))
    page = browser_of("editor2").fill("/documents/model/start", label="0.2", title="Law", source="waiting", waiting="1", base="0.1", change_class="substantive")
    assert page.status_code == 422


def test_more_sections_than_a_document_may_have_are_named_in_the_preview(bring, plain):
    browser, page = bring("".join(f"# Article {number}\n\nWords.\n\n" for number in range(3001)).encode(), "law.md")
    assert "The text would have 3001 sections; a document may have 3000." in plain(browser.get(page.location))


def test_texts_that_wait_are_not_heaped_up(bring, plain, monkeypatch):
    monkeypatch.setattr(actions, "WAITING_MAX", 2)
    browser, _ = bring(b"# One\n", "one.md")
    bring(b"# Two\n", "two.md")
    _, refused = bring(b"# Three\n", "three.md")
    assert refused.status_code == 422
    assert "2 texts wait already. Use or discard one of them first." in plain(refused)
    browser.fill("/importing/1/discard")
    assert bring(b"# Three\n", "three.md")[1].status_code == 303

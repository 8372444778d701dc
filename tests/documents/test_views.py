"""Pages of documents, as a reader and as an editor meet them."""
import io
import re
from html import unescape

import pytest
from sqlalchemy import event

from consult.db import db
from consult.documents.actions import publishing
from consult.documents.models import Version
from consult.documents.queries import versions
from consult.text import normalise
from tests.documents.conftest import FIRST, SECOND

WORKING = "/documents/model/0.2/"


@pytest.fixture
def one(within):
    """Version 0.1, published."""
    within(lambda desk: desk.publish(desk.start()))


@pytest.fixture
def two(within):
    """Version 0.1, and 0.2 as a working text."""
    within(lambda desk: desk.two())


@pytest.fixture
def both(within):
    """Versions 0.1 and 0.2, published."""
    within(lambda desk: desk.publish(desk.two()[1]))


def words(page):
    """What a reader sees of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


@pytest.mark.parametrize("address", ["/documents/", "/documents/model/", "/documents/model/0.1/", "/documents/model/0.1/sections/2.1", "/documents/model/0.1/sections/front",
                                     "/documents/model/compare/0.1/0.2", "/documents/model/compare/0.2/0.1", "/documents/model/0.2/text.md", "/documents/model/0.2/version.json"])
def test_everybody_reads_what_is_published(both, browser_of, address):
    assert browser_of(None).get(address).status_code == 200


@pytest.mark.parametrize("address", [WORKING, f"{WORKING}sections/1", f"{WORKING}text.md", f"{WORKING}version.json", "/documents/model/compare/0.1/0.2", f"{WORKING}edit/",
                                     f"{WORKING}edit/publish", f"{WORKING}edit/concordance", f"{WORKING}edit/sections/1"])
def test_nobody_but_editors_learns_of_a_working_text(two, browser_of, address):
    for name in (None, "citizen", "moderator", "admin"):
        assert browser_of(name).get(address).status_code == 404
    assert browser_of("editor").get(address).status_code == 200


@pytest.mark.parametrize("address", ["/documents/none/", "/documents/model/9.9/", "/documents/model/0.1/sections/99", "/documents/model/compare/0.1/9.9"])
def test_what_is_not_there_is_a_404(one, browser_of, address):
    assert browser_of("editor").get(address).status_code == 404


def test_the_address_of_a_working_text_leads_to_the_version_once_it_is_published(one, browser_of):
    sent = browser_of("editor").get("/documents/model/0.1/edit/")
    assert (sent.status_code, sent.location) == (302, "/documents/model/0.1/")
    assert browser_of("citizen").get("/documents/model/0.1/edit/").status_code == 403


def test_the_download_is_what_the_hash_is_taken_over(one, browser_of):
    browser = browser_of(None)
    source = browser.get("/documents/model/0.1/text.md").data.decode()
    head = browser.get("/documents/model/0.1/version.json").json
    assert source == FIRST
    assert normalise.digest(source) == head["sha256"]
    assert "".join(s["head"] + s["body"] for s in head["sections"]) == FIRST


def test_every_section_and_paragraph_has_its_address(one, browser_of):
    page = browser_of(None).get("/documents/model/0.1/").text
    assert 'id="s-2.1"' in page
    assert 'id="p-2.1-1"' in page
    assert 'href="/documents/model/0.1/sections/2.1"' in page
    assert len(re.findall(r"<h1", page)) == 1


def test_an_old_version_says_so_and_leads_to_the_latest(both, browser_of):
    browser = browser_of(None)
    assert "no longer the latest" in browser.get("/documents/model/0.1/").text
    assert "no longer the latest" not in browser.get("/documents/model/0.2/").text
    assert "no longer the latest" in browser.get("/documents/model/0.1/sections/1").text


def test_a_withdrawn_version_gives_its_reason(within, both, browser_of):
    within(lambda desk: publishing.withdraw(desk.editor, versions.version("model", "0.2"), "Wrong annex."))
    assert "Wrong annex." in browser_of(None).get("/documents/model/0.2/").text
    assert "0.1" in words(browser_of(None).get("/documents/model/"))


def test_sections_can_be_commented_on_while_a_round_is_open(within, one, browser_of):
    page = browser_of(None).get("/documents/model/0.1/sections/2")
    assert "Comment on 2" not in page.text
    within(lambda desk: desk.open_round(versions.version("model", "0.1")))
    page = browser_of(None).get("/documents/model/0.1/sections/2")
    assert "/comments/new?round=1&amp;section=2" in page.text
    assert "Comment on 2.1" in browser_of(None).get("/documents/model/0.1/").text


def test_a_comparison_shows_words_and_names_what_happened(both, browser_of):
    page = browser_of(None).get("/documents/model/compare/0.1/0.2")
    assert re.search(r"<ins>.*schools and research bodies</ins>", page.text)
    assert re.search(r"<del>.*Funding</del> *<ins>.*Money</ins>", page.text)
    assert "retitled" in words(page)
    back = browser_of(None).get("/documents/model/compare/0.2/0.1")
    assert re.search(r"<del>.*schools and research bodies</del>", back.text)


def test_the_marks_of_a_comparison_are_spoken_in_the_reader_s_language(both, browser_of):
    page = browser_of(None).get("/documents/model/compare/0.1/0.2")
    assert '<span class="vh">inserted </span>' in page.text
    assert not set("\ue0f1\ue0f2\ue0f3\ue0f4") & set(page.text)


def test_the_picker_leads_to_the_comparison(both, browser_of):
    assert browser_of(None).get("/documents/model/compare?from=0.2&to=0.1").location.endswith("/documents/model/compare/0.2/0.1")


def test_an_editor_takes_a_document_from_file_to_publication(browser_of):
    browser = browser_of("editor")
    assert browser.fill("/documents/new", title="Sample Model", slug="model", language="en").location.endswith("/documents/model/start")
    upload = (io.BytesIO(FIRST.replace("\n", "\r\n").encode("utf-8-sig")), "draft.md")
    done = browser.fill("/documents/model/start", label="0.1", title="Sample Model", source="file", change_class="substantive", file=upload)
    assert done.location.endswith("/documents/model/0.1/edit/")
    refused = browser.fill("/documents/model/0.1/edit/publish", change_note="First draft.", confirm="0.2")
    assert refused.status_code == 422
    assert "First draft." in refused.text
    assert browser.fill("/documents/model/0.1/edit/publish", change_note="First draft.", confirm="0.1").location.endswith("/documents/model/0.1/")
    assert browser_of(None).get("/documents/model/0.1/text.md").data.decode() == FIRST


def test_pasted_text_is_kept_to_the_character_and_shown_again_when_refused(one, browser_of):
    browser = browser_of("editor")
    fields = {"title": "Sample Model", "source": "text", "base": "0.1", "change_class": "substantive", "text": "\n\n# Члан 1  \n\n  текст\n"}
    refused = browser.fill("/documents/model/start", label="0.1", **fields)
    assert refused.status_code == 422
    assert "# Члан 1  \n\n  текст" in unescape(refused.text).replace("\r\n", "\n")
    browser.fill("/documents/model/start", label="0.2", **fields)
    assert browser.get(f"{WORKING}text.md").data.decode() == fields["text"]


def test_a_file_in_another_encoding_is_refused_with_advice(one, browser_of):
    refused = browser_of("editor").fill("/documents/model/start", label="0.2", title="T", source="file", base="0.1", change_class="editorial",
                                        file=(io.BytesIO("члан".encode("cp1251")), "x.md"))
    assert refused.status_code == 422
    assert "UTF-8" in refused.text


def test_a_preview_stores_nothing(two, browser_of):
    browser = browser_of("editor")
    page = browser.fill(f"{WORKING}edit/sections/1", number="1", heading="Purpose", level="2", body="Some **bold** words.", preview="1")
    assert "<strong>bold</strong>" in page.text
    assert browser.get(f"{WORKING}text.md").data.decode() == SECOND


def test_both_texts_are_shown_when_somebody_was_quicker(two, browser_of, within):
    browser, address = browser_of("editor"), f"{WORKING}edit/sections/1"
    revision = re.search(r'name="revision" value="(\d+)"', browser.get(address).text)[1]
    within(lambda desk: desk.edit(versions.version("model", "0.2"), "1", body="Theirs stands."))
    typed = {"number": "1", "heading": "Purpose", "level": "2", "body": "Mine is typed."}
    refused = browser.fill(address, revision=revision, **typed)
    assert refused.status_code == 409
    assert "Theirs stands." in refused.text
    assert "Mine is typed." in refused.text
    assert "Theirs stands." in browser.get(f"{WORKING}text.md").text
    new = re.search(r'name="revision" value="(\d+)"', refused.text)[1]
    assert browser.fill(address, revision=new, **typed).status_code == 303
    assert "Mine is typed." in browser.get(f"{WORKING}text.md").text


def test_a_heading_in_a_text_is_refused_and_the_box_makes_it_a_section(two, browser_of):
    browser = browser_of("editor")
    typed = {"number": "1", "heading": "Purpose", "level": "2", "body": "Words.\n\n## Scope\n\nMore."}
    refused = browser.fill(f"{WORKING}edit/sections/1", **typed)
    assert refused.status_code == 422
    assert "a heading of its own: “## Scope”" in unescape(refused.text)
    assert browser.fill(f"{WORKING}edit/sections/1", divide="y", **typed).status_code == 303
    assert browser.get(f"{WORKING}sections/scope").status_code == 200


def test_sections_are_added_moved_and_taken_out_by_forms(two, browser_of):
    browser = browser_of("editor")
    browser.fill(f"{WORKING}edit/add", after="", number="0", heading="Summary", level="2", body="In short.")
    assert browser.get(f"{WORKING}sections/0").status_code == 200
    browser.fill(f"{WORKING}edit/move/0", after=re.search(r'<option value="([^"]+)">[^<]*3 Money', browser.get(f"{WORKING}edit/move/0").text)[1])
    assert browser.get(f"{WORKING}text.md").text.rstrip().endswith("In short.")
    browser.fill(f"{WORKING}edit/remove/2", branch="y")
    assert browser.get(f"{WORKING}sections/2.1").status_code == 404


def test_the_concordance_is_corrected_by_select_boxes(two, browser_of):
    browser = browser_of("editor")
    table = browser.get(f"{WORKING}edit/concordance").text
    old = re.search(r'old=([^"#]+)#correct">Correct<span class="vh"> 3 Funding', table)[1]
    assert browser.fill(f"{WORKING}edit/concordance?old={old}", to=f"{WORKING}edit/concordance", old=old, new="").status_code == 303
    assert "said by an editor" in browser.get(f"{WORKING}edit/concordance").text


def test_V6_the_checklist_says_what_is_missing(two, browser_of, within):
    within(lambda desk: desk.open_round(versions.version("model", "0.1")))
    browser = browser_of("editor")
    page = browser.get(f"{WORKING}edit/publish")
    assert "Round 1 is not complete" in words(page)
    assert "0 comments without a published answer" in words(page)
    assert "the report is missing" in words(page)
    assert 'href="/comments/desk?round=1"' in page.text
    assert 'name="confirm"' not in page.text, "no form while something is missing"
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    sent = browser.client.post(f"{WORKING}edit/publish", data={"csrf_token": token, "change_note": "Note.", "confirm": "0.2", "change_class": "substantive"})
    assert sent.status_code == 409


def test_a_checklist_that_was_overtaken_says_so_and_can_be_sent_from_where_it_stands(two, browser_of, within):
    browser, page, typed = browser_of("editor"), f"{WORKING}edit/publish", {"change_note": "Words of the note.", "confirm": "0.2", "change_class": "substantive"}
    opened = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', browser.get(page).text))
    within(lambda desk: desk.edit(versions.version("model", "0.2"), "2", body="A cluster has at least six members."))
    refused = browser.client.post(page, data=opened | typed)
    assert refused.status_code == 409
    assert "was changed since you opened this page" in words(refused)
    assert "Words of the note." in refused.text
    again = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', refused.text))
    assert browser.client.post(page, data=again | typed).status_code == 303
    assert "at least six members" in browser_of(None).get("/documents/model/0.2/").text


def test_a_working_text_is_discarded_only_with_its_label_typed(two, browser_of):
    browser = browser_of("editor")
    assert browser.fill(f"{WORKING}edit/discard", confirm="no").status_code == 422
    assert browser.fill(f"{WORKING}edit/discard", confirm="0.2").status_code == 303
    assert browser.get(WORKING).status_code == 404


def test_a_page_takes_the_same_statements_for_few_and_for_many_sections(app, within, browser_of):
    many = "".join(f"# {i} Heading {i}\n\nText of section {i}, with words of its own.\n\n" for i in range(10, 130))
    second = within(lambda desk: desk.publish(desk.two()[1]).id)
    within(lambda desk: desk.publish(desk.start(SECOND + many, "0.3", db.session.get(Version, second))))
    counted: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: counted.append(given[2]))
    taken: dict[str, list[int]] = {}
    browser_of(None).get("/documents/")  # what the process keeps for a while: the settings
    for address in ("/documents/model/{}/", "/documents/model/{}/sections/1"):
        for label in ("0.2", "0.3"):
            counted.clear()
            browser_of(None).get(address.format(label))
            taken.setdefault(address, []).append(len(counted))
    assert [few - lots for few, lots in taken.values()] == [0, 0]


@pytest.fixture
def take_in(app, people, tmp_path):
    """`flask consult import` on a file with these words."""

    def run(text, *options):
        (tmp_path / "draft.md").write_bytes(text if isinstance(text, bytes) else text.encode())
        return app.test_cli_runner().invoke(args=["consult", "import", str(tmp_path / "draft.md"), *options])

    return run


def test_the_command_takes_in_what_the_page_takes_in(take_in, browser_of):
    done = take_in(FIRST, "--document", "model", "--label", "0.1", "--as", "editor@sample.test", "--publish", "First draft.")
    assert done.exit_code == 0, done.output
    assert "6 sections, published" in done.output
    assert browser_of(None).get("/documents/model/0.1/text.md").data.decode() == FIRST
    assert "Sample Model" in browser_of(None).get("/documents/").text
    assert "6 sections, working text" in take_in(SECOND, "--document", "model", "--label", "0.2", "--base", "0.1").output
    assert browser_of("editor").get(f"{WORKING}text.md").data.decode() == SECOND


@pytest.mark.parametrize(("text", "options", "said"), [
    (FIRST, ("--label", "0/1"), "A label is made of"), ("члан".encode("cp1251"), ("--label", "1"), "UTF-8"), (FIRST, ("--label", "1", "--as", "nobody@sample.test"), "no account"),
    (FIRST, ("--label", "1", "--base", "7"), "no version 7"), (FIRST, ("--label", "1", "--publish", "Note."), "cannot do this"), ("\n", ("--label", "1"), "no text"),
])
def test_the_command_says_in_one_line_why_not_and_stores_nothing(take_in, browser_of, text, options, said):
    refused = take_in(text, "--document", "model", *options)
    assert refused.exit_code == 1
    assert said in refused.output
    assert browser_of("editor").get("/documents/model/").status_code == 404


def test_an_editor_finds_the_next_steps_on_the_page(one, browser_of):
    assert "/documents/model/start" in browser_of("editor").get("/documents/model/0.1/").text
    assert "/documents/model/start" not in browser_of(None).get("/documents/model/0.1/").text


def test_sections_with_the_same_number_or_heading_are_named_before_publication(within, browser_of):
    text = FIRST.replace("## 2 Size", "## 1 Size").replace("### 2.1 Counting", "### 2.1 Purpose")
    within(lambda desk: desk.start(text))
    for page in ("edit/", "edit/publish"):
        said = words(browser_of("editor").get(f"/documents/model/0.1/{page}"))
        assert "1 (2): 1 Purpose; 1 Size" in said
        assert "Purpose (2): 1 Purpose; 2.1 Purpose" in said
    within(lambda desk: desk.edit(versions.version("model", "0.1"), "2.1", heading="Counting"))
    assert "Purpose (2)" not in words(browser_of("editor").get("/documents/model/0.1/edit/"))


def test_a_text_without_repetitions_is_not_warned_of(two, browser_of):
    assert "same number or heading" not in words(browser_of("editor").get(f"{WORKING}edit/"))


def test_editors_alone_are_led_to_the_working_text(two, browser_of):
    for page in ("/documents/", "/documents/model/"):
        assert f'href="{WORKING}edit/"' in browser_of("editor").get(page).text
        assert WORKING not in browser_of("citizen").get(page).text
    assert "Working texts" in browser_of("editor").get("/").text


def test_editors_alone_choose_the_working_text_to_compare(two, browser_of):
    assert browser_of("editor").get("/documents/model/compare?from=0.1&to=0.2").location.endswith("/compare/0.1/0.2")
    assert "0.2 (working text)" in words(browser_of("editor").get("/documents/model/compare/0.1/0.2"))
    assert browser_of("citizen").get("/documents/model/compare?from=0.1&to=0.2").status_code == 200
    assert "working text" not in words(browser_of("citizen").get("/documents/model/compare/0.1/0.1"))


def test_the_links_between_changes_say_where_they_lead(both, browser_of):
    assert "Next change 3 Money" in words(browser_of(None).get("/documents/model/compare/0.1/0.2"))


def test_a_page_that_is_not_there_leads_on(browser_of):
    page = browser_of(None).get("/nowhere")
    assert page.status_code == 404
    assert all(f'<a href="{address}">' in page.text for address in ("/documents/", "/search"))

"""Bringing a Word file in before a real browser: wide and narrow, with nothing for axe to find."""
import io

import pytest
from docx import Document

from consult.accounts.rules import hashed
from consult.db import transaction
from tests import factories
from tests.browser.axe import axe
from tests.browser.commenting import prepare
from tests.browser.people import PASSWORD, Person


@pytest.fixture(autouse=True)
def editor(app):
    """An editor who can sign in."""
    prepare(app)
    with app.app_context(), transaction():
        factories.person("editor2", "editor", password_hash=hashed(PASSWORD))


@pytest.fixture
def law(tmp_path):
    """A Word file with a leap of levels, a heading that is there twice, and a header."""
    document = Document()
    document.add_heading("Law", 0)
    for heading, level in (("1. Aim", 1), ("Terms", 3), ("Support", 1), ("Support", 1)):
        document.add_heading(heading, level)
        document.add_paragraph("Clusters are registered by the ministry. " * 3)
        document.add_paragraph("They report once a year.")
    document.sections[0].header.paragraphs[0].text = "Draft"
    out = io.BytesIO()
    document.save(out)
    path = tmp_path / "law.docx"
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.parametrize("width", [1280, 390])
def test_a_word_file_is_brought_in_corrected_and_used(page_at, law, width):
    page = page_at(width)
    Person(page).signs_in("editor2")
    page.goto("/importing/")
    axe(page)
    page.get_by_label("Word or Markdown file").set_input_files(law)
    page.get_by_role("button", name="Look at the preview").click()
    page.get_by_role("heading", name="Preview of “law.docx”").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    rows = page.locator(".outline > li")
    rows.nth(2).get_by_label("Level").select_option("3")
    rows.nth(4).get_by_label("Heading", exact=True).fill("Reports")
    rows.nth(4).get_by_label("Heading", exact=True).press("Enter")
    page.get_by_text("Your corrections are kept.").wait_for()
    assert page.get_by_text("leap over a level").count() == page.get_by_text("is the heading of 2 sections").count() == 0
    rows.nth(1).get_by_role("link", name="Read or split 2 paragraphs").click()
    axe(page)
    page.get_by_label("A section begins at paragraph 2").check()
    page.get_by_role("button", name="Split here").click()
    assert page.locator(".outline > li").nth(2).get_by_label("Heading", exact=True).input_value() == "They report once a year."
    page.get_by_role("button", name="Keep the corrections and go on").click()
    page.get_by_role("heading", name="Start a version of").wait_for()

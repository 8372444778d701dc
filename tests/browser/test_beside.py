"""The comments of the section being read stand beside the whole text at a desk, and only there."""
import pytest

from tests.browser.axe import axe
from tests.browser.test_reader import story

__all__ = ["story"]
WHOLE = "/documents/model/0.2/"


def test_the_comments_of_the_section_being_read_stand_beside_the_text(story, page_at):
    page = page_at(1280)
    page.set_viewport_size({"width": 1280, "height": 260})
    page.goto(f"{WHOLE}#s-2", wait_until="networkidle")
    beside = page.locator("[data-beside]")
    beside.get_by_role("link", name="R1-INT-001").or_(beside.get_by_role("link", name="R1-RS-001")).first.wait_for()
    assert beside.get_by_role("link", name="Comment on 2").is_visible()
    axe(page)


@pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, False)])
def test_elsewhere_the_section_leads_to_its_comments(story, page_at, width, javascript):
    page = page_at(width, javascript=javascript)
    page.goto(f"{WHOLE}#s-2", wait_until="networkidle")
    assert not page.locator("[data-beside]").is_visible()
    assert page.locator("#s-2").get_by_role("link", name="2 comments", exact=True).is_visible()

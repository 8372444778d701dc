"""Commenting from the mail to the receipt: on a desk and on a phone, with the keyboard alone, and without scripts."""
import re

import pytest

from tests.browser.commenting import NEW, SECTION, Counting, Scriptless, prepare
from tests.browser.people import Person

RECEIPT = re.compile(r"/comments/receipts/S1-0001$")
KEPT = "[data-draft-state]"


@pytest.fixture(autouse=True)
def cast(app):
    prepare(app)


def sends(person):
    """Send the one draft from the page that reviews the drafts."""
    person.page.locator("main").get_by_role("button", name=re.compile("^Send")).first.click()
    person.page.wait_for_load_state("load")
    if not RECEIPT.search(person.page.url):  # the review may end with a page that says what can still be changed
        person.page.locator("main").get_by_role("button", name=re.compile("^Send|^Yes")).first.click()
    person.page.wait_for_url(RECEIPT)
    return person.looks().sees("R1-RS-001")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_comment_with_a_wording_goes_from_the_text_to_its_receipt(page_at, width, javascript):
    person = (Person if javascript else Scriptless)(page_at(width, javascript=javascript)).signs_in("stakeholder").goes(SECTION)
    person.page.get_by_role("link", name="Comment on 1", exact=True).first.click()
    person.looks()
    person.page.locator(".more summary", has_text="Quote words of the text").click()
    person.types(quote="fixed for one year", body="Једна година је прекратка.", proposed="fixed for two years", reason="Projects last longer.")
    if javascript:
        person.page.locator(".wording-preview ins", has_text="two").wait_for()
    else:
        person.presses("Show the difference")
        assert person.page.locator(".wording-preview ins").first.inner_text().endswith("two years")
        assert person.page.locator('[name="reason"]').input_value() == "Projects last longer."
    person.presses("Save the draft and review").sees("Једна година је прекратка.")
    sends(person)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_passage_stays_in_sight_while_its_comment_is_written(page_at, width):
    person = Person(page_at(width)).signs_in("stakeholder").goes(NEW + "&paragraph=1")
    person.page.wait_for_load_state("networkidle")
    person.page.locator('[name="reason"]').scroll_into_view_if_needed()
    person.page.locator('[name="reason"]').focus()
    shown = person.page.locator("[data-passage]").bounding_box()
    height = person.page.viewport_size["height"]
    assert -1 <= shown["y"] < height / 2
    box = person.page.locator('[name="reason"]').bounding_box()
    assert width > 600 or box["y"] >= shown["y"] + shown["height"], "the field that has the focus is not covered"
    person.page.locator("details.passage > summary").click()
    assert not person.page.locator("[data-passage]").is_visible()


def tab_to(page, name, limit=80):
    """Go on with the key of tabulation until this has the focus."""
    for _step in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("n => { const e = document.activeElement; return e.name === n || (e.innerText || '').trim() === n }", name):
            return
    raise AssertionError(f"{name} is not reached by the keyboard")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_keyboard_alone_is_enough(page_at, width):
    person = Person(page_at(width)).signs_in("stakeholder").goes(SECTION)
    page = person.page
    page.wait_for_load_state("networkidle")
    tab_to(page, "Comment on 1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/comments/new?**")
    page.wait_for_load_state("networkidle")
    tab_to(page, "kind")
    page.keyboard.press("ArrowDown")
    tab_to(page, "body")
    page.keyboard.type("Written without a mouse.")
    tab_to(page, "Save the draft and review")
    page.keyboard.press("Enter")
    page.wait_for_url("**/comments/drafts")
    person.sees("Written without a mouse.").sees("Wording or language")
    for _attempt in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type === 'submit' && /^Send/.test(document.activeElement.innerText.trim())"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(RECEIPT)
    person.sees("R1-RS-001")


#: What the path of the cluster manager may cost: pages opened by a press, and fields she fills herself.
STEPS, FIELDS = 5, 4


def test_from_the_link_in_a_mail_to_the_sent_comment_it_takes_four_presses_and_one_field(page_at):
    manager = Counting(page_at(390)).signs_in("stakeholder")
    manager.steps, manager.fields = 0, []
    manager.opens(SECTION).page.get_by_role("link", name="Comment on 1", exact=True).first.click()
    manager.steps += 1
    manager.looks()
    form = manager.page.locator(".writing form")
    asked = {name for name in form.locator("input:visible, textarea:visible, select:visible").evaluate_all("fields => fields.map(f => f.name)") if name}
    assert asked == {"kind", "body", "proposed", "reason"}, "the form asks for four things"
    assert [field.get_attribute("name") for field in form.locator("[required]").all() if field.is_visible()] == ["body"]
    manager.types(body="Осам је превише за нас.").presses("Save the draft and review")
    manager.steps += 1
    sends(manager)
    assert (manager.steps, manager.fields) == (4, ["body"])
    assert manager.steps <= STEPS
    assert len(manager.fields) <= FIELDS


def test_the_wording_starts_from_the_passage_and_its_difference_is_shown_live(page_at):
    person = Person(page_at(1280)).signs_in("stakeholder").goes(NEW + "&paragraph=1")
    page = person.page
    page.wait_for_load_state("networkidle")
    wording = page.locator('[name="proposed"]')
    assert wording.input_value().startswith("The budget is fixed for one year and 👍🏽 reviewed")
    wording.fill(wording.input_value().replace("one year", "two years"))
    page.locator(".wording-preview del", has_text="one year").wait_for()
    assert page.locator(".wording-preview ins").first.inner_text().endswith("two years")
    wording.fill("Something that has nothing to do with it at all.")
    page.locator(".wording-hint", has_text="hardly a word in common").wait_for()
    wording.fill("")
    page.locator(".wording-preview", has_text="No wording is proposed.").wait_for()


def test_words_selected_beside_the_form_become_the_quotation(page_at):
    person = Person(page_at(1280)).signs_in("stakeholder").goes(NEW)
    page = person.page
    page.wait_for_load_state("networkidle")
    page.locator("[data-passage] li").nth(1).evaluate("li => getSelection().setBaseAndExtent(li.firstChild, 0, li.lastChild, 6)")
    page.get_by_role("button", name="Quote these words").click()
    assert page.locator("[data-quoted]").inner_text() == "second item stays"
    assert page.locator('[name="proposed"]').input_value() == "second item stays"
    assert page.evaluate("document.activeElement.name") == "body"
    person.types(body="Why does it stay?").presses("Save the draft and review").sees("second item stays")


def test_the_words_change_their_language_with_the_choice(page_at):
    page = Person(page_at(390)).goes(NEW).page
    page.wait_for_load_state("networkidle")
    page.get_by_text("Language of your comment:").first.click()
    page.locator('select[name="language"]').select_option("sr-Cyrl")
    assert page.locator('[name="body"]').get_attribute("lang") == "sr-Cyrl"
    assert page.locator("[data-language]").inner_text() == "српски"

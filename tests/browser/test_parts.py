"""The parts of the pages before a real browser: menus, kept words, contents on a phone, and nothing for axe to find."""
import pytest
from flask import Flask, render_template
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from consult import clock
from consult.permissions.words import Action
from consult.web.access import access
from consult.web.forms import BaseForm, WordsField
from tests.browser.axe import axe

PAGE = "/parts-under-test"
WIDTHS = (1280, 390, 320)


class SampleForm(BaseForm):
    """A form of each kind of field, refused when nothing was chosen."""

    kind = RadioField("Kind", choices=[SelectChoice("general", "General remark"), SelectChoice("wording", "Wording")], validators=[InputRequired("Choose one.")])
    words = WordsField("Your comment", validators=[InputRequired("Write your comment.")])
    typed = StringField("Confirm")


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application with the page of all parts on an address of its own."""

    @access(Action.READ)
    def parts():
        form = SampleForm()
        form.validate_on_submit()
        return render_template("pages/styles.html", form=form, at=clock.now())

    app.add_url_rule(PAGE, view_func=parts, methods=["GET", "POST"])
    return app


@pytest.mark.parametrize("language", ["en", "sr-Cyrl", "el"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_part_is_cut_off_or_out_of_reach(page_at, width, language):
    page = page_at(width)
    page.goto(f"{PAGE}?lang={language}")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_language_menu_opens_without_scripts(page_at):
    page = page_at(390, javascript=False)
    page.goto(PAGE)
    page.locator(".corner summary").first.click()
    page.get_by_role("link", name="српски").click()
    assert page.locator("html").get_attribute("lang") == "sr-Cyrl"


def test_escape_closes_a_menu(page_at):
    page = page_at(1280)
    page.goto(PAGE, wait_until="networkidle")
    page.locator(".corner summary").first.click()
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0


def test_unsent_words_come_back_and_can_be_forgotten(page_at):
    page = page_at(390)
    page.goto(PAGE, wait_until="networkidle")
    page.get_by_label("Your comment").fill("Осам је превише.")
    page.locator("[data-draft-state]", has_text="Kept on this device").wait_for()
    page.reload(wait_until="networkidle")
    assert page.get_by_label("Your comment").input_value() == "Осам је превише."
    page.get_by_role("button", name="Forget them").click()
    assert page.get_by_label("Your comment").input_value() == ""
    page.reload(wait_until="networkidle")
    assert page.get_by_label("Your comment").input_value() == ""


def test_a_step_that_cannot_be_taken_back_waits_for_its_words(page_at):
    page = page_at(1280)
    page.goto(PAGE, wait_until="networkidle")
    page.get_by_role("button", name="Publish").click()
    assert page.locator("[data-typed-error]").is_visible()
    assert page.locator(".error-summary").count() == 0, "the form was sent"


def test_a_refused_form_leads_to_its_fields(page_at):
    page = page_at(1280)
    page.goto(PAGE, wait_until="networkidle")
    page.get_by_role("button", name="Send the comment").click()
    page.locator(".error-summary:focus").wait_for()
    page.get_by_role("link", name="Kind: Choose one.").click()
    assert page.evaluate("document.activeElement.name") == "kind"
    axe(page)


def test_selected_words_can_be_commented_on(page_at):
    page = page_at(1280)
    page.goto(PAGE, wait_until="networkidle")
    page.locator("#p1 .prose p").evaluate("p => getSelection().setBaseAndExtent(p.firstChild, 2, p.firstChild, 9)")
    link = page.locator(".select-comment:visible")
    link.wait_for()
    assert "quotation=cluster" in link.get_attribute("href")

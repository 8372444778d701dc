"""Comments that begin at a translation: they gather at the same section, and say what they quote."""
import re

import pytest


@pytest.fixture(autouse=True)
def opened(within, translated):
    within(lambda desk: desk.open_round(desk.latest()))


def test_the_form_shows_the_translation_and_the_authoritative_text(browser_of):
    page = browser_of("citizen").get("/comments/new?round=1&section=1&text=sr-Cyrl&paragraph=2").text
    assert "Unofficial translation, made from version 0.1." in page
    assert "Он никога не обавезује." in page
    assert "It binds nobody." in page
    assert re.search(r'<textarea[^>]*id="quote"[^>]*>\s*Он никога не обавезује\.', page)


def test_a_section_read_in_translation_leads_to_a_form_with_that_translation(browser_of):
    page = browser_of("citizen").get("/documents/model/0.1/sections/1?text=sr-Cyrl").text
    assert "/comments/new?round=1&amp;section=1&amp;text=sr-Cyrl" in page
    assert "text=" not in re.findall(r'href="(/comments/new[^"]*)"', browser_of("citizen").get("/documents/model/0.1/sections/1").text)[0]


def send(browser):
    browser.fill("/comments/new?round=1&section=1&text=sr-Cyrl&paragraph=2", to="/comments/new", kind="substance", body="Нејасно је.", language="sr-Cyrl",
                 quote="никога не обавезује", proposed="не обавезује ниједну владу")
    assert "Quoted from the unofficial translation." in browser.get("/comments/drafts").text


def test_a_draft_keeps_its_translated_quotation_when_it_is_opened_again(browser_of):
    citizen = browser_of("citizen")
    send(citizen)
    edit = re.search(r'href="(/comments/drafts/\d+)', citizen.get("/comments/drafts").text)[1]
    page = citizen.get(edit).text
    assert re.search(r'<textarea[^>]*id="quote"[^>]*>\s*никога не обавезује', page)
    assert "Unofficial translation, made from version 0.1." in page
    assert citizen.fill(edit, kind="substance", body="Још нејасније.", language="sr-Cyrl", quote="никога не обавезује").status_code == 303
    assert "Quoted from the unofficial translation." in citizen.get("/comments/drafts").text


def test_everybody_reads_what_was_quoted_from_the_translation_on_the_comment_and_beside_the_section(browser_of, within):
    from consult.comments.actions import writing  # noqa: PLC0415
    from consult.comments.queries import threads  # noqa: PLC0415
    from consult.comments.rules import Capacity  # noqa: PLC0415

    send(browser_of("citizen"))

    def submit(desk):
        draft = threads.drafts_of(desk.person("citizen"))[0]
        return writing.submit(desk.person("citizen"), draft.round, [draft], Capacity.SELF).comments[0].public_id

    public_id = within(submit)
    page = browser_of(None).get(f"/comments/{public_id}").text
    assert "quoted from the unofficial translation of version 0.1" in page
    assert 'lang="sr-Cyrl"><mark>никога не обавезује</mark>' in page
    for text in ("", "?text=sr-Cyrl"):
        beside = browser_of(None).get(f"/documents/model/0.1/sections/1{text}").text
        assert f'id="comment-{public_id}"' in beside
        assert "Quoted from the unofficial translation." in beside


@pytest.mark.parametrize("text", ["xx", "el", "<b>"])
def test_a_form_for_a_translation_that_is_not_there_is_the_usual_form(browser_of, text):
    page = browser_of("citizen").get("/comments/new", query_string={"round": 1, "section": "1", "text": text})
    assert page.status_code == 200
    assert "Unofficial translation" not in page.text

"""Translators at their desk, and readers who choose the language of the text."""
import re

import pytest
from sqlalchemy import select

from consult.db import db
from consult.translating.models import Translation
from tests.translating.conftest import FIRST, SECOND

SECTIONS = "/documents/model/0.2/sections/"


def at(number: str, **_more: str) -> str:
    return f"{SECTIONS}{number}"


def uid_of(app, number: str) -> str:
    from consult.documents.models import Section  # noqa: PLC0415

    with app.app_context():
        return db.session.scalars(select(Section.uid).filter_by(number=number).order_by(Section.id.desc())).first()


def test_a_reader_chooses_the_language_of_the_text_and_is_told_what_is_unofficial(browser_of, followed):
    page = browser_of(None).get("/documents/model/0.2/?text=sr-Cyrl").text
    assert "Подршка траје три године." in page
    assert "Unofficial translation." in page
    assert "Not translated yet: this is the authoritative text." in page  # section 2
    assert 'href="?text=en"' in page
    assert '<div lang="sr-Cyrl">' in page


def test_without_a_choice_the_text_is_read_in_the_language_of_the_pages(browser_of, followed):
    assert "Подршка траје три године." in browser_of(None).get("/documents/model/0.2/?lang=sr-Cyrl").text
    english = browser_of(None).get("/documents/model/0.2/").text
    assert "Support lasts three years." in english
    assert "Подршка" not in english
    assert "Support lasts three years." in browser_of(None).get("/documents/model/0.2/?lang=sr-Cyrl&text=en").text


def test_serbian_in_latin_letters_is_made_by_rule_and_says_so(browser_of, followed):
    page = browser_of(None).get(at("4") + "?text=sr-Latn").text
    assert "Podrška traje tri godine." in page
    assert "Written in Latin letters automatically" in page
    assert '<h1 lang="sr-Latn">4 Finansiranje</h1>' in page


def test_a_section_that_is_behind_says_so_and_shows_what_changed(browser_of, followed):
    page = browser_of(None).get(at("1") + "?text=sr-Cyrl").text
    assert "This translation is behind: the original has changed since version 0.1." in page
    assert re.search(r"<ins>.*and schools", page)
    assert "Модел се обраћа" in page


def test_a_section_that_was_only_renumbered_is_not_behind(browser_of, followed):
    page = browser_of(None).get(at("4") + "?text=sr-Cyrl").text
    assert "Подршка траје" in page
    assert "behind" not in page


def test_the_addresses_of_paragraphs_are_those_of_the_original(browser_of, followed):
    page = browser_of(None).get(at("1") + "?text=sr-Cyrl").text
    assert 'id="p-1-1"' in page
    assert 'id="p-1-2"' in page


def test_an_older_version_keeps_the_translation_that_was_made_from_it(browser_of, within, followed):
    within(lambda desk: desk.translate(desk.latest(), "1", "Сврха", "Нове речи за школе.\n\nДруги пасус."))
    visitor = browser_of(None)
    assert "Нове речи" in visitor.get(at("1") + "?text=sr-Cyrl").text
    assert "Нове речи" not in visitor.get("/documents/model/0.1/sections/1?text=sr-Cyrl").text


def test_a_language_nobody_has_translated_into_is_said(browser_of, followed):
    page = browser_of(None).get("/documents/model/0.2/?text=tr").text
    assert "There is no translation into Türkçe yet." in page
    assert "Support lasts three years." in page


@pytest.mark.parametrize("text", ["xx", "en'><script>", "", "sr_Cyrl" * 99])
def test_a_language_that_is_none_is_passed_over(browser_of, followed, text):
    page = browser_of(None).get("/documents/model/0.2/", query_string={"text": text})
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_a_translator_saves_a_draft_that_only_editors_see(browser_of, app, followed):
    editor, where = browser_of("editor"), f"/translating/model/sr-Cyrl/sections/{uid_of(app, '2')}"
    assert editor.fill(where, heading="Величина", body="Кластер има најмање десет чланова.", draft="1").status_code == 303
    assert "најмање десет" not in browser_of(None).get(at("2") + "?text=sr-Cyrl").text
    assert "draft waits" in editor.get("/translating/model/").text
    assert editor.fill(where, heading="Величина", body="Кластер има најмање десет чланова.", hand_in="1").status_code == 303
    assert "најмање десет" in browser_of(None).get(at("2") + "?text=sr-Cyrl").text


def test_the_original_shows_what_changed_since_the_translation_was_made(browser_of, app, followed):
    page = browser_of("editor").get(f"/translating/model/sr-Cyrl/sections/{uid_of(app, '1')}").text
    assert "The original, with what changed since version 0.1" in page
    assert re.search(r"<ins>.*and schools", page)


def test_missing_paragraphs_are_refused_with_the_words_kept(browser_of, app, followed):
    where = f"/translating/model/sr-Cyrl/sections/{uid_of(app, '1')}"
    answer = browser_of("editor").fill(where, heading="Сврха", body="Само један пасус.", hand_in="1")
    assert answer.status_code == 422
    assert "The original has 2 numbered paragraphs, the translation 1." in answer.text
    assert "Само један пасус." in answer.text


def test_of_two_translators_the_second_sees_both_texts_and_nothing_is_lost(browser_of, app, followed):
    where, editor = f"/translating/model/sr-Cyrl/sections/{uid_of(app, '2')}", browser_of("editor")
    assert browser_of("editor2").fill(where, heading="Величина", body="Прве речи.", draft="1").status_code == 303
    late = editor.fill(where, seen="0", heading="Величина", body="Друге речи.", draft="1")
    assert late.status_code == 409
    assert "Прве речи." in late.text
    assert "Друге речи." in late.text
    assert editor.fill(where, heading="Величина", body="Друге речи.", draft="1").status_code == 303
    assert "Прве речи." in editor.get(where).text  # in the history


def test_another_editor_reviews_what_one_translated(browser_of, app, followed):
    with app.app_context():
        number = db.session.scalars(select(Translation.id).filter_by(heading="Финансирање")).one()
    assert browser_of("editor").get(f"/translating/reviews/{number}").status_code == 403
    assert browser_of("editor2").fill(f"/translating/reviews/{number}").status_code == 303
    assert "Reviewed by a second person." in browser_of(None).get(at("4") + "?text=sr-Cyrl").text


def test_the_overview_says_for_each_language_what_is_up_to_date_and_what_is_behind(browser_of, followed):
    page = browser_of("editor").get("/translating/model/").text
    row = re.search(r"<tr><th scope=\"row\"><a href=\"/translating/model/sr-Cyrl/\">.*?</tr>", page, re.S)[0]
    assert re.findall(r'class="num">(\d+)<', row) == ["0", "1", "1", "3"]  # reviewed, translated, behind, not translated
    assert "behind the original" in page


@pytest.mark.parametrize("who", [None, "citizen", "observer", "moderator"])
def test_only_editors_see_the_desk_of_translators(browser_of, followed, who):
    browser = browser_of(who)
    for page in ("/translating/model/", "/translating/model/sr-Cyrl/", "/translating/model/sr-Cyrl/text.xlf", "/translating/model/sr-Cyrl/text.docx"):
        assert browser.get(page).status_code in {302, 303, 403}, page


@pytest.mark.parametrize("language", ["en", "sr-Latn", "xx"])
def test_the_authoritative_language_and_those_made_by_rule_have_no_desk(browser_of, followed, language):
    assert browser_of("editor").get(f"/translating/model/{language}/").status_code == 404


def test_a_document_without_a_published_version_says_what_to_do(browser_of, within):
    from consult.documents.actions import starting  # noqa: PLC0415

    within(lambda desk: starting.create(desk.person("editor"), "model", "Sample Model"))
    assert "Nothing to translate yet" in browser_of("editor").get("/translating/model/").text


def test_the_texts_of_the_fixture_differ_as_said():
    assert "and schools" in SECOND
    assert "and schools" not in FIRST

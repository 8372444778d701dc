"""Languages of the pages: no catalogue lags behind the code, Latin follows Cyrillic, and the reader's choice is kept."""
import re
from datetime import UTC, date, datetime

import pytest
from flask_babel import ngettext

from consult import clock
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.journal.actions import record
from consult.journal.models import JournalEntry
from consult.journal.views import sentence
from consult.parties import actions as parties
from consult.parties.queries import candidates
from consult.permissions.conditions import SYSTEM
from consult.web.letters import speaking
from consult.web.locale import day, left, named_locales, party_name, when
from tests.catalogues import PLACE, catalogue, committed, compiled, forms, sentences
from tests.conftest import make_app
from tests.story.copies import memory

ALL = (*committed(), "sr_Latn", "sr_Latn_ME")


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory):
    return compiled(tmp_path_factory.mktemp("catalogues"))


@pytest.fixture
def app(template, catalogues):
    """An application that speaks what the committed catalogues let it speak."""
    with memory(template, TRANSLATIONS=catalogues) as app:
        yield app


@pytest.fixture
def said(app):
    """What a function says to a reader of a language."""

    def say(function, *words, language="sr-Cyrl"):
        with app.test_request_context("/"), speaking(language):
            return function(*words)

    return say


def lang(page):
    return re.search(r'<html lang="([^"]+)"', page.text)[1]


def menu(page):
    return re.findall(r'hreflang="([^"]+)"', page.text)


@pytest.mark.parametrize("language", committed())
def test_no_catalogue_lags_behind_the_code(language):
    known = {message.id for message in catalogue(language)}
    missing = [each for each in sentences() if each not in known]
    assert len(sentences()) > 1500
    assert not missing, f"run `make strings` and translate: {missing[:5]} ({len(missing)} in all)"


@pytest.mark.parametrize("language", ALL)
def test_every_sentence_is_translated_for_certain(language):
    open_ones = [message.id for message in catalogue(language) if message.id and (message.fuzzy or not all(forms(message.string)))]
    assert not open_ones


@pytest.mark.parametrize("language", ALL)
def test_a_translation_keeps_every_place_to_fill(language):
    own = catalogue(language)
    wrong = []
    for message in own:
        wanted = sorted(PLACE.findall(forms(message.id)[-1]))
        wrong += [(message.id, form) for form in forms(message.string) if message.id and sorted(PLACE.findall(form)) != wanted]
        wrong += [(message.id, error) for error in message.check(own)]
    assert not wrong


@pytest.mark.parametrize("language", committed())
def test_a_catalogue_says_who_has_read_it(language):
    assert "eviewed by a native speaker" in catalogue(language).header_comment


@pytest.mark.parametrize("language", ["sr_Latn", "sr_Latn_ME"])
def test_the_latin_catalogues_hold_the_cyrillic_one_in_latin(language):
    cyrillic, latin = catalogue("sr_Cyrl"), catalogue(language)
    assert {message.id for message in latin} == {message.id for message in cyrillic}
    left_over = [form for message in latin if message.id for form in forms(message.string) if re.search("[Ѐ-ӿ]", form)]
    assert not left_over
    assert (latin.get("Journal").string, latin.get("The report of the round has not been written yet.").string) == ("Dnevnik", "Izveštaj o krugu još nije napisan.")
    assert latin.get("Nothing here yet").string == "Ovde još nema ničega"


def test_the_menu_offers_only_languages_that_have_a_catalogue(app, browser_of, tmp_path):
    page = browser_of(None).get("/")
    assert {"en", "sr-Cyrl", "sr-Latn", "cnr"} <= set(menu(page))
    assert len(menu(page)) == len(committed()) + 3
    with make_app(TRANSLATIONS=tmp_path).app_context():
        assert [code for code, _ in named_locales()] == ["en"]


def test_a_language_without_a_catalogue_is_not_pretended(app, browser_of):
    app.extensions["spoken"] = tuple(one for one in app.extensions["spoken"] if one.code != "sr-Cyrl")
    page = browser_of(None).get("/?lang=sr-Cyrl", headers={"Accept-Language": "sr-Cyrl, hu, en"})
    assert lang(page) == "en"
    assert "Set-Cookie" not in page.headers or "lang=" not in page.headers["Set-Cookie"]


@pytest.mark.parametrize(("code", "words"), [("en", "Help"), ("sr-Cyrl", "Помоћ"), ("sr-Latn", "Pomoć"), ("cnr", "Pomoć")])
def test_the_page_says_which_language_it_speaks(browser_of, code, words):
    page = browser_of(None).get(f"/help/?lang={code}")
    assert lang(page) == code
    assert f"<h1>{words}</h1>" in re.sub(r"<h1[^>]*>\s*(.*?)\s*</h1>", r"<h1>\1</h1>", page.text)


def test_what_the_address_chooses_is_kept(browser_of):
    browser = browser_of(None)
    assert lang(browser.get("/help/", headers={"Accept-Language": "sr"})) == "sr-Cyrl"
    assert lang(browser.get("/help/?lang=sr-Latn", headers={"Accept-Language": "sr"})) == "sr-Latn"
    assert lang(browser.get("/help/", headers={"Accept-Language": "sr"})) == "sr-Latn"
    assert lang(browser.get("/help/?lang=en")) == "en"
    assert lang(browser.get("/help/")) == "en"


def test_an_account_brings_its_language_unless_this_browser_has_chosen(app, people, browser_of):
    with app.app_context(), transaction():
        citizen = db.session.get(Account, people["citizen"])
        citizen.language = "sr-Cyrl"
        record("accounts.change_profile", None, citizen, fields=["language"])
    browser = browser_of("citizen")
    assert lang(browser.get("/help/", headers={"Accept-Language": "en"})) == "sr-Cyrl"
    assert lang(browser.get("/help/?lang=cnr")) == "cnr"
    assert lang(browser.get("/help/")) == "cnr"


@pytest.mark.parametrize(("number", "words"), [(1, "1 коментар"), (2, "2 коментара"), (5, "5 коментара"), (21, "21 коментар"), (12, "12 коментара")])
def test_numbers_take_their_plural(said, number, words):
    assert said(lambda: ngettext("%(num)s comment", "%(num)s comments", number)) == words


@pytest.mark.parametrize(("number", "words"), [(1, "1 одељак"), (2, "2 одељка"), (5, "5 одељака"), (11, "11 одељака"), (22, "22 одељка")])
def test_few_is_not_many(said, number, words):
    assert said(lambda: ngettext("%(num)s section", "%(num)s sections", number)) == words


@pytest.mark.parametrize(("language", "moment", "short", "remaining"), [
    ("sr-Cyrl", "15. јануара 2027, 23:59 CET", "15. 1. 2027.", "још 5 дана"), ("sr-Latn", "15. januara 2027, 23:59 CET", "15. 1. 2027.", "još 5 dana"),
    ("cnr", "15. januara 2027, 23:59 CET", "15. 1. 2027.", "još 5 dana"), ("en", "15 January 2027, 23:59 CET", "15 Jan 2027", "5 days left"),
    ("tr", "15 Ocak 2027, 23:59 CET", "15 Oca 2027", "5 gün kaldı")])
def test_dates_are_said_as_readers_say_them(said, language, moment, short, remaining):
    at = datetime(2027, 1, 15, 22, 59, tzinfo=UTC)
    assert said(when, at, language=language) == moment
    assert said(day, date(2027, 1, 15), language=language) == short
    with clock.at(datetime(2027, 1, 10, 22, tzinfo=UTC)):
        assert said(left, at, language=language) == remaining


def test_the_names_of_parties_follow_the_reader(app, people, said):
    with app.app_context(), transaction():
        greece = candidates()["GR"]
        parties.admit(SYSTEM, greece.code, greece.kind, greece.seat, greece.zone, greece.names)
    assert said(party_name, "GR") == "Грчка"
    assert said(party_name, "GR", language="sr-Latn") == "Grčka"


def test_a_history_entry_is_told_in_the_language_of_the_reader(said):
    facts = {"ballot": 2, "label": "0.2", "seats": ["AL", "RS"], "opens": "2027-01-01T00:00:00+00:00", "closes": "2027-01-16T23:00:00+00:00"}
    entry = JournalEntry(kind="ballots.open", facts=facts)
    assert said(sentence, entry) == "Отворено је гласање 2 о верзији 0.2 (број места: 2), од 1. јануара 2027, 01:00 CET до 16. јануара 2027, 23:59 CET."

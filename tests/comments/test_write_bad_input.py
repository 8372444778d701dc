"""Whatever is typed into the comment form: a clear message, nothing lost, nothing stored half."""
import re
import unicodedata
from html import unescape

import pytest
from sqlalchemy import func, select

from consult import clock
from consult.comments.models import Draft
from consult.db import db
from consult.rounds import actions as rounds
from consult.rounds.models import Round
from tests.comments.conftest import AFTER
from tests.comments.test_views import send, texts, write

LONG = "a" * 99_990 + " THE END"
NESTED_QUOTES = ">" * 500 + " deep"
NESTED_LISTS = "\n".join("  " * depth + "- x" for depth in range(500))
NESTED_BRACKETS = "[" * 5000
ZALGO = "Z" + "\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308" + "algo"

REFUSED = {
    "empty": ({"body": ""}, "Please write what you want to say."),
    "spaces": ({"body": " \t\n\u00a0 "}, "Please write what you want to say."),
    "without width": ({"body": "\u200b\u200c\u2060\ufeff\u00ad\u3164"}, "Please write what you want to say."),
    "marks without letters": ({"body": "\u0301\u0302"}, "Please write what you want to say."),
    "100,000 characters": ({"body": LONG}, "These are 99998 characters, and at most 8000 can be taken."),
    "a wording of 100,000": ({"body": "Mine.", "quote": "at least ten", "proposed": LONG}, "These are 99998 characters"),
    "a reason of 100,000": ({"body": "Mine.", "reason": LONG}, "These are 99998 characters, and at most 4000 can be taken."),
    "half a character": ({"body": "Mine \ufffd."}, "A character was damaged on the way"),
    "zalgo": ({"body": ZALGO}, "More than 4 marks are piled on one letter, near “Zalgo”."),
    "nested quotations": ({"body": "Mine.", "proposed": NESTED_QUOTES}, "deeper than anybody could follow"),
    "nested lists": ({"body": "Mine.", "proposed": NESTED_LISTS[:8000]}, "deeper than anybody could follow"),
    "nested brackets": ({"body": "Mine.", "proposed": NESTED_BRACKETS}, "deeper than anybody could follow"),
    "words of no section": ({"body": "Mine.", "quote": "stands nowhere"}, "These words are not in the section as it stands."),
    "words of another section": ({"body": "Mine.", "quote": "Support lasts three years."}, "These words are not in the section as it stands."),
    "nested in the quotation": ({"body": "Mine.", "quote": NESTED_QUOTES}, "These words are not in the section as it stands."),
}
#: What a visitor is told at once; what stands in the section is looked up when the draft is saved.
AT_ONCE = [name for name in REFUSED if ("section" not in name and "quotation" not in name) or name == "nested quotations"]


def stored(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Draft))


def field(page, name):
    """What stands in a field now."""
    return unescape(re.search(rf'<textarea[^>]*name="{name}"[^>]*>\r?\n?(.*?)</textarea>', page.text, re.S)[1])


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_clear_message_and_everything_typed(world, app, browser_of, case):
    typed, message = REFUSED[case]
    page = write(browser_of("citizen"), **{"reason": "My reason."} | typed)
    assert page.status_code == 422
    assert message in unescape(texts(page))
    for name, words in typed.items():
        assert field(page, name).strip() == unicodedata.normalize("NFC", words.strip()) or not words.strip()
    assert stored(app) == 0


@pytest.mark.parametrize("case", AT_ONCE)
def test_a_visitor_is_told_at_once(world, browser_of, case):
    typed, message = REFUSED[case]
    page = write(browser_of(None), **typed)
    assert page.status_code == 422
    assert message in unescape(texts(page))


@pytest.mark.parametrize("case", REFUSED)
def test_a_draft_that_saves_itself_is_refused_in_the_same_words(world, app, browser_of, case):
    typed, message = REFUSED[case]
    browser = browser_of("citizen")
    page = browser.get("/comments/new?round=1&section=2").text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    told = browser.client.post("/comments/drafts/keep?round=1&section=2", data=hidden | {"kind": "substance", "language": "en", "body": "x"} | typed)
    assert told.status_code == 422
    assert message in told.json["reason"]
    assert stored(app) == 0


def test_a_nul_is_named_and_the_words_are_given_back(world, app, browser_of):
    page = write(browser_of("citizen"), body="Before\0after.")
    assert page.status_code == 400
    assert "a character that cannot be stored (NUL" in texts(page)
    assert "after." in page.text
    assert stored(app) == 0


def test_an_unpaired_surrogate_never_reaches_the_database(world, app, browser_of):
    browser = browser_of("citizen")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', browser.get("/comments/new?round=1&section=2").text))
    body = "&".join(f"{name}={value}" for name, value in hidden.items()) + "&kind=substance&language=en&reason=My+reason.&body=Half%ED%A0%80."
    page = browser.client.post("/comments/new?round=1&section=2", data=body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 400
    assert "half of one" in texts(page)
    assert "My reason." in page.text
    assert stored(app) == 0


@pytest.mark.parametrize("address", ["/comments/drafts", "/comments/R1-RS-001", "/comments/", "/documents/model/0.1/sections/2"])
def test_controls_of_direction_are_kept_and_shown_as_marks(world, app, browser_of, address):
    citizen, typed = browser_of("citizen"), "Never \u202eesrever\u202c mind \u2067x\u2069."
    write(citizen, body=typed, quote="at least ten", proposed="at least \u202eten")
    with app.app_context():
        assert db.session.scalars(select(Draft.body)).one() == typed
    if "drafts" not in address:
        citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y")
    page = citizen.get(address).text
    assert 'Never <span class="acting">RLO</span>esrever<span class="acting">PDF</span> mind <span class="acting">RLI</span>x' in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)


def test_markdown_nested_five_hundred_deep_is_words_in_a_comment(world, browser_of):
    citizen = browser_of("citizen")
    send(citizen, body=NESTED_QUOTES)
    assert NESTED_QUOTES in unescape(browser_of(None).get("/comments/R1-RS-001").text)


def test_a_section_of_another_version_is_named(world, app, browser_of):
    browser = browser_of("citizen")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', browser.get("/comments/new?round=1&section=2").text))
    for address in ("/comments/new?round=1&section=9.9", "/comments/drafts/keep?round=1&section=9.9"):
        page = browser.client.post(address, data=hidden | {"kind": "substance", "language": "en", "body": "For a section to come."})
        assert page.status_code == 404
        said = page.json["reason"] if page.is_json else texts(page)
        assert "Version 0.1, which round 1 is about, has no section “9.9”." in said
        assert page.is_json or "For a section to come." in page.text
    assert stored(app) == 0


def test_a_round_that_is_not_there_gives_the_words_back(world, browser_of):
    browser = browser_of("citizen")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', browser.get("/comments/new?round=1&section=2").text))
    page = browser.client.post("/comments/new?round=77&section=2", data=hidden | {"body": "For no round."})
    assert page.status_code == 404
    assert "For no round." in page.text


def test_a_closed_round_refuses_what_saves_itself_and_says_why(world, app, within, browser_of):
    within(lambda desk: rounds.begin_disposition(desk.person("editor"), db.session.get_one(Round, world.round)), at=AFTER)
    with clock.at(AFTER):
        browser = browser_of("citizen")
        token = re.search(r'name="csrf_token" value="([^"]*)"', browser.get("/").text)[1]
        words = {"csrf_token": token, "form_key": "k", "kind": "substance", "language": "en", "body": "Too late."}
        told = browser.client.post("/comments/drafts/keep?round=1&section=2", data=words)
    assert told.status_code == 403
    assert "the round is open, or closed and late comments are still taken" in told.json["reason"]
    assert stored(app) == 0


def test_a_draft_of_somebody_else_is_not_told_and_the_words_get_a_form_of_their_own(world, app, browser_of):
    write(browser_of("cluster"), body="Private words of the cluster.")
    citizen = browser_of("citizen")
    for address in ("/comments/drafts/1", "/comments/drafts/99"):
        page = citizen.get(address)
        assert page.status_code == 404
        assert "it was sent or discarded in another window, or it belongs to another account" in texts(page)
        assert "Private words" not in page.text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', citizen.get("/comments/new?round=1&section=2").text))
    words = hidden | {"kind": "substance", "language": "en", "body": "Words of the citizen."}
    assert citizen.client.post("/comments/drafts/1/keep", data=words).status_code == 404
    led = citizen.client.post("/comments/drafts/1?round=1&section=2", data=words)
    assert led.status_code == 303
    form = citizen.get(led.headers["Location"])
    assert "Words of the citizen." in form.text
    assert "save them as a new draft" in texts(form)
    with app.app_context():
        assert db.session.scalars(select(Draft.body)).all() == ["Private words of the cluster."]


@pytest.mark.parametrize(("quote", "proposed", "hint"), [
    ("", "A cluster has at least six members.", "quotes nothing"),
    ("at least ten members", "Support should last for five years instead", "hardly a word in common"),
    ("eight", "A country may accept fewer, but not fewer than six.", "repeats words that stand beside the quotation"),
    ("not fewer than eight", "not fewer than six", ""),
    ("not fewer than eight", "", ""),
])
def test_a_wording_that_does_not_fit_the_quotation_gets_a_hint(world, browser_of, quote, proposed, hint):
    citizen = browser_of("citizen")
    shown = texts(write(citizen, quote=quote, proposed=proposed, preview="1"))
    assert ("Please check:" in shown) == bool(hint)
    assert hint in shown
    assert write(citizen, quote=quote, proposed=proposed).status_code == 303, "a hint refuses nothing"
    assert hint in texts(citizen.get("/comments/drafts"))

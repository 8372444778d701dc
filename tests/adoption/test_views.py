"""The register in the browser: read by anyone as at two dates, kept by two persons."""
import io
import json
import re
from datetime import timedelta

import pytest

from consult import clock
from consult.adoption.rules import ActType, Effect
from consult.db import transaction
from tests import factories
from tests.adoption.factories import act
from tests.ballots import factories as made

FIELDS = {"authority": "Government", "instrument": "Conclusion on the Model", "dated": "2026-10-20", "received": "2026-10-21", "effective": "2026-10-20",
          "statement": "", "statement_language": "en"}


@pytest.fixture
def text(app, people):
    """A final text; the key of a section of it."""
    with app.app_context(), transaction():
        return made.text(final=True).sections[1].uid


def paper():
    return io.BytesIO(b"the conclusion"), "conclusion.txt"


def adopted(app, uid=None, **more):
    """An adoption by Serbia on the text, with a reservation when a section is named."""
    with app.app_context(), transaction():
        version = made.versions()[0]
        act(ActType.ADOPTION, version=version, reservations=[(uid, Effect.EXCLUDES, "Not the first sentence")] if uid else [], **more)


def test_an_empty_register_says_what_will_be_there(app, people, browser_of):
    page = browser_of().get("/adoption/").text
    assert "No final text has been published yet" in page
    assert page.count("No action recorded") == 4  # three rows and the legend
    assert "Record an act" not in page


def test_an_act_is_recorded_by_one_and_verified_by_another(text, browser_of):
    editor = browser_of("editor")
    assert "First: whose act is it" in editor.get("/adoption/record").text
    form = "/adoption/record?party=RS&type=adoption"
    answer = editor.fill(form, **FIELDS, section_1=text, effect_1="excludes", words_1="Not the first sentence", evidence=paper())
    assert answer.location == "/adoption/acts/1"
    assert browser_of().get("/adoption/acts/1").status_code == 404
    assert "Waiting for a second person" in editor.get("/adoption/").text
    assert "Waiting for a second person" not in browser_of().get("/adoption/").text
    assert "/adoption/acts/1/verify" not in editor.get("/adoption/acts/1").text
    assert browser_of("editor2").fill("/adoption/acts/1", to="/adoption/acts/1/verify").status_code == 303
    page = browser_of().get("/adoption/RS").text
    assert "Adopted with reservations" in page
    assert "Not the first sentence" in page
    proof = re.search(r'href="(/evidence/[0-9a-f]{64})"', page)[1]
    assert browser_of().get(proof).status_code == 200


def test_the_proof_of_an_unverified_act_is_not_public(text, browser_of):
    browser_of("editor").fill("/adoption/record?party=RS&type=intention", **FIELDS, evidence=paper())
    proof = re.search(r'href="(/evidence/[0-9a-f]{64})"', browser_of("editor").get("/adoption/acts/1").text)[1]
    assert browser_of("citizen").get(proof).status_code == 403
    assert browser_of().get(proof).status_code == 303


def test_a_refused_act_keeps_what_was_typed(text, browser_of):
    reserved = {"section_1": text, "effect_1": "excludes", "words_1": "My reservation"}
    answer = browser_of("editor").fill("/adoption/record?party=RS&type=adoption", **FIELDS | {"effective": "2026-10-01"}, **reserved, evidence=paper())
    assert answer.status_code == 422
    assert "does not take effect before" in answer.text
    assert "My reservation" in answer.text
    for slots in ({}, {"section_1": text, "words_1": "x"}, {"effect_1": "excludes", "words_1": "x"}):
        assert browser_of("editor").fill("/adoption/record?party=RS&type=adoption", **FIELDS, **slots, **({"evidence": paper()} if slots else {})).status_code == 422


def test_status_as_at_any_date_in_force_and_known(app, text, browser_of):
    adopted(app)
    reader = browser_of()
    with clock.at(factories.DAY + timedelta(days=2)):
        told = {address: "have adopted" in page and re.search(r'figure-number">(\d+)</p>\s*<p>have adopted', page)[1] for address in
                ("/adoption/", "/adoption/?as_at=2026-10-19", "/adoption/?known=2026-11-01", "/adoption/?as_at=2026-10-20&known=2026-11-02") for page in [reader.get(address).text]}
    assert told == {"/adoption/": "1", "/adoption/?as_at=2026-10-19": "0", "/adoption/?known=2026-11-01": "0", "/adoption/?as_at=2026-10-20&known=2026-11-02": "1"}
    assert "could not be read" in reader.get("/adoption/?as_at=yesterday").text
    assert all("could not be read" in reader.get(f"/adoption/?{name}={day}").text for name in ("as_at", "known") for day in ("9999-12-31", "0001-01-01"))
    assert reader.get("/adoption/status.csv?known=9999-12-31").status_code == 200


def test_a_corrected_act_stays_struck_through_with_the_reason(app, text, browser_of):
    adopted(app)
    answer = browser_of("editor").fill("/adoption/record?party=RS&type=correction", **FIELDS | {"statement": "It was about another text"}, voids="1", evidence=paper())
    assert answer.status_code == 303
    assert "<s>" not in browser_of().get("/adoption/RS").text
    browser_of("editor2").fill("/adoption/acts/2", to="/adoption/acts/2/verify")
    page = browser_of().get("/adoption/RS").text
    assert "<s>" in page
    assert "It was about another text" in page
    assert "No action recorded" in page


def test_A9_X5_page_and_files_say_the_same(app, text, browser_of):
    adopted(app, text)
    reader = browser_of()
    rows = json.loads(reader.get("/adoption/status.json").data)
    assert {row["participant"]: row["status"] for row in rows} == {"Serbia": "adopted_with_reservations", "Croatia": "no_action", "Bosnia and Herzegovina": "no_action"}
    acts = json.loads(reader.get("/adoption/acts.json").data)
    assert [(row["no"], row["participant"], row["action"], row["verified_by"]) for row in acts] == [(1, "Serbia", "adoption", "Editor2")]
    assert json.loads(reader.get("/adoption/acts.json?known=2026-11-01").data) == []
    assert reader.get("/adoption/status.csv").text.count("\r\n") == 4
    assert reader.get("/adoption/status.exe").status_code == 404


def test_the_map_draws_parties_by_status_and_never_alone(app, text, browser_of):
    adopted(app, text)
    page = browser_of().get("/adoption/").text
    drawing = page.split('id="region"', 1)[1].split("</svg>", 1)[0]
    assert drawing.count('class="map-party') == 4  # three parties, and the dashed outline
    assert drawing.count("url(#region-adopted_with_reservations)") == 1
    assert drawing.count("map-dashed") == 1
    assert "UNSCR 1244/1999" in page
    assert 'style="' not in page


def test_a_party_without_an_outline_is_in_the_table(app, people, browser_of):
    with app.app_context(), transaction():
        factories.party("ZZ", "Elsewhere")
    assert "Elsewhere" in browser_of().get("/adoption/").text
    assert browser_of().get("/adoption/ZZ").status_code == 200
    assert browser_of().get("/adoption/QQ").status_code == 404


@pytest.mark.parametrize("name", [None, "citizen", "moderator", "observer", "coordinator"])
def test_nobody_else_keeps_the_register(app, text, browser_of, name):
    browser_of("editor").fill("/adoption/record?party=RS&type=intention", **FIELDS, evidence=paper())
    assert browser_of(name).get("/adoption/record").status_code == (403 if name else 303)
    assert browser_of(name).client.post("/adoption/acts/1/verify").status_code in {400, 403}
    assert "waits for a second person" in browser_of("admin").get("/adoption/acts/1").text

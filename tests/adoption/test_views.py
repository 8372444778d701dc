"""The register in the browser: read by anyone as at two dates, kept by two persons."""
import html
import io
import json
import re
from datetime import timedelta

import pytest

from consult import clock
from consult.adoption.rules import ASKS, NEEDS, PURPOSES, RESERVABLE, ActType, Effect
from consult.db import transaction
from tests import factories
from tests.adoption.factories import act
from tests.ballots import factories as made
from tests.story.test_statements import counted

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
    told = json.loads(reader.get("/adoption/status.json").data)
    rows = told["rows"]
    assert {row["participant"]: row["status"] for row in rows} == {"Serbia": "adopted_with_reservations", "Croatia": "no_action", "Bosnia and Herzegovina": "no_action"}
    assert (told["parties"], told["counts"]["adopted_with_reservations"], told["counts"]["no_action"], sum(told["counts"].values())) == (3, 1, 2, 3)
    assert [(one["participant"], one["effect"], one["text"]) for one in told["reservations"]] == [("Serbia", "excludes", "Not the first sentence")]
    acts = json.loads(reader.get("/adoption/acts.json").data)["rows"]
    assert [(row["no"], row["participant"], row["action"], row["verified_by"]) for row in acts] == [(1, "Serbia", "adoption", "Editor2")]
    assert json.loads(reader.get("/adoption/acts.json?known=2026-11-01").data)["rows"] == []
    sheet = reader.get("/adoption/status.csv").text.splitlines()
    assert sheet[0].lstrip("\ufeff") == "Participant,Declaration signed,Adopted / acceded (a),Version,Effective,R,D,Notes,Evidence,Status"
    assert len(sheet) == 4
    head = "no,participant,action,instrument,authority,reference,instrument_date,deposit_date,effective_date,version,sections,text,evidence_sha256,recorded_at,recorded_by,"
    assert reader.get("/adoption/acts.csv").text.splitlines()[0].lstrip("\ufeff") == head + "verified_by,voided_by,void_reason"
    page = reader.get("/adoption/").text
    assert re.findall(r'figure-number">(\d+)</p>', page)[:3] == ["3", "1", "1"]
    for table in ("status", "acts"):
        assert reader.get(f"/adoption/{table}.pdf?lang=sr-Cyrl").data.startswith(b"%PDF-")
        assert reader.get(f"/adoption/{table}.xlsx").status_code == 200
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


MORE = {
    ActType.RESERVATION: {"answers": "1", "effect_1": "modifies", "words_1": "Ten instead of twelve"}, ActType.RESERVATION_WITHDRAWN: {"answers": "2"},
    ActType.WITHDRAWAL: {"answers": "1"}, ActType.ACCEPTANCE: {"answers": "1"}, ActType.CORRECTION: {"voids": "1", "statement": "Entered twice"},
    ActType.DECLARATION: {"statement": "We apply it from January."}, ActType.COMMUNICATION: {"statement": "The committee has it."},
    ActType.CHANGE_OF_NAME: {"statement": "Another name is used."},
}


@pytest.mark.parametrize("type", list(ActType))
def test_every_type_of_act_is_recorded_with_its_own_form(app, text, browser_of, type):
    party = "HR" if type in {ActType.DECLINED, ActType.ADOPTION, ActType.ACCESSION} else "RS"
    with app.app_context(), transaction():
        version = made.versions()[0]
        first = act(ActType.ADOPTION, version=version)
        act(ActType.RESERVATION, answers=first, reservations=[(text, Effect.EXCLUDES, "Not the first sentence")])
    form, editor = f"/adoption/record?party={party}&type={type}", browser_of("editor")
    page = editor.get(form).text
    assert PURPOSES[type] in html.unescape(page)
    for name, asked in (("effective", "effective" in ASKS[type]), ("gazette", "gazette" in ASKS[type]), ("signatory", "signatory" in ASKS[type]),
                        ("voids", type is ActType.CORRECTION), ("answers", bool(NEEDS[type].answers)), ("section_1", type in RESERVABLE)):
        assert (f'name="{name}"' in page) == asked, name
    given = FIELDS | {"received": "2026-10-21", "dated": "2026-10-20", "effective": "2026-10-22"} | MORE.get(type, {})
    given |= {"section_1": text} if type is ActType.RESERVATION else {}
    answer = editor.fill(form, **given, evidence=paper())
    assert answer.location == "/adoption/acts/3", answer.text[:3000]
    assert browser_of("editor2").fill("/adoption/acts/3", to="/adoption/acts/3/verify").status_code == 303
    assert browser_of().get("/adoption/acts/3").status_code == 200
    assert browser_of().get(f"/adoption/{party}").status_code == 200


def test_everything_an_instrument_says_is_kept_and_shown(app, text, browser_of):
    more = {"gazette": "Official Gazette", "gazette_number": "104/2026", "gazette_date": "2026-10-25", "gazette_link": "https://gazette.example/104", "signatory": "A. Minister",
            "signatory_title": "Minister of Economy", "evidence_language": "sr-Cyrl", "paper_1": (io.BytesIO(b"full powers"), "powers.txt"), "paper_language_1": "en"}
    form = "/adoption/record?party=RS&type=adoption"
    browser_of("editor").fill(form, **FIELDS, **more, evidence=paper())
    page = browser_of("editor2").get("/adoption/acts/1").text
    for said in ("Official Gazette, 104/2026", "https://gazette.example/104", "A. Minister, Minister of Economy", "powers.txt", "the conclusion", "full powers"):
        assert said in page, said  # the words of the files stand beside the facts
    proof = re.findall(r'href="(/evidence/[0-9a-f]{64})"', page)
    assert all(browser_of().get(address).status_code == 303 for address in proof)
    browser_of("editor2").fill("/adoption/acts/1", to="/adoption/acts/1/verify")
    assert all(browser_of().get(address).status_code == 200 for address in proof)
    for wrong in ({"gazette": ""}, {"gazette_date": "2026-10-01"}, {"gazette_link": "javascript:alert(1)"}, {"paper_1": (io.BytesIO(b"MZ"), "x.exe")}):
        sent = more | {"paper_1": (io.BytesIO(b"full powers"), "powers.txt")} | wrong
        assert browser_of("editor").fill(form, **FIELDS, **sent, evidence=paper()).status_code == 422


def test_an_act_without_evidence_or_with_evidence_of_a_wrong_kind_is_refused(text, browser_of):
    form = "/adoption/record?party=RS&type=adoption"
    assert "Choose the file" in browser_of("editor").fill(form, **FIELDS).text
    refusal = browser_of("editor").fill(form, **FIELDS, evidence=(io.BytesIO(b"MZ"), "act.exe"))
    assert refusal.status_code == 422
    assert "Only these files are taken" in refusal.text


def test_an_act_that_differs_from_its_evidence_is_sent_back_and_never_public(text, browser_of):
    browser_of("editor").fill("/adoption/record?party=RS&type=adoption", **FIELDS, evidence=paper())
    other = browser_of("editor2")
    assert "the conclusion" in other.get("/adoption/acts/1").text
    assert other.fill("/adoption/acts/1/send-back", reason=" ").status_code == 422
    assert other.fill("/adoption/acts/1/send-back", reason="The date on the paper is another").status_code == 303
    assert "The date on the paper is another" in browser_of("editor").get("/adoption/").text
    assert "Waiting for a second person" not in browser_of("editor").get("/adoption/").text
    for address in ("/adoption/", "/adoption/RS", "/adoption/acts.json", "/journal/"):
        assert "The date on the paper is another" not in browser_of().get(address).text
    assert browser_of().get("/adoption/acts/1").status_code == 404
    assert "/adoption/acts/1/verify" not in other.get("/adoption/acts/1").text


def test_a_translation_of_a_statement_stands_marked_under_the_original(app, text, browser_of):
    adopted(app, text, paper={"statement": "Примењујемо од јануара.", "statement_language": "sr-Cyrl"})
    editor = browser_of("editor")
    assert editor.fill("/adoption/acts/1/translate", section="", language="en", text="We apply it from January.", translated_by="The secretariat").status_code == 303
    assert editor.fill("/adoption/acts/1/translate", section=text, language="tr", text="Ilk cumle olmadan", translated_by="The ministry").status_code == 303
    for address in ("/adoption/acts/1", "/adoption/RS"):
        page = browser_of().get(address).text
        assert "Примењујемо од јануара." in page
        assert "We apply it from January." in page
        assert "Translated by The secretariat" in page
        assert "Only the original counts" in page
        assert "Ilk cumle olmadan" in page
    for name in (None, "citizen", "moderator"):
        assert browser_of(name).get("/adoption/acts/1/translate").status_code == (403 if name else 303)


def test_an_administrator_says_which_acts_an_adoption_needs(app, text, browser_of):
    form = "/adoption/BA/required"
    assert browser_of("editor").get(form).status_code == 403
    admin = browser_of("admin")
    assert admin.fill(form, since="2026-01-01", parts="State", reason="x").status_code == 422
    assert admin.fill(form, since="2026-01-01", parts="State\nFederation\nRepublika Srpska\nDistrict", reason="Each decides for itself").status_code == 303
    editor, other = browser_of("editor"), browser_of("editor2")
    record = "/adoption/record?party=BA&type=adoption"
    assert "consists of several acts" in editor.fill(record, **FIELDS, part="", evidence=paper()).text
    for number, part in enumerate(("State", "District"), 1):
        editor.fill(record, **FIELDS, part=part, evidence=paper())
        other.fill(f"/adoption/acts/{number}", to=f"/adoption/acts/{number}/verify")
    for address in ("/adoption/", "/adoption/BA"):
        assert "2 of 4 acts recorded" in browser_of().get(address).text
    page = browser_of().get("/adoption/BA").text
    assert "Each decides for itself" in page
    assert "Under consideration" in page
    for number, part in enumerate(("Federation", "Republika Srpska"), 3):
        editor.fill(record, **FIELDS, part=part, evidence=paper())
        other.fill(f"/adoption/acts/{number}", to=f"/adoption/acts/{number}/verify")
    told = json.loads(browser_of().get("/adoption/status.json").data)
    assert told["counts"]["adopted"] == 1
    assert "4 of 4 required acts recorded" in next(row for row in told["rows"] if row["participant"].startswith("Bosnia"))["notes"]
    assert "consists of" in browser_of().get("/journal/").text


def test_reservations_stand_beside_their_section_in_the_final_text(app, text, browser_of):
    adopted(app, text)
    with app.app_context():
        version = made.versions()[0]
        address, other = (f"/documents/{version.document.slug}/{version.label}/sections/{version.sections[at].address}" for at in (1, 2))
        whole = f"/documents/{version.document.slug}/{version.label}/"
    for page, there in ((whole, True), (address, True), (other, False)):
        said = browser_of().get(page).text
        assert ("Not the first sentence" in said) == there, page
        assert ("/adoption/acts/1" in said) == there
    browser_of("editor").fill("/adoption/record?party=RS&type=reservation_withdrawn", **FIELDS, answers="1", evidence=paper())
    assert "Not the first sentence" in browser_of().get(whole).text
    browser_of("editor2").fill("/adoption/acts/2", to="/adoption/acts/2/verify")
    assert "Not the first sentence" not in browser_of().get(whole).text
    assert "Not the first sentence" in browser_of().get("/adoption/RS").text


def test_the_page_of_an_act_tells_its_history(app, text, browser_of):
    adopted(app)
    for number, voids in ((2, "1"), (3, "2")):
        browser_of("editor").fill("/adoption/record?party=RS&type=correction", **FIELDS | {"statement": f"Reason {number}"}, voids=voids, evidence=paper())
        browser_of("editor2").fill(f"/adoption/acts/{number}", to=f"/adoption/acts/{number}/verify")
    page = browser_of().get("/adoption/acts/1").text
    assert "recorded in error" not in page
    assert "Reason 2" in page.split("History of this act", 1)[1]
    assert "Reason 3" in page.split("History of this act", 1)[1]
    assert "recorded in error" in browser_of().get("/adoption/acts/2").text


def test_the_register_and_the_reader_ask_as_often_with_many_reservations_as_with_few(app, text, browser_of):
    adopted(app, text)
    with app.app_context():
        version = made.versions()[0]
        pages = ("/adoption/", f"/documents/{version.document.slug}/{version.label}/", "/adoption/status.json")
    reader, asked = browser_of(), []
    for step in range(2):
        for page in pages:
            reader.get(page)
            with counted(app) as statements:
                reader.get(page)
            asked.append(len([one for one in statements if not one.startswith(("BEGIN", "PRAGMA", "UPDATE browser_session"))]))
        if not step:
            with app.app_context(), transaction():
                version = made.versions()[0]
                for party in ("HR", "BA"):
                    first = act(ActType.ADOPTION, party=party, version=version)
                    act(ActType.RESERVATION, party=party, answers=first, reservations=[(one.uid, Effect.MODIFIES, "Ten") for one in version.sections[1:]])
                    act(ActType.CORRECTION, party=party, voids=act(ActType.INTENTION, party=party), paper={"statement": "Entered twice"})
    assert asked[:3] == asked[3:]
    assert max(asked[:2]) <= 12

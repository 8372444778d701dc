"""What visitors, editors and others see of an event, and the files that are handed out."""
import io
import json
from datetime import timedelta

import icalendar
import pytest

from consult import clock
from consult.db import db, transaction
from consult.events.actions import holding, minutes, planning
from consult.events.queries import events
from consult.notices.models import Mail
from consult.web import postman
from tests.ballots import factories as made
from tests.ballots.factories import who
from tests.events import factories as f


@pytest.fixture
def day():
    """It is noon on the day of the event."""
    with clock.at(f.NOON):
        yield


@pytest.fixture
def held(app, people, day):
    """An event in session: Serbia has signed and is verified, Croatia waits, Bosnia and Herzegovina has not signed."""
    with app.app_context(), transaction():
        event = f.in_session("BA", "HR", "RS")
        f.verify(f.sign(event, "RS", dated=f.DAY - timedelta(days=1)))
        f.sign(event, "HR")


def scan(words="a scan"):
    """A file as a browser sends it."""
    return io.BytesIO(words.encode()), "sheet.txt", "text/plain"


def form_of(**more):
    """What is typed to plan an event."""
    return {"title": "High-level event", "language": "en", "zone": "Europe/Istanbul", "starts_day": "2027-03-01", "starts_hour": "09:30", "ends_day": "2027-03-01",
            "ends_hour": "17:00", "place": "Istanbul", "host": "Chair"} | more


def test_an_event_is_planned_announced_and_read_by_everybody(browser_of):
    editor, visitor = browser_of("editor"), browser_of(None)
    assert editor.fill("/events/plan", **form_of()).headers["Location"] == "/events/1/"
    assert visitor.get("/events/1/").status_code == 404
    assert "High-level event on" not in visitor.get("/events/").text
    assert "No event has been announced yet" in visitor.get("/events/").text
    assert "at least one point" in editor.fill("/events/1/announce").text
    assert editor.fill("/events/1/agenda", day="2027-03-01", hour="09:30", title="Opening", words="- first\n- second").status_code == 303
    assert editor.fill("/events/1/announce").status_code == 303
    page = visitor.get("/events/1/").text
    for words in ("1 March 2027, 09:30 +03", "begins at 07:30 Brussels time", "Opening", "<li>first</li>", "will be named here"):
        assert words in page
    assert "Work on this event" not in page


@pytest.mark.parametrize(("typed", "said"), [
    ({"ends_day": "2027-02-01"}, "ends after it begins"), ({"starts_hour": "25:99"}, "Begins at"), ({"title": ""}, "Give the event a name"),
    ({"zone": "Mars/Base"}, "Times are those of"), ({"starts_day": "2027-03-28", "starts_hour": "02:30", "zone": "Europe/Sarajevo", "ends_day": "2027-03-29"}, "does not exist"),
    ({"title": "x" * 201}, "Name of the event"),
])
def test_a_plan_that_cannot_be_is_shown_again_with_what_was_typed(browser_of, typed, said):
    answer = browser_of("editor").fill("/events/plan", **form_of(**typed))
    assert answer.status_code == 422
    assert said in answer.text
    assert "This could not be done yet" in answer.text
    assert 'value="Istanbul"' in answer.text


def test_everybody_with_a_mandate_and_every_coordinator_is_told(app, people):
    with app.app_context():
        with transaction():
            made.seats("RS")
        postman.write()
        with transaction():
            event = f.announced()
        with transaction():
            planning.amend(who("editor"), db.session.merge(event), f.INVITATION.__class__(**{**f.INVITATION.__dict__, "place": "Tuzla"}), "The hall is not free.")
        with transaction():
            planning.cancel(who("editor"), events.by_number(1), "The host is ill.")
        with transaction():
            planning.cancel(who("editor"), f.planned(), "Never announced.")
        postman.write()
        mails = [(mail.to, mail.subject) for mail in db.session.query(Mail) if mail.key.startswith("events.")]
        bodies = "".join(mail.body for mail in db.session.query(Mail) if mail.key.startswith("events."))
    told = ["Announced: High-level event", "Changed: High-level event", "Cancelled: High-level event"]
    assert sorted(mails) == sorted((to, subject) for to in ("coordinator@sample.test", "member.rs@sample.test") for subject in told)
    assert "The hall is not free." in bodies
    assert "30 November 2026, 09:30 CET" in bodies
    assert "Never announced." not in bodies


def test_the_public_page_shows_the_day_of_signing_beside_the_date_of_the_act(held, browser_of):
    page = browser_of(None).get("/events/1/").text
    assert "1 signature counts." in page
    assert "1 more waits for a second person." in page
    row = page[page.index('id="signatures"'):page.index("</table>")]
    assert row.index("30 Nov 2026") < row.index("29 Nov 2026")
    assert 'href="/adoption/acts/1"' in row
    assert "Croatia" not in row
    assert "ballots/1/" in page
    assert "credentials of RS" not in page
    assert 'href="/events/1/"' in browser_of(None).get("/adoption/acts/1").text


def test_page_table_and_data_say_the_same(held, browser_of):
    visitor = browser_of(None)
    told = json.loads(visitor.get("/events/1/event.json").text)
    table = json.loads(visitor.get("/events/1/signatures.json").text)
    assert [one["act"] for one in told["signatures"]["list"]] == [one["act"] for one in table] == [1]
    assert (told["signatures"]["counted"], told["signatures"]["waiting"]) == (1, 1)
    assert table[0]["signed_on"] == "2026-11-30"
    assert table[0]["instrument_date"] == "2026-11-29"
    assert table[0]["void"] is False
    assert told["starts"] == "2026-11-30T09:30+01:00"
    assert told["outcome"]["ballot"] == 1
    assert visitor.get("/events/1/signatures.csv").text.count("\n") == 2
    assert visitor.get("/events/1/signatures.exe").status_code == 404


def test_letters_of_credentials_are_for_the_secretariat(held, app, browser_of):
    with app.app_context():
        digest = events.delegation(1, "RS").credentials.evidence.digest
        sheet = events.by_number(1).signatures[0].act.evidence.digest
    assert browser_of("editor").get(f"/evidence/{digest}").status_code == 200
    assert browser_of("citizen").get(f"/evidence/{digest}").status_code == 403
    assert browser_of(None).get(f"/evidence/{digest}").status_code == 303
    assert browser_of(None).get(f"/evidence/{sheet}").status_code == 200
    assert browser_of("citizen").get("/events/1/delegations/RS").status_code == 403
    assert browser_of("citizen").get("/events/1/ceremony").status_code == 403


def test_a_signature_is_recorded_with_one_file_and_one_button(held, browser_of):
    editor = browser_of("editor")
    assert 'href="/events/1/ceremony/BA"' in editor.get("/events/1/ceremony").text
    form = editor.get("/events/1/ceremony/BA").text
    assert "checked" in form[form.index('name="delegate"') - 60:form.index('name="delegate"') + 120]
    person = form[form.index('name="delegate"'):].partition('value="')[2].partition('"')[0]
    answer = editor.fill("/events/1/ceremony/BA", delegate=person, signed_on="2026-11-30", evidence=scan())
    assert answer.status_code == 303
    page = editor.get("/events/1/ceremony").text
    assert "Bosnia and Herzegovina has signed: act 3" in page
    assert "3 of 3" in page
    again = editor.client.get("/events/1/ceremony/BA").text
    refused = editor.fill("/events/1/ceremony/BA", delegate=person, signed_on="2026-11-30", evidence=scan("another"))
    assert "Record the signature" in again
    assert refused.status_code == 409
    assert "has signed this text already: act 3" in refused.text


def test_a_common_sheet_is_sent_once(held, app, browser_of):
    editor = browser_of("editor")
    with app.app_context():
        digest = events.by_number(1).signatures[1].act.evidence.digest
        person = events.delegation(1, "BA").delegates[0].id
    assert "Choose the scan or photograph" in editor.fill("/events/1/ceremony/BA", delegate=str(person), signed_on="2026-11-30").text
    assert editor.fill("/events/1/ceremony/BA", delegate=str(person), signed_on="2026-11-30", sheet=digest).status_code == 303
    with app.app_context():
        assert events.by_number(1).signatures[2].act.evidence.digest == digest


def test_the_second_person_is_led_to_the_act(held, browser_of):
    assert "Compare and verify act 2" in browser_of("editor2").get("/events/1/ceremony").text
    assert "Compare and verify" not in browser_of("editor").get("/events/1/ceremony").text


def test_a_list_opened_before_the_conclusion_records_nothing_after_it(held, app, browser_of):
    editor = browser_of("editor")
    page = editor.get("/events/1/ceremony/BA").text
    hidden = {name: page[page.index(f'name="{name}"'):].partition('value="')[2].partition('"')[0] for name in ("csrf_token", "form_key", "digest", "delegate")}
    with app.app_context(), transaction():
        holding.conclude(who("editor2"), events.by_number(1))
    answer = editor.client.post("/events/1/ceremony/BA", data=hidden | {"signed_on": "2026-11-30", "evidence": scan()}, content_type="multipart/form-data")
    assert answer.status_code == 403
    assert "the event is in session" in answer.text
    assert "gains no signature" in editor.get("/events/1/ceremony").text


def test_calendars_know_the_event_by_one_name_through_every_change(app, people, browser_of):
    with app.app_context(), transaction():
        f.announced()
    visitor = browser_of(None)

    def entry():
        whole = icalendar.Calendar.from_ical(visitor.get("/events/1/event.ics").data)
        assert [str(zone["TZID"]) for zone in whole.walk("VTIMEZONE")] == ["Europe/Sarajevo"]
        return whole.walk("VEVENT")[0]

    first = entry()
    with app.app_context(), transaction():
        later = f.INVITATION.__class__(**{**f.INVITATION.__dict__, "ends_at": f.INVITATION.ends_at + timedelta(hours=1)})
        planning.amend(who("editor"), events.by_number(1), later, "One hour more.")
    second = entry()
    with app.app_context(), transaction():
        planning.cancel(who("editor"), events.by_number(1), "Called off.")
    third = entry()
    assert len({str(each["UID"]) for each in (first, second, third)}) == 1
    assert [int(each["SEQUENCE"]) for each in (first, second, third)] == [0, 1, 2]
    assert first["DTSTART"].dt == f.INVITATION.starts_at
    assert first["DTSTART"].params["TZID"] == "Europe/Sarajevo"
    assert [str(each["STATUS"]) for each in (first, third)] == ["CONFIRMED", "CANCELLED"]
    assert "This event does not take place." in visitor.get("/events/1/").text


@pytest.mark.parametrize("form", ["each", "common"])
def test_signing_sheets_are_printed_with_the_hash(held, browser_of, form):
    answer = browser_of("editor").get(f"/events/1/signing-sheet-{form}.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert browser_of("editor").get(f"/events/1/signing-sheet-{form}.pdf").data == answer.data
    assert browser_of("citizen").get(f"/events/1/signing-sheet-{form}.pdf").status_code == 403
    assert browser_of("editor").get("/events/1/signing-sheet-other.pdf").status_code == 404


def test_minutes_are_read_by_everybody_once_they_are_published(held, app, browser_of):
    editor, visitor = browser_of("editor"), browser_of(None)
    with app.app_context(), transaction():
        holding.conclude(who("editor"), events.by_number(1))
    assert editor.fill("/events/1/minutes", language="en", words="Two **parties** signed.").status_code == 303
    assert "parties</strong> signed" not in visitor.get("/events/1/").text
    assert "parties</strong> signed" in editor.get("/events/1/minutes/publish").text
    assert editor.fill("/events/1/minutes/publish", adopted_on="2026-11-30", adopted_how="in writing").status_code == 303
    page = visitor.get("/events/1/").text
    assert "parties</strong> signed" in page
    assert "Adopted on 30 Nov 2026: in writing" in page
    assert editor.get("/events/1/minutes").status_code == 403


def test_a_change_of_minutes_by_somebody_quicker_is_not_overwritten(held, app, browser_of):
    editor = browser_of("editor")
    page = editor.get("/events/1/minutes").text
    hidden = {name: page[page.index(f'name="{name}"'):].partition('value="')[2].partition('"')[0] for name in ("csrf_token", "form_key", "revision")}
    with app.app_context(), transaction():
        minutes.write_minutes(who("editor2"), events.by_number(1), "Quicker.", "en", 0)
    answer = editor.client.post("/events/1/minutes", data=hidden | {"language": "en", "words": "Slower."})
    assert answer.status_code == 409
    assert "Slower." in answer.text


def test_delegations_and_credentials_are_entered_by_one_and_verified_by_another(app, people, day, browser_of):
    with app.app_context(), clock.at(f.NOON - timedelta(days=3)), transaction():
        f.announced()
    editor, second = browser_of("editor"), browser_of("editor2")
    assert editor.fill("/events/1/delegations", party="RS").headers["Location"] == "/events/1/delegations/RS"
    assert editor.fill("/events/1/delegations/RS", to="/events/1/delegations/RS/members", name="Ana Anić", title="Minister", head="y").status_code == 303
    assert "Type the name" in editor.fill("/events/1/delegations/RS", to="/events/1/delegations/RS/members", name=" ").text
    letter = {"authority": "Ministry", "dated": "2026-11-29", "powers": "y", "evidence": scan("letter")}
    assert editor.fill("/events/1/delegations/RS/credentials", **letter).status_code == 303
    assert "Choose the file" in editor.fill("/events/1/delegations/RS/credentials", **{k: v for k, v in letter.items() if k != "evidence"}).text
    assert "It says the same: verify" not in editor.get("/events/1/delegations/RS").text
    assert "Credentials not verified yet" in browser_of(None).get("/events/1/").text
    assert second.fill("/events/1/delegations/RS", to="/events/1/credentials/1/verify").status_code == 303
    page = browser_of(None).get("/events/1/").text
    assert "Credentials verified" in page
    assert "Ana Anić" in page
    assert "Ministry" not in page


def test_papers_of_the_agenda_are_public_with_the_event(app, people, browser_of):
    with app.app_context(), transaction():
        f.planned()
    editor, visitor = browser_of("editor"), browser_of(None)
    editor.fill("/events/1/agenda/1/documents", title="A note", language="en", evidence=scan("note"))
    assert visitor.get("/events/1/documents/1").status_code == 404
    assert editor.fill("/events/1/announce").status_code == 303
    assert visitor.get("/events/1/documents/1").data == b"note"
    assert visitor.get("/events/1/documents/1").headers["Content-Security-Policy"].startswith("sandbox")
    assert editor.fill("/events/1/agenda", to="/events/1/documents/1/drop").status_code == 303
    assert visitor.get("/events/1/documents/1").status_code == 404


def test_the_journal_tells_the_steps_that_are_public(held, browser_of):
    page = browser_of(None).get("/journal/?noun=events").text
    for words in ("High-level event 1 was announced", "The outcome text of high-level event 1", "The session of high-level event 1 began with 3 delegations",
                  "The credentials of the delegation of Serbia"):
        assert words in page

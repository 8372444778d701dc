"""What visitors, editors and the group see of meetings, and the files that are handed out."""
import json

import icalendar
import pytest

from consult import clock
from consult.db import db, transaction
from consult.meetings import queries
from consult.meetings.actions import planning
from consult.notices.models import Mail
from consult.web import postman
from tests.ballots import factories as made
from tests.ballots.factories import who
from tests.meetings import factories as f

HERE = "/workgroup/meetings/1"


@pytest.fixture
def invited(app, people):
    """Meeting 1, to which the group is invited."""
    with app.app_context(), transaction():
        made.seats("HR", "RS")
        f.invited()


def test_a_meeting_is_planned_and_the_group_invited_from_the_desk(app, people, browser_of):
    editor, visitor = browser_of("editor"), browser_of()
    typed = {"title": "Third meeting", "language": "en", "zone": "Europe/Istanbul", "day": "2026-12-01", "starts_hour": "09:30", "ends_hour": "12:00", "place": "Istanbul"}
    assert editor.fill("/workgroup/meetings/plan", **typed | {"place": ""}).status_code == 422
    assert editor.fill("/workgroup/meetings/plan", **typed).headers["Location"] == f"{HERE}/"
    assert visitor.get(f"{HERE}/").status_code == 404
    assert "has not been invited to a meeting yet" in visitor.get("/workgroup/meetings/").text
    assert "at least one point" in editor.fill(f"{HERE}/invite").text
    assert editor.fill(f"{HERE}/agenda", title="Opening", words="- first").status_code == 303
    assert editor.fill(f"{HERE}/invite").status_code == 303
    page = visitor.get(f"{HERE}/").text
    for words in ("1 December 2026, 09:30 +03", "begins at 07:30 Brussels time", "Opening", "<li>first</li>"):
        assert words in page
    assert "Work on this meeting" not in page


def test_after_the_meeting_the_desk_records_it_and_everybody_reads_it_with_the_minutes(app, invited, browser_of):
    with clock.at(f.AFTER):
        editor, visitor = browser_of("editor"), browser_of()
        assert editor.fill(f"{HERE}/", to=f"{HERE}/held").status_code == 303
        assert 'value="Member.rs"' in editor.get(f"{HERE}/attendance").text
        marks = {"presence_RS": "present", "name_RS": "Member.rs", "presence_HR": "apologies", "name_HR": ""}
        assert editor.fill(f"{HERE}/attendance", **marks).status_code == 303
        assert editor.fill(f"{HERE}/decisions", words="Draft 0.3 is **prepared**.").status_code == 303
        assert editor.fill(f"{HERE}/minutes", language="en", words="It opened at 9:30.").status_code == 303
        assert "Draft 0.3" not in visitor.get(f"{HERE}/").text + visitor.get(f"{HERE}/meeting.json").text
        assert editor.fill(f"{HERE}/minutes/publish").status_code == 303
        assert editor.get(f"{HERE}/minutes").status_code == 403
        assert editor.fill(f"{HERE}/minutes/correct", words="It opened at 9:45.").status_code == 303
        page = visitor.get(f"{HERE}/").text
        for words in ("Draft 0.3 is <strong>prepared</strong>.", "Apologies", "Member.rs", "It opened at 9:30.", "Correction of 20 Nov 2026", "It opened at 9:45."):
            assert words in page
        told = json.loads(visitor.get(f"{HERE}/meeting.json").text)
    assert [row["presence"] for row in told["attendance"]] == ["apologies", "present"]
    assert told["decisions"][0]["words"] == "Draft 0.3 is **prepared**."
    assert told["minutes"]["corrections"][0]["words"] == "It opened at 9:45."


def test_the_calendar_knows_a_changed_and_a_cancelled_meeting_again(app, invited, browser_of):
    def entry():
        return icalendar.Calendar.from_ical(browser_of().get(f"{HERE}/meeting.ics").get_data()).walk("VEVENT")[0]

    first = entry()
    assert first["dtstart"].dt.isoformat() == "2026-11-20T09:30:00+01:00"
    assert browser_of("editor").fill(f"{HERE}/cancel", reason="No host").status_code == 303
    second = entry()
    assert second["uid"] == first["uid"]
    assert second["sequence"] > first["sequence"]
    assert second["status"] == "CANCELLED"
    assert "No host" in browser_of().get(f"{HERE}/").text


def test_members_and_observers_are_invited_by_mail_and_told_of_changes(app, people):
    with app.app_context():
        with transaction():
            made.seats("RS")
            meeting = f.planned()
            planning.change(who("editor"), meeting, f.CALL.__class__(**vars(f.CALL) | {"title": "Fourth meeting"}))
        postman.write()
        assert db.session.query(Mail).filter(Mail.key.like("meetings.%")).count() == 0
        with transaction():
            planning.invite(who("editor"), queries.by_number(1))
        postman.write()
        mails = db.session.query(Mail).filter(Mail.key.like("meetings.%")).all()
        assert {mail.to for mail in mails} == {"member.rs@sample.test", "observer@sample.test"}
        assert all("1. Opening" in mail.body and "20 November 2026, 09:30" in mail.body for mail in mails)
        with transaction():
            planning.cancel(who("editor"), queries.by_number(1), "No host")
        postman.write()
        postman.write()
        assert db.session.query(Mail).filter(Mail.key.like("meetings.cancel%")).count() == 2


@pytest.mark.parametrize("name", [None, "citizen", "moderator", "observer", "admin"])
def test_nobody_else_works_on_meetings(app, invited, browser_of, name):
    for address in ("/workgroup/meetings/plan", f"{HERE}/agenda", f"{HERE}/cancel", f"{HERE}/change"):
        assert browser_of(name).get(address).status_code == (403 if name else 303), address

"""The roster as a visitor reads it, and the desk's forms."""
import io

import pytest

from consult.db import transaction
from tests.ballots import factories as made


@pytest.fixture
def seated(app, people):
    with app.app_context(), transaction():
        return made.mandate("member.rs", "RS").id


def recorded(browser, **more):
    fields = {"email": "citizen@sample.test", "party": "RS", "role": "principal", "since": "2026-11-01", "authority": "Ministry of Industry", "dated": "2026-10-20",
              "evidence": (io.BytesIO(b"appointed"), "letter.txt")}
    return browser.fill("/workgroup/mandates/new", **fields | more)


def test_a_visitor_reads_who_sits_for_whom_but_no_letters(seated, browser_of):
    page = browser_of().get("/workgroup/").text
    assert "Member.rs" in page
    assert "The seat is vacant." in page
    assert "/evidence/" not in page
    assert "Record a mandate" not in page


def test_a_mandate_is_recorded_by_one_editor_and_verified_by_another(app, people, browser_of):
    answer = recorded(browser_of("editor"))
    assert answer.status_code == 303
    assert "A third person must verify" in browser_of("editor").get(answer.location).text
    assert "Citizen" not in browser_of().get("/workgroup/").text
    assert browser_of("editor2").fill(answer.location, to=f"{answer.location}/verify").status_code == 303
    assert "Citizen" in browser_of().get("/workgroup/").text


def test_a_refused_form_keeps_what_was_typed_and_names_the_field(app, people, browser_of):
    answer = recorded(browser_of("editor"), email="nobody@sample.test")
    assert answer.status_code == 422
    assert "There is no account with this address" in answer.text
    assert 'value="Ministry of Industry"' in answer.text
    assert recorded(browser_of("editor"), evidence=(io.BytesIO(b"MZ"), "letter.exe")).status_code == 422


def test_the_holder_sees_the_letter_and_a_stranger_does_not(app, people, seated, browser_of):
    page = browser_of("editor").get(f"/workgroup/mandates/{seated}").text
    address = page.split('href="/evidence/')[1].split('"')[0]
    assert browser_of("citizen").get(f"/workgroup/mandates/{seated}").status_code == 403
    for name, status in (("citizen", 403), ("observer", 403), ("admin", 200), ("editor2", 200)):
        assert browser_of(name).get(f"/evidence/{address}").status_code == status, name
    assert browser_of().get(f"/evidence/{address}").status_code == 303


def test_a_mandate_is_ended_with_a_reason(app, people, seated, browser_of):
    editor = browser_of("editor")
    assert editor.fill(f"/workgroup/mandates/{seated}/end", until="2026-11-01", reason="Left").status_code == 422
    assert editor.fill(f"/workgroup/mandates/{seated}/end", until="2026-11-30", reason="Left the ministry").status_code == 303
    assert "Left the ministry" in editor.get(f"/workgroup/mandates/{seated}").text


@pytest.mark.parametrize("name", [None, "citizen", "moderator", "observer", "coordinator"])
def test_nobody_else_works_on_mandates(app, people, seated, browser_of, name):
    for address in ("/workgroup/mandates/new", f"/workgroup/mandates/{seated}", f"/workgroup/mandates/{seated}/end"):
        assert browser_of(name).get(address).status_code == (403 if name else 303), address

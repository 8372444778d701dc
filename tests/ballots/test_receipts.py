"""After casting: the receipt as page, PDF and JSON, the mails to the seat, and who may read it before the close."""
import hashlib
import io
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from consult import clock
from consult.ballots.rules.life import BallotKind
from consult.db import db, transaction
from consult.notices import queries as notices
from consult.notices.models import Mail, NoticeCursor
from consult.web import postman
from consult.workgroup.rules import MandateRole
from tests import factories
from tests.ballots import factories as made
from tests.ballots.test_views import cast, note

VERIFIER = Path(__file__).parents[2] / "static/verify_result.py"


@pytest.fixture
def ballot(app, people):
    """Ballot 1 on a text, open now, with an alternate for one seat."""
    with app.app_context():
        made.standing()
        with transaction():
            people["alternate.rs"] = made.mandate("alternate.rs", "RS", MandateRole.ALTERNATE).account_id
            db.session.add(NoticeCursor(seq=notices.end_of_journal()))
        note(people)
    return 1


def mails(app):
    """What was written to whom since the ballot opened."""
    with app.app_context():
        postman.write()
        return {mail.to: mail for mail in db.session.scalars(select(Mail))}


def test_casting_leads_to_a_receipt_that_anybody_can_check(ballot, browser_of, tmp_path):
    first = cast(browser_of("member.hr"))
    member = browser_of("member.rs")
    answer = cast(member, choice="do_not_approve", reason="Section 2: eight is too many. Five would do.")
    page = member.get(answer.location).text
    said = json.loads(member.get(answer.location + "receipt.json").data)
    for words in ("Receipt 2 of ballot 1", "Your position is recorded.", "Do not approve", "Five would do.", "Member.rs, Member", said["receipt"], said["position"]["previous"]):
        assert words in page
    canonical = json.dumps(said["position"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert said["receipt"] == hashlib.sha256(canonical).hexdigest()
    assert said["position"]["previous"] in first.location
    assert member.get(answer.location + "receipt.pdf").data.startswith(b"%PDF-1.7")
    (tmp_path / "result-1.json").write_bytes(browser_of().get("/ballots/1/result.json").data)
    (tmp_path / "receipt-1-2.json").write_bytes(member.get(answer.location + "receipt.json").data)

    def run():
        command = [sys.executable, "-I", "-S", str(VERIFIER), "result-1.json", "--receipt", "receipt-1-2.json", "--receipt", said["receipt"]]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)

    assert run().stdout.endswith("Everything holds.\n")
    said["position"]["choice"] = "approve"
    (tmp_path / "receipt-1-2.json").write_text(json.dumps(said))
    assert run().returncode == 2


def test_a_replaced_position_keeps_its_receipt_which_names_the_later_one(ballot, browser_of):
    member = browser_of("member.rs")
    first, second = cast(member).location, cast(member, choice="abstain").location
    page = browser_of().get(first).text
    assert "replaced by a later one" in page
    assert second in page
    assert "This is the position of the seat that counts" in browser_of().get(second).text


def test_all_who_speak_for_the_seat_get_the_receipt_by_mail_and_nobody_else(app, ballot, browser_of):
    address = cast(browser_of("alternate.rs"), choice="abstain", reason="We wait").location
    told = mails(app)
    assert set(told) == {"alternate.rs@sample.test", "member.rs@sample.test"}
    for mail in told.values():
        assert address in mail.body
        assert "We wait" in mail.body
    assert "Your position is recorded." in told["alternate.rs@sample.test"].body
    assert "Alternate.rs has given the position of the seat" in told["member.rs@sample.test"].body


def test_a_written_position_is_mailed_to_its_holder_who_can_object(app, ballot, browser_of):
    with app.app_context():
        mandate = str(made.who("member.rs").mandates[0].id)
    fields = {"mandate": mandate, "choice": "approve", "reason": "", "evidence": (io.BytesIO(b"We approve"), "note.txt")}
    address = browser_of("editor").fill("/ballots/1/enter", **fields).location
    told = mails(app)
    assert set(told) == {"alternate.rs@sample.test", "member.rs@sample.test"}
    assert "object: give your position yourself" in told["member.rs@sample.test"].body
    assert "/ballots/1/cast" in told["member.rs@sample.test"].body
    assert hashlib.sha256(b"We approve").hexdigest() in told["member.rs@sample.test"].body
    page = browser_of("member.rs").get(address).text
    assert "Object: give my own position" in page
    assert "received in writing and entered by the secretariat" in page
    assert "Object" not in browser_of("alternate.rs").get(address).text
    cast(browser_of("member.rs"), choice="abstain")
    assert "replaced by a later one" in browser_of().get(address).text


def test_before_the_close_a_hidden_position_is_for_its_seat_only(app, people, browser_of):
    with app.app_context():
        made.standing(kind=BallotKind.ADOPT_FINAL, preset="consensus", days=15)
        note(people)
    address = cast(browser_of("member.rs")).location
    for ending in ("", "receipt.json", "receipt.pdf"):
        assert browser_of("member.rs").get(address + ending).status_code == 200
        for name in (None, "citizen", "editor", "admin", "member.hr"):
            assert browser_of(name).get(address + ending).status_code == 404, (name, ending)
    assert "can be taken from the page of the ballot after the close" in browser_of("member.rs").get(address).text
    with clock.at(factories.DAY + timedelta(days=15)):
        assert "Approve" in browser_of().get(address).text


@pytest.mark.parametrize("receipt", ["0" * 64, "nothing", "1"])
def test_a_receipt_that_nobody_has_is_a_page_that_says_so(ballot, browser_of, receipt):
    assert browser_of().get(f"/ballots/receipts/{receipt}/").status_code == 404

"""The casting page: all that a busy person needs, who may cast for a seat, and every refusal with its condition named and the words kept."""
import io
import re
from datetime import timedelta

import pytest

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.rules.casting import becomes_public, effects
from consult.ballots.rules.counting import PRESETS
from consult.ballots.rules.life import BallotKind, Choice
from consult.db import transaction
from consult.documents.actions import publishing, starting
from consult.documents.rules import ChangeClass
from consult.workgroup import actions as workgroup
from consult.workgroup.rules import MandateRole
from tests import factories
from tests.ballots import factories as made
from tests.ballots.test_views import cast, note

WORDS = "Section 2 asks too much; five members would do."


@pytest.fixture
def ballot(app, people):
    """Ballot 1, open now; the seat of RS has an alternate too."""
    with app.app_context():
        made.standing()
        with transaction():
            people["alternate.rs"] = made.mandate("alternate.rs", "RS", MandateRole.ALTERNATE).account_id
        note(people)
    return 1


def opened(browser, **fields):
    """The form as the page had it, to be sent later."""
    page = browser.get("/ballots/1/cast").text
    return {name: re.search(f'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("csrf_token", "form_key", "digest")} | fields


def test_the_page_says_what_each_choice_does_who_else_speaks_and_what_becomes_public(ballot, browser_of):
    page = browser_of("member.rs").get("/ballots/1/cast").text
    for words in ("Read Model 1.0", "Fingerprint", "14 days left", "Your seat counts like each of the 3.", "Alternate.rs, Alternate", "Counts for. A reason is optional.",
                  "what change would turn your position", "At once everybody can read your position"):
        assert words in page


def test_against_is_said_to_be_enough_where_the_rule_has_it_so():
    assert "one seat against is enough" in effects("vote", PRESETS["consensus"])[Choice.AGAINST]
    assert "one seat against" not in effects("vote", PRESETS["two_thirds"])[Choice.AGAINST]
    assert set(effects("vote", PRESETS["procedural"])) == set(Choice)
    assert becomes_public(BallotKind.ADOPT_FINAL).startswith("After the close")


def test_the_page_leads_to_what_changed_since_the_seat_last_gave_a_position(app, people, browser_of):
    with app.app_context():
        with transaction():
            made.seats()
            first = made.text()
            held = made.ballot(first)
            actions.cast(made.who("member.rs"), held, Choice.ABSTAIN, "", held.version_digest)
            actions.withdraw(made.who("editor"), held, "A new version")
            for label in ("1.1", "1.2"):
                base = made.versions()[-1]
                changed = starting.start(made.who("editor"), base.document, label, "Model", made.TEXT.replace("eight", f"eight, in {label},"), base, ChangeClass.SUBSTANTIVE)
                publishing.publish(made.who("editor"), changed, "Changed")
            made.ballot(made.versions()[-1])
        note(people)
    page = browser_of("member.rs").get("/ballots/2/cast").text
    assert "/compare/1.0/1.2" in page
    assert "the last one on which your seat gave a position or commented" in page
    page = browser_of("member.hr").get("/ballots/2/cast").text
    assert "/compare/1.1/1.2" in page
    assert "the one before" in page
    assert "1 section changed" in page


def test_an_alternate_casts_while_no_position_of_the_member_stands(ballot, browser_of):
    assert cast(browser_of("alternate.rs"), choice="abstain").status_code == 303
    assert "Alternate.rs, Alternate" in browser_of().get("/ballots/1/").text
    assert "Alternate.rs, Alternate" in browser_of("member.rs").get("/ballots/1/cast").text
    alternate = browser_of("alternate.rs")
    early = opened(alternate, choice="do_not_approve", reason=WORDS)
    assert cast(browser_of("member.rs")).status_code == 303
    page = alternate.get("/ballots/1/cast").text
    assert "The member of this seat has given its position." in page
    assert "Record the position" not in page
    assert alternate.client.post("/ballots/1/cast", data=early).status_code == 409, "the page of before does not help"


def test_what_a_seat_said_stands_in_the_form_to_be_changed(ballot, browser_of):
    cast(browser_of("member.rs"), choice="do_not_approve", reason=WORDS)
    page = browser_of("member.rs").get("/ballots/1/cast").text
    assert re.search(r'<input[^>]* checked[^>]* value="do_not_approve"', page)
    assert page.count(WORDS) == 2


def end_mandate():
    workgroup.end_mandate(made.who("editor"), made.who("member.rs").mandates[0], clock.now(), "Moved on")


def withdraw():
    actions.withdraw(made.who("editor"), queries.by_number(1), "The wrong text")


@pytest.mark.parametrize(("between", "at", "condition"), [
    (None, timedelta(days=14), "the ballot is open"), (withdraw, timedelta(days=1), "the ballot is open"), (end_mandate, timedelta(days=1), "mandate"),
])
def test_what_happened_since_the_page_was_opened_is_named_and_the_words_are_kept(app, ballot, browser_of, between, at, condition):
    with clock.at(factories.DAY + at - timedelta(minutes=5)):
        member = browser_of("member.rs")
        form = opened(member, choice="do_not_approve", reason=WORDS)
        if between:
            with app.app_context(), transaction():
                between()
    with clock.at(factories.DAY + at):
        answer = member.client.post("/ballots/1/cast", data=form)
    assert answer.status_code == 403
    assert condition in answer.text
    assert WORDS in answer.text
    assert "Do not approve" not in browser_of().get("/ballots/1/").text


@pytest.mark.parametrize(("fields", "words"), [({"reason": " "}, "needs a reason"), ({"digest": "0" * 64}, "not the text of this ballot"), ({"choice": "yes"}, "Position:")])
def test_a_form_that_is_not_in_order_comes_back_with_its_words(ballot, browser_of, fields, words):
    member = browser_of("member.rs")
    answer = member.client.post("/ballots/1/cast", data=opened(member, choice="do_not_approve", reason=WORDS) | fields)
    assert answer.status_code in {409, 422}
    assert words in answer.text
    assert fields.get("reason", WORDS) in answer.text


def test_a_written_position_needs_a_mandate_in_force_and_its_document(app, ballot, browser_of):
    with app.app_context():
        mandate = str(made.who("member.rs").mandates[0].id)
    editor, fields = browser_of("editor"), {"choice": "do_not_approve", "reason": WORDS}
    proof = {"evidence": (io.BytesIO(b"We do not approve"), "note.txt")}
    for wrong in ({"mandate": mandate}, {"mandate": "999"} | proof):
        answer = editor.fill("/ballots/1/enter", **fields | wrong)
        assert answer.status_code == 422
        assert WORDS in answer.text
        proof = {"evidence": (io.BytesIO(b"We do not approve"), "note.txt")}
    with clock.at(factories.DAY + timedelta(minutes=1)):
        with app.app_context(), transaction():
            end_mandate()
        assert editor.fill("/ballots/1/enter", **fields | {"mandate": mandate} | proof).status_code == 422

"""The life of a ballot in the browser: repeated with an answer to every objection, decided by silence, its story and its next step named."""
from datetime import timedelta

import pytest

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.rules.life import BallotKind, Choice
from consult.db import db, transaction
from tests import factories
from tests.ballots import factories as made
from tests.ballots.factories import who

OBJECTIONS = "What was done about former objections"


def note(people):
    for code in ("ba", "hr", "rs"):
        people[f"member.{code}"] = made.who(f"member.{code}").id


def withdrawn(people, kind=BallotKind.APPROVE_TEXT):
    """Ballot 1, withdrawn after the seat of Croatia objected."""
    with transaction():
        made.seats()
        ballot = made.ballot(kind=kind, days=20)
        actions.cast(who("member.rs"), ballot, Choice.APPROVE, "", ballot.version_digest)
        actions.cast(who("member.hr"), ballot, Choice.AGAINST, "Section 2 asks too much.", ballot.version_digest)
        actions.withdraw(who("editor"), ballot, "Section 2 is written anew.")
    note(people)


def prepared(browser, **fields):
    """Prepare a ballot as the form is sent."""
    sent = {"version": "model-1-0/1.0", "question": "Is the text approved now?", "kind": "approve_text", "preset": "two_thirds", "base": "cast",
            "opens_on": "2026-11-02", "closes_on": "2026-11-30"} | fields
    return browser.fill("/ballots/prepare", **sent)


@pytest.fixture
def repeated(app, people, browser_of):
    """Ballot 2, a draft that repeats ballot 1."""
    with app.app_context():
        withdrawn(people)
    assert prepared(browser_of("editor"), repeats="1").location == "/ballots/2/"


def test_a_withdrawn_ballot_leads_to_its_repetition(app, people, browser_of):
    with app.app_context():
        withdrawn(people)
    page = browser_of("editor").get("/ballots/1/").text
    assert "Work the objections into the text, then prepare a repeat ballot." in page
    assert 'href="/ballots/prepare?repeats=1"' in page
    form = browser_of("editor").get("/ballots/prepare?repeats=1").text
    assert "This ballot repeats ballot 1." in form
    assert "Is the text approved?</textarea>" in form
    assert 'name="repeats" value="1"' in form
    assert "/ballots/prepare" not in browser_of("member.rs").get("/ballots/1/").text
    for wrong in ("7", "x", "9" * 40):
        assert browser_of("editor").get(f"/ballots/prepare?repeats={wrong}").status_code == 404


def test_a_repeat_ballot_is_answered_opened_and_read(app, repeated, browser_of):
    assert browser_of().get("/ballots/2/").status_code == 404
    page = browser_of("editor2").get("/ballots/2/").text
    assert "Say what was done about 1 former objection" in page
    assert 'href="/ballots/2/open"' not in page
    refused = browser_of("editor2").fill("/ballots/2/open", typed="open ballot 2")
    assert refused.status_code == 409
    assert "1 still without" in refused.text
    assert browser_of("editor").get("/ballots/2/objections/RS").status_code == 404
    assert browser_of("member.hr").get("/ballots/2/objections/HR").status_code in {403, 404}
    wrong = browser_of("editor").fill("/ballots/2/objections/HR", words="Five are asked for now.", sections="17")
    assert wrong.status_code == 422
    assert "has no section 17" in wrong.text
    assert "Five are asked for now." in wrong.text, "what was typed is kept"
    assert browser_of("editor").fill("/ballots/2/objections/HR", words="Five are asked for now.", sections="2").location == "/ballots/2/"
    screen = browser_of("editor2").get("/ballots/2/open").text
    for words in ("This ballot repeats ballot 1.", "Five are asked for now.", "20 working days", "Section 2 asks too much."):
        assert words in screen, words
    assert browser_of("editor2").fill("/ballots/2/open", typed="open ballot 2").status_code == 303
    page = browser_of().get("/ballots/2/").text
    for words in (OBJECTIONS, "Section 2 asks too much.", "Five are asked for now.", 'href="/documents/model-1-0/1.0/#', "Checked and opened by a second person"):
        assert words in page, words
    assert "objections/HR" not in page
    former = browser_of().get("/ballots/1/").text
    assert "Repeated by" in former
    assert 'href="/ballots/2/"' in former
    assert "Repeated by ballot 2" in browser_of().get("/ballots/").text


def test_the_member_finds_the_former_position_as_a_draft_that_is_not_counted(app, repeated, browser_of):
    browser_of("editor").fill("/ballots/2/objections/HR", words="Five are asked for now.", sections="2")
    browser_of("editor2").fill("/ballots/2/open", typed="open ballot 2")
    page = browser_of("member.hr").get("/ballots/2/cast").text
    assert "Section 2 asks too much.</textarea>" in page
    with app.app_context():
        assert queries.count(queries.by_number(2)).none == 3


def test_who_objected_to_a_final_text_before_its_close_is_not_told(app, people, browser_of):
    with app.app_context():
        withdrawn(people, BallotKind.ADOPT_FINAL)
    assert prepared(browser_of("editor"), repeats="1", kind="adopt_final").location == "/ballots/2/"
    assert "Section 2 asks too much." in browser_of("editor").get("/ballots/2/").text, "the secretariat has to answer it"
    browser_of("editor").fill("/ballots/2/objections/HR", words="Five are asked for now.", sections="")
    assert browser_of("editor2").fill("/ballots/2/open", typed="open ballot 2").status_code == 303
    page = browser_of().get("/ballots/2/").text
    assert "Five are asked for now." in page
    assert "A seat that objected" in page
    assert "Section 2 asks too much." not in page


def test_silence_from_the_form_to_the_certificate(app, people, browser_of):
    with app.app_context():
        with transaction():
            made.seats()
            made.text()
        note(people)
    refused = prepared(browser_of("editor"), silence="y")
    assert refused.status_code == 422
    assert "Silence decides procedure" in refused.text
    short = prepared(browser_of("editor"), silence="y", kind="procedural", closes_on="2026-11-04")
    assert "at least 5 working days" in short.text
    assert prepared(browser_of("editor"), silence="y", kind="procedural", closes_on="2026-11-12").location == "/ballots/1/"
    assert "8 working days, at least 5 are needed" in browser_of("editor2").get("/ballots/1/open").text
    browser_of("editor2").fill("/ballots/1/open", typed="open ballot 1")
    page = browser_of().get("/ballots/1/").text
    assert "Nobody votes." in page
    assert "at least two thirds" not in page.casefold()
    form = browser_of("member.hr").get("/ballots/1/cast").text
    assert 'value="do_not_approve"' in form
    for other in ("approve", "abstain", "does_not_take_part"):
        assert f'value="{other}"' not in form
    assert browser_of("member.hr").fill("/ballots/1/cast", choice="approve", reason="Yes").status_code == 422
    with clock.at(factories.DAY + timedelta(days=11)):
        page = browser_of("admin").get("/ballots/1/").text
        assert "Look at the roll call and certify the result." in page
        assert browser_of("admin").fill("/ballots/1/", to="/ballots/1/certify").status_code == 303
        page = browser_of().get("/ballots/1/").text
        assert "No objection received." in page
        assert "Carried" not in page
        assert "approved" not in page.replace("Is the text approved now?", "")


def test_an_objection_is_shown_as_one(app, people, browser_of):
    with app.app_context():
        with transaction():
            made.seats()
            made.text()
        note(people)
    prepared(browser_of("editor"), silence="y", kind="procedural")
    browser_of("editor2").fill("/ballots/1/open", typed="open ballot 1")
    assert browser_of("member.hr").fill("/ballots/1/cast", choice="do_not_approve", reason="The number was meant.").status_code == 303
    page = browser_of().get("/ballots/1/").text
    assert "The number was meant." in page
    assert ">Objection<" in page
    assert "Do not approve" not in page
    with clock.at(factories.DAY + timedelta(days=30)):
        browser_of("admin").fill("/ballots/1/", to="/ballots/1/certify")
        assert "Objection received: the procedure is broken." in browser_of().get("/ballots/1/").text


def test_the_page_tells_the_story_of_the_ballot(app, people, browser_of):
    with app.app_context():
        with transaction():
            made.seats()
            ballot = made.ballot()
        note(people)
        with clock.at(factories.DAY + timedelta(days=1)), transaction():
            actions.extend(who("editor"), ballot, factories.DAY + timedelta(days=20), "A holiday in two parties.")
        with clock.at(factories.DAY + timedelta(days=2)), transaction():
            actions.extend(who("editor"), ballot, factories.DAY + timedelta(days=22), "The secretariat was closed.")
        for code in ("ba", "hr", "rs"):
            with clock.at(factories.DAY + timedelta(days=3)), transaction():
                actions.cast(who(f"member.{code}"), ballot, Choice.APPROVE, "", ballot.version_digest)
        with clock.at(factories.DAY + timedelta(days=4)):
            assert "it can be closed now" in browser_of("editor").get("/ballots/1/").text
            with transaction():
                actions.close_early(who("editor"), ballot)
        with clock.at(factories.DAY + timedelta(days=5)), transaction():
            actions.certify(who("admin"), ballot)
        db.session.remove()
    with clock.at(factories.DAY + timedelta(days=6)):
        page = browser_of().get("/ballots/1/").text
    story = page[page.index("What has happened"):]
    places = [story.index(words) for words in ("Prepared", "Checked and opened", "A holiday in two parties.", "The secretariat was closed.", "Every seat had a position",
                                               "Certified by a third person")]
    assert places == sorted(places)


@pytest.mark.parametrize(("name", "days", "words"), [
    ("editor", 0, "3 seats have no position yet"), ("editor", 14, "A person who neither prepared nor opened the ballot certifies it."),
    ("admin", 14, "Look at the roll call and certify the result.")])
def test_the_secretariat_always_finds_the_next_step(app, people, browser_of, name, days, words):
    with app.app_context():
        made.standing()
    with clock.at(factories.DAY + timedelta(days=days)):
        page = browser_of(name).get("/ballots/1/").text
        assert "Next step:" in page
        assert words in page
        assert "Next step:" not in browser_of().get("/ballots/1/").text


def test_a_question_that_was_carried_is_not_offered_again(app, people, browser_of):
    with app.app_context():
        number = made.standing()
        with transaction():
            ballot = queries.by_number(number)
            for code in ("ba", "hr", "rs"):
                actions.cast(who(f"member.{code}"), ballot, Choice.APPROVE, "", ballot.version_digest)
        with clock.at(ballot.closes_at), transaction():
            actions.certify(who("admin"), ballot)
    assert "Prepare a repeat ballot" not in browser_of("editor").get("/ballots/1/").text
    assert prepared(browser_of("editor"), repeats="1", closes_on="2026-12-20").status_code == 422

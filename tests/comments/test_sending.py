"""Review once, submit once: one receipt however often the form is sent, with copy, PDF and what happens next."""
import re
import zlib

import pytest
from sqlalchemy import func, select

from consult import clock
from consult.comments.models import Comment, Submission
from consult.db import db
from consult.rounds import actions as rounds
from consult.rounds.models import Round
from consult.submissions import exports
from consult.submissions.models import Sending
from consult.web import letters
from tests.comments.conftest import AFTER
from tests.comments.test_views import send, texts, write
from tests.conftest import Browser


def hidden(page, action):
    """The hidden fields of the form that posts to an address."""
    form = next(f for f in re.findall(r"<form\b.*?</form>", page.text, re.S) if f'action="{action}"' in f)
    return dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))


def opened(browser):
    """The review page as it stands in a browser: all that its form will send."""
    return hidden(browser.get("/comments/drafts"), "/comments/send/1") | {"capacity": "self", "name_shown": "y"}


def count(app, model):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_the_drafts_stand_in_the_order_of_the_text_and_can_still_be_edited(world, browser_of):
    citizen = browser_of("citizen")
    for section, words in (("3", "On funding."), ("", "On the whole."), ("1", "On the purpose.")):
        write(citizen, section=section, body=words)
    page = citizen.get("/comments/drafts").text
    places = [page.index(words) for words in ("On the whole.", "On the purpose.", "On funding.")]
    assert places == sorted(places)
    assert page.count('href="/comments/drafts/') >= 3
    for words in ("On the whole.", "1 Purpose : On the purpose.", "3 Funding : On funding."):
        assert words in texts(citizen.get("/comments/drafts"))


def test_before_sending_it_says_until_when_what_can_be_changed(world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    page = citizen.get("/comments/drafts")
    assert "After sending you can replace or withdraw each comment until: 2 December 2026, 09:59 CET (Brussels time)" in texts(page)
    assert 'data-here="that is {time} where you are ({zone})"' in page.text


def test_the_same_form_sent_again_leads_to_the_same_receipt(app, world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    form = opened(citizen)
    first, again = (citizen.client.post("/comments/send/1", data=form) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["Location"] == again.headers["Location"] == "/comments/receipts/S1-0001"
    assert (count(app, Submission), count(app, Comment)) == (1, 1)


def test_a_form_sent_again_long_after_still_leads_to_the_same_receipt(app, world, within, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    form = opened(citizen)
    citizen.client.post("/comments/send/1", data=form)
    within(lambda desk: db.session.execute(db.metadata.tables["spent_form"].delete()))
    assert citizen.client.post("/comments/send/1", data=form).headers["Location"] == "/comments/receipts/S1-0001"
    assert count(app, Submission) == 1


def test_the_key_of_a_form_leads_nobody_else_to_a_receipt(app, world, browser_of):
    citizen, cluster = browser_of("citizen"), browser_of("cluster")
    write(citizen)
    write(cluster)
    theirs, own = opened(citizen), opened(cluster)
    citizen.client.post("/comments/send/1", data=theirs)
    answer = cluster.client.post("/comments/send/1", data=own | {"form_key": theirs["form_key"]})
    assert "/comments/receipts/S1-0001" not in cluster.get("/comments/mine").text
    assert answer.status_code in {303, 409}
    assert count(app, Submission) == 1


def test_drafts_that_another_window_has_sent_are_not_sent_again(app, world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    one, other = opened(citizen), opened(citizen)
    assert one["form_key"] != other["form_key"]
    citizen.client.post("/comments/send/1", data=one)
    page = citizen.client.post("/comments/send/1", data=other)
    assert page.status_code == 409
    assert "These drafts have been sent already" in texts(page)
    assert "/comments/receipts/S1-0001" in page.text
    assert count(app, Submission) == 1


def test_the_receipt_says_what_happens_next_with_dates(world, browser_of):
    citizen = browser_of("citizen")
    send(citizen)
    page = citizen.get("/comments/receipts/S1-0001")
    assert "You can replace or withdraw each comment until 2 December 2026, 09:59 CET." in texts(page)
    assert "All answers of the round are published together" in texts(page)
    assert "/comments/R1-RS-001/replace" in page.text
    assert "What happens next" in citizen.get("/comments/receipts/S1-0001/copy").text


def unpacked(pdf):
    """The streams of a PDF that are only squeezed, as text."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            found.append(zlib.decompress(stream).decode("latin-1"))
        except zlib.error:
            continue
    return "\n".join(found)


def test_the_receipt_is_a_tagged_pdf_that_prints_every_script_of_the_region(world, browser_of):
    citizen = browser_of("citizen")
    write(citizen, body="Ђачки Љубиша. Καλημέρα Ελλάδα. Şırnak, Čačak, țară.", reason="#panic(\"no\") *not bold*")
    citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y")
    answer = citizen.get("/comments/receipts/S1-0001/pdf")
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename=receipt-S1-0001.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    inside = answer.data.decode("latin-1") + unpacked(answer.data)
    assert "StructTreeRoot" in inside
    assert "pdfuaid" in inside
    maps = inside.upper()
    for letter in "ЂЉΚΕŞČț#*":
        assert f"{ord(letter):04X}" in maps, letter


def test_a_letter_that_no_font_has_costs_the_standard_and_not_the_receipt():
    words = {"language": "en", "title": "Receipt S1-0001", "lines": [], "next_title": "Next", "next": ["Wait."], "sent_title": "Sent", "interest_title": "", "interest": "",
             "comments": [{"title": "R1-RS-001", "line": "", "parts": [("The comment", "words \U0001fbff \U000e0101", "en")], "address": "http://127.0.0.1/"}]}
    assert exports.receipt_pdf(words, AFTER.replace(microsecond=123000)).startswith(b"%PDF-")


@pytest.mark.parametrize("address", ["/comments/receipts/S1-0001", "/comments/receipts/S1-0001/pdf", "/comments/receipts/S1-0001/copy"])
@pytest.mark.parametrize("name", ["cluster", "editor", "admin"])
def test_a_receipt_is_its_senders_alone(world, browser_of, address, name):
    send(browser_of("citizen"))
    assert browser_of(name).get(address).status_code == 404


def test_the_mail_holds_a_copy_of_the_words(world, app, browser_of):
    citizen = browser_of("citizen")
    write(citizen, body="Please lower the number.", quote="not fewer than eight", proposed="not fewer than six", reason="Small countries.")
    citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y")
    with app.test_request_context("/"):
        comment = db.session.scalars(select(Comment)).one()
        body = str(letters.compose("comments.submit", {"round": 1, "receipt": "S1-0001"}, comment, comment.author))
    for words in ("Please lower the number.", "not fewer than eight", "not fewer than six", "Small countries.", "/comments/receipts/S1-0001"):
        assert words in body


def test_former_words_are_named_where_one_looks_after_ones_comments(world, browser_of):
    citizen = browser_of("citizen")
    send(citizen, body="First words.")
    citizen.fill("/comments/R1-RS-001/replace", kind="wording", body="Better words.")
    assert "/comments/R1-RS-001#former" in citizen.get("/comments/mine").text
    assert "First words." in citizen.get("/comments/R1-RS-001").text
    assert "until 2 December 2026" in texts(citizen.get("/comments/mine"))


def test_no_declaration_of_interest_is_asked_for_unless_wanted(world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    assert "Your interest in the matter" not in texts(citizen.get("/comments/drafts"))


def test_a_declared_interest_stands_beside_the_comments_and_goes_when_they_are_hidden(app, world, browser_of):
    app.config["INTEREST"] = "optional"
    citizen = browser_of("citizen")
    write(citizen)
    citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y", interest="We sell consulting to clusters.")
    assert "We sell consulting to clusters." in texts(browser_of(None).get("/comments/R1-RS-001"))
    browser_of("moderator").fill("/comments/R1-RS-001/hide", sure="y", reason="It insults.")
    assert "We sell consulting to clusters." not in texts(browser_of(None).get("/comments/R1-RS-001"))


def test_a_required_declaration_is_asked_for_and_nothing_is_sent_without(app, world, browser_of):
    app.config["INTEREST"] = "required"
    citizen = browser_of("citizen")
    write(citizen)
    page = citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y", interest="  ")
    assert page.status_code == 422
    assert "Say what interest you have in the matter" in texts(page)
    assert count(app, Submission) == 0
    assert citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y", interest="none").status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Sending.interest)).all() == ["none"]


def test_drafts_of_two_rounds_are_sent_one_round_after_the_other(app, world, within, browser_of):
    citizen = browser_of("citizen")
    write(citizen)

    def complete_and_follow(desk):
        round_ = db.session.get_one(Round, world.round)
        rounds.plan(desk.person("editor"), round_.version, AFTER, AFTER + (round_.closes_at - round_.opens_at), "Again.")
        rounds.schedule(desk.person("editor"), db.session.scalars(select(Round).filter_by(number=2)).one())

    within(complete_and_follow)
    with clock.at(AFTER):
        citizen = browser_of("citizen")
        citizen.fill("/comments/new?round=2&section=1", kind="substance", body="For round two.", language="en")
        assert "/comments/send/2" in citizen.get("/comments/drafts").text
        assert citizen.fill("/comments/send/2", capacity="self", name_shown="y").headers["Location"] == "/comments/receipts/S2-0001"
        assert "Please lower the number." in citizen.get("/comments/drafts").text


def test_a_receipt_that_nobody_has_is_not_found(world, browser_of):
    assert isinstance(browser_of("citizen"), Browser)
    assert browser_of("citizen").get("/comments/receipts/S9-9999/pdf").status_code == 404

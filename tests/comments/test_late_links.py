"""Late links: given for a public reason, taken up by one person, good for one submission, and only until they end."""
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult import clock
from consult.comments.actions import answering, late, writing
from consult.comments.models import Comment
from consult.comments.queries import threads
from consult.comments.rules import Capacity, Code, CommentKind
from consult.db import db
from consult.errors import Invalid, NotAllowed
from consult.journal.models import JournalEntry
from consult.rounds import actions as rounds
from consult.rounds.models import Round
from consult.submissions.models import LateLink
from consult.submissions.rules import link_hash
from tests.comments.conftest import AFTER, CLOSES
from tests.comments.test_views import texts

REASON = "The post was on strike."


def give(browser, reason=REASON, days="3"):
    """Give a link over the page; the address that is shown once."""
    page = browser.fill("/comments/late-links/1", reason=reason, days=days)
    assert page.status_code == 200, page.text
    return re.search(r'value="http://[^/"]+(/comments/late/[^"]+)"', page.text)[1]


def send(browser, round_=1, body="Better late."):
    browser.fill(f"/comments/new?round={round_}&section=2", kind="substance", body=body, language="en")
    return browser.fill("/comments/drafts", to=f"/comments/send/{round_}", capacity="self", name_shown="y")


@pytest.fixture
def after(world):
    with clock.at(AFTER):
        yield world


def test_what_is_sent_with_a_late_link_counts_for_the_reason_that_everybody_reads(app, after, browser_of):
    address = give(browser_of("editor"))
    citizen = browser_of("citizen")
    assert REASON in texts(citizen.get(address))
    assert citizen.fill(address).headers["Location"] == "/comments/new?round=1"
    assert "You hold a late link for round 1" in texts(citizen.get("/comments/drafts"))
    assert send(citizen).headers["Location"] == "/comments/receipts/S1-0001"
    assert "came by a late link and are answered like the others" in texts(citizen.get("/comments/receipts/S1-0001"))
    page = texts(browser_of(None).get("/comments/R1-RS-001"))
    assert f"It came after the close and was admitted: {REASON}" in page
    assert "Used: receipt S1-0001" in texts(browser_of("editor").get("/comments/late-links/1"))


def test_the_journal_says_in_public_that_a_link_was_given_and_what_it_admitted(after, browser_of):
    address = give(browser_of("editor"))
    citizen = browser_of("citizen")
    citizen.fill(address)
    send(citizen)
    page = texts(browser_of(None).get("/journal/"))
    assert f"The secretariat gave a late link for round 1, which works once, until 6 December 2026, 23:59 CET: {REASON}" in page
    assert f"Comment R1-RS-001, which came late, was admitted: {REASON}" in page


def test_only_the_hash_of_the_secret_is_kept(app, after, browser_of):
    token = give(browser_of("editor")).rpartition("/")[2]
    with app.app_context():
        assert db.session.scalars(select(LateLink.token_hash)).all() == [link_hash(token)]
        assert token not in str([entry.facts for entry in db.session.scalars(select(JournalEntry))])
    assert token not in browser_of("editor").get("/comments/late-links/1").text


def test_the_form_sent_again_gives_no_second_link_and_shows_no_secret(app, after, browser_of):
    editor = browser_of("editor")
    page = editor.get("/comments/late-links/1").text
    hidden = dict(re.findall(r'type="hidden" name="(csrf_token|form_key)" value="([^"]+)"', page))
    form = hidden | {"reason": REASON, "days": "3"}
    first, again = (editor.client.post("/comments/late-links/1", data=form) for _ in range(2))
    assert "/comments/late/" in first.text
    assert again.status_code == 303
    assert "It is shown only once" in texts(editor.get("/comments/late-links/1"))
    with app.app_context():
        assert len(db.session.scalars(select(LateLink)).all()) == 1


def test_a_link_admits_one_submission_and_no_more(after, browser_of):
    citizen = browser_of("citizen")
    citizen.fill(give(browser_of("editor")))
    send(citizen)
    send(citizen, body="And one more.")
    page = texts(browser_of(None).get("/comments/R1-RS-002"))
    assert "late comments go to the next round" in page


def test_a_link_that_is_taken_up_is_nobody_elses(after, browser_of):
    address = give(browser_of("editor"))
    browser_of("citizen").fill(address)
    cluster = browser_of("cluster")
    assert "Somebody else has taken up this link" in texts(cluster.get(address))
    send(cluster)
    assert "late comments go to the next round" in texts(browser_of(None).get("/comments/R1-RS-001"))


def test_a_visitor_signs_in_first_and_comes_back_to_the_link(after, browser_of):
    address = give(browser_of("editor"))
    answer = browser_of(None).get(address)
    assert answer.status_code == 303
    assert address in answer.headers["Location"]


def test_a_link_ends_with_its_day(after, browser_of):
    address = give(browser_of("editor"), days="1")
    with clock.at(AFTER + timedelta(days=2)):
        citizen = browser_of("citizen")
        page = texts(citizen.get(address))
        assert "This link does not work any more" in page
        assert "Take up the link" not in page


def test_a_link_that_was_taken_back_is_of_no_use(after, browser_of):
    editor = browser_of("editor")
    address = give(editor)
    assert editor.fill("/comments/late-links/1", to="/comments/late-link/1/withdraw").status_code == 303
    assert "The secretariat has taken this link back." in texts(browser_of("citizen").get(address))
    assert "The secretariat took back a late link for round 1" in texts(browser_of(None).get("/journal/"))


def test_a_link_given_before_the_close_works_after_it_and_not_before(world, browser_of):
    address = give(browser_of("editor"), days="2")
    citizen = browser_of("citizen")
    citizen.fill(address)
    send(citizen)
    assert "admitted" not in texts(browser_of(None).get("/comments/R1-RS-001"))
    with clock.at(CLOSES + timedelta(days=1)):
        citizen = browser_of("citizen")
        send(citizen)
        assert f"was admitted: {REASON}" in texts(browser_of(None).get("/comments/R1-RS-002"))


def test_while_the_comments_are_being_answered_only_the_holder_of_a_link_can_write(world, within, browser_of):
    within(lambda desk: rounds.begin_disposition(desk.person("editor"), db.session.get_one(Round, world.round)), at=AFTER)
    with clock.at(AFTER):
        citizen, cluster = browser_of("citizen"), browser_of("cluster")
        citizen.fill(give(browser_of("editor")))
        assert "takes no more comments" in texts(cluster.get("/comments/new?round=1&section=2"))
        assert send(citizen).headers["Location"] == "/comments/receipts/S1-0001"
        assert "takes no more comments" in texts(citizen.get("/comments/new?round=1&section=2"))


def test_what_a_link_admitted_is_answered_like_the_others(desk):
    round_ = desk.open_round(desk.publish())
    with clock.at(AFTER):
        link, _token = late.give_late_link(desk.person("editor"), round_, REASON, 3)
        late.claim_late_link(desk.person("citizen"), link)
        draft = writing.save_draft(desk.person("citizen"), round_, None, CommentKind.GENERAL, "Better late.")
        comment = writing.submit(desk.person("citizen"), round_, [draft], Capacity.SELF).comments[0]
        assert answering.dispose(desk.person("editor"), comment, Code.NOTED, "Thank you.").code == Code.NOTED


@pytest.mark.parametrize("days", [0, -1, 31])
def test_a_link_works_for_one_to_thirty_days(desk, days):
    round_ = desk.open_round(desk.publish())
    with pytest.raises(Invalid):
        late.give_late_link(desk.person("editor"), round_, REASON, days)


def test_a_link_needs_a_public_reason(world, browser_of):
    page = browser_of("editor").fill("/comments/late-links/1", reason=" ", days="3")
    assert page.status_code == 422
    assert "everybody will read it" in texts(page)


@pytest.mark.parametrize("name", ["citizen", "moderator", "admin"])
def test_only_editors_give_links(desk, world, name):
    round_ = db.session.get_one(Round, world.round)
    with pytest.raises(NotAllowed):
        late.give_late_link(desk.person(name), round_, REASON, 3)


def test_a_link_nobody_gave_is_not_found(world, browser_of):
    assert browser_of("citizen").get("/comments/late/no-such-link").status_code == 404


def test_late_without_a_link_stays_late(desk):
    round_ = desk.open_round(desk.publish())
    with clock.at(AFTER):
        comment: Comment = desk.say(round_)
    assert (comment.late, comment.admitted_reason) == (True, "")
    assert threads.by_public_id(comment.public_id) is comment

"""An editor makes sure where a thread stands in a later version, or puts it where it belongs; what stood before is kept."""
import pytest

from consult import clock
from consult.comments.actions import answering, carrying
from consult.comments.queries import places, threads
from consult.comments.rules import PlaceStatus, corrected
from consult.db import db, transaction
from consult.documents.actions import publishing
from consult.errors import Invalid, NotAllowed
from consult.journal.models import JournalEntry
from consult.rounds import actions as rounds
from consult.rounds.models import Round
from tests.comments.conftest import AFTER, SECOND

#: The words that are commented on are gone from section 2, and stand in section 3 in other words.
ELSEWHERE = SECOND.replace(" A country may accept fewer, but not fewer than five.", "").replace("It is paid once a year.", "It is paid once a year, to five members or more.")


def finish(desk, round_):
    """Answer everything and complete the round."""
    rounds.begin_disposition(desk.person("editor"), round_)
    for comment in threads.in_round(round_):
        desk.answer(comment)
    answering.publish(desk.person("editor"), round_)
    rounds.write_report(desk.person("editor"), round_, "Heard.")
    rounds.complete(desk.person("editor"), round_)


@pytest.fixture
def carried(desk):
    """A quotation on 0.1 that lost its words in 0.2."""
    with transaction():
        round_ = desk.open_round(desk.publish())
        comment = desk.say(round_, "Too high.", quote="A country may accept fewer, but not fewer than eight.")
    with clock.at(AFTER), transaction():
        finish(desk, round_)
    with clock.at(AFTER):
        with transaction():
            version = publishing.publish(desk.person("editor"), desk.start(ELSEWHERE, "0.2", round_.version), "Note.")
        yield comment, version


def put(desk, comment, section, words="", name="editor"):
    """Confirm the place of a comment in 0.2."""
    with transaction():
        carrying.confirm_place(desk.person(name), places.place(comment.public_id, "0.2"), section, words)
    return places.place(comment.public_id, "0.2")


def test_a_lost_thread_is_put_beside_the_words_it_is_about(desk, carried):
    comment, version = carried
    assert places.place(comment.public_id, "0.2").status == PlaceStatus.DETACHED
    place = put(desk, comment, desk.uid(version, "3"), "to five members or more")
    assert (place.status, place.section_uid, places.words_at(place)) == (PlaceStatus.CHANGED, desk.uid(version, "3"), "to five members or more")
    assert comment.public_id in {c.public_id for c in threads.on_section(version, desk.uid(version, "3"))[0]}
    assert [(c.former_status, c.account.id) for c in place.confirmations] == [(PlaceStatus.DETACHED, desk.person("editor").id)]


def test_what_the_engine_said_is_confirmed_as_it_is(desk, carried):
    comment, _ = carried
    before = places.place(comment.public_id, "0.2")
    status, uid, score = before.status, before.section_uid, before.score
    place = put(desk, comment, uid)
    assert (place.status, place.section_uid, place.score, len(place.confirmations)) == (status, uid, score, 1)


def test_the_history_says_who_made_sure(desk, carried):
    comment, version = carried
    put(desk, comment, desk.uid(version, "3"), "to five members or more")
    entry = db.session.query(JournalEntry).filter_by(kind="comments.confirm_place").one()
    assert (entry.facts["comment"], entry.facts["label"], entry.facts["section"], entry.actor_id) == (
        comment.public_id, "0.2", desk.uid(version, "3"), desk.person("editor").id)


def test_the_next_version_carries_on_from_the_confirmed_place(desk, carried):
    comment, version = carried
    put(desk, comment, desk.uid(version, "3"), "to five members or more")
    with transaction():
        third = publishing.publish(desk.person("editor"), desk.start(ELSEWHERE.replace("schools", "colleges"), "0.3", version), "Note.")
    place = places.place(comment.public_id, "0.3")
    assert (place.section_uid, places.words_at(place), place.version_id) == (desk.uid(version, "3"), "to five members or more", third.id)


@pytest.mark.parametrize(("number", "words", "sentence"), [("3", "words that nobody wrote there", "not in the section you chose"), ("9", "", "no such section")])
def test_a_place_that_is_none_is_refused(desk, carried, number, words, sentence):
    comment, version = carried
    with pytest.raises(Invalid, match=sentence):
        put(desk, comment, desk.uid(version, number) if number == "3" else "nowhere", words)
    assert places.place(comment.public_id, "0.2").confirmations == []


def test_only_an_editor_confirms(desk, carried):
    with pytest.raises(NotAllowed):
        put(desk, carried[0], None, name="citizen")


@pytest.mark.parametrize(("quote", "words", "uid", "same", "status"), [
    ("a", "a", "u", True, PlaceStatus.KEPT), ("a", "a", "u", False, PlaceStatus.MOVED), ("a", "b", "u", True, PlaceStatus.CHANGED), ("a", "", "u", True, PlaceStatus.DETACHED),
    ("", "", "u", False, PlaceStatus.CHANGED), ("a", "a", None, True, PlaceStatus.DETACHED)])
def test_a_correction_says_what_became_of_the_place(quote, words, uid, same, status):
    assert corrected(quote, words, uid, same) == status


def test_an_editor_confirms_on_the_page(world, within, browser_of):
    def follow(desk):
        round_ = db.session.get_one(Round, world.round)
        finish(desk, round_)
        publishing.publish(desk.person("editor"), desk.start(ELSEWHERE, "0.2", round_.version), "Note.")

    within(lambda desk: desk.say(db.session.get_one(Round, world.round), "Too high.", quote="A country may accept fewer, but not fewer than eight.").public_id)
    within(follow, at=AFTER)
    editor = browser_of("editor")
    assert "1 place has not been looked at yet." in editor.get("/comments/places/model/0.2").text
    address = "/comments/R1-RS-001/places/0.2"
    refused = editor.fill(address, section=world.sections["3"], words="words that nobody wrote there")
    assert refused.status_code == 422
    assert "words that nobody wrote there" in refused.text
    assert editor.fill(address, section=world.sections["3"], words="to five members or more").headers["Location"] == "/comments/places/model/0.2"
    assert "0 places have not been looked at yet." in editor.get("/comments/places/model/0.2").text
    assert "An editor made sure of it on" in browser_of(None).get("/comments/R1-RS-001").text
    assert browser_of("citizen").get(address).status_code == 403


@pytest.mark.parametrize("after", ["0.5-" + "9" * 30, "nan-1", "1e999-1", "x", "0.5-\u0663", "-"])
def test_a_strange_place_in_the_list_is_passed_over(world, browser_of, after):
    page = browser_of("editor").get("/comments/places/model/0.1", query_string={"after": after, "status": "detached"})
    assert page.status_code == 200

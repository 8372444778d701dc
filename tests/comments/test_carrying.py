"""V6: where every thread stands in the next version; none is ever lost."""
import pytest

from consult import clock
from consult.comments.actions import answering, moderating
from consult.comments.queries import places, threads
from consult.comments.rules import Concordance, PlaceStatus, Standing, carried
from consult.db import transaction
from consult.documents.actions import publishing
from consult.rounds import actions as rounds
from consult.text import anchors
from tests.comments.conftest import AFTER, SECOND

THIRD = SECOND.replace("## 3 Funding\n\nSupport lasts three years. It is paid once a year.\n", "")


@pytest.fixture
def written(desk):
    """Comments on 0.1, all answered, so that the next version may be published."""
    with transaction():
        round_ = desk.open_round(desk.publish())
        quoted = desk.say(round_, "Too high.", quote="not fewer than eight")
        kept = desk.say(round_, "Good.", number="3", quote="Support lasts three years.")
        section, whole = desk.say(round_, "On 1.", number="1"), desk.say(round_, "On all.", number=None)
        hidden = desk.say(round_, "Spam.", number="3")
        moderating.hide(desk.person("moderator"), hidden, "It advertises.")
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
        for comment in (quoted, kept, section, whole):
            desk.answer(comment)
        answering.publish(desk.person("editor"), round_)
        rounds.write_report(desk.person("editor"), round_, "Heard.")
        rounds.complete(desk.person("editor"), round_)
    with clock.at(AFTER):
        yield quoted, kept, section, whole, hidden


def follow(desk, base, text, label):
    with transaction():
        return publishing.publish(desk.person("editor"), desk.start(text, label, base), "Note.")


def test_V6_every_thread_has_its_place_in_the_next_version(desk, written):
    quoted, kept, _, whole, hidden = written
    version = follow(desk, quoted.version, SECOND, "0.2")
    places = {c: threads.place_in(c, version) for c in written}
    assert [places[c].status for c in written] == ["changed", "kept", "changed", "kept", "kept"]
    body = next(s for s in version.sections if s.number == "2").body
    assert anchors.plain(body)[places[quoted].start:places[quoted].end] == "not fewer than five"
    assert places[whole].section_uid is None
    assert threads.counts(version) == {None: 1, desk.uid(version, "1"): 1, desk.uid(version, "2"): 1, desk.uid(version, "3"): 1}
    assert {c.public_id for c in threads.on_section(version, desk.uid(version, "3"))[0]} == {kept.public_id, hidden.public_id}


def test_V6_the_dry_run_says_before_what_happens_after(desk, written):
    with transaction():
        working = desk.start(SECOND, "0.2", written[0].version)
    said = {one.public_id: one.after for one in places.dry_run(working)}
    assert threads.place_in(written[0], working) is None
    with transaction():
        publishing.publish(desk.person("editor"), working, "Note.")
    assert {c.public_id: places.standing(c, working.id) for c in written} == said


def test_V6_a_thread_of_a_removed_section_is_detached_not_lost(desk, written):
    second = follow(desk, written[0].version, SECOND, "0.2")
    third = follow(desk, second, THIRD, "0.3")
    statuses = {c.public_id: threads.place_in(c, third).status for c in written}
    assert statuses[written[1].public_id] == PlaceStatus.DETACHED
    assert set(statuses) == {c.public_id for c in written}
    assert threads.counts(third) == {None: 1, desk.uid(third, "1"): 1, desk.uid(third, "2"): 1}


def test_what_once_changed_does_not_become_unchanged_again(desk, written):
    second = follow(desk, written[0].version, SECOND, "0.2")
    third = follow(desk, second, SECOND.replace("once a year", "twice a year"), "0.3")
    assert threads.place_in(written[0], third).status == PlaceStatus.CHANGED


TEXT = "Members pay a fee every year. Schools pay nothing at all."


SPLIT = [("a", "a", frozenset({"split"})), ("a", "b", frozenset({"split"}))]


def standing(uid="a", quote="Schools pay nothing"):
    found = anchors.find(TEXT, quote) if quote else None
    return Standing(uid, found.start if found else None, found.end if found else None, PlaceStatus.KEPT), found


def test_a_split_leads_to_the_part_that_holds_the_quotation():
    between = Concordance({"a": TEXT}, {"a": "Members pay a fee every year.", "b": "Schools pay nothing at all."}, SPLIT)
    place = carried(*standing(), between)
    assert (place.uid, between.new["b"][place.start:place.end]) == ("b", "Schools pay nothing")


def test_a_split_without_a_quotation_leads_to_the_longest_part():
    between = Concordance({"a": TEXT}, {"a": "Short.", "b": "Schools pay nothing at all, and never will."}, SPLIT)
    assert carried(*standing(quote=""), between).uid == "b"


def test_a_merge_leads_to_the_merged_section():
    links = [("a", "z", frozenset({"merged"})), ("z", "z", frozenset({"merged"}))]
    between = Concordance({"a": TEXT, "z": "Other words stand here."}, {"z": "Other words stand here. " + TEXT}, links)
    place = carried(*standing(), between)
    assert (place.uid, place.status, between.new["z"][place.start:place.end]) == ("z", PlaceStatus.KEPT, "Schools pay nothing")


def test_a_moved_section_is_said_to_have_moved():
    between = Concordance({"a": TEXT}, {"a": TEXT}, [("a", "a", frozenset({"moved"}))])
    assert carried(*standing(), between).status == PlaceStatus.MOVED
    assert carried(*standing(quote=""), between).status == PlaceStatus.MOVED


def test_a_lost_quotation_stays_with_its_section():
    between = Concordance({"a": TEXT}, {"a": "Nothing of this was said before, and it is quite another matter now."}, [("a", "a", frozenset({"edited"}))])
    place = carried(*standing(), between)
    assert (place.uid, place.start, place.status) == ("a", None, PlaceStatus.DETACHED)


def test_a_removed_section_leaves_no_place():
    between = Concordance({"a": TEXT}, {"z": "Other words stand here."}, [("a", "", frozenset({"deleted"}))])
    assert carried(*standing(), between) == Standing(None, None, None, PlaceStatus.DETACHED, 0.0)

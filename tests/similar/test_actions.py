"""Groups while comments come, in a search of the whole round, and with the editors' word."""
import pytest

from consult.comments.actions import writing
from consult.comments.rules import CommentKind
from consult.db import db, transaction
from consult.documents.actions import publishing, starting
from consult.documents.rules import ChangeClass
from consult.errors import Conflict, Invalid, NotAllowed
from consult.journal.queries import broken
from consult.similar.actions import grouping
from consult.similar.models import Band, Joining, Place, Wording
from consult.similar.queries import groups, listing
from tests.similar.conftest import CAMPAIGN, CYRILLIC, EDITED, LATIN, OTHER, grouped, search


@pytest.fixture
def five(desk, round_):
    """Three of a campaign, one of which is an exact copy, and two others."""
    with transaction():
        return [desk.say(round_, text, name=name) for text, name in ((CAMPAIGN, "citizen"), (EDITED, "cluster"), (CAMPAIGN, "moderator"), (OTHER, "citizen"), ("No.", "cluster"))]


def test_a_new_comment_stands_with_its_like_at_once(five):
    assert grouped(*five) == [{"R1-INT-001", "R1-RS-001", "R1-RS-002"}, {"R1-RS-003"}, {"R1-RS-004"}]


def test_two_alphabets_stand_together(desk, round_):
    with transaction():
        assert grouped(desk.say(round_, CYRILLIC), desk.say(round_, LATIN)) == [{"R1-RS-001", "R1-RS-002"}]


def test_a_search_of_the_whole_round_finds_the_same_groups(five, round_):
    before = grouped(*five)
    search(round_)
    assert grouped(*five) == before
    with transaction():
        for model in (Place, Band, Wording):
            db.session.query(model).delete()
    assert groups.missing(round_) == 5
    search(round_)
    assert grouped(*five) == before
    assert groups.missing(round_) == 0


def test_what_was_stored_by_another_method_is_made_anew(five, round_):
    with transaction():
        db.session.query(Wording).update({"method": 1})
        db.session.query(Band).update({"key": Band.key - 1})
    before = grouped(*five)
    search(round_)
    assert grouped(*five) == before
    with transaction():
        assert db.session.query(Wording).filter_by(method=1).count() == 0


def test_a_replaced_comment_leaves_its_group(desk, five):
    with transaction():
        writing.replace(desk.person("cluster"), five[1], CommentKind.SUBSTANCE, "I have changed my mind: five years are quite enough for everybody here.")
    assert grouped(*five[:3]) == [{"R1-INT-001", "R1-RS-001"}, {"R1-RS-002"}]


def test_withdrawn_and_hidden_comments_are_in_no_group(desk, five):
    with transaction():
        writing.withdraw(desk.person("citizen"), five[0])
    assert {number: size for number, size in groups.group_of([one.id for one in five]).values()} == {db.session.get_one(Place, five[1].id).stands.group_no: 2}
    assert listing.others(five[0]) is None
    assert listing.others(five[1]).comments == 1


def test_group_of_names_group_and_size_and_leaves_out_who_stands_alone(five):
    found = groups.group_of([one.id for one in five])
    assert set(found) == {five[0].id, five[1].id, five[2].id}
    assert {size for _, size in found.values()} == {3}
    number = found[five[0].id][0]
    assert set(db.session.scalars(groups.comments_of(number))) == set(found)


def test_the_editors_word_stays_when_the_search_runs_again(desk, five, round_):
    with transaction():
        grouping.separate(desk.person("editor"), five[1])
        grouping.join(desk.person("editor"), five[3], five[4])
    mine = [{"R1-INT-001", "R1-RS-001"}, {"R1-RS-002"}, {"R1-RS-003", "R1-RS-004"}]
    assert grouped(*five) == mine
    search(round_)
    assert grouped(*five) == mine
    assert list(broken()) == []


def test_only_the_comment_that_was_taken_out_leaves_not_its_copies(desk, five):
    with transaction():
        grouping.separate(desk.person("editor"), five[0])
        later = desk.say(desk_round(five), CAMPAIGN, name="observer")
    assert grouped(*five[:3], later) == [{"R1-INT-001", "R1-INT-002", "R1-RS-002"}, {"R1-RS-001"}]
    assert [one.public_id for one in listing.taken_out(db.session.get_one(Place, five[2].id).stands.group_no)] == ["R1-RS-001"]


def desk_round(comments):
    return comments[0].round


def test_a_comment_taken_out_can_be_put_back_or_joined_to_another_group(desk, five):
    editor = desk.person("editor")
    with transaction():
        grouping.separate(editor, five[1])
        grouping.join(editor, five[1], five[3])
    assert grouped(*five[:4]) == [{"R1-INT-001", "R1-RS-001"}, {"R1-RS-002", "R1-RS-003"}]
    with transaction():
        grouping.put_back(editor, five[1])
    assert grouped(*five[:4]) == [{"R1-INT-001", "R1-RS-001", "R1-RS-002"}, {"R1-RS-003"}]


def test_what_was_joined_can_be_parted_and_falls_into_its_old_groups(desk, five):
    with transaction():
        grouping.join(desk.person("editor"), five[0], five[3])
    assert len(grouped(*five[:4])) == 1
    with transaction():
        grouping.part(desk.person("editor"), db.session.query(Joining).one())
    assert grouped(*five[:4]) == [{"R1-INT-001", "R1-RS-001", "R1-RS-002"}, {"R1-RS-003"}]


def test_what_makes_no_sense_is_refused_with_a_reason(desk, five):
    editor = desk.person("editor")
    for wrong, error in ((lambda: grouping.separate(editor, five[4]), Conflict), (lambda: grouping.put_back(editor, five[0]), Conflict),
                         (lambda: grouping.join(editor, five[0], five[1]), Conflict), (lambda: grouping.separate(desk.person("citizen"), five[0]), NotAllowed),
                         (lambda: grouping.join(desk.person("citizen"), five[0], five[3]), NotAllowed)):
        with pytest.raises(error), transaction():
            wrong()


def test_comments_of_two_rounds_are_not_joined(desk, five, round_):
    with transaction():
        editor = desk.person("editor")
        document = starting.create(editor, "other", "Other")
        version = starting.start(editor, document, "1", "Other", "# Other\n\nText.\n", None, ChangeClass.INITIAL)
        other = desk.say(desk.open_round(publishing.publish(editor, version, "Sample change note.")), OTHER, number=None)
    with pytest.raises(Invalid), transaction():
        grouping.join(editor, five[0], other)


def test_a_whole_group_is_chosen_for_one_answer_and_those_answered_already_are_left_out(desk, five):
    number = groups.group_of([five[0].id])[five[0].id][0]
    assert listing.chosen([number], [], 500) == ["R1-RS-001", "R1-RS-002", "R1-INT-001"]
    said = db.session.get_one(Place, five[1].id).said_id
    assert listing.chosen([], [said], 500) == ["R1-RS-002"]

"""What the pages of the channel cost, whom its mails reach, and what its grids count."""
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event

from consult import clock
from consult.coordination.actions import contributing
from consult.coordination.queries import gatherings, grids
from consult.coordination.queries.gatherings import Whole
from consult.coordination.rules import Cell, Choice, Said
from consult.db import db, transaction
from consult.notices import queries as outbox
from consult.notices.models import NoticeCursor
from consult.web import postman
from tests.coordination.conftest import Channel
from tests.notices.conftest import mails


@contextmanager
def statements():
    seen = []

    def note(*args):
        seen.append(args[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def cost():
    """How many statements it takes to read everything about a gathering."""
    db.session.flush()
    db.session.expunge_all()
    with statements() as seen:
        whole = Whole(gatherings.one(1, "BA"))
        for item in whole.items:
            assert [row.organisation.name for row in item.contributions]
            assert whole.heard(item)
        assert whole.replies
        assert grids.of_organisations(whole).rows
    return len(seen)


def test_a_gathering_costs_the_same_however_much_is_in_it(channel):
    channel.gather("metal", "tourism", "wood")
    channel.merge(channel.give("metal"))
    before = cost()
    for number in range(4):
        for name in ("metal", "tourism", "wood"):
            channel.merge(channel.give(name, f"More {number}."), words=f"Joint {number} of {name}.")
    assert cost() == before <= 20


def test_the_grid_of_parties_counts_what_stands(channel):
    round_ = channel.round()
    channel.say(round_, name="citizen")
    channel.say(round_, "On all of it.", number=None, name="citizen")
    channel.direct("wood", "On three.", "3")
    contributing.declare(channel.person_of("metal"), round_, channel.body("metal"), [channel.uid(round_.version, "2")])
    grid = grids.of_parties(round_, chapters=False)
    said = {(section.number if section else "whole"): dict(zip(grid.columns, cells, strict=True)) for section, cells in grid.rows}
    assert said["2"] == {"BA": Cell(Said.NOTHING), "HR": Cell(Said.SILENT), "RS": Cell(Said.COMMENTED, 1)}
    assert said["3"]["BA"] == Cell(Said.COMMENTED, 1)
    assert said["whole"]["RS"] == Cell(Said.COMMENTED, 1)
    assert sum(one.count for cells in said.values() for one in cells.values()) == 3


def test_a_chapter_counts_what_is_said_on_its_sections(channel):
    round_ = channel.round()
    channel.say(round_, name="citizen")
    whole, fine = grids.of_parties(round_, chapters=True), grids.of_parties(round_, chapters=False)
    assert sum(one.count for _, cells in whole.rows for one in cells) == sum(one.count for _, cells in fine.rows for one in cells) == 1
    assert len(whole.rows) <= len(fine.rows)


def test_those_who_are_asked_and_those_who_contributed_get_their_mails(inside):
    channel = Channel(inside)
    with transaction() as session:
        channel.cast()
        session.add(NoticeCursor(id=1, seq=outbox.end_of_journal()))
    with transaction():
        channel.gather("metal", "tourism")
        aside = channel.give("wood", "Another matter.")
        channel.merge(channel.give("metal"))
        channel.set_aside(aside, "It is about another round.")
        channel.check()
    postman.deliver()
    told = [(mail.to.partition("@")[0], mail.subject) for mail in mails()]
    assert {(to, subject) for to, subject in told if "joint submission" in subject and "check" not in subject} == {
        ("coordinator", "Metal cluster has contributed to your joint submission"), ("coordinator", "Wood cluster has contributed to your joint submission")}
    assert sorted(one for one in told if one[0] != "coordinator") == [
        ("metal", "Please check the joint submission for round 1"), ("metal", "Your national coordinator asks Metal cluster for its view"),
        ("tourism", "Please check the joint submission for round 1"), ("tourism", "Your national coordinator asks Tourism cluster for its view"),
        ("wood", "A contribution of Wood cluster was set aside"), ("wood", "Please check the joint submission for round 1")]
    assert "It is about another round." in next(mail.body for mail in mails() if "set aside" in mail.subject)
    with transaction():
        channel.hold("metal", Choice.FAVOUR)
        with clock.at(clock.now() + timedelta(days=3)):
            channel.send()
    postman.deliver()
    assert sorted(mail.to.partition("@")[0] for mail in mails() if "has been sent" in mail.subject) == ["metal", "tourism", "wood"]

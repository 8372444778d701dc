"""Many at once: every acknowledged position is one link of one chain, on both databases, and the close is a wall."""
import re
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask_migrate import upgrade
from sqlalchemy import event, select

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.models import Ballot, Position
from consult.ballots.rules.life import Choice
from consult.ballots.rules.record import faults
from consult.db import _writing, db, transaction
from consult.errors import ConsultError
from consult.workgroup.rules import MandateRole
from tests import factories
from tests.ballots import factories as made
from tests.conftest import Browser, make_app

TWELVE = range(12)
MEMBERS = ("member.ba", "member.hr", "member.rs")


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, tmp_path, peopled):
    """An application on a file of SQLite or on PostgreSQL, with an open ballot: number 1."""
    if request.param == "sqlite":
        shutil.copy(peopled[0], tmp_path / "consult.sqlite")
    app = make_app(f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    with app.app_context():
        with clock.at(factories.DAY):
            if request.param == "postgresql":
                upgrade()
                factories.cast()
            made.standing()
            with transaction():
                made.mandate("alternate.rs", "RS", MandateRole.ALTERNATE)
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


def together(app, work, moment, numbers=TWELVE):
    """Do the work many times, twelve at once, each in a context of its own; how often it was acknowledged."""
    def one(number):
        with app.app_context():
            try:
                with clock.at(moment), transaction():
                    work(number)
                return True
            except ConsultError:
                return False
            finally:
                db.session.remove()

    with ThreadPoolExecutor(12) as pool:
        return sum(pool.map(one, numbers))


def cast_as(name, choice=Choice.APPROVE, reason=""):
    ballot = queries.by_number(1)
    return actions.cast(made.who(name), ballot, choice, reason, ballot.version_digest)


def closing():
    moment = db.session.scalar(select(Ballot.closes_at))
    db.session.remove()
    return moment


def whole(ballot):
    """Whether the chain of a ballot has every link once and holds."""
    assert [p.seq for p in ballot.positions] == list(range(1, len(ballot.positions) + 1))
    assert len({p.previous for p in ballot.positions}) == len(ballot.positions)
    assert faults(queries.record_of(ballot)) == []
    assert list(queries.broken()) == []


def test_B1_two_hundred_casts_of_three_seats_are_one_chain_and_three_counted_positions(app):
    def cast(number):
        cast_as(MEMBERS[number % 3], list(Choice)[number % 2 * 2])

    assert together(app, cast, factories.DAY + timedelta(minutes=1), range(200)) == 200
    ballot = queries.by_number(1)
    assert len(ballot.positions) == 200
    whole(ballot)
    count, latest = queries.count(ballot), queries.standing(ballot)
    assert (count.seats, count.none, count.approve + count.abstain) == (3, 0, 3)
    assert count.approve == sum(position.choice == Choice.APPROVE for position in latest.values())


def test_B1_the_same_form_sent_twelve_times_at_once_is_one_position(app):
    number, page = browse(app, "member.rs", closing() - timedelta(minutes=5))

    def send(_number):
        with clock.at(number):
            return page.client.post("/ballots/1/cast", data=page.fields | {"choice": "approve", "reason": ""}).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(send, TWELVE)) == {303}
    ballot = queries.by_number(1)
    assert len(ballot.positions) == 1
    whole(ballot)


def test_B8_no_position_of_twelve_at_the_closing_instant_is_kept(app):
    assert together(app, lambda number: cast_as(MEMBERS[number % 3]), closing()) == 0
    assert db.session.scalars(select(Position)).all() == []


def test_B8_a_position_that_waits_for_its_turn_across_the_close_is_refused_and_its_words_are_kept(app, monkeypatch):
    closes = closing()
    _, page = browse(app, "member.rs", closes - timedelta(minutes=5))
    monkeypatch.setattr(clock, "_shift", timedelta())
    clock.run_from(closes - timedelta(minutes=4))
    waiting, engine = threading.Event(), db.engine

    def note(_connection):
        if _writing.get():
            waiting.set()

    with ThreadPoolExecutor(1) as pool:
        with transaction():  # somebody else holds the lock of writers
            event.listen(engine, "begin", note)
            try:
                sent = pool.submit(page.client.post, "/ballots/1/cast", data=page.fields | {"choice": "do_not_approve", "reason": "Typed before the close"})
                assert waiting.wait(30)
            finally:
                event.remove(engine, "begin", note)
            clock.run_from(closes)
        answer = sent.result(30)
    assert answer.status_code in {403, 409}
    assert "the ballot is open" in answer.text or "The ballot has closed" in answer.text
    assert "Typed before the close" in answer.text
    assert db.session.scalars(select(Position)).all() == []


def test_a_member_and_its_alternate_at_once_stand_in_one_order_in_which_the_member_has_the_last_word(app):
    def cast(number):
        cast_as("member.rs" if number % 2 else "alternate.rs", Choice.APPROVE if number % 2 else Choice.ABSTAIN)

    taken = together(app, cast, factories.DAY + timedelta(minutes=1))
    ballot = queries.by_number(1)
    assert taken == len(ballot.positions) >= 6
    whole(ballot)
    roles = [position.capacity for position in ballot.positions]
    assert roles.count(MandateRole.PRINCIPAL) == 6
    assert MandateRole.ALTERNATE not in roles[roles.index(MandateRole.PRINCIPAL):]
    assert queries.standing(ballot)["RS"].choice == Choice.APPROVE


def test_a_written_position_and_the_member_at_once_are_one_chain(app):
    def give(number):
        if number % 2:
            cast_as("member.ba")
        else:
            ballot = queries.by_number(1)
            mandate = made.who("member.ba").mandates[0]
            actions.enter(made.who("editor"), ballot, mandate, Choice.ABSTAIN, "", ballot.version_digest, made.letter(f"we abstain {number}"))

    assert together(app, give, factories.DAY + timedelta(minutes=1)) == 12
    ballot = queries.by_number(1)
    assert len(ballot.positions) == 12
    whole(ballot)


def test_one_of_twelve_certifications_counts(app):
    assert together(app, lambda _number: actions.certify(made.who("admin"), queries.by_number(1)), closing()) == 1
    assert queries.by_number(1).result["counts"]["none"] == 3


def test_a_cast_and_the_early_close_at_once_leave_no_position_behind_the_close(app):
    moment = factories.DAY + timedelta(minutes=1)
    together(app, lambda number: cast_as(MEMBERS[number]), moment, range(3))

    def either(number):
        if number == 6:
            actions.close_early(made.who("editor"), queries.by_number(1))
        else:
            cast_as(MEMBERS[number % 3], Choice.ABSTAIN)

    together(app, either, moment + timedelta(minutes=1))
    ballot = queries.by_number(1)
    assert all(position.at < ballot.closes_at for position in ballot.positions)
    whole(ballot)


class Page:
    """The form of a member, opened and not yet sent."""

    def __init__(self, client, fields):
        self.client, self.fields = client, fields


def browse(app, name, moment):
    """Open the casting page at a moment, in a thread of its own, where no context stands around it."""
    number = made.who(name).id
    db.session.remove()

    def opened():
        with clock.at(moment):
            browser = Browser(app.test_client()).sign_in(number)
            page = browser.get("/ballots/1/cast").text
            hidden = {field: re.search(f'name="{field}"[^>]*value="([^"]*)"', page)[1] for field in ("csrf_token", "form_key", "digest")}
            return moment, Page(browser.client, hidden)

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(opened).result()

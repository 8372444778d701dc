"""Handing a mandate over in one step, and the warnings before one ends."""
import io
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy.exc import IntegrityError

from consult import clock
from consult.db import db, transaction
from consult.errors import Conflict, ConsultError, Invalid, NotAllowed
from consult.notices.models import Mail
from consult.web import postman
from consult.workgroup import actions, queries
from consult.workgroup.models import HandingOver, Mandate
from consult.workgroup.rules import MandateRole, covers
from tests import factories
from tests.ballots.factories import letter, mandate, who
from tests.conftest import make_app


def hand(row, name="citizen", actor="editor", starts=5, **more):
    given = {"ends_at": None, "reason": "New minister", "authority": "Ministry", "reference": "2", "dated": date(2026, 10, 1), "evidence": letter("successor")} | more
    return actions.hand_over(who(actor), row, who(name), clock.now() + timedelta(days=starts) if starts else None, **given)


def test_one_step_ends_the_one_and_begins_the_other_at_one_instant(inside):
    with transaction():
        row = mandate("member.rs", "RS")
        handing = hand(row)
        assert row.ends_at is None
        successor = actions.verify_handing(who("editor2"), handing)
    assert row.ends_at == successor.starts_at == clock.now() + timedelta(days=5)
    for days in (0, 4, 5, 6):
        moment = clock.now() + timedelta(days=days)
        assert [covers(row, moment), covers(successor, moment)] == [days < 5, days >= 5]


def test_verified_late_or_at_once_it_goes_over_at_the_verification(inside):
    with transaction():
        row = mandate("member.rs", "RS")
    with clock.at(clock.now() + timedelta(days=1)), transaction():
        handing = hand(row, starts=0)
    with clock.at(clock.now() + timedelta(days=3)), transaction():
        successor = actions.verify_handing(who("editor2"), handing)
        assert successor.starts_at == row.ends_at == clock.now()


def test_an_alternate_is_handed_over_beside_another(inside):
    with transaction():
        first, _ = mandate("a.rs", "RS", MandateRole.ALTERNATE), mandate("b.rs", "RS", MandateRole.ALTERNATE)
        actions.verify_handing(who("editor2"), hand(first))
        with pytest.raises(Conflict, match="two alternates"):
            actions.record_mandate(who("editor"), factories.person("c.rs"), first.party, MandateRole.ALTERNATE, clock.now() + timedelta(days=9), None,
                                   "Ministry", "", date(2026, 10, 1), letter())


def test_three_people_hand_over_and_nobody_to_themselves(inside):
    with transaction():
        row = mandate("member.rs", "RS")
        with pytest.raises(NotAllowed) as refusal:
            hand(row, "editor")
        assert refusal.value.missing == ("not_appointee",)
        handing = hand(row, "editor2")
        for name, missing in (("editor", "not_recorder"), ("editor2", "not_holder")):
            with pytest.raises(NotAllowed) as refusal:
                actions.verify_handing(who(name), handing)
            assert refusal.value.missing == (missing,)


@pytest.mark.parametrize(("more", "words"), [
    ({"starts": -1}, "in the past"), ({"starts": 40}, "nobody would sit"), ({"name": "member.rs"}, "holds the mandate already"), ({"reason": " "}, "Say why"),
    ({"ends_at": factories.DAY}, "ends after it begins"), ({"name": "member.hr"}, "holds a mandate at that time"),
])
def test_a_handing_over_that_cannot_be_is_refused(inside, more, words):
    with transaction():
        row = mandate("member.rs", "RS", ends_at=clock.now() + timedelta(days=30))
        mandate("member.hr", "HR")
        with pytest.raises((Invalid, Conflict), match=words):
            hand(row, **more)


def test_one_waits_at_a_time_and_what_was_wrong_is_set_aside(inside):
    with transaction():
        row = mandate("member.rs", "RS")
        handing = hand(row)
        with pytest.raises(Conflict, match="being handed over already"):
            hand(row, "cluster")
        actions.set_aside_handing(who("editor"), handing, "Wrong person")
        with pytest.raises(NotAllowed) as refusal:
            actions.verify_handing(who("editor2"), handing)
        assert refusal.value.missing == ("handing_waits",)
        assert hand(row, "cluster").waiting


def test_a_mandate_that_ended_meanwhile_is_not_handed_over(inside):
    with transaction():
        row = mandate("member.rs", "RS")
        handing = hand(row)
        actions.end_mandate(who("editor"), row, clock.now() + timedelta(days=1), "Left")
        with pytest.raises(Conflict, match="nobody would sit"):
            actions.verify_handing(who("editor2"), handing)


def test_the_former_and_the_next_holder_and_the_coordinator_are_told(app, people):
    with app.app_context():
        with transaction():
            row = mandate("member.rs", "RS")
            actions.verify_handing(who("editor2"), hand(row))
        postman.write()
        told = {(mail.key.split("-")[0], mail.to) for mail in db.session.query(Mail) if mail.key.startswith("workgroup.")}
        assert {("workgroup.verify_handing", "member.rs@sample.test"), ("workgroup.verify_mandate", "citizen@sample.test")} <= told
        assert not any(kind == "workgroup.end_mandate" for kind, _ in told)


def test_a_mandate_is_handed_over_in_the_browser_and_not_by_one_person_in_two_sessions(app, people, browser_of):
    with app.app_context(), transaction():
        number = mandate("member.rs", "RS").id
    with clock.at(clock.now() + timedelta(hours=1)):
        hand_over_in_the_browser(number, browser_of)


def hand_over_in_the_browser(number, browser_of):
    editor = browser_of("editor")
    typed = {"email": "citizen@sample.test", "since": "", "until": "", "reason": "New minister", "authority": "Ministry", "dated": "2026-10-20"}
    answer = editor.fill(f"/workgroup/mandates/{number}/hand-over", evidence=(io.BytesIO(b"successor"), "letter.txt"), **typed)
    assert answer.status_code == 303
    assert "A third person must verify this" in browser_of("editor").get(answer.location).text
    assert "/verify" not in browser_of("editor").get(answer.location).text
    assert "Citizen" not in browser_of().get("/workgroup/").text
    assert "hands over to Citizen" in editor.get("/workgroup/").text
    assert browser_of().get(answer.location).status_code == 303
    assert browser_of("coordinator").get(answer.location).status_code == 403
    assert browser_of("editor2").fill(answer.location, to=f"{answer.location}/verify").status_code == 303
    assert "Citizen" in browser_of().get("/workgroup/").text


def warnings():
    """Who was warned, and how many days ahead."""
    postman.write()
    return sorted((int(mail.key.split("-")[2]), mail.to.split("@")[0]) for mail in db.session.query(Mail).filter(Mail.key.like("workgroup.ending-%")))


def test_holder_coordinator_and_secretariat_are_warned_twice_each_once(app, people):
    with app.app_context():
        with transaction():
            mandate("member.rs", "RS", ends_at=clock.now() + timedelta(days=100))
        start, seen = clock.now(), []
        for days in (0, 39, 41, 41, 75, 87, 88, 99, 101):
            with clock.at(start + timedelta(days=days)):
                seen.append({ahead for ahead, _ in warnings()})
                if days == 75:
                    with transaction():
                        db.session.query(Mail).delete()
        assert seen == [set(), set(), {60}, {60}, {60}, {14}, {14}, {14}, {14}]
        assert {name for _, name in warnings()} >= {"member.rs", "editor", "editor2"}
        assert len(warnings()) == len(set(warnings()))


@pytest.mark.parametrize(("length", "expected"), [(50, set()), (13, set()), (61, {60})])
def test_a_mandate_recorded_late_or_short_gets_only_the_warnings_that_are_of_use(app, people, length, expected):
    with app.app_context():
        with transaction():
            mandate("member.rs", "RS", ends_at=clock.now() + timedelta(days=length))
        with clock.at(clock.now() + timedelta(days=2)):
            assert {ahead for ahead, _ in warnings()} == expected


def test_an_end_that_was_decided_or_followed_is_not_warned_of(app, people):
    with app.app_context():
        with transaction():
            end = clock.now() + timedelta(days=61)
            actions.end_mandate(who("editor"), mandate("member.rs", "RS"), end, "Left")
            mandate("member.hr", "HR", ends_at=end)
            mandate("next.hr", "HR", starts_at=end)
        with clock.at(clock.now() + timedelta(days=5)):
            assert warnings() == []


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request, tmp_path):
    """An application on either database, with mandate 1 in force."""
    app = make_app(f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    with app.app_context(), clock.at(factories.DAY):
        upgrade()
        factories.cast()
        with transaction():
            mandate("member.rs", "RS")
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


def together(app, work, times=8):
    """Do the work many times at once; how often it was acknowledged."""
    barrier = threading.Barrier(times)

    def one(number):
        with app.app_context():
            try:
                barrier.wait()
                with clock.at(factories.DAY), transaction():
                    work(number)
                return True
            except ConsultError:
                return False
            finally:
                db.session.remove()

    with ThreadPoolExecutor(times) as pool:
        return sum(pool.map(one, range(times)))


def test_two_handings_over_and_two_verifications_at_once_are_one(either):
    assert together(either, lambda number: hand(queries.by_id(1), "citizen" if number % 2 else "cluster", evidence=letter(f"letter {number}"))) == 1
    assert together(either, lambda number: actions.verify_handing(who("editor2" if number % 2 else "admin"), queries.handing(db.session.scalar(sa.select(HandingOver.id))))) == 1
    assert db.session.query(Mandate).count() == 2
    for statement in ("UPDATE handing_over SET reason = 'x'", "DELETE FROM handing_over", "UPDATE handing_over SET mandate_id = 1"):
        with pytest.raises(IntegrityError) as refusal, db.engine.begin() as connection:
            connection.execute(sa.text(statement))
        assert "handing_over: " in str(refusal.value.orig)

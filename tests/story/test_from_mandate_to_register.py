"""From the letter that gives a mandate to the register of governments: seats, ballot, event, acts; and in the end everything that the public reads agrees."""
import importlib.util
import json
import re
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from consult import clock
from consult.adoption import actions as register
from consult.adoption import queries as register_queries
from consult.adoption.rules import ActType, Effect
from consult.ballots import actions as ballots
from consult.ballots import queries
from consult.ballots.rules.life import BallotKind, Choice
from consult.db import db, transaction
from consult.documents.models import Version
from consult.documents.queries import stored
from consult.events.actions import holding, minutes
from consult.events.queries import events
from consult.journal.models import JournalEntry
from consult.workgroup.rules import MandateRole
from tests import factories
from tests.adoption.factories import instrument
from tests.ballots import factories as made
from tests.ballots.factories import who
from tests.events import factories as held

FILE = Path(__file__).parents[2] / "static/verify_result.py"


def on(moment, step):
    """One step at a moment, in a transaction of its own."""
    with clock.at(moment), transaction():
        result = step()
        return getattr(result, "number", None)


def decide():
    """Three seats and an alternate; the alternate of one and the members of the others approve; the member replaces the alternate; a third person certifies."""
    def seat():
        made.seats()
        made.mandate("alternate.rs", "RS", MandateRole.ALTERNATE)
        return made.ballot(made.text(final=True), kind=BallotKind.ADOPT_FINAL, preset="consensus", days=20)

    on(factories.DAY, seat)
    for day, name, choice, reason in ((1, "alternate.rs", Choice.APPROVE, ""), (2, "member.ba", Choice.AGAINST, "Eight are too many; ten months to adapt would turn it."),
                                      (3, "member.hr", Choice.APPROVE, ""), (4, "member.ba", Choice.APPROVE, ""), (5, "member.rs", Choice.APPROVE, "")):
        on(factories.DAY + timedelta(days=day), lambda name=name, choice=choice, reason=reason: ballots.cast(
            who(name), queries.by_number(1), choice, reason, queries.by_number(1).version_digest))
    on(factories.DAY + timedelta(days=21), lambda: ballots.certify(who("admin"), queries.by_number(1)))


def sign():
    """An event with the carried text as its outcome; two of three delegations sign, second persons verify, the minutes are published."""
    noon = held.NOON

    def prepare():
        event = held.announced(db.session.scalars(select(Version)).one())
        for code in ("BA", "HR", "RS"):
            held.delegation(event, code)

    on(noon - timedelta(days=2), prepare)
    on(noon, lambda: holding.begin(who("editor"), events.by_number(1)))
    for minute, code in enumerate(("BA", "HR"), start=1):
        on(noon + timedelta(minutes=minute), lambda code=code: held.verify(held.sign(events.by_number(1), code)))
    on(noon + timedelta(hours=4), lambda: holding.conclude(who("editor"), events.by_number(1)))
    on(noon + timedelta(days=1), lambda: minutes.write_minutes(who("editor"), events.by_number(1), "Two delegations signed.", "en", 0))
    on(noon + timedelta(days=2), lambda: minutes.publish_minutes(who("editor2"), events.by_number(1), (noon + timedelta(days=2)).date(), "Agreed in writing."))
    return noon


def adopt(noon):
    """Bosnia and Herzegovina adopts, Croatia adopts with a reservation on section 2, Serbia says that it considers it."""
    day = (noon + timedelta(days=10)).date()
    paper = {"dated": day, "received": day, "effective": day + timedelta(days=5)}

    def record(code, type, reserved=False):
        version = db.session.scalars(select(Version)).one()
        uid = next(section.uid for section in stored.contents(version) if section.number == "2")
        bearing = register.Bearing(version=version if type is ActType.ADOPTION else None,
                                   reservations=[(uid, Effect.MODIFIES, "Six members are enough on islands.")] if reserved else ())
        return register.record(who("editor"), held.party(code), type, instrument(evidence=held.letter(f"act of {code}"), **paper), bearing)

    for hour, (code, type, reserved) in enumerate((("BA", ActType.ADOPTION, False), ("HR", ActType.ADOPTION, True), ("RS", ActType.INTENTION, False))):
        moment = noon + timedelta(days=11, hours=hour)
        number = on(moment, lambda code=code, type=type, reserved=reserved: record(code, type, reserved))
        on(moment + timedelta(minutes=5), lambda number=number: register.verify(who("editor2"), next(a for a in held_acts() if a.number == number)))
    return paper["effective"]


def held_acts():
    """All acts, verified or not."""
    return register_queries.acts(unverified=True)


def test_from_the_letter_of_a_mandate_to_the_register_of_governments(app, people, browser_of):
    with app.app_context():
        decide()
        noon = sign()
        effective = adopt(noon)
    with clock.at(noon + timedelta(days=30)):
        _the_ballot_proves_itself(app, browser_of())
        _the_event_tells_who_signed(browser_of())
        _the_register_agrees(browser_of(), effective)
        _the_text_shows_what_is_reserved(browser_of())
        assert "The record is whole" in app.test_cli_runner().invoke(args=["consult", "verify"]).output


def _the_ballot_proves_itself(app, visitor):
    page = visitor.get("/ballots/1/").text
    assert "Carried: 3 of 3 approve" in page
    assert "ten months to adapt would turn it" in page, "an earlier position stays, folded"
    content = visitor.get("/ballots/1/result.json").data
    with app.app_context():
        seal = db.session.scalars(select(JournalEntry).filter_by(kind="ballots.certify")).one().facts["seal"]
    specification = importlib.util.spec_from_file_location("verify_result", FILE)
    verifier = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(verifier)
    record, faults = verifier.faults(content, visitor.get("/documents/model-1-0/1.0/text.md").data, seal)
    assert faults == []
    assert record["result"]["counts"] == {"approve": 3, "against": 0, "abstain": 0, "not_taking_part": 0, "none": 0}


def _the_event_tells_who_signed(visitor):
    page = visitor.get("/events/1/").text
    assert "Two delegations signed." in page
    told = json.loads(visitor.get("/events/1/event.json").data)
    assert sorted(one["party"] for one in told["signatures"]["list"]) == ["BA", "HR"]


def _the_register_agrees(visitor, effective):
    def standings(address):
        return {row["participant"]: row["status"] for row in json.loads(visitor.get(address).data)["rows"] if row["status"] != "no_action"}

    after = standings("/adoption/status.json")
    assert sorted(after.values()) == ["adopted", "adopted_with_reservations", "under_consideration"]
    before = standings(f"/adoption/status.json?as_at={effective - timedelta(days=6)}")
    assert sorted(before.values()) == ["signed", "signed"]
    unknown = standings(f"/adoption/status.json?known={datetime.fromisoformat('2026-11-29').date()}")
    assert unknown == {}, "what was not known then is not told as of then"
    page = visitor.get("/adoption/").text
    assert re.search(r"Adopted with reservations", page)
    acts = json.loads(visitor.get("/adoption/acts.json").data)["rows"]
    assert [row["action"] for row in acts].count("signature") == 2


def _the_text_shows_what_is_reserved(visitor):
    assert "Six members are enough on islands." in visitor.get("/documents/model-1-0/1.0/sections/2").text
    assert "Six members are enough on islands." not in visitor.get("/documents/model-1-0/1.0/sections/1").text

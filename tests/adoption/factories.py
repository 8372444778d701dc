"""Acts of governments, made by the real actions."""
from datetime import date

from consult.adoption import actions
from consult.adoption.actions import Bearing, Instrument
from consult.db import db
from consult.parties.models import Party
from tests.ballots.factories import letter, who

DAY = date(2026, 10, 20)


def instrument(**more):
    """The paper of an act."""
    given = {"authority": "Government", "title": "Conclusion on the Model", "dated": DAY, "received": DAY, "effective": DAY, "evidence": letter("the conclusion")}
    return Instrument(**given | more)


def act(type, party="RS", verified=True, paper=None, **bearing):
    """A recorded act, verified by the other editor."""
    row = actions.record(who("editor"), db.session.get(Party, party), type, instrument(**paper or {}), Bearing(**bearing))
    if verified:
        actions.verify(who("editor2"), row)
        db.session.flush()
        db.session.refresh(row)
    return row

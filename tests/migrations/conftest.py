"""An application on each of the two databases, migrated, with something of everything on record."""
from datetime import date, timedelta

import pytest
from flask_migrate import upgrade

from consult import clock
from consult.adoption.models import Act, ActVerification, Reservation
from consult.adoption.rules import ActType, Effect
from consult.ballots import actions as ballots
from consult.ballots.rules.life import BallotKind, Choice
from consult.db import db, transaction
from consult.documents.actions import starting
from consult.documents.rules import ChangeClass
from consult.journal.actions import record
from tests import factories
from tests.ballots import factories as made
from tests.conftest import make_app


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    """An empty database of either kind."""
    return f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("empty_postgres_url")


@pytest.fixture
def context(address):
    """An open context of an application on an empty database."""
    app = make_app(address)
    with app.app_context(), clock.at(factories.DAY):
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def rows(context):
    """The migrated database with a published and a working version, seats, ballots with a position, and an act with a reservation."""
    upgrade()
    factories.cast()
    with transaction():
        version = made.text(final=True)
        starting.start(made.who("editor"), version.document, "1.1", "Model", None, version, ChangeClass.SUBSTANTIVE)
        mandates = made.seats()
        ballot = made.ballot(version)
        ballots.cast(made.who("member.rs"), ballot, Choice.APPROVE, "", version.digest)
        draft = made.ballot(version, kind=BallotKind.ADOPT_FINAL, preset="consensus", opened=False)
        act = Act(number=1, party_code="RS", party_name="Serbia", type=ActType.ADOPTION, version_id=version.id, authority="Government", instrument="Conclusion",
                  instrument_date=date(2026, 10, 1), received_on=date(2026, 10, 2), effective_on=date(2026, 10, 1), evidence_id=made.letter().id,
                  recorded_by=made.who("editor").id, recorded_at=clock.now())
        db.session.add(act)
        record("adoption.record", made.who("editor"), act, act=1, party="RS", type="adoption", label="1.0", evidence=made.letter().digest, files=[])
        db.session.add(Reservation(act_id=act.id, section_uid=version.sections[1].uid, effect=Effect.EXCLUDES, text="Not the first sentence"))
        db.session.flush()
        db.session.add(ActVerification(act_id=act.id, account_id=made.who("editor2").id, at=clock.now() + timedelta(hours=1)))
        found = {"version": version.id, "ballot": ballot.id, "draft": draft.id, "mandate": mandates["RS"].id}
    return found

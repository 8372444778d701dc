"""Two at once, on both databases: one verification counts, and what was verified is not sent back; and what raw SQL is refused (A5)."""
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy.exc import IntegrityError

from consult import clock
from consult.adoption import actions, queries
from consult.adoption.models import ActReturn, ActVerification
from consult.adoption.rules import ActType, Effect
from consult.db import db, transaction
from consult.errors import ConsultError
from consult.parties.models import Party
from tests import factories
from tests.adoption.factories import DAY, act
from tests.ballots import factories as made
from tests.conftest import make_app


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, tmp_path):
    """A migrated database with act 1 that waits for a second person, and act 2 that is verified, with a reservation and a translation."""
    address = f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    app = make_app(address)
    with app.app_context():
        with clock.at(factories.DAY):
            upgrade()
            factories.cast()
            with transaction():
                version = made.text(final=True)
                act(ActType.ADOPTION, verified=False, version=version)
                row = act(ActType.ADOPTION, party="HR", version=version, reservations=[(version.sections[1].uid, Effect.EXCLUDES, "Not this")], paper={"statement": "Words"})
                actions.translate(made.who("editor"), row, "", "tr", "Sozler", "The ministry")
                gone = act(ActType.INTENTION, verified=False)
                actions.send_back(made.who("editor2"), gone, "Another party")
                actions.set_required(made.who("admin"), db.session.get(Party, "BA"), DAY, ["One", "Two"], "Each decides")
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


def at_once(app, *works):
    """Do every work four times at once; how often any was acknowledged."""
    def one(work):
        with app.app_context():
            try:
                with clock.at(factories.DAY), transaction():
                    work()
                return True
            except ConsultError:
                return False
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4 * len(works)) as pool:
        return sum(pool.map(one, works * 4))


def test_of_two_verifications_at_once_one_counts(app):
    assert at_once(app, lambda: actions.verify(made.who("editor2"), queries.by_number(1)), lambda: actions.verify(made.who("admin"), queries.by_number(1))) == 1
    assert db.session.query(ActVerification).join(queries.Act).filter_by(number=1).count() == 1


def test_of_a_verification_and_a_sending_back_at_once_one_counts(app):
    assert at_once(app, lambda: actions.verify(made.who("editor2"), queries.by_number(1)), lambda: actions.send_back(made.who("admin"), queries.by_number(1), "It differs")) == 1
    row = queries.by_number(1)
    assert (row.verification is None) != (row.returned is None)
    assert db.session.query(ActReturn).count() == (2 if row.returned else 1)


REFUSED = {
    **{f"{table}_changed": f"UPDATE {table} SET id = id + 100" for table in ("act_details", "act_paper", "act_return", "statement_translation", "required_acts")},
    **{f"{table}_deleted": f"DELETE FROM {table}" for table in ("act_details", "act_paper", "act_return", "statement_translation", "required_acts")},
    "paper_added_to_a_verified_act": "INSERT INTO act_paper (act_id, evidence_id, language) SELECT 2, max(id), 'xx' FROM evidence_file",
    "details_added_to_a_verified_act": "INSERT INTO act_details (act_id, signatory_title, gazette, gazette_number, gazette_link, part) VALUES (2, '', '', '', '', '')",
    "verified_act_sent_back": "INSERT INTO act_return (act_id, reason, account_id, at) SELECT 2, 'x', account_id, at FROM act_return",
    "act_sent_back_verified": "INSERT INTO act_verification (act_id, account_id, at) SELECT 3, account_id, at FROM act_verification",
    "translation_of_no_words": "INSERT INTO statement_translation (act_id, section_uid, language, text, translated_by, account_id, at) "
                               "SELECT 1, '', language, text, translated_by, account_id, at FROM statement_translation",
    "translation_of_no_reservation": "INSERT INTO statement_translation (act_id, section_uid, language, text, translated_by, account_id, at) "
                                     "SELECT 2, 'nowhere', language, text, translated_by, account_id, at FROM statement_translation",
}


def test_A5_what_belongs_to_an_act_is_never_changed_by_raw_sql(app):
    for name, statement in REFUSED.items():
        with pytest.raises(IntegrityError) as refusal, db.engine.begin() as connection:
            connection.execute(sa.text(statement))
        table = statement.split(" SET")[0].split()[1] if statement.startswith("UPDATE") else statement.split()[2]
        assert str(refusal.value.orig).startswith(f"{table}: "), f"{name}: {refusal.value.orig}"

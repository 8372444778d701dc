"""Deciding settings: who may, what is kept, what it counts for, and that the second of two is told."""
import threading

import pytest

from consult import clock
from consult.db import db, transaction
from consult.errors import Conflict, Invalid, NotAllowed
from consult.journal.models import JournalEntry
from consult.settings import actions, queries
from consult.settings.models import Decision
from consult.settings.rules import CONTACT, EVERY, INTEREST, REACT_DAYS, ROUND_DAYS, ROUND_SHORTEST
from consult.submissions.rules import Interest
from consult.web.settings import interest_asked, setting
from tests import factories
from tests.conftest import make_app

DEFAULTS = {one.key: one.default for one in EVERY}
LATER = factories.DAY.replace(day=20)


def decide(person, one, value, seen=0, reason="Because."):
    with transaction():
        actions.change(person, one, value, reason, seen, DEFAULTS)


def test_a_decision_counts_from_its_moment_and_the_former_value_for_what_began_before(inside):
    with clock.at(LATER):
        decide(inside("admin"), REACT_DAYS, 21)
        assert setting(REACT_DAYS) == 21
        assert setting(REACT_DAYS, factories.DAY) == 14


def test_back_to_the_default_is_a_decision_too(inside):
    decide(inside("admin"), REACT_DAYS, 21)
    decide(inside("admin"), REACT_DAYS, None, seen=1)
    assert setting(REACT_DAYS) == 14
    assert [row.value for row in queries.history()["react_days"]] == [None, 21]


def test_a_round_that_is_open_keeps_what_it_asked_for(inside, app):
    app.config["INTEREST"] = "off"

    class Opened:
        opens_at = factories.DAY

    with clock.at(LATER):
        decide(inside("admin"), INTEREST, "required")
        assert interest_asked(Opened()) == Interest.OFF
        Opened.opens_at = LATER.replace(day=25)
        assert interest_asked(Opened()) == Interest.REQUIRED


def test_the_environment_gives_the_default_and_a_decision_comes_before_it(inside, app):
    app.config["ROUND_DAYS"] = 40
    assert setting(ROUND_DAYS) == 40
    decide(inside("admin"), ROUND_DAYS, 45)
    assert setting(ROUND_DAYS) == 45


def test_the_second_of_two_administrators_is_told(inside):
    decide(inside("admin"), REACT_DAYS, 21)
    with pytest.raises(Conflict):
        decide(inside("admin"), REACT_DAYS, 30)
    assert setting(REACT_DAYS) == 21


def test_settings_that_would_contradict_each_other_are_refused(inside):
    with pytest.raises(Invalid, match="shortest"):
        decide(inside("admin"), ROUND_SHORTEST, 60)
    assert db.session.query(Decision).count() == 0


@pytest.mark.parametrize(("value", "reason", "field"), [(14, "Why not.", "value"), (21, " ", "reason"), (0, "Why not.", "value")])
def test_what_changes_nothing_has_no_reason_or_is_out_of_bounds_is_refused(inside, value, reason, field):
    with pytest.raises(Invalid) as refused:
        decide(inside("admin"), REACT_DAYS, None if value == 14 else value, reason=reason)
    assert refused.value.field == field


@pytest.mark.parametrize("name", ["editor", "moderator", "citizen", "observer"])
def test_X4_nobody_but_an_administrator_decides(inside, name):
    with pytest.raises(NotAllowed):
        decide(inside(name), REACT_DAYS, 21)


def test_the_journal_has_both_values_of_a_rule_and_no_address(inside):
    decide(inside("admin"), REACT_DAYS, 21)
    decide(inside("admin"), CONTACT, "ana.person@example.org")
    facts = [row.facts for row in db.session.query(JournalEntry).filter_by(kind="settings.change").order_by(JournalEntry.seq)]
    assert (facts[0]["before"], facts[0]["after"]) == (14, 21)
    assert "ana.person" not in str(facts)


def _race(app, numbers):
    gate, told = threading.Barrier(2), []

    def one(value):
        with app.app_context(), clock.at(factories.DAY):
            gate.wait()
            try:
                decide(db.session.get_one(factories.Account, numbers["admin"]), REACT_DAYS, value)
                told.append("decided")
            except Conflict:
                told.append("told")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=one, args=(value,)) for value in (21, 28)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def test_of_two_who_decide_at_the_same_instant_one_is_told(tmp_path, template):
    (tmp_path / "c.sqlite").write_bytes(template.read_bytes())
    app = make_app(f"sqlite:///{tmp_path / 'c.sqlite'}")
    with app.app_context(), clock.at(factories.DAY):
        numbers = factories.cast()
    assert _race(app, numbers) == ["decided", "told"]
    with app.app_context():
        assert db.session.query(Decision).count() == 1
        db.session.remove()
        db.engine.dispose()


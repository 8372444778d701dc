"""The public history: what it tells, and what cannot be got out of it."""
from datetime import datetime

import pytest

from consult.accounts.models import Account
from consult.db import db, transaction
from consult.journal.actions import record
from consult.journal.rules import entry_digest
from tests.factories import DAY


def citizen(people):
    return db.session.get_one(Account, people["citizen"])


def fits(told, actor, **unknown):
    """Whether an entry that is told only in part has this hash with a guess for the rest."""
    entry = {"kind": "accounts.sign_in", "subject": ["account", str(actor)], "facts": {}} | told | unknown
    return entry_digest(entry["seq"], datetime.fromisoformat(entry["at"]), entry["kind"], actor, tuple(entry["subject"]), entry["facts"], entry["previous"]) == entry["digest"]


def test_the_author_of_an_entry_cannot_be_found_by_trying_all_people(app, people, browser_of):
    with app.app_context(), transaction():
        number = record("comments.withdraw", citizen(people), citizen(people), comment="R1-RS-001").seq
    told = browser_of().get(f"/journal/{number}.json").json
    assert told["facts"] == {"comment": "R1-RS-001"}
    assert "salt" not in told
    assert told["actor"] is None
    assert not [actor for actor in range(1, 50) if fits(told, actor)]


def test_what_a_private_entry_tells_of_cannot_be_found_by_trying_all_people(app, people, browser_of):
    with app.app_context(), transaction():
        number = record("accounts.sign_in", citizen(people), citizen(people)).seq
    told = browser_of().get(f"/journal/{number}.json").json
    assert set(told) == {"seq", "previous", "digest"}
    assert not [actor for actor in range(1, 50) if fits(told, actor, at=DAY.isoformat())]


def test_an_entry_that_tells_everything_can_be_checked_by_anybody(app, people, browser_of):
    with app.app_context(), transaction():
        number = record("organisations.verify", citizen(people), citizen(people), name="Cluster").seq
    told = browser_of().get(f"/journal/{number}.json").json
    found = entry_digest(told["seq"], datetime.fromisoformat(told["at"]), told["kind"], told["actor"], tuple(told["subject"]), told["facts"], told["previous"], told["salt"])
    assert found == told["digest"]


def test_choosing_what_to_see_does_not_tell_what_private_entries_are_about(app, people, browser_of):
    with app.app_context(), transaction():
        number = record("ballots.cast", citizen(people), citizen(people), ballot=1, party="RS", receipt="0" * 64).seq
    assert f"/journal/{number}" in browser_of().get("/journal/?all=1").text
    assert f"/journal/{number}" not in browser_of().get("/journal/").text
    assert f"/journal/{number}" not in browser_of().get("/journal/?noun=ballots&all=1").text


@pytest.mark.parametrize("before", ["9223372036854775808", "-1", "0", "1" + "0" * 30, "x"])
def test_a_page_of_the_history_that_cannot_be_is_the_first(app, people, browser_of, before):
    assert browser_of().get(f"/journal/?before={before}").status_code == 200

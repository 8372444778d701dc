"""Names of parties count from a day on; seats are given and taken; the past keeps its name."""
from datetime import date, timedelta

import pytest

from consult import clock
from consult.db import db, transaction
from consult.errors import IllegalMove, Invalid, NotAllowed
from consult.i18n import LOCALES
from consult.journal.models import JournalEntry
from consult.parties import actions, queries
from consult.parties.models import Party
from consult.workgroup.models import Mandate
from consult.workgroup.rules import MandateRole
from tests import factories

DAY = date(2026, 12, 1)
NAMES = {locale.code: f"New name {locale.code}" for locale in LOCALES}


def rename(person, since=DAY, names=NAMES, reason="Law of 1 November 2026."):
    with transaction():
        actions.rename(person, db.session.get_one(Party, "RS"), since, names, "", reason)


def test_a_new_name_counts_from_its_day_and_not_before(inside):
    rename(inside("admin"))
    assert queries.name("RS", "en", DAY - timedelta(days=1)) == "Serbia"
    assert queries.name("RS", "en", DAY) == "New name en"
    assert queries.name("RS", "mk", DAY) == "New name mk"
    assert queries.name("RS", "en") == "Serbia", "the day has not come yet"


@pytest.mark.parametrize(("since", "names", "reason", "field"), [
    (date(2017, 9, 14), NAMES, "Law.", "since"), (DAY, NAMES | {"sr-Cyrl": " "}, "Law.", "name_sr_Cyrl"), (DAY, NAMES, "", "reason"),
    (DAY, NAMES | {"en": "x" * 80}, "Law.", "name_en"),
])
def test_a_name_is_refused_without_a_later_day_every_language_and_a_reason(inside, since, names, reason, field):
    with pytest.raises(Invalid) as refused:
        rename(inside("admin"), since, names, reason)
    assert refused.value.field == field
    assert queries.name("RS", "en", DAY) == "Serbia"


@pytest.mark.parametrize("name", ["editor", "citizen", "coordinator"])
def test_X4_only_administrators_name_parties_and_give_seats(inside, name):
    for step in (lambda: rename(inside(name)), lambda: _seat(inside(name), actions.take_seat)):
        with pytest.raises(NotAllowed):
            step()


def _seat(person, step, reason="Decision 5 of the working group."):
    with transaction():
        step(person, db.session.get_one(Party, "RS"), reason)


def test_a_seat_is_taken_and_given_with_day_and_reason(inside):
    _seat(inside("admin"), actions.take_seat)
    assert "RS" not in {party.code for party in queries.seats()}
    with pytest.raises(NotAllowed):
        _seat(inside("admin"), actions.take_seat)
    _seat(inside("admin"), actions.give_seat)
    assert [one.seat for one in queries.seat_changes(db.session.get_one(Party, "RS"))] == [True, False]
    told = db.session.query(JournalEntry).filter(JournalEntry.kind.like("parties.%_seat")).order_by(JournalEntry.seq)
    assert [row.kind for row in told] == ["parties.take_seat", "parties.give_seat"]


def test_a_seat_that_somebody_holds_is_not_taken(inside, monkeypatch):
    held = Mandate(party_code="RS", role=MandateRole.PRINCIPAL)
    monkeypatch.setattr(actions.workgroup, "all_in_force", lambda seats: [held])
    with pytest.raises(IllegalMove, match="End the mandates first"):
        _seat(inside("admin"), actions.take_seat)


def test_a_body_is_never_given_a_seat(inside):
    with transaction():
        actions.admit(inside("admin"), "EU", queries.candidates()["EU"].kind, False, "Europe/Brussels", queries.candidates()["EU"].names)
    with pytest.raises(NotAllowed), transaction():
        actions.give_seat(inside("admin"), db.session.get_one(Party, "EU"), "Because.")


def test_the_journal_says_which_names_count_from_when(inside):
    rename(inside("admin"))
    facts = db.session.query(JournalEntry).filter_by(kind="parties.rename").one().facts
    assert facts["since"] == "2026-12-01"
    assert facts["names"]["tr"] == "New name tr"


def test_the_pages_show_former_names_and_each_step(browser_of):
    admin = browser_of("admin")
    typed = {f"name_{code.replace('-', '_')}": name for code, name in NAMES.items()}
    assert admin.fill("/parties/RS/rename", since="2026-12-01", reason="Law.", **typed).status_code == 303
    for page in ("/parties/", "/parties/RS", "/parties/RS/rename", "/parties/RS/take-seat"):
        assert admin.get(page).status_code == 200
    shown = browser_of(None).get("/parties/RS").text
    assert "New name en" in shown
    assert "Serbia" in shown
    with clock.at(factories.DAY.replace(month=12, day=5)):
        assert "New name en" in browser_of(None).get("/parties/").text
    assert browser_of("editor").get("/parties/RS/rename").status_code == 403
    assert admin.fill("/parties/RS/take-seat", reason="Decision 5.").status_code == 303
    assert "Taken on" in browser_of(None).get("/parties/RS").text

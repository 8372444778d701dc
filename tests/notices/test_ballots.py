"""Mails about ballots: at the opening with all one needs, twice before the close to silent seats alone, and when a result waits or is certified; each once."""
from datetime import timedelta

import pytest
from sqlalchemy import text

from consult import clock
from consult.ballots import actions, queries
from consult.ballots.rules.counting import PRESETS
from consult.ballots.rules.life import BallotKind, Choice, Procedure
from consult.db import db, transaction
from consult.i18n import LOCALES
from consult.notices.actions import choosing
from consult.notices.models import NoticeCursor
from consult.notices.queries import end_of_journal
from consult.notices.rules import Pace, Topic
from consult.web import letters, postman
from consult.workgroup import actions as workgroup
from consult.workgroup.rules import MandateRole
from tests import factories
from tests.ballots import factories as made
from tests.ballots.factories import who
from tests.notices.conftest import mails

CLOSES = factories.DAY + timedelta(days=20)


@pytest.fixture
def ballot(inside):
    """Ballot 1, open for twenty days, with three members and an alternate of Serbia; nothing before it is told any more."""
    with transaction() as session:
        session.execute(text("UPDATE party SET zone = 'Europe/London' WHERE code = 'RS'"))
        made.seats()
        made.mandate("alternate.rs", "RS", MandateRole.ALTERNATE)
        session.add(NoticeCursor(id=1, seq=end_of_journal()))
    with transaction():
        return made.ballot(days=20)


def delivered(kind="", at=None):
    """Who gets which mails of a kind, by what is due at a moment."""
    with clock.at(at or clock.now()):
        postman.write()
    return sorted(mail.to.partition("@")[0] for mail in mails() if mail.key.startswith(kind))


def body(name, kind):
    return next(mail for mail in mails() if mail.to.startswith(name) and mail.key.startswith(kind)).body


def test_at_the_opening_every_holder_of_a_seat_gets_all_that_is_needed(ballot):
    delivered()
    assert set(delivered("ballots.open")) >= {"alternate.rs", "member.ba", "member.hr", "member.rs"}
    said = body("alternate.rs", "ballots.open")
    for words in (ballot.question, "Model 1.0", ballot.version_digest, "At least two thirds of the seats that are for or against must approve.", "Of the 3 seats at least 2",
                  "where your party is; in Brussels", "GMT", "CET", "/ballots/1/cast", "How to give the position"):
        assert words in said, words
    assert "where your party is" not in body("member.hr", "ballots.open"), "where the hours are the same it is said once"


def test_coordinators_and_observers_hear_of_the_opening_unless_they_do_not_want_to(inside, ballot):
    with transaction():
        choosing.choose(who("observer"), who("observer"), {Topic.TEXTS: Pace.NEVER})
    told = delivered("ballots.open")
    assert "coordinator" in told
    assert "observer" not in told
    said = body("coordinator", "ballots.open")
    assert "you hold a mandate" not in said
    assert "/ballots/1/cast" not in said
    assert "Stop mails of this kind" in said
    assert "Stop mails of this kind" not in body("member.rs", "ballots.open")


def test_a_follower_who_gathers_reads_of_the_ballot_in_the_digest(inside, ballot):
    with transaction():
        choosing.choose(who("observer"), who("observer"), {Topic.TEXTS: Pace.DAILY})
    assert "observer" not in delivered("ballots.open")
    delivered(at=factories.DAY + timedelta(days=2))
    assert "The working group decides on version 1.0 of Model" in body("observer", "digest")


@pytest.mark.parametrize("language", [locale.code for locale in LOCALES])
def test_every_mail_about_a_ballot_can_be_written_in_every_language(inside, ballot, language):
    member = who("member.rs")
    member.language = language
    facts = {"ballot": 1, "stage": "days", "seal": "0" * 64, "reason": "More time."}
    for kind in ("ballots.open", "ballots.extend", "ballots.withdraw", "ballots.closing", "ballots.closed", "ballots.certify"):
        words = letters.compose(kind, facts, ballot, member)
        assert words.subject
        assert "/ballots/1/" in words.text
    db.session.rollback()


def test_seats_without_a_position_are_reminded_seven_days_and_one_day_before_the_close(ballot):
    with clock.at(factories.DAY + timedelta(days=1)), transaction():
        actions.cast(who("member.hr"), ballot, Choice.APPROVE, "", ballot.version_digest)
    assert delivered("ballots.closing", CLOSES - timedelta(days=7, minutes=1)) == []
    first = ["alternate.rs", "member.ba", "member.rs"]
    assert delivered("ballots.closing", CLOSES - timedelta(days=7)) == first
    assert delivered("ballots.closing", CLOSES - timedelta(days=2)) == first, "each once"
    with clock.at(CLOSES - timedelta(days=2)), transaction():
        actions.cast(who("alternate.rs"), ballot, Choice.ABSTAIN, "", ballot.version_digest)
    assert delivered("ballots.closing", CLOSES - timedelta(hours=24)) == sorted([*first, "member.ba"])
    assert delivered("ballots.closing", CLOSES - timedelta(minutes=1)) == sorted([*first, "member.ba"])
    assert "your seat has no position yet" in body("member.ba", "ballots.closing")


def test_nobody_is_reminded_at_or_after_the_close_or_of_a_withdrawn_ballot(ballot):
    assert delivered("ballots.closing", CLOSES) == []
    with clock.at(CLOSES - timedelta(days=8)), transaction():
        actions.withdraw(who("editor"), ballot, "The wrong text")
    assert delivered("ballots.closing", CLOSES - timedelta(days=3)) == []


def test_after_an_extension_the_seats_are_reminded_of_the_new_close(ballot):
    assert len(delivered("ballots.closing", CLOSES - timedelta(days=6))) == 4
    with clock.at(CLOSES - timedelta(days=5)), transaction():
        actions.extend(who("editor"), ballot, CLOSES + timedelta(days=10), "A holiday in two of the parties.")
    assert len(delivered("ballots.closing", CLOSES - timedelta(days=4))) == 4
    assert "A holiday in two" in body("member.rs", "ballots.extend")
    assert len(delivered("ballots.closing", CLOSES + timedelta(days=3))) == 8


def test_a_short_ballot_is_not_announced_and_reminded_of_in_one_breath(inside):
    with transaction():
        made.seats()
        made.ballot(days=5)
    delivered()
    assert delivered("ballots.closing", factories.DAY + timedelta(days=1)) == []
    assert len(delivered("ballots.closing", factories.DAY + timedelta(days=4, hours=1))) == 3


def test_who_holds_the_mandate_at_that_time_is_reminded(ballot):
    with clock.at(factories.DAY + timedelta(days=2)), transaction():
        workgroup.end_mandate(who("editor"), who("member.ba").mandates[0], factories.DAY + timedelta(days=3), "Another post")
    with clock.at(factories.DAY + timedelta(days=4)), transaction():
        made.mandate("successor.ba", "BA")
    told = delivered("ballots.closing", CLOSES - timedelta(days=6))
    assert "successor.ba" in told
    assert "member.ba" not in told


def test_a_crash_between_two_mails_neither_loses_nor_doubles_one(ballot, monkeypatch):
    written, when = [], CLOSES - timedelta(days=6)

    def failing(kind, facts, row, account):
        written.append(account)
        if len(written) == 3:
            raise RuntimeError("the machine went away")
        return letters.compose(kind, facts, row, account)

    delivered()
    with monkeypatch.context() as patched:
        patched.setattr(postman, "compose", failing)
        with pytest.raises(RuntimeError):
            delivered(at=when)
    db.session.rollback()
    assert len(delivered("ballots.closing", when)) == 4
    assert len({mail.key for mail in mails()}) == len(mails())


def test_a_closed_ballot_is_brought_before_those_who_may_certify_once(ballot):
    assert delivered("ballots.closed", CLOSES - timedelta(minutes=1)) == []
    assert delivered("ballots.closed", CLOSES) == ["admin"], "neither who prepared nor who opened it"
    assert delivered("ballots.closed", CLOSES + timedelta(days=1)) == ["admin"]
    assert "that can be you" in body("admin", "ballots.closed")
    with clock.at(CLOSES + timedelta(days=2)), transaction():
        actions.certify(who("admin"), ballot)
    assert len(delivered("ballots.certify", CLOSES + timedelta(days=2))) == 4
    assert "Not carried: 0 of 3 approve" in body("member.rs", "ballots.certify")
    assert queries.seal(ballot) in body("member.rs", "ballots.certify")


def test_a_silence_procedure_is_told_as_one(inside):
    with transaction():
        made.seats()
        ballot = actions.prepare(who("editor"), made.text(), "The misprints are corrected.", BallotKind.PROCEDURAL, "procedural", PRESETS["procedural"], clock.now(),
                                 clock.now() + timedelta(days=20), procedure=Procedure.SILENCE)
        actions.open(who("editor2"), ballot)
    delivered(at=CLOSES - timedelta(days=6))
    assert "One objection in writing" in body("member.rs", "ballots.open")
    assert "If your seat has no objection, do nothing." in body("member.rs", "ballots.open")
    assert "If your seat has no objection, do nothing." in body("member.rs", "ballots.closing")
    delivered(at=CLOSES)
    assert "No objection received." in body("admin", "ballots.closed")


def test_the_mails_of_one_ballot_make_one_thread(ballot):
    delivered(at=CLOSES - timedelta(days=6))
    assert {mail.thread for mail in mails() if mail.key.startswith("ballots.")} == {"ballot-1"}

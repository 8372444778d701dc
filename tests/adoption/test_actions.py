"""Recording and verifying acts, and each refusal by name."""
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from consult import clock
from consult.adoption import actions, exports, queries
from consult.adoption.rules import ActType, Effect, Status
from consult.db import db, transaction
from consult.errors import Conflict, Invalid, NotAllowed
from consult.journal.models import JournalEntry
from consult.parties.models import Party
from consult.search.models import SearchRow
from tests import factories
from tests.adoption.factories import DAY, act, instrument
from tests.ballots import factories as made
from tests.ballots.factories import who


def final():
    return made.text(final=True)


def status(party="RS", day=None, known=None):
    lines = {line.party.code: line for line in queries.register(day or clock.now().date(), known or clock.now(), "en")}
    return lines[party].standing.status


def test_A1_an_act_counts_once_a_second_person_has_verified_it(inside):
    with transaction():
        row = act(ActType.ADOPTION, verified=False, version=final())
        assert status() is Status.NONE
        assert queries.waiting() == [row]
        with pytest.raises(NotAllowed) as refusal:
            actions.verify(who("editor"), row)
        assert refusal.value.missing == ("not_recorder",)
        actions.verify(who("editor2"), row)
        db.session.refresh(row)
        assert status() is Status.ADOPTED
        with pytest.raises(NotAllowed) as refusal:
            actions.verify(who("admin"), row)
        assert refusal.value.missing == ("act_unverified",)
    assert db.session.scalars(select(SearchRow).filter_by(kind="act")).one().ref == "1"
    kinds = db.session.scalars(select(JournalEntry.kind).where(JournalEntry.kind.startswith("adoption."))).all()
    assert kinds == ["adoption.record", "adoption.verify"]


@pytest.mark.parametrize("type", [ActType.SIGNATURE, ActType.ADOPTION, ActType.ACCESSION])
def test_A1_only_a_final_published_text_is_signed_or_adopted(inside, type):
    with transaction():
        plain = made.text(label="0.1")
        for version in (plain, None):
            with pytest.raises(Invalid) as refusal:
                act(type, version=version)
            assert refusal.value.field == "version"


def test_A2_a_reservation_names_sections_of_the_text(inside):
    with transaction():
        version = final()
        uid = version.sections[1].uid
        twice = [(uid, Effect.EXCLUDES, "x"), (uid, Effect.MODIFIES, "y")]
        for reservations, field in (([("not-there", Effect.EXCLUDES, "x")], "section_1"), (twice, "section_1"), ([(uid, Effect.EXCLUDES, " ")], "words_1")):
            with pytest.raises(Invalid) as refusal:
                act(ActType.ADOPTION, version=version, reservations=reservations)
            assert refusal.value.field == field
        with pytest.raises(Invalid, match="carries no reservations"):
            act(ActType.DECLINED, version=version, reservations=[(uid, Effect.EXCLUDES, "x")])
        act(ActType.ADOPTION, version=version, reservations=[(uid, Effect.EXCLUDES, "Not the first sentence")])
    assert status() is Status.WITH_RESERVATIONS


def test_A3_a_reservation_made_later_and_withdrawn_again(inside):
    with transaction():
        version = final()
        adopted = act(ActType.ADOPTION, version=version)
        with pytest.raises(Invalid, match="at least one section"):
            act(ActType.RESERVATION, answers=adopted)
        later = act(ActType.RESERVATION, answers=adopted, reservations=[(version.sections[1].uid, Effect.MODIFIES, "Ten")])
        assert later.version == version
        assert status() is Status.WITH_RESERVATIONS
        with pytest.raises(Invalid, match="carries no reservation"):
            act(ActType.RESERVATION_WITHDRAWN, answers=adopted)
        act(ActType.RESERVATION_WITHDRAWN, answers=later)
        assert status() is Status.ADOPTED
        with pytest.raises(Conflict, match="withdrawn already"):
            act(ActType.RESERVATION_WITHDRAWN, answers=later)


def test_A4_a_withdrawal_needs_its_live_counterpart_and_is_not_earlier(inside):
    with transaction():
        adopted = act(ActType.ADOPTION, version=final(), paper={"effective": DAY + timedelta(days=2)})
        for answers, paper in ((None, {}), (adopted, {"effective": DAY + timedelta(days=1)})):
            with pytest.raises(Invalid, match="needs its counterpart"):
                act(ActType.WITHDRAWAL, answers=answers, paper=paper)
        with pytest.raises(Invalid, match="needs its counterpart"):
            act(ActType.WITHDRAWAL, party="HR", answers=adopted, paper={"effective": DAY + timedelta(days=3)})
        act(ActType.WITHDRAWAL, answers=adopted, paper={"effective": DAY + timedelta(days=3)})
        with pytest.raises(Conflict, match="withdrawn already"):
            act(ActType.WITHDRAWAL, answers=adopted, paper={"effective": DAY + timedelta(days=4)})
    assert status() is Status.WITHDRAWN
    assert status(day=DAY + timedelta(days=2)) is Status.ADOPTED


def test_A5_a_correction_voids_with_a_reason_and_the_act_stays(inside):
    with transaction():
        wrong = act(ActType.ADOPTION, version=final())
        with pytest.raises(Invalid, match="reason"):
            act(ActType.CORRECTION, voids=wrong)
        with pytest.raises(Invalid, match="names the act"):
            act(ActType.CORRECTION, paper={"statement": "x"})
        with pytest.raises(Invalid, match="same party"):
            act(ActType.CORRECTION, party="HR", voids=wrong, paper={"statement": "x"})
    with clock.at(factories.DAY + timedelta(days=3)), transaction():
        act(ActType.CORRECTION, voids=wrong, paper={"statement": "It was about another text"})
        db.session.refresh(wrong)
        with pytest.raises(Conflict, match="corrected already"):
            act(ActType.CORRECTION, voids=wrong, paper={"statement": "x"})
        assert status() is Status.NONE
        assert status(known=factories.DAY + timedelta(days=1)) is Status.ADOPTED
        table = [dict(zip(exports.ACT_COLUMNS, row, strict=True)) for row in exports.act_rows(clock.now())]
    assert [(row["no"], row["action"], row["voided_by"], row["void_reason"]) for row in table] == [(1, "adoption", 2, "It was about another text"), (2, "correction", None, "")]


@pytest.mark.parametrize(("paper", "field"), [
    ({"dated": DAY, "received": DAY - timedelta(days=1)}, "received"), ({"received": date(2026, 11, 3)}, "received"), ({"effective": DAY - timedelta(days=1)}, "effective"),
    ({"authority": " "}, "authority"), ({"title": ""}, "authority"),
])
def test_A10_an_act_with_impossible_dates_or_without_its_paper_is_refused(inside, paper, field):
    with transaction(), pytest.raises(Invalid) as refusal:
        act(ActType.INTENTION, paper=paper)
    assert refusal.value.field == field


def test_only_a_party_acts_and_only_the_desk_records(inside):
    with transaction():
        factories.party("EU", "European Commission", seat=False).kind = "body"
        with pytest.raises(Invalid, match="Only a party"):
            act(ActType.INTENTION, party="EU")
        for name in ("citizen", "moderator", "observer", "coordinator"):
            with pytest.raises(NotAllowed):
                actions.record(who(name), None, ActType.INTENTION, instrument())
    db.session.rollback()


def test_who_has_adopted_does_not_decline(inside):
    with transaction():
        act(ActType.ADOPTION, version=final())
        with pytest.raises(Conflict, match="withdrawal instead"):
            act(ActType.DECLINED)


def test_D5_a_carried_ballot_writes_nothing_into_the_register(inside):
    with transaction():
        made.seats()
        ballot = made.ballot()
        assert ballot.state == "scheduled"
    assert queries.acts(unverified=True) == []


def test_the_status_table_has_one_row_per_party_and_marks_accession_and_withdrawal(inside):
    with transaction():
        version = final()
        act(ActType.ACCESSION, version=version)
        gone = act(ActType.ADOPTION, party="HR", version=version)
        act(ActType.WITHDRAWAL, party="HR", answers=gone)
    rows = {row["participant"]: row for row in (dict(zip(exports.STATUS_COLUMNS, row, strict=True)) for row in exports.status_rows(DAY, clock.now()))}
    assert set(rows) == {"Serbia", "[Croatia]", "Bosnia and Herzegovina"}
    assert rows["Serbia"]["adopted_or_acceded"] == "2026-10-20 (a)"
    assert rows["Serbia"]["version"] == "1.0"
    assert rows["[Croatia]"]["status"] == "withdrawn"


def test_an_act_sent_back_is_never_verified_and_its_correction_is_recorded_anew(inside):
    with transaction():
        wrong = act(ActType.ADOPTION, version=final())
        first = act(ActType.CORRECTION, verified=False, voids=wrong, paper={"statement": "x"})
        actions.send_back(who("editor2"), first, "The note says something else")
        db.session.flush()
        db.session.refresh(wrong)
        assert queries.waiting() == []
        assert queries.sent_back() == [first]
        for verb in (lambda: actions.verify(who("editor2"), first), lambda: actions.send_back(who("admin"), first, "again")):
            with pytest.raises(NotAllowed) as refusal:
                verb()
            assert refusal.value.missing == ("act_not_returned",)
        with pytest.raises(NotAllowed) as refusal:
            actions.send_back(who("admin"), wrong, "too late")
        assert refusal.value.missing == ("act_unverified",)
        with pytest.raises(Conflict, match="sent back and never counted"):
            act(ActType.CORRECTION, voids=first, paper={"statement": "x"})
        second = act(ActType.CORRECTION, voids=wrong, paper={"statement": "It was about another text"})
        assert second.target == wrong
        db.session.expire_all()
        assert wrong.correction == second
    assert status() is Status.NONE
    table = [dict(zip(exports.ACT_COLUMNS, row, strict=True)) for row in exports.act_rows(clock.now())]
    assert [(row["no"], row["voided_by"], row["void_reason"]) for row in table] == [(1, 3, "It was about another text"), (3, None, "")]


def test_a_correction_of_a_correction_restores_and_an_act_is_voided_once(inside):
    with transaction():
        wrong = act(ActType.ADOPTION, version=final())
        undone = act(ActType.CORRECTION, voids=wrong, paper={"statement": "x"})
        db.session.refresh(wrong)
        with pytest.raises(Conflict, match="corrected already"):
            act(ActType.CORRECTION, voids=wrong, paper={"statement": "y"})
        assert status() is Status.NONE
        act(ActType.CORRECTION, voids=undone, paper={"statement": "It was right"})
        assert status() is Status.ADOPTED


def test_only_words_that_an_act_has_are_translated_into_another_language(inside):
    with transaction():
        version = final()
        waits = act(ActType.DECLARATION, verified=False, paper={"statement": "Words"})
        with pytest.raises(NotAllowed) as refusal:
            actions.translate(who("editor"), waits, "", "sr-Cyrl", "Речи", "The ministry")
        assert refusal.value.missing == ("act_verified",)
        row = act(ActType.ADOPTION, version=version, reservations=[(version.sections[1].uid, Effect.EXCLUDES, "Not this")])
        uid = version.sections[1].uid
        for section, language, words, by, field in (("", "sr-Cyrl", "x", "x", "section"), ("nowhere", "sr-Cyrl", "x", "x", "section"), (uid, "en", "x", "x", "language"),
                                                    (uid, "tr", " ", "x", "text"), (uid, "tr", "x", " ", "translated_by")):
            with pytest.raises(Invalid) as refusal:
                actions.translate(who("editor"), row, section, language, words, by)
            assert refusal.value.field == field
        actions.translate(who("editor"), row, version.sections[1].uid, "tr", "Bu degil", "The ministry")
        db.session.flush()
        assert [(t.language, t.text) for t in row.translations] == [("tr", "Bu degil")]


def test_the_acts_a_party_needs_are_decided_by_an_administrator_with_a_reason(inside):
    party = db.session.get(Party, "BA")
    with transaction():
        for parts, reason, field in ((["One"], "x", "parts"), (["One", "one"], "x", "parts"), (["n"] * 13, "x", "parts"), (["One", "Two"], " ", "reason")):
            with pytest.raises(Invalid) as refusal:
                actions.set_required(who("admin"), party, DAY, parts, reason)
            assert refusal.value.field == field
        with pytest.raises(NotAllowed):
            actions.set_required(who("editor"), party, DAY, ["One", "Two"], "x")
        actions.set_required(who("admin"), party, DAY, ["One", " ", "Two"], "Each decides")
        version = final()
        with pytest.raises(Invalid) as refusal:
            act(ActType.ADOPTION, party="BA", version=version)
        assert refusal.value.field == "part"
        with pytest.raises(Invalid) as refusal:
            act(ActType.ADOPTION, version=version, part="One")
        assert refusal.value.field == "part"
        act(ActType.ADOPTION, party="BA", version=version, part="Two")
        assert status("BA") is Status.CONSIDERED
        act(ActType.ADOPTION, party="BA", version=version, part="One")
        assert status("BA") is Status.ADOPTED


def test_two_sessions_of_one_person_cannot_record_and_verify(inside):
    with transaction():
        row = act(ActType.ADOPTION, verified=False, version=final())
    for _session in range(2):  # the person decides, not the browser
        with pytest.raises(NotAllowed) as refusal, transaction():
            actions.verify(who("editor"), queries.by_number(row.number))
        assert refusal.value.missing == ("not_recorder",)

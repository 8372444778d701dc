"""Names of parties: per language and date, in the reader's order, with their footnotes."""
from datetime import date

import pytest

from consult.db import transaction
from consult.errors import Conflict, NotAllowed
from consult.parties import queries
from consult.parties.actions import admit
from consult.parties.models import PartyName
from consult.parties.rules import DEFAULT_PARTIES, KOSOVO_FOOTNOTE, PartyKind
from consult.permissions.conditions import SYSTEM


def admit_all(codes=DEFAULT_PARTIES, actor=SYSTEM):
    with transaction():
        there = {party.code for party in queries.all_parties()}
        for one in (queries.candidates()[code] for code in codes if code not in there):
            admit(actor, one.code, one.kind, one.seat, one.zone, one.names)


def test_every_party_of_the_declaration_is_known_in_every_language():
    languages = {frozenset(language for language, *_ in queries.candidates()[code].names) for code in DEFAULT_PARTIES}
    assert len(languages) == 1
    assert len(languages.pop()) == 13


def test_kosovo_is_admitted_by_an_act_only_and_always_with_its_footnote():
    candidate = queries.candidates()["XK"]
    assert "XK" not in DEFAULT_PARTIES
    assert {footnote for *_, footnote, _ in candidate.names} == {KOSOVO_FOOTNOTE}
    assert all(name.endswith("*") for _, name, *_ in candidate.names)


def test_a_party_is_admitted_once_by_the_secretariat(inside):
    admit_all(["XK"], inside("admin"))
    assert queries.name("XK", "en") == "Kosovo*"
    with pytest.raises(Conflict), transaction():
        admit(inside("admin"), "XK", PartyKind.PARTY, True, "Europe/Belgrade", [])
    with pytest.raises(NotAllowed), transaction():
        admit(inside("editor"), "EU", PartyKind.BODY, False, "Europe/Brussels", [])


def test_a_body_has_no_seat(inside):
    admit_all(["EU"])
    assert "EU" in {party.code for party in queries.all_parties()}
    assert "EU" not in {party.code for party in queries.seats()}


def test_parties_stand_in_the_order_of_the_readers_alphabet(inside):
    with transaction() as session:  # the small cast knows English only
        for code, name in (("RS", "Србија"), ("HR", "Хрватска"), ("BA", "Босна и Херцеговина")):
            session.add(PartyName(party_code=code, language="sr-Cyrl", name=name, since=date(2017, 9, 14)))
    admit_all()
    assert [party.code for party in queries.by_name(queries.all_parties(), "sr-Cyrl")] == ["AL", "BA", "BG", "GR", "RO", "MK", "SI", "RS", "TR", "HR", "ME"]
    assert [code for code, _ in queries.choices("sr-Cyrl", seated=True)][-1] == "ME"
    assert [party.code for party in queries.by_name(queries.all_parties(), "en")] == ["AL", "BA", "BG", "HR", "GR", "ME", "MK", "RO", "RS", "SI", "TR"]


def test_a_name_counts_from_its_day(inside):
    admit_all(["MK"])
    with transaction() as session:
        session.add(PartyName(party_code="MK", language="en", name="A later name", since=date(2030, 1, 1)))
    assert queries.name("MK", "en") == "North Macedonia"
    assert queries.name("MK", "en", date(2030, 1, 1)) == "A later name"
    assert queries.name("MK", "en", date(2010, 1, 1)) == "North Macedonia"


def test_a_name_that_is_missing_is_taken_from_the_nearest_language(inside):
    assert queries.name("RS", "cnr") == "Serbia"
    with transaction() as session:
        session.add(PartyName(party_code="RS", language="sr-Latn", name="Srbija", since=date(2017, 9, 14)))
    assert queries.name("RS", "cnr") == "Srbija"
    assert queries.designations("cnr")["RS"].name == "Srbija"


def test_an_unknown_code_is_shown_as_it_is(inside):
    assert queries.name("ZZ", "en") == "ZZ"

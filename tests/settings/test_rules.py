"""What a setting may be, and that settings do not contradict each other."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.errors import Invalid
from consult.settings.rules import CONTACT, EVERY, INTEREST, LANGUAGES, REACT_DAYS, SETTINGS, Kind, agree, tidied

DEFAULTS = {one.key: one.default for one in EVERY}


@pytest.mark.parametrize("key", SETTINGS)
def test_every_setting_has_a_default_that_is_allowed_and_says_what_it_is_for(key):
    one = SETTINGS[key]
    assert tidied(one, one.default) == one.default
    assert one.name
    assert one.about.endswith(".")
    assert one.counts.endswith(".")


def test_the_defaults_do_not_contradict_each_other():
    agree(DEFAULTS)


@given(st.integers(-10, 500))
def test_a_number_is_taken_within_its_limits_and_refused_outside(number):
    if REACT_DAYS.least <= number <= REACT_DAYS.most:
        assert tidied(REACT_DAYS, number) == number
    else:
        with pytest.raises(Invalid):
            tidied(REACT_DAYS, number)


@pytest.mark.parametrize(("key", "value"), [("round_days", None), ("round_days", True), ("round_days", "30"), ("interest", "sometimes"), ("ballot_rule", "custom"),
                                            ("contact", "office"), ("contact", "a b@example.org"), ("contact", "a@b.org,c@d.org"), ("contact", "<i>@b.org"),
                                            ("contact", "a@b.org?x=y"),
                                            ("contact", "javascript:alert(1)@b.org"), ("contact", "a@b"), ("contact", "a@.org"), ("secretariat", "x" * 161), ("languages", ["xx"])])
def test_what_cannot_be_a_value_is_refused_at_its_field(key, value):
    with pytest.raises(Invalid) as refused:
        tidied(SETTINGS[key], value)
    assert refused.value.field == "value"


def test_english_is_among_the_languages_in_any_case_and_none_means_all():
    assert tidied(LANGUAGES, ["sr-Latn", "bg"]) == ["en", "bg", "sr-Latn"]
    assert tidied(LANGUAGES, []) == []


def test_a_contact_may_be_left_out():
    assert tidied(CONTACT, "") == ""


@given(st.integers(1, 365), st.integers(1, 365), st.integers(1, 365))
def test_a_usual_round_is_never_refused_by_the_shortest(usual, below, shortest):
    values = DEFAULTS | {"round_days": usual, "round_reason_below": below, "round_shortest": shortest}
    if usual >= shortest and below >= shortest:
        agree(values)
    else:
        with pytest.raises(Invalid):
            agree(values)


def test_choices_are_those_that_the_procedure_knows():
    assert set(INTEREST.choices) == {"off", "optional", "required"}
    assert all(one.choices for one in EVERY if one.kind is Kind.CHOICE)


@pytest.mark.parametrize("address", ["office@example.org", "o.ffice+model@sub-domain.example.org", "канцеларија@пример.срб", "a@b.co", ""])
def test_an_address_of_an_office_is_taken(address):
    assert tidied(CONTACT, address) == address

"""What an inbox is narrowed to, read from an address."""
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.errors import Invalid
from consult.inbox.rules import QUERY_MAX, Choice, Stage, name_of, note

NAMES = sorted(Choice().__dict__)


@given(st.dictionaries(st.sampled_from([*NAMES, "other"]), st.text(max_size=300)))
def test_any_address_is_understood_and_written_again_the_same(args):
    choice = Choice.read(args)
    assert Choice.read(choice.known) == choice
    assert set(choice.known) <= set(NAMES)
    assert len(choice.query) <= QUERY_MAX


@given(st.fixed_dictionaries({"round": st.integers(1, 99).map(str), "party": st.sampled_from(["RS", "INT"]), "q": st.text("abcž ", max_size=30)}))
def test_a_kept_choice_leads_to_the_same_list(args):
    choice = Choice.read(args)
    assert Choice.read(dict(parse_qsl(choice.query))) == choice


@pytest.mark.parametrize(("name", "value"), [
    ("stage", "rubbish"), ("kind", "te"), ("channel", "fax"), ("unread", "yes"), ("round", "1; DROP"), ("organisation", "٣"), ("campaign", "-1"), ("assigned", "boss"),
])
def test_a_word_that_nobody_knows_is_left_out(name, value):
    assert Choice.read({name: value}).known == {}


def test_without_a_stage_the_inbox_shows_what_has_no_answer():
    assert Choice.read({}).stages == (Stage.UNANSWERED,)
    assert Choice.read({"stage": "any"}).stages == tuple(Stage)
    assert Choice.read({"stage": "to_approve"}).stages == (Stage.DRAFT,)


def test_words_are_searched_without_accents_and_signs():
    assert Choice.read({"q": 'Niš "3.2" OR* Ђорђе'}).words == ["nis", "3", "2", "or", "djordje"]


def test_only_round_and_stage_leave_a_list_whole():
    assert not Choice.read({"round": "1", "stage": "any"}).narrowed
    assert Choice.read({"round": "1", "unread": "1"}).narrowed


@pytest.mark.parametrize("words", ["", "  \n ", "\u200b"])
def test_a_note_and_a_name_have_words(words):
    with pytest.raises(Invalid):
        note(words)
    with pytest.raises(Invalid):
        name_of(words)

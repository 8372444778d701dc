import pytest

from consult.text import anchors, patches
from tests.text.sample import body_of, quoted_comments


def patched(old, quote, proposed, new=None):
    return patches.apply(old, anchors.find(old, quote), proposed, old if new is None else new)


@pytest.mark.parametrize("comment", quoted_comments(), ids=lambda comment: comment["id"])
def test_a_sample_proposal_on_unchanged_words_is_applied_exactly(comment):
    body = body_of(comment)
    found = patched(body, comment["quote"], comment["proposed"])
    assert found.status == "applied"
    assert found.text.split() == body.replace(comment["quote"], comment["proposed"]).split()


def test_formatting_around_the_changed_word_stays():
    assert patched("A **party** has [one vote](u) here.", "party has one vote", "party has two votes").text == "A **party** has [two votes](u) here."


def test_words_with_their_own_marks_replace_the_passage():
    assert patched("A **party** votes.", "party votes", "**member** votes *once*").text == "A **member** votes *once*."


def test_a_passage_is_taken_out_with_its_item():
    assert patched("- one\n- two\n- three", "two", "").text == "- one\n- three"
    assert patched("A b. C d. E f.", "C d.", "").text == "A b. E f."


def test_a_cell_changes_inside_its_table():
    body = "| a | b |\n|---|---|\n| Total | 14 |"
    assert patched(body, "| Total | 14 |", "| Total | 13 |").text == "| a | b |\n|---|---|\n| Total | 13 |"
    assert patched(body, "14", "13").text == "| a | b |\n|---|---|\n| Total | 13 |"


def test_two_edits_apart_from_each_other_are_merged():
    old = "The ministry decides within thirty days after it has heard the national coordinator."
    new = "The ministry decides within thirty days after it has heard the *national* coordinator and the clusters."
    found = patched(old, "decides within thirty days after it has heard the national coordinator", "decides within sixty days after it has heard the national coordinator", new)
    assert found.status in {"applied", "merged"}
    assert found.text == new.replace("thirty", "sixty")


def test_two_edits_of_one_word_are_a_conflict_with_three_wordings():
    old, new = "The office decides within thirty days of the request.", "The office decides within forty days of the request."
    found = patched(old, "decides within thirty days of the request", "decides within sixty days of the request", new)
    assert found == (None, "conflict", "decides within thirty days of the request", "decides within forty days of the request",
                     "decides within sixty days of the request")


def test_a_proposal_without_its_passage_is_not_applied():
    found = patched("Some words about votes.", "words about votes", "words about ballots", "Quite another matter.")
    assert (found.text, found.status, found.theirs) == (None, "orphaned", "")

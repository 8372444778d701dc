"""When two comments are nearly the same."""
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consult.similar.queries.comparing import compare_all
from consult.similar.rules import Said, alike, bands, differences, groups, words_of
from consult.text.normalise import to_latin
from tests.bench.campaigns import in_latin
from tests.similar.conftest import CAMPAIGN, CYRILLIC, EDITED, LATIN, OTHER

TEXTS = st.text(alphabet=st.sampled_from(list("abcčćžš љњџабвгд αβγ .,!")), max_size=120) | st.sampled_from([CAMPAIGN, EDITED, CYRILLIC, LATIN, OTHER, "", "…", "👍", "I agree."])
SERBIAN = st.text(alphabet="абвгдђежзијклљмнњопрстћуфхцчџш ", max_size=200)


def found_groups(texts):
    """The texts by group, found as a whole round is searched."""
    found = compare_all(((at, Said(text)) for at, text in texts), 1)
    made = groups(range(len(found.digests)), found.links)
    together = {}
    for at, place in found.comments:
        together.setdefault(made[place], set()).add(at)
    return {frozenset(one) for one in together.values()}


@given(TEXTS, TEXTS)
def test_whether_two_are_alike_does_not_depend_on_which_is_asked_first(one, other):
    assert alike(Said(one), Said(other)) == alike(Said(other), Said(one))


@given(TEXTS)
@example("")
@example("👍")
def test_the_same_words_are_always_in_one_group(text):
    assert alike(Said(text), Said(text))
    assert found_groups([(1, text), (2, OTHER), (3, text)]) >= {frozenset({1, 3})} or text == OTHER


@given(st.lists(TEXTS, max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_comments_come_makes_no_difference(texts, dice):
    numbered = list(enumerate(texts))
    shuffled = dice.sample(numbered, len(numbered))
    assert found_groups(numbered) == found_groups(shuffled)


@given(SERBIAN)
def test_serbian_in_both_alphabets_is_the_same(text):
    assert Said(text).digest == Said(to_latin(text)).digest
    assert Said(text).runs == Said(to_latin(text)).runs


@pytest.mark.parametrize(("language", "text"), [
    ("bg", "Освобождаването от собствено участие не бива да отпада след пет години, щом няма пазар за клъстерни услуги."),
    ("el", "Η ενότητα μοιάζει με διαφημιστικό κείμενο. Ας μείνουν μόνο τα μετρήσιμα αποτελέσματα του προγράμματος."),
    ("sr-Cyrl", CYRILLIC),
])
def test_words_typed_without_the_own_keyboard_are_the_same(language, text):
    assert words_of(in_latin(language, text)) == words_of(text)


@pytest.mark.parametrize("changed", [CAMPAIGN.upper(), CAMPAIGN.replace(",", " -"), "  " + CAMPAIGN + "\n\n"])
def test_case_signs_and_space_make_no_other_wording(changed):
    assert Said(changed).digest == Said(CAMPAIGN).digest


def test_a_few_words_changed_are_nearly_the_same():
    assert alike(Said(CAMPAIGN), Said(EDITED))
    assert alike(Said(CAMPAIGN), Said("Dear Sir or Madam, " + CAMPAIGN + " Kind regards, a member firm."))
    assert not alike(Said(CAMPAIGN), Said(OTHER))


def test_short_comments_are_alike_only_when_they_are_the_same():
    assert not alike(Said("Please lower the number to five."), Said("Please lower the number to six."))
    assert alike(Said("Please lower the number."), Said("PLEASE lower the number!"))


def test_quoting_the_same_words_makes_no_two_comments_alike():
    quote = "Support lasts three years and is paid once a year to all clusters that have at least ten members."
    one = Said("This is too short for a young cluster.", quote.replace("three", "five"), "", quote)
    other = Said("Say who pays, and from which budget line.", quote.replace("is paid", "is paid by the ministry"), "", quote)
    assert not alike(one, other)


def test_who_says_little_beside_the_quotation_is_like_nobody_but_those_who_say_the_same():
    quote = "Support lasts three years and is paid once a year."
    assert alike(Said(quote, quote=quote), Said(quote.upper(), quote=quote))
    assert not alike(Said("Shorter, please.", quote.replace("three", "two"), "", quote), Said("Longer, please.", quote.replace("three", "ten"), "", quote))


def test_a_comment_of_a_hundred_thousand_characters_is_compared_too():
    dice = random.Random(3)
    long = " ".join(dice.choice(CAMPAIGN.split()) + str(dice.randrange(999)) for _ in range(13_000))
    assert len(long) > 100_000
    assert alike(Said(long), Said("To begin with: " + long))
    assert len(bands(Said(long), 1)) == len(bands(Said(CAMPAIGN), 1))


def test_comments_of_two_rounds_share_no_band():
    assert not set(bands(Said(CAMPAIGN), 1)) & set(bands(Said(CAMPAIGN), 2))


def test_five_thousand_identical_comments_are_one_wording():
    found = compare_all(((at, Said(CAMPAIGN)) for at in range(5000)), 1)
    assert (len(found.digests), len(found.comments), found.links) == (1, 5000, [])


def test_only_the_words_around_a_difference_are_shown_again():
    pieces = differences(CAMPAIGN, EDITED)
    assert [piece.text.strip() for piece in pieces if piece.op != "same"] == ["five", "four"]
    assert pieces[0].text.startswith("…")
    assert pieces[-1].text.rstrip().endswith("…")
    assert differences("a" * 13_000, "b" * 13_000) is None

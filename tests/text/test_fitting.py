import pytest

from consult.text import fitting

BEFORE, AFTER = "A country may accept fewer, but not ", " members in a region of its own."


@pytest.mark.parametrize(("quote", "proposed", "hint"), [
    ("fewer than eight", "fewer than six", ""),
    ("fewer than eight", "", ""),
    ("fewer than eight", "fewer than eight", ""),
    ("eight", "six", ""),
    ("", "A new sentence.", fitting.NOTHING_QUOTED),
    ("fewer than eight", "Support lasts five years", fitting.OTHER_WORDS),
    ("fewer than eight", "A country may accept fewer, but not fewer than six", fitting.MORE_THAN_QUOTED),
    ("fewer than eight", "fewer than six members in a region of its own.", fitting.MORE_THAN_QUOTED),
])
def test_a_wording_that_is_not_for_the_quoted_words_gets_its_hint(quote, proposed, hint):
    assert fitting.hint(quote, proposed, BEFORE, AFTER) == hint

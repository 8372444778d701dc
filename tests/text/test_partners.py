"""The evidence for a pair of sections, and the pairs, parts and rescues it leads to."""
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.text.kinds import longest_rise
from consult.text.matching import adopt, match
from consult.text.partners import common_length
from consult.text.sections import parse

FIRMS = "Firms that learn to export together share the cost of a stand, of an interpreter and of the journey."
BANKS = "A bank lends to a cluster organisation only when the state guarantees half of what is owed to it."
SCHOOL = "Vocational schools send their pupils to member firms for at least two months in each school year."
CITY = "The city council lets empty halls to new members for a rent that covers heating and insurance alone."


def became(before, after):
    old, new = parse(before), parse(after)
    was, now = {section.uid: section.heading for section in old}, {section.uid: section.heading for section in new}
    return {(was.get(link.old), now.get(link.new)): set(link.kinds) for link in match(old, new)}


def longest(one, other):
    row = [0] * (len(other) + 1)
    for a in one:
        before = 0
        for at, b in enumerate(other, 1):
            before, row[at] = row[at], before + 1 if a == b else max(row[at], row[at - 1])
    return row[-1]


@given(st.text(alphabet="abcš ", max_size=30), st.text(alphabet="abcš ", max_size=30))
def test_the_common_length_is_that_of_the_table(one, other):
    assert common_length(one, other) == longest(one, other)


@given(st.lists(st.integers(0, 30), unique=True, max_size=12))
def test_what_stayed_in_order_rises(values):
    stayed = [values[at] for at in sorted(longest_rise(values))]
    assert stayed == sorted(stayed)
    assert not values or stayed


def test_a_section_cut_in_two_is_split():
    links = became(f"# A\n\n{FIRMS}\n\n{BANKS}\n\n# Z\n\n{CITY}\n", f"# A\n\n{FIRMS}\n\n# Credit\n\n{BANKS}\n\n# Z\n\n{CITY}\n")
    assert links == {("A", "A"): {"split"}, ("A", "Credit"): {"split"}, ("Z", "Z"): {"unchanged"}}


def test_two_sections_in_one_are_merged():
    links = became(f"# A\n\n{FIRMS}\n\n# B\n\n{BANKS}\n", f"# A and B\n\n{FIRMS}\n\n{BANKS}\n")
    assert links == {("A", "A and B"): {"merged"}, ("B", "A and B"): {"merged"}}


def test_the_longest_part_keeps_the_key():
    old = parse(f"# A\n\n{FIRMS}\n\n{BANKS}\n\n{SCHOOL}\n")
    new = parse(f"# Beginning\n\n{FIRMS}\n\n# Rest\n\n{BANKS}\n\n{SCHOOL}\n")
    assert [section.uid == old[0].uid for section in adopt(old, new, match(old, new))] == [False, True]


def test_the_longest_of_the_merged_lives_on():
    old, new = parse(f"# A\n\n{FIRMS}\n\n# B\n\n{BANKS}\n\n{SCHOOL}\n"), parse(f"# C\n\n{FIRMS}\n\n{BANKS}\n\n{SCHOOL}\n")
    assert [section.uid for section in adopt(old, new, match(old, new))] == [old[1].uid]


def test_a_paragraph_that_moved_is_no_split():
    one = "\n\n".join((FIRMS, BANKS, SCHOOL))
    other = " ".join(reversed(" ".join((FIRMS, BANKS, SCHOOL, CITY)).split()))
    links = became(f"# A\n\n{one}\n\n{CITY}\n\n# B\n\n{other}\n", f"# A\n\n{one}\n\n# B\n\n{other}\n\n{CITY}\n")
    assert links == {("A", "A"): {"edited"}, ("B", "B"): {"edited"}}


def test_sections_that_changed_places_are_moved():
    links = became(f"# A\n\n{FIRMS}\n\n# B\n\n{BANKS}\n\n# C\n\n{CITY}\n", f"# C\n\n{CITY}\n\n# A\n\n{FIRMS}\n\n# B\n\n{BANKS}\n")
    assert links == {("A", "A"): {"unchanged"}, ("B", "B"): {"unchanged"}, ("C", "C"): {"moved"}}


def test_a_section_under_another_heading_is_moved():
    links = became(f"# A\n\n## One\n\n{FIRMS}\n\n# B\n\n{BANKS}\n", f"# A\n\n# B\n\n{BANKS}\n\n## One\n\n{FIRMS}\n")
    assert links["One", "One"] == {"moved"}


def test_a_chapter_is_known_by_its_sections():
    links = became(f"# Money\n\n## One\n\n{FIRMS}\n\n## Two\n\n{BANKS}\n\n# Z\n\n{CITY}\n",
                   f"# Finance\n\n## One\n\n{FIRMS}\n\n## Two\n\n{BANKS}\n\n# Z\n\n{CITY}\n")
    assert links["Money", "Finance"] == {"retitled"}


def test_a_section_rewritten_under_its_title_is_edited():
    links = became(f"# A\n\n{FIRMS}\n\n# Credit\n\n{BANKS}\n\n# Z\n\n{CITY}\n",
        f"# A\n\n{FIRMS}\n\n# Credit\n\n{SCHOOL}\n\n# Z\n\n{CITY}\n")
    assert links["Credit", "Credit"] == {"edited"}


def test_placeholders_with_one_title_are_not_confused():
    old = "".join(f"# § {number} (repealed)\n\n-\n\n# § {number + 1} T{number}\n\n{number} {FIRMS}\n\n" for number in range(1, 9, 2))
    new = old.replace("# § 3 (repealed)\n\n-\n\n", "")
    gone = [link.old for link in match(parse(old), parse(new)) if link.new is None]
    assert gone == [section.uid for section in parse(old) if section.number == "§ 3"]


@pytest.mark.parametrize(("before", "after"), [
    ("#\n" * 1500, "##\n" * 1500), ("# Fixed\n\nab\n" * 1000, "# Fixed\n\nba\n" * 1000), ("# " + "ab" * 20_000, "# " + "ba" * 20_000),
    ("".join(f"# T{n}\n\n{FIRMS}\n\n" for n in range(1000)), "".join(f"# U{n} x\n\n{FIRMS}\n\n" for n in range(1000))),
], ids=["empty", "alike", "long", "boilerplate"])
def test_hostile_versions_take_no_time(before, after):
    old, new = parse(before), parse(after)
    begin = time.process_time()
    adopt(old, new, match(old, new))
    assert time.process_time() - begin < 3

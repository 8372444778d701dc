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


def test_a_part_that_was_edited_is_still_a_part():
    kept = "It is published each spring, in every official language, and anyone may ask for a copy of it on paper."
    links = became(f"# A\n\n{FIRMS} {CITY}\n\n{BANKS} {kept} {SCHOOL}\n\n# Z\n\nThe end.\n",
                   f"# A\n\n{FIRMS} {CITY}\n\n# Paper\n\nMuch else has been written anew around one sentence. {kept} "
                   "All of this is new as well, as one can see, and so are the words that follow here.\n\n# Z\n\nThe end.\n")
    assert links["A", "Paper"] == {"split", "edited"}


def test_a_placeholder_elsewhere_is_another_one():
    gone = "(repealed)\n\n-\n\n"
    old = f"# § 1 A\n\n{FIRMS}\n\n# § 2 {gone}# § 3 B\n\n{BANKS}\n\n# § 4 {gone}# § 5 C\n\n{CITY}\n"
    new = f"# § 1 A\n\nSo {FIRMS}\n\n# § 2 B\n\n{BANKS} Yes.\n\n# § 3 C\n\n{CITY}\n\n# § 6 {gone}# § 7 D\n\n{SCHOOL}\n\n# § 8 {gone}"
    was, now = parse(old), parse(new)
    links = match(was, now)
    assert {section.number for section in was if section.uid in {link.old for link in links if link.new is None}} == {"§ 2", "§ 4"}
    assert {section.number for section in now if section.uid in {link.new for link in links if link.old is None}} == {"§ 6", "§ 7", "§ 8"}


def test_a_placeholder_under_its_old_number_is_itself():
    old = f"# § 1 A\n\n{FIRMS}\n\n# § 2 (repealed)\n\n-\n\n# § 3 B\n\n{BANKS}\n\n# § 9 (repealed)\n\n-\n"
    new = f"# § 1 C\n\n{CITY}\n\n# § 2 (repealed)\n\n-\n\n# § 3 D\n\n{SCHOOL}\n\n# § 9 (repealed)\n\n-\n\n# § 10 (repealed)\n\n-\n"
    assert became(old, new)["(repealed)", "(repealed)"] == {"unchanged"}


def test_a_chapter_is_known_by_its_sections_beside_a_new_one():
    links = became(f"# Money\n\n## One\n\n{FIRMS}\n\n## Two\n\n{BANKS}\n",
        f"# Words\n\n# Finance\n\n## One\n\n{FIRMS}\n\n## Two\n\n{BANKS}\n")
    assert links["Money", "Finance"] == {"retitled"}
    assert links[None, "Words"] == {"inserted"}


def test_a_title_of_its_own_survives_a_rewritten_text_beside_a_new_section():
    links = became(f"# A\n\n{FIRMS}\n\n# Credit\n\n{BANKS}\n\n# Z\n\n{CITY}\n",
                   f"# A\n\n{FIRMS}\n\n# Pupils\n\nThey learn and travel, each year in another country of the region.\n\n"
                   f"# Credit\n\n{SCHOOL}\n\n# Z\n\n{CITY}\n")
    assert links["Credit", "Credit"] == {"edited"}


def test_a_title_of_its_own_survives_rewriting_under_another_heading():
    links = became(f"# A\n\n{FIRMS}\n\n## Credit\n\n{BANKS}\n\n# Z\n\n{CITY}\n",
                   f"# A\n\n{FIRMS}\n\n# Z\n\n{CITY}\n\n## Pupils\n\nThey learn and travel each year, far away.\n\n## Credit\n\n{SCHOOL}\n")
    assert links["Credit", "Credit"] == {"edited", "moved"}


def test_a_longer_title_over_a_rewritten_text_is_the_same_section():
    links = became(f"# Data\n\n{CITY}\n\n## Payment information\n\n{FIRMS}\n\n## Z\n\n{BANKS}\n",
                   f"# Data\n\n{CITY}\n\n## People\n\nNames and dates of birth, where a law asks for them.\n\n"
                   f"## Payment and billing information\n\n{SCHOOL}\n\n## Z\n\n{BANKS}\n")
    assert links["Payment information", "Payment and billing information"] == {"edited", "retitled"}


def test_boilerplate_that_was_cut_off_is_found_by_its_place():
    formula = "The minister may make further rules on the form, the content and the time of the report by decree."
    many = "".join(f"# Report {number}\n\nWho grows {number} sorts of tea reports on {number}.\n\n{formula}\n\n" for number in range(8))
    links = became(many, many.replace(f"reports on 5.\n\n{formula}", f"reports on 5.\n\n# Decree\n\n{formula}"))
    assert links["Report 5", "Decree"] == {"split"}

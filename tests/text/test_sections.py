"""A draft taken apart at its headings, and put together again byte for byte."""
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.errors import Invalid
from consult.text.normalise import canonical
from consult.text.sections import address, addresses, join, paragraphs, parents, parse, plain_heading, tree, with_body, with_heading
from tests.text.documents import ANY_TEXT, FILES, text_of


def shape(markdown):
    return [(section.level, section.number, section.heading) for section in parse(markdown)]


@given(ANY_TEXT)
def test_the_sections_of_any_text_give_it_back(text):
    assert join(parse(text)) == canonical(text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_sections_of_real_documents_give_them_back(path):
    text = path.read_text(encoding="utf-8")
    assert join(parse(text)) == canonical(text)


@given(ANY_TEXT)
def test_keys_and_addresses_are_unique_and_always_the_same(text):
    sections = parse(text)
    assert len({section.uid for section in sections}) == len(sections)
    assert len(set(addresses(sections).values())) == len(sections)
    assert all(addresses(sections).values())
    assert parse(text) == sections


def test_the_sample_model_has_its_sections():
    sections = parse(text_of("model-draft-0.1"))
    assert shape(text_of("model-draft-0.1"))[:4] == [
        (1, "", "The Smart Balkan Cluster Policy Model"), (2, "", "Preamble"), (2, "1", "Purpose and scope"),
        (3, "1.1", "What the Model is for"),
    ]
    assert (sections[-2].number, sections[-2].heading) == ("Annex A", "Criteria for national cluster policies")
    assert sections[3].head == "### 1.1 What the Model is for\n\n"
    assert sections[3].body.startswith("The Model helps a government")


def test_headings_are_atx_and_setext_of_six_levels():
    assert shape("# A #\n###### B\n####### no\n") == [(1, "", "A"), (6, "", "B")]
    assert shape("C\n===\n\nD d\n---\n") == [(1, "", "C"), (2, "", "D d")]


@pytest.mark.parametrize("markdown", [
    "```\n# no\n```\n", "~~~\n# no\n~~~", "- item\n\n    ```sh\n    # no\n    ```\n", "- ```\n  # no\n  ```\n", "    # no\n",
    "<!--\n# no\n-->\n",
    "---\ntitle: no\n# no\n---\ntext", "<pre>\n# no\n</pre>", "#hashtag", "- item\n---\n", "| a |\n---\n", "two lines\nof text\n---\n",
    "````\n```\n# no\n````\n",
])
def test_what_only_looks_like_a_heading_is_text(markdown):
    assert [section.level for section in parse(markdown)] == [0]


@pytest.mark.parametrize("markdown",
    ["```\n# yes\n", "<!-- open\n\n# yes\n", "<!-- open\n\n# yes\n\n<!-- closed -->\n", "---\n\n# yes\n\n---\n", "```\ncode\n```\n# yes",
        "<!-- one line -->\n# yes\n"])
def test_what_is_never_closed_hides_no_heading(markdown):
    assert [section.heading for section in parse(markdown)][-1] == "yes"


def test_text_before_the_first_heading_is_a_section_of_level_0():
    front, first = parse("---\ntitle: T\n---\n\nWords.\n\n# A\n\nMore.\n")
    assert (front.level, front.head, front.number, front.heading) == (0, "", "", "")
    assert (first.head, first.body) == ("# A\n\n", "More.\n")


def test_blank_lines_before_the_first_heading_are_no_section():
    assert shape("\n\n# A\n") == [(1, "", "A")]


@pytest.mark.parametrize(("line", "uid", "heading"), [
    ("## A title {#a-title}", "a-title", "A title"), ("## A title {: #second .wide }", "second", "A title"),
    ('## <a name="third"></a>A title', "third", "A title"),
    ("## A title\n{: #fourth }", "fourth", "A title"), ("## A title {#fifth} ##", "fifth", "A title"),
])
def test_an_id_given_by_the_author_is_the_key(line, uid, heading):
    section, = parse(line + "\n\ntext\n")
    assert (section.uid, section.heading, section.kept) == (uid, heading, True)


def test_an_id_given_twice_counts_once():
    first, second = parse("# A {#x}\n# B {#x}\n")
    assert first.uid == "x"
    assert second.uid != "x"
    assert not second.kept


def test_stored_keys_are_given_back():
    assert [section.uid for section in parse("# A\n# B\n", uids=["k1", "k2"])] == ["k1", "k2"]


@pytest.mark.parametrize("uids", [["k1"], ["k1", "k1"], ["k1", "k2", "k3"]])
def test_stored_keys_that_do_not_fit_are_refused(uids):
    with pytest.raises(Invalid):
        parse("# A\n# B\n", uids=uids)


def test_a_key_does_not_depend_on_the_number():
    assert parse("# 1. A\n")[0].uid == parse("# 2. A\n")[0].uid


def test_a_section_stands_under_the_heading_above_it():
    top, one, two, deep, other = parse("# A\n## B\n## C\n#### D\n# E\n")
    assert parents([top, one, two, deep, other]) == {top.uid: None, one.uid: top.uid, two.uid: top.uid, deep.uid: two.uid, other.uid: None}
    assert tree([top, one, two, deep, other])[top.uid] == [one, two]
    assert tree([top, one, two, deep, other])[None] == [top, other]


def test_the_address_is_the_number_or_the_words():
    sections = parse("# The *Model*\n## 3.2 Legal form\n## Annex A. Criteria\n## § 12a Члан\n## Увод\n## Увод\n"
                     "### 1. Scope\n## X\n### 1. Aims\n")
    assert list(addresses(sections).values()) == ["the-model", "3.2", "annex-a", "12a", "увод", "увод-2", "scope", "x", "aims"]
    assert address(sections[2], sections) == "annex-a"


def test_an_address_is_readable_and_not_too_long():
    section, = parse("# " + "Long words and more " * 9)
    assert address(section, [section]) == "long-words-and-more-long-words-and-more-long-words-and-more"


def test_plain_words_of_a_heading():
    section, = parse('# A **bold** [link](http://x.y) to `code_name` <span class="x">there</span>\n')
    assert plain_heading(section) == "A bold link to code_name there"


@pytest.mark.parametrize(("before", "number", "heading", "level", "after"), [
    ("## 1. Purpose\n\ntext", "2", "Aims", 2, "## 2. Aims\n\n"), ("### 3.2 Tiers\n\ntext", "3.3", "Tiers", 3, "### 3.3 Tiers\n\n"),
    ("## Annex A. C {#c}\n\ntext", "Annex B", "D", 2, "## Annex B. D {#c}\n\n"), ("Title\n===\n\ntext", "", "Other", 2, "## Other\n\n"),
    ("## Preamble\n\ntext", "1", "Preamble", 2, "## 1. Preamble\n\n"),
    ("## Preamble\n\ntext", "1.1", "Preamble", 3, "### 1.1 Preamble\n\n"),
    ("## 1. Purpose\n", "", "Purpose", 2, "## Purpose\n"), ("# Члан 5.\n\ntext", "Члан 6", "", 1, "# Члан 6\n\n"),
])
def test_an_editor_retitles_a_section(before, number, heading, level, after):
    section = with_heading(parse(before)[0], number, heading, level)
    assert section.head == after
    again, = parse(section.source)
    assert (again.number, again.heading, again.level) == (number, heading, level)


@pytest.mark.parametrize(("heading", "level"), [("two\nlines", 2), ("A", 0), ("A", 7)])
def test_a_heading_that_is_none_is_refused(heading, level):
    with pytest.raises(Invalid):
        with_heading(parse("# A\n")[0], "", heading, level)


@given(st.text(alphabet="ab \n", max_size=20))
def test_a_new_body_never_swallows_the_next_heading(body):
    first, second = parse("# A\ntext\n# B\n")
    again = parse(join([with_body(first, body), second]))
    assert [section.heading for section in again] == ["A", "B"]


@pytest.mark.parametrize("text", [
    "# " + " " * 40_000 + "x", "# a " + "#" * 40_000 + "x", "# " + "{" * 40_000, "# " + "<a " * 20_000, "# " + "[" * 40_000,
    "# " + "_" * 40_000 + "a",
    "# Annex 1" + ".1" * 20_000 + "x", "#\n" * 3_000, "```\n# a\n" * 4_000, "<!--\n# a\n" * 4_000, "`" * 40_000 + "\n# a",
    "- " * 20_000 + "`x",
    "| a |\n-" + " " * 40_000 + "-", "- " * 20_000 + "x", "\n".join("`" * size for size in range(3, 300)), "# x\n" + "> " * 20_000,
], ids=range(16))
def test_a_hostile_text_takes_no_time(text):
    begin = time.process_time()
    sections = parse(text)
    for section in sections:
        paragraphs(section.body)
    addresses(sections)
    assert join(sections) == canonical(text)
    assert time.process_time() - begin < 2

"""The numbered paragraphs of a section."""
import pytest
from hypothesis import given

from consult.text.paragraphs import paragraphs
from tests.text.documents import MARKDOWN


def kinds(body):
    return [paragraph.kind for paragraph in paragraphs(body)]


def words(body):
    return [body[paragraph.start:paragraph.end] for paragraph in paragraphs(body)]


def test_blocks_are_numbered_in_order():
    body = "One\ntwo.\n\n- a\n- b\n\n  more b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> said\n> so\n\n```\ncode\n\ncode\n```\nEnd.\n"
    assert kinds(body) == ["paragraph", "list", "table", "quote", "code", "paragraph"]
    assert [paragraph.number for paragraph in paragraphs(body)] == [1, 2, 3, 4, 5, 6]
    assert words(body)[1] == "- a\n- b\n\n  more b"
    assert words(body)[4] == "```\ncode\n\ncode\n```"


@pytest.mark.parametrize("unseen",
    ["---\n\n", "<!-- a note -->\n\n", "<!-- a\n\nnote -->\n", "[x]: http://y.z\n\n", "[^1]: A note\n    goes on\n\n    and on\n\n",
        "* * *\n"])
def test_what_no_reader_sees_has_no_number(unseen):
    assert kinds(unseen + "One.\n") == ["paragraph"]
    assert words("One.\n\n" + unseen + "Two.\n") == ["One.", "Two."]


@pytest.mark.parametrize("body",
    ["- a\n\n    two\n\n- b\n", "1. a\n    - x\n    - y\n2. b\n", "- a\n\n  ```\n  code\n  ```\n\n- b\n", "* a\nlazy\n* b\n",
        "- a\n+ b\n", "1. a\n\n   > quote\n\n2. b\n"])
def test_a_list_is_one_paragraph_with_all_it_holds(body):
    assert words(body) == [body.rstrip("\n")]


def test_a_list_ends_where_text_or_another_sort_of_list_begins():
    assert kinds("- a\n\nText.\n") == ["list", "paragraph"]
    assert kinds("- a\n\n1. b\n") == ["list", "list"]


def test_a_table_may_follow_its_sentence_directly():
    assert kinds("The numbers:\n| a | b |\n|---|---|\n| 1 | 2 |\n") == ["paragraph", "table"]


@given(MARKDOWN)
def test_paragraphs_follow_each_other_and_hold_words(body):
    at = 0
    for place, paragraph in enumerate(paragraphs(body)):
        assert paragraph.number == place + 1
        assert at <= paragraph.start < paragraph.end <= len(body)
        assert body[paragraph.start:paragraph.end].strip()
        at = paragraph.end


@given(MARKDOWN)
def test_numbers_do_not_depend_on_blank_lines_around(body):
    assert kinds(body + "\n\n") == kinds(body)

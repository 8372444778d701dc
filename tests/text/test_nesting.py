import pytest

from consult.text import render
from consult.text.nesting import regular


@pytest.mark.parametrize(("source", "wanted"), [
    ("- a\n  - b\n    - c", "- a\n    - b\n        - c"),
    ("1. a\n   - b\n2. c", "1. a\n    - b\n2. c"),
    ("- a\n\n  more\n- b", "- a\n\n    more\n\n- b"),
    ("- a\n\n      code", "- a\n\n        code"),
    ("text\n- a", "text\n\n- a"),
    ("text\n2. no list", "text\n2. no list"),
    ("- a\n1. b", "- a\n\n1. b"),
    ("> text\n> - a\n>   - b", "> text\n> \n> - a\n>     - b"),
    ("```\n- a\n  - b\n```", "```\n- a\n  - b\n```"),
    ("text\n| a | b |\n|---|---|", "text\n\n| a | b |\n|---|---|"),
    ("- a\n\ntext", "- a\n\ntext"),
    ("    code\n\n    - code", "    code\n\n    - code"),
    ("- - -\n* * *", "- - -\n* * *"),
    ("1) a\n   - b\n2) c", "1. a\n    - b\n2. c"),
    ("(1) no list", "(1) no list"),
    ("- a\n  ```\n  code\n    deeper\n  ```\n- b", "- a\n\n        code\n          deeper\n\n- b"),
    ("- a\n\n```\n  code\n```\n- b", "- a\n\n```\n  code\n```\n- b"),
])
def test_every_level_is_four_spaces_deep(source, wanted):
    assert regular(source) == wanted


def test_a_regular_text_stays_as_it_is():
    once = regular("- a\n  - b\n\n    c\n1. d\n> e\n> - f")
    assert regular(once) == once


def test_an_item_goes_on_after_a_blank_line():
    assert render.text("1. a\n\n   still a\n2. b").count("<li>") == 2


def test_code_stands_in_its_item_with_its_lines_and_blank_lines():
    html = render.text("1. a\n\n   ~~~\n   # x < y\n\n   - no item\n   ~~~\n\n   after\n2. b")
    assert "<pre><code># x &lt; y\n\n- no item\n</code></pre>" in html
    assert html.count("<li>") == 2


def test_numbers_with_brackets_are_items_as_they_are_counted():
    found = render.paragraphs("Before\n\n3) three\n4) four\n\nAfter", "1")
    assert [paragraph.text for paragraph in found] == ["Before", "three\nfour", "After"]
    assert 'start="3"' in found[1].html

import time
from contextlib import suppress

import pytest

from consult.text import diff, render
from tests.text.sample import draft

SIZE = 8000


def full(piece):
    return (piece * SIZE)[:SIZE]


BOMBS = [
    *map(full, ["[", "![", "[a](", "<a ", "<![CDATA[", "<", "a\n===\n", "*", "*a ", "**a ", "_a ", "***a** ", "`", "`a ", "\\", "&#", "{: .a ", "1. ", "- ", "> ",
                ">", "* * *\n", "<http://a ", "<b>", "<!--", "```\n", "~~~\n", "[a][b] ", "[a]: b\n", "![a](b)", "*[`<&", " ", "\t", "- a\n\n", "> a\n\n", "a\n\n"]),
    full("[^1] ") + "\n\n[^1]: x", "a|b\n-|-\n" + full("`|"), "a|b\n-|-\n" + full("1|2\n"), "- " * 470 + "x", "1. " * 500,
    "\n".join("  " * depth + "- a" for depth in range(120)), "\n".join(">" * depth + " a" for depth in range(120)),
    "\n".join(f"*[A{number}]: x" for number in range(400)) + "\n\n" + " ".join(f"A{number}" for number in range(400)),
    "[" * 2000 + "a" + "](b)" * 1500, "[a](" + full("("), 'x {:' + full(" a=b"), full(": "), full("a\n: b\n\n"),
]


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: ascii(bomb[:12]))
def test_a_bomb_does_not_hold_the_server_up(bomb):
    """A hang would last minutes; what a page really costs is measured in make bench, not here."""
    begun = time.process_time()
    with suppress(render.TooComplex):
        render.text(bomb)
    assert time.process_time() - begun < 5


def test_a_refused_text_does_not_break_the_pages_around_it():
    with pytest.raises(render.TooComplex, match=r"Please simplify it\.$"):
        diff.compare("fine", "[" * SIZE)


@pytest.mark.parametrize("label", ["0.1", "0.2"])
def test_no_section_of_the_model_is_refused(label):
    assert all(render.text(part.body) for part in draft(label).values() if part.body.strip())


def test_a_section_as_long_as_a_law_is_not_refused():
    article = "(1) The [authority](https://e.org) may, under *section* 3[^n], decide within 30 days; `code` and a_b stay.\n\n- one\n    - two\n\n"
    table = "| a | b |\n|---|---|\n" + "| 1 | [x](y) |\n" * 2000 + "\n"
    code = "```json\n" + '{"a": [1, [2, 3]]}\n' * 1500 + "```\n\n"
    links = "\n".join(f"[{number}]: https://e.org/{number}" for number in range(800))
    assert len(render.text(article * 1500 + table + code + links + "\n\n[^n]: note")) > 300_000

"""The README's tables are what the code says: who may do what, the settings, the commands."""
import pytest

import config
from consult.cli import commands
from consult.permissions import table
from tests.architecture.tree import ROOT
from tests.needs import missing

README = ROOT / "README.md"


def commands_as_markdown() -> str:
    """`flask consult ...` as a table: each command with the first sentence of its help."""
    rows = [f"| `flask consult {name}` | {command.get_short_help_str(limit=200)} |" for name, command in sorted(commands.commands.items())]
    return "\n".join(["| command | what it does |", "|---|---|", *rows])


TABLES = {"permissions": table.as_markdown, "settings": config.as_markdown, "commands": commands_as_markdown}


def absent(written: str, expected: str) -> list[str]:
    """The rows that a text lacks, or the whole table when its rows do not stand together."""
    rows = expected.splitlines()
    return [row for row in rows if row not in written.splitlines()] or ([] if expected in written else rows)


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_has_the_table_of_the_code(name):
    if not README.exists():
        missing("README.md")
    assert absent(README.read_text(encoding="utf-8"), TABLES[name]()) == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_a_head_and_whole_rows(name):
    head, line, *rows = TABLES[name]().splitlines()
    assert set(line) == {"|", "-"}
    assert rows
    assert {row.count("|") for row in rows} == {head.count("|")}


def test_a_missing_row_is_seen():
    assert absent("| a |\n| c |", "| a |\n| b |") == ["| b |"]
    assert absent("| a |\n\n| b |", "| a |\n| b |") == ["| a |", "| b |"]
    assert absent("words\n| a |\n| b |\nwords", "| a |\n| b |") == []

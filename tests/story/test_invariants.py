"""The table of what must always hold says the truth: its tests are there, and the database has what it names."""
import re
from pathlib import Path

import pytest
from sqlalchemy import text

from consult.db import db

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "invariants.md").read_text(encoding="utf-8")
ROWS = {cells[0]: cells for line in TABLE.splitlines() if re.match(r"\| [A-Z]\d+ \|", line) for cells in [[cell.strip() for cell in line.strip("|").split(" | ")]]}
IDS = [f"{letter}{number}" for letter, last in (("V", 6), ("R", 6), ("C", 8), ("M", 6), ("B", 12), ("A", 10), ("X", 7)) for number in range(1, last + 1)]


def named_tests() -> dict[str, set[str]]:
    """Every test with an id in its name, by id."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for name, ids in re.findall(r"^def (test_((?:[A-Z]\d+_)+)\w*)", path.read_text(encoding="utf-8"), re.MULTILINE):
            for one in ids.strip("_").split("_"):
                found.setdefault(one, set()).add(name)
        for name, letter, last in re.findall(r"^def (test_([A-Z])1_to_[A-Z](\d+)_\w*)", path.read_text(encoding="utf-8"), re.MULTILINE):
            for number in range(1, int(last) + 1):
                found.setdefault(f"{letter}{number}", set()).add(name)
    return found


@pytest.mark.parametrize("one", IDS)
def test_each_invariant_names_tests_that_are_there(one):
    named, there = set(re.findall(r"`(test_\w+)`", ROWS[one][2])), named_tests().get(one, set())
    assert named <= there
    assert bool(named) == bool(there), "an invariant that is tested by now stands in the table without its tests"


def test_the_database_has_every_constraint_and_trigger_that_is_named(app):
    with app.app_context():
        schema = " ".join(db.session.scalars(text("SELECT name || ' ' || coalesce(sql, '') FROM sqlite_master")))
    named = {name for cells in ROWS.values() for name in re.findall(r"`((?:ck|uq|tg)_\w+)`", cells[3])}
    assert len(named) > 30
    assert {name for name in named if not re.search(rf"\b{name}\b", schema)} == set()


def test_the_sums_under_the_table_are_counted():
    shown, every = sum("`test_" in cells[2] for cells in ROWS.values()), len(ROWS)
    refused = sum("`" in cells[3] for cells in ROWS.values())
    assert f"{shown} of {every} are shown by tests; {refused} are also refused by the database" in TABLE

"""What a report is made of: its limits, its sums, and the one text that its hash is taken over."""
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from consult.journal.rules import canonical

#: The longest title and words of a theme, a next step, an editorial reason; and how many comments one theme gathers.
TITLE_MAX, WORDS_MAX, STEP_MAX, REASON_MAX, GATHERED_MAX = 200, 8000, 500, 2000, 1000
_NUMBER = re.compile(r"[^\s,;]+")


def content(facts: Mapping[str, Any]) -> str:
    """The one text of a report: what is stored, handed out, and hashed."""
    return canonical(facts)


def digest(text: str) -> str:
    """SHA-256 of the text of a report, as anybody can compute it from the file."""
    return hashlib.sha256(text.encode()).hexdigest()


def numbers(typed: str) -> list[str]:
    """The numbers of comments that somebody typed, parted by spaces, commas or line ends."""
    return list(dict.fromkeys(one.upper() for one in _NUMBER.findall(typed)))


def sums(facts: Mapping[str, Any]) -> dict[str, int]:
    """What every table of the report adds up to, by what it counts (R6)."""
    return {group["field"]: sum(n for _, n in group["rows"]) for group in facts["groups"]}


def faults(facts: Mapping[str, Any]) -> list[str]:
    """Where the figures of a report do not add up: never, unless its rows or its frozen text were tampered with (R6)."""
    counts = facts["counts"]
    wrong = [f"the table by {field} adds up to {found}, not to {counts['total']}" for field, found in sums(facts).items() if found != counts["total"]]
    stands = counts["disposed"] + counts["undisposed"] + counts["withdrawn"] + counts["hidden"]
    if stands != counts["total"]:
        wrong.append(f"the states add up to {stands}, not to {counts['total']}")
    by = {group["field"]: dict(map(tuple, group["rows"])) for group in facts["groups"]}
    for at, field in enumerate(("party", "answer")):
        crossed: dict[str, int] = {}
        for row in facts["crossed"]:
            crossed[row[at]] = crossed.get(row[at], 0) + row[2]
        if crossed != by[field]:
            wrong.append(f"the table of parties and answers does not agree with that by {field}")
    return wrong

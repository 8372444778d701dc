"""The sample material: two drafts of the Model and 140 comments, written for this project; every organisation in them is invented."""
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from consult.comments.rules import Code, CommentKind

DATA = Path(__file__).with_name("data")
KINDS = {"general": CommentKind.GENERAL, "technical": CommentKind.SUBSTANCE, "editorial": CommentKind.WORDING}
CODES = {"accepted": Code.ACCEPTED, "partly_accepted": Code.PARTLY, "not_accepted": Code.NOT_ACCEPTED, "noted": Code.NOTED, "out_of_scope": Code.OUT_OF_SCOPE}
#: Comments that say the same as an earlier one; campaigns point to their first comment.
DUPLICATES = {"R1-020": "R1-019"} | dict.fromkeys(("R1-050", "R1-051", "R1-052"), "R1-049") | dict.fromkeys((f"R1-{n:03d}" for n in range(99, 106)), "R1-098")


@dataclass(frozen=True)
class Sample:
    """One sample comment and what became of it; `sections` are the numbers in draft 0.2 that answer it."""

    id: str
    section: str
    kind: CommentKind
    text: str
    quote: str
    quote_section: str
    proposed: str
    language: str
    author: str
    author_key: str
    private: bool
    organisation_kind: str
    party: str
    coordinator: bool
    consolidates: tuple[str, ...]
    flags: frozenset[str]
    code: Code
    answer: str
    sections: tuple[str, ...]

    @property
    def duplicate_of(self) -> str | None:
        """The sample comment that says the same, if one does."""
        return DUPLICATES.get(self.id)

    @property
    def stands(self) -> bool:
        """Whether it is to be answered: neither hidden nor withdrawn."""
        return not self.flags & {"hidden", "withdrawn"}


@cache
def comments() -> tuple[Sample, ...]:
    """The 140 sample comments in the order in which they were received."""
    rows = json.loads((DATA / "comments.json").read_text(encoding="utf-8"))["comments"]
    return tuple(_sample(row) for row in rows)


def _sample(row: dict[str, Any]) -> Sample:
    return Sample(
        id=row["id"], section=row["section"], kind=KINDS[row["type"]], text=row["text"], quote=row["quote"] or "", quote_section=row["quote_section"] or row["section"],
        proposed=row["proposed"] or "", language=row["lang"], author=row["author"], author_key=row["author_key"], private=row["as"] == "private_person",
        organisation_kind=row["org_type"], party=row["country"], coordinator=row["channel"] == "coordinator", consolidates=tuple(row["consolidates"]),
        flags=frozenset(row["flags"]), code=CODES[row["disposition"]], answer=row["reply_en"], sections=tuple(row["changed_in_0_2"]))


def draft(label: str) -> str:
    """The Markdown text of a sample draft, to the byte."""
    return (DATA / f"model-draft-{label}.md").read_bytes().decode("utf-8")

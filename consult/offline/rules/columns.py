"""The commenting template of ISO, IEC, CEN and CENELEC, version 2012-03: its columns in their order, with their exact heads."""
import re
from dataclasses import dataclass

#: What the whole text is called in the column of clauses: by CEN, and by the programs that read such forms.
WHOLE = ("General", "_whole document")
#: Rows that one form may hold; the head is not counted.
ROWS_MAX = 2000


@dataclass(frozen=True)
class Column:
    """One column: the name we use, its exact head, its width in twips, and whether a form without it cannot be read."""

    name: str
    head: str
    width: int
    needed: bool = False


COLUMNS = (
    Column("body_code", "MB/NC¹", 606), Column("line", "Line number (e.g. 17)", 908), Column("clause", "Clause/ Subclause (e.g. 3.1)", 1209, needed=True),
    Column("paragraph", "Paragraph/ Figure/ Table/ (e.g. Table 1)", 1209), Column("type", "Type of comment²", 1115, needed=True),
    Column("comment", "Comments", 4177, needed=True), Column("proposed", "Proposed change", 4233, needed=True),
    Column("observations", "Observations of the secretariat", 2419),
)
VERSION = "ISO/IEC/CEN/CENELEC electronic balloting commenting template/version 2012-03"
TITLE = "Template for comments and secretariat observations"
NOTES = (
    "¹ MB = Member body / NC = National Committee (enter the ISO 3166 two-letter country code, e.g. CN for China; comments from the ISO/CS editing unit are identified by **)",
    "² Type of comment: ge = general te = technical ed = editorial",
)
#: What is longer is no head.
_HEAD_MAX = 200
_LEFT_OUT = re.compile(r"\(.*?\)|[^a-z/ ]")


def key(head: str) -> str:
    """What is compared of a head: its letters, without examples in brackets, note marks and the number of spaces."""
    return " ".join(_LEFT_OUT.sub(" ", head.casefold()).replace("/", " / ").split())


KEYS = {key(column.head): column for column in COLUMNS}


def heads(cells: list[str]) -> dict[str, int]:
    """Which column of the form stands where in this row of cells; empty unless the row has several heads."""
    found = {KEYS[key(cell)].name: at for at, cell in reversed(list(enumerate(cells))) if len(cell) <= _HEAD_MAX and key(cell) in KEYS}
    return found if len(found) >= 3 else {}

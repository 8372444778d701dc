"""Checking the rows of a filled form: each is good, left empty, or has faults that are said beside it."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consult.comments.rules import BODY_MAX, QUOTE_MAX, WORDING_MAX, CommentKind, readable
from consult.errors import Invalid
from consult.i18n import N_
from consult.offline.rules.columns import COLUMNS, WHOLE
from consult.offline.rules.taking import Row
from consult.text import anchors, legible, normalise, render

#: What may stand in the column of types, besides the words of the reader's language.
TYPES = {"ge": CommentKind.GENERAL, "te": CommentKind.SUBSTANCE, "ed": CommentKind.WORDING, "general": CommentKind.GENERAL, "technical": CommentKind.SUBSTANCE,
         "substance": CommentKind.SUBSTANCE, "editorial": CommentKind.WORDING}


class State(StrEnum):
    """What becomes of a row."""

    GOOD = "good"
    FAULTY = "faulty"
    EMPTY = "empty"
    KNOWN = "known"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row: the column, and a sentence with its facts."""

    column: str
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Place:
    """A section that rows can name: its key, number, title as read, and Markdown text."""

    uid: str
    number: str
    title: str
    body: str


@dataclass(frozen=True)
class Checked:
    """A row with what becomes of it; a good one holds the comment it makes."""

    row: Row
    state: State
    faults: tuple[Fault, ...] = ()
    uid: str | None = None
    kind: CommentKind = CommentKind.GENERAL
    quote: str = ""
    near: int | None = None
    body: str = ""
    proposed: str = ""

    @property
    def words(self) -> tuple[str | None, str, str]:
        """What makes two comments the same: place, words, proposed wording."""
        return self.uid, self.body, self.proposed


def check(rows: Sequence[Row], places: Sequence[Place], known: frozenset[tuple[str | None, str, str]] = frozenset()) -> list[Checked]:
    """Every row with what becomes of it; `known` are comments that are there already, and a row that says the same again is one too."""
    by_name = _names(places)
    seen = set(known)
    found = []
    for row in rows:
        one = _checked(row, by_name)
        if one.state == State.GOOD and one.words in seen:
            one = Checked(row, State.KNOWN, (), *_said(one))
        elif one.state == State.GOOD:
            seen.add(one.words)
        found.append(one)
    return found


def _said(one: Checked) -> tuple[str | None, CommentKind, str, int | None, str, str]:
    return one.uid, one.kind, one.quote, one.near, one.body, one.proposed


def _names(places: Sequence[Place]) -> dict[str, Place | None]:
    """Everything that a row may call a section; the whole text is None."""
    names: dict[str, Place | None] = {}
    for place in reversed(places):
        for name in (place.title, f"{place.number} {place.title}", place.number, place.number.rstrip(".")):
            if name.strip():
                names[_name(name)] = place
    return names | {_name(word): None for word in WHOLE}


def _name(words: str) -> str:
    return " ".join(words.casefold().split())


def _checked(row: Row, places: Mapping[str, Place | None]) -> Checked:
    cells = {column.name: normalise.canonical(row.cells.get(column.name, "")).strip() for column in COLUMNS}
    if not cells["comment"] and not cells["proposed"] and not set(row.odd) & {"comment", "proposed"}:
        return Checked(row, State.EMPTY)
    faults = [*_odd(row), *_wordless(cells)]
    place = places.get(_name(cells["clause"]), ...) if cells["clause"] else ...
    if place is ...:
        faults.append(Fault("clause", N_("There is no section “%(said)s” in this version. Write its number as in the text, or General for the whole text."),
                            (("said", cells["clause"][:60]),)) if cells["clause"] else
                      Fault("clause", N_("Say which section it is about: write its number, or General for the whole text.")))
    kind = TYPES.get(_name(cells["type"]).rstrip("."))
    if kind is None:
        faults.append(Fault("type", N_("Write ge (general), te (substance) or ed (wording).")))
    if faults or kind is None or place is ...:
        return Checked(row, State.FAULTY, tuple(faults))
    quote, near, body = _located(place, cells["paragraph"], cells["comment"])
    proposed = "" if proposed_nothing(cells["proposed"], quote) else cells["proposed"]
    if unreadable := _unreadable(body, quote, proposed):
        return Checked(row, State.FAULTY, tuple(unreadable))
    return Checked(row, State.GOOD, (), place.uid if place else None, kind, quote, near, body, proposed)


def proposed_nothing(proposed: str, quote: str) -> bool:
    """Whether a proposed wording is that of the text."""
    return not proposed or proposed == quote


def _odd(row: Row) -> list[Fault]:
    sentences = {"formula": N_("This cell holds a formula; write its words."), "merged": N_("This cell is merged with another; every row needs its own cells.")}
    return [Fault(name, sentences[what]) for name, what in row.odd.items() if name != "observations"]


def _wordless(cells: Mapping[str, str]) -> list[Fault]:
    faults = []
    if legible.blank(cells["comment"]):
        faults.append(Fault("comment", N_("Say in the column of comments what you mean; a proposed change alone does not say why.")))
    for name, most in (("comment", BODY_MAX), ("proposed", WORDING_MAX)):
        if len(cells[name]) > most:
            faults.append(Fault(name, N_("This is longer than %(most)s characters; divide it into several rows."), (("most", str(most)),)))
    return faults


def _unreadable(body: str, quote: str, proposed: str) -> list[Fault]:
    """What keeping the comment would refuse, column by column."""
    faults = []
    for column, words in (("comment", (body, "", "")), ("paragraph", ("", quote, "")), ("proposed", ("", "", proposed))):
        try:
            readable(*words, "")
        except Invalid as refusal:
            faults.append(Fault(column, refusal.reason, tuple((name, str(fact)) for name, fact in refusal.facts.items())))
    return faults


def _located(place: Place | None, where: str, body: str) -> tuple[str, int | None, str]:
    """The quotation that a row points at: a paragraph by its number, or words of the section; else what it says is kept in front of the comment."""
    if place is None or not where or _name(where) in {_name(place.title), _name(f"{place.number} {place.title}")}:
        return "", None, body
    number = where.lstrip("§¶# ").rstrip(".")
    if number.isascii() and number.isdigit():
        paragraph = next((p for p in render.paragraphs(place.body, "p") if str(p.number) == number), None)
        words = paragraph.text if paragraph else ""
    else:
        words = where
    found = anchors.find(place.body, words) if words and len(words) <= QUOTE_MAX else None
    return (found.exact, found.start, body) if found else ("", None, f"{where}: {body}")

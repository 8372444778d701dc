"""The pieces in which a text travels to translators and back: headings, numbered paragraphs, and the notes between them."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from consult.errors import ConsultError
from consult.i18n import N_
from consult.text import legible, render
from consult.text.normalise import canonical
from consult.text.paragraphs import paragraphs
from consult.translating.rules.states import check_finished, check_words

HEADING = "h"


@dataclass(frozen=True)
class Original:
    """A section as it is to be translated, with the translation there is."""

    uid: str
    name: str
    heading: str
    body: str
    translation: tuple[str, str] | None = None
    reviewed: bool = False
    #: Heading and text of the original when it was translated, where they are others now.
    was: tuple[str, str] | None = None


@dataclass(frozen=True)
class Unit:
    """One piece: `key` is the key of the section and what of it; `state` as XLIFF names it."""

    key: str
    source: str
    target: str = ""
    state: str = "initial"


class Verdict(StrEnum):
    """What is to be said of one row that was brought in."""

    NEW = "new"
    SAME = "same"
    EMPTY = "empty"
    INCOMPLETE = "incomplete"
    CHANGED = "changed"
    STALE = "stale"
    UNKNOWN = "unknown"
    TWICE = "twice"
    BROKEN = "broken"


VERDICT_NAMES = {
    Verdict.NEW: N_("will be taken over"), Verdict.SAME: N_("is here already"), Verdict.EMPTY: N_("not translated"),
    Verdict.INCOMPLETE: N_("other parts of this section are missing or cannot be taken"), Verdict.CHANGED: N_("the original is not the one of this version"),
    Verdict.STALE: N_("the original has changed, and the translation is still the former one"),
    Verdict.UNKNOWN: N_("this version has no such part"), Verdict.TWICE: N_("the same part came twice"),
    Verdict.BROKEN: N_("this would not stay one paragraph: look at its empty lines and Markdown marks"),
}


@dataclass(frozen=True)
class Row:
    """One piece that was brought in, checked; `now` is the other translation that stands here."""

    key: str
    name: str
    verdict: Verdict
    source: str
    target: str
    brought: str = ""
    now: str = ""


def spans(body: str) -> list[tuple[str, int, int]]:
    """The pieces of a body, each with what it is called: paragraphs by their numbers, what stands between them (notes, definitions) as n1, n2 ...

    What is not in them is white space only: put back in their places they make the same body, byte for byte.
    """
    found: list[tuple[str, int, int]] = []
    at = notes = 0
    for start, end, name in [*((p.start, p.end, str(p.number)) for p in paragraphs(body)), (len(body), len(body), "")]:
        between = body[at:start]
        if between.strip():
            notes += 1
            lead = len(between) - len(between.lstrip())
            found.append((f"n{notes}", at + lead, at + len(between.rstrip())))
        if name:
            found.append((name, start, end))
        at = max(at, end)
    return found


def pieces(body: str) -> list[tuple[str, str]]:
    """The pieces of a body with their words."""
    return [(name, body[start:end]) for name, start, end in spans(body)]


def composed(body: str, targets: Sequence[str]) -> str:
    """The body with other words in the places of its pieces."""
    out, at = [], 0
    for (_, start, end), target in zip(spans(body), targets, strict=True):
        out += [body[at:start], target]
        at = end
    return "".join([*out, body[at:]])


def units(section: Original) -> list[Unit]:
    """The pieces of a section, with what they are in the translation where that has the same pieces."""
    made, then = section.translation, section.was or (section.heading, section.body)
    there, before = dict(pieces(made[1])) if made else {}, dict(pieces(then[1]))
    here = [(HEADING, section.heading)] * bool(section.heading.strip()) + pieces(section.body)
    fits = made is not None and list(there) == list(before) == [name for name, _ in here if name != HEADING]
    there[HEADING], before[HEADING] = made[0] if made else "", then[0]
    done = "final" if section.reviewed else "translated"
    return [Unit(f"{section.uid}:{name}", words, there[name] if fits else "", done if fits and before[name] == words else "initial") for name, words in here]


def checked(sections: Sequence[Original], brought: Iterable[Unit]) -> list[Row]:
    """Every row that was brought in with what is to be said of it, in the order of the file."""
    known = {unit.key: (section, unit) for section in sections for unit in units(section)}
    seen: set[str] = set()
    rows: list[Row] = []
    for one in brought:
        section, here = known.get(one.key, (None, None))
        verdict = Verdict.TWICE if one.key in seen else _verdict(here, one)
        seen.add(one.key)
        target, now = canonical(one.target), here.target if here else ""
        rows.append(Row(one.key, section.name if section else "", verdict, here.source if here else one.source, target, one.source, now if now != target else ""))
    return _whole(sections, known, rows)


def _verdict(here: Unit | None, one: Unit) -> Verdict:
    """What is to be said of a row by itself."""
    if here is None:
        return Verdict.UNKNOWN
    if not alike(here.source, one.source):
        return Verdict.CHANGED
    if legible.blank(one.target):
        return Verdict.EMPTY
    if canonical(one.target) != here.target:
        return Verdict.NEW
    return Verdict.STALE if here.state == "initial" else Verdict.SAME


def alike(one: str, other: str) -> bool:
    """Whether two wordings of an original are the same but for white space, which programs for translators tidy."""
    return one.split() == other.split()


def _whole(sections: Sequence[Original], known: dict[str, tuple[Original, Unit]], rows: list[Row]) -> list[Row]:
    """A section is taken over whole or not at all: where a part of it cannot be taken, the others say so."""
    whole, said = {one.uid: one for one in sections}, {}
    for uid, found in _by_section(rows, known).items():
        complete = len(found) == len(units(whole[uid])) and all(row.verdict in {Verdict.NEW, Verdict.SAME} for row in found.values())
        said[uid] = Verdict.INCOMPLETE if not complete else Verdict.NEW if _stands(whole[uid], found) else Verdict.BROKEN
    return [replace(r, verdict=said[known[r.key][0].uid]) if r.verdict == Verdict.NEW else r for r in rows]


def _by_section(rows: Iterable[Row], known: dict[str, tuple[Original, Unit]]) -> dict[str, dict[str, Row]]:
    """The known rows of each section; of two for the same part the one that says so counts."""
    found: dict[str, dict[str, Row]] = {}
    for row in rows:
        if row.key in known:
            found.setdefault(known[row.key][0].uid, {})[row.key] = row
    return found


def _translated(section: Original, found: dict[str, Row]) -> tuple[str, str]:
    """Heading and body of a section put together from its rows."""
    heading = found.get(f"{section.uid}:{HEADING}")
    return heading.target.strip() if heading else "", composed(section.body, [found[f"{section.uid}:{name}"].target for name, _ in pieces(section.body)])


def _stands(section: Original, found: dict[str, Row]) -> bool:
    """Whether the rows put together are a text whose pieces are these rows again, and that can be shown."""
    heading, body = _translated(section, found)
    try:
        check_words(heading, body)
        check_finished((section.heading, section.body), heading, body)
        render.paragraphs(body, "check")
    except (ConsultError, render.TooComplex):
        return False
    return "\n" not in heading and pieces(body) == [(name, found[f"{section.uid}:{name}"].target) for name, _ in pieces(section.body)]


def taken(sections: Sequence[Original], rows: Sequence[Row]) -> dict[str, tuple[str, str]]:
    """The sections that can be taken over: heading and body of the translation by key."""
    known = {unit.key: (section, unit) for section in sections for unit in units(section)}
    whole = {one.uid: one for one in sections}
    return {uid: _translated(whole[uid], found) for uid, found in _by_section(rows, known).items()
            if len(found) == len(units(whole[uid])) and any(row.verdict == Verdict.NEW for row in found.values())
            and all(row.verdict in {Verdict.NEW, Verdict.SAME} for row in found.values())}

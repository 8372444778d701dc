"""A preview: the sections a text would have, and how they are corrected. Nothing is thrown away; what is left out can come back."""
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any

from consult.documents.rules import HEADING_MAX, SECTION_MAX, SECTIONS_MAX, repeated
from consult.errors import Invalid
from consult.i18n import N_
from consult.text import sections as texts
from consult.text.headings import read_heading
from consult.text.normalise import canonical
from consult.text.numbering import split_number
from consult.text.paragraphs import Paragraph, paragraphs

#: A paragraph longer than this is no heading.
LIKE_HEADING = 160
_BOLD = re.compile(r"\*\*(?P<inside>[^*]+)\*\*\.?")
_DEFINITION = re.compile(r"^\[\^(?P<note>[^\]\n]+)\]:.*(?:\n+(?: {4}|\t).*)*", re.M)
_REFERENCE = re.compile(r"\[\^([^\]\n]+)\](?!:)")


class Fate(StrEnum):
    """What becomes of a section of the preview."""

    OWN = "own"
    JOIN = "join"
    DROP = "drop"


FATE_NAMES = {Fate.OWN: N_("a section of its own"), Fate.JOIN: N_("joins the one before"), Fate.DROP: N_("left out")}


@dataclass(frozen=True)
class Piece:
    """One section of the preview: the source of its heading and its text; `was` is the paragraph that its heading was made from."""

    key: int
    head: str
    body: str
    fate: Fate = Fate.OWN
    was: str = ""

    @property
    def title(self) -> str:
        """The heading with its number, as it stands in the source."""
        return read_heading(self.head)[0] if self.head.strip() else ""

    @property
    def level(self) -> int:
        """The level of the heading; 0 for words before the first."""
        return read_heading(self.head)[1] if self.head.strip() else 0


def pieces(markdown: str) -> list[Piece]:
    """The sections of a text, as its headings say."""
    return [Piece(at, one.head, one.body) for at, one in enumerate(texts.parse(markdown))]


def stored(found: Iterable[Piece]) -> list[dict[str, Any]]:
    """Pieces as they are kept."""
    return [asdict(one) for one in found]


def restored(rows: Iterable[dict[str, Any]]) -> list[Piece]:
    """Pieces from what was kept."""
    return [Piece(row["key"], row["head"], row["body"], Fate(row["fate"]), row["was"]) for row in rows]


def composed(found: Sequence[Piece]) -> str:
    """The text that the preview stands for; one that nobody corrected is the text of the file to the byte."""
    out = ""
    for one in found:
        if one.fate == Fate.DROP:
            continue
        if one.fate == Fate.JOIN:
            words = _joining(one)
            out = out.rstrip("\n") + "\n\n" + words if out.strip() else words
        else:
            out = out if not out or out.endswith("\n\n") or one.head.startswith("\n") else out.rstrip("\n") + "\n\n"
            out += one.head + one.body
    return out


def _joining(one: Piece) -> str:
    """A section as words of the one before it: its heading becomes a paragraph again."""
    title = one.was or (one.title if "*" in one.title else f"**{one.title}**" if one.title else "")
    return f"{title}\n\n{one.body}" if title and one.body.strip() else title + "\n\n" if title else one.body


def retitled(one: Piece, title: str, level: int) -> Piece:
    """A section under another heading or level; one whose heading stays is not touched."""
    title = " ".join(canonical(title).split())
    if (title, level) == (one.title, one.level) or (not title and not one.level):
        return one
    if not 1 <= level <= 6 or len(title) > HEADING_MAX:
        raise Invalid(N_("A heading has at most %(most)s characters and a level from 1 to 6."), most=HEADING_MAX)
    section = texts.Section("", "", one.title, one.level, one.head, one.body)
    return replace(one, head=texts.with_heading(section, "", title, level).head)


def divided(found: Sequence[Piece], key: int, places: Iterable[int], level: Callable[[str], int]) -> list[Piece]:
    """A section cut before the paragraphs with these numbers; a short one becomes the heading of what follows. `level` gives that heading's level."""
    fresh, result = max((one.key for one in found), default=0), []
    for one in found:
        if one.key != key:
            result.append(one)
            continue
        parts = _cut(one, set(places), level)
        for at, part in enumerate(parts):
            fresh += bool(at)
            result.append(replace(part, key=fresh) if at else part)
    if len(result) > SECTIONS_MAX:
        raise Invalid(N_("The text would have %(count)s sections; a document may have %(limit)s."), count=len(result), limit=SECTIONS_MAX)
    return result


def _cut(one: Piece, places: set[int], level: Callable[[str], int]) -> list[Piece]:
    body, notes = _without_notes(one.body)
    starts = [block for block in paragraphs(body) if block.number in places]
    if not starts:
        return [one]
    edges = [block.start for block in starts] + [len(body)]
    first = _tidy(body[:edges[0]])
    parts = [] if not one.head.strip() and not first else [replace(one, body=first)]
    for at, block in enumerate(starts):
        words, text = body[block.start:block.end], body[block.start:edges[at + 1]]
        title = title_of(words) if block.kind == "paragraph" else ""
        rest = text[block.end - block.start:] if title else text
        parts.append(Piece(one.key, f"{'#' * level(title)} {title}".rstrip() + "\n\n", _tidy(rest), one.fate, words if title else ""))
    return _with_notes(parts, notes)


def _tidy(body: str) -> str:
    return body.strip("\n") + "\n\n" if body.strip() else ""


def _without_notes(body: str) -> tuple[str, dict[str, str]]:
    notes = {found.group("note"): found.group() for found in _DEFINITION.finditer(body)}
    return (_DEFINITION.sub("", body), notes) if notes else (body, {})


def _with_notes(parts: list[Piece], notes: dict[str, str]) -> list[Piece]:
    """Each note goes where it is referred to; one that nobody refers to stays in the last part."""
    used, result = set(), []
    for one in parts:
        here = [name for name in dict.fromkeys(_REFERENCE.findall(one.body + one.was)) if name in notes]
        used.update(here)
        result.append(replace(one, body=_tidy("\n\n".join([one.body.strip("\n"), *(notes[name] for name in here)]))) if here else one)
    left = [words for name, words in notes.items() if name not in used]
    return [*result[:-1], replace(result[-1], body=_tidy("\n\n".join([result[-1].body.strip("\n"), *left])))] if left else result


def title_of(words: str) -> str:
    """The heading that a paragraph would make; empty if it is too long for one, or of several lines."""
    line = words.strip()
    bold = _BOLD.fullmatch(line)
    line = bold.group("inside").strip() if bold else line
    line = re.sub(r"^(\d{1,9})\\([.)])", r"\1\2", " ".join(line.replace("<br>", " ").split()))
    return line if 0 < len(line) <= LIKE_HEADING and "\n" not in words.strip() and "[^" not in line and "![" not in line else ""


def suggested(body: str) -> list[int]:
    """The paragraphs that look like headings: bold as a whole, all in capitals, or with the number of an article and no end of a sentence."""
    return [block.number for block in paragraphs(body) if block.kind == "paragraph" and _looks(body, block)]


def _looks(body: str, block: Paragraph) -> bool:
    words = body[block.start:block.end]
    title = title_of(words)
    if not title or (title[-1] in ".;:,?!" and not split_number(title).number):
        return False
    if _BOLD.fullmatch(words.strip()) or (title.upper() == title != title.lower() and sum(map(str.isalpha, title)) > 3):
        return True
    number, _, rest = split_number(title)
    return bool(number) and (not rest or rest[-1] not in ".;:,") and len(rest) <= LIKE_HEADING // 2 and (not rest or rest[0].isupper()) and not number.startswith("(")


def level_by_number(base: int) -> Callable[[str], int]:
    """Levels for headings found in a text: 2.1 stands under 2."""
    return lambda title: min(6, max(1, base + split_number(title).number.strip(".").count(".")))


@dataclass(frozen=True)
class Oddity:
    """What an editor should look at before the text is used; `places` are keys of sections."""

    sentence: str
    places: tuple[int, ...]
    facts: tuple[tuple[str, object], ...] = ()


def oddities(found: Sequence[Piece]) -> Iterator[Oddity]:
    """Headings that are missing or repeated, levels that leap, sections that are too long, and a text without any heading."""
    standing = [one for one in found if one.fate == Fate.OWN]
    if standing and not any(one.level for one in standing):
        yield Oddity(N_("There is no heading in this text: it would be one single section. Say below where sections begin."), tuple(one.key for one in standing[:1]))
    if len(standing) > SECTIONS_MAX:
        yield Oddity(N_("The text would have %(count)s sections; a document may have %(limit)s. Let some join the one before, or leave them out."), (),
                     (("count", len(standing)), ("limit", SECTIONS_MAX)))
    if nameless := tuple(one.key for one in standing if one.level and not one.title):
        yield Oddity(N_("Sections without a heading. Give them one, or let them join the section before:"), nameless)
    titles = [one.title for one in standing]
    for title in repeated(titles):
        yield Oddity(N_("“%(title)s” is the heading of %(count)s sections. A reader who cites it may mean any of them:"),
                     tuple(one.key for one in standing if one.title == title), (("title", title), ("count", Counter(titles)[title])))
    if long := tuple(one.key for one in standing if len(one.head) + len(one.body) > SECTION_MAX):
        yield Oddity(N_("Sections that are longer than a section may be. Split them before you go on:"), long)
    leaps = tuple(one.key for before, one in pairwise(standing) if before.level and one.level > before.level + 1)
    if leaps:
        yield Oddity(N_("Headings that leap over a level. Is their level right?"), leaps)

"""Words of Word as words of Markdown: what could be taken for a mark is escaped, so that the page shows what the file shows."""
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

from mammoth import documents

from consult.importing.rules.pictures import COUNT_MAX, Picture, Refused, judged
from consult.text.markdown import TooComplex
from consult.text.source import plain_text

BREAK = "<br>"
_TAGS = {"bold": "strong", "italic": "em", "strike": "s", "underline": "u", "sub": "sub", "sup": "sup"}
_MARKS = {"bold": "**", "italic": "*"}
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_LINKING = re.compile(r"\]\s?[(\[:]|\[\^|!\[")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_START = re.compile(r"(?:[-+](?=\s|$)|[-=]+$|#|>|:(?=\s)|~~~|\|)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_ALT = re.compile(r"[\\\[\]<>`*_{}|]+")
_SCHEME = re.compile(r"(?:https?://|mailto:)", re.I)


@dataclass(frozen=True)
class Piece:
    """A stretch of words of one format, or an atom: a picture, a note, a break, which is written as it is."""

    text: str
    formats: frozenset[str] = frozenset()
    href: str = ""
    atom: bool = False


class Inline:
    """Writes runs of words; collects pictures and the notes that the section will end with."""

    def __init__(self, notes: Any, lost: Counter[str]):
        self.notes, self.lost = notes, lost
        self.pictures: dict[str, Picture] = {}
        self.waiting: list[str] = []
        self.apart: list[str] = []
        self.counted = 0

    def words(self, elements: Iterable[Any], heading: bool = False) -> str:
        """One line of Markdown. In a heading bold says nothing, and pictures and notes are put `apart`."""
        pieces = list(self._pieces(elements, frozenset(), "", heading))
        if heading:
            pieces = [Piece(" " if one.text == BREAK else one.text, one.formats - {"bold"}, one.href, one.atom and one.text != BREAK) for one in pieces]
        return start_escaped(_tidy(written(pieces)))

    def _pieces(self, elements: Iterable[Any], formats: frozenset[str], href: str, heading: bool) -> Iterator[Piece]:
        for one in elements:
            if isinstance(one, documents.Run):
                yield from self._pieces(one.children, formats | _formats(one, bool(href)), href, heading)
            elif isinstance(one, documents.Text):
                yield Piece(one.value.replace("\u00ad", ""), formats, href)
            elif isinstance(one, documents.Hyperlink):
                yield from self._pieces(one.children, formats - {"underline"}, self._address(one), heading)
            elif isinstance(one, documents.Image | documents.NoteReference):
                yield from self._apart(one, heading, href)
            else:
                yield from _sign(one, formats, href)

    def _apart(self, one: Any, heading: bool, href: str) -> Iterator[Piece]:
        """A picture or the number of a note, in its place; those of a heading below it."""
        image = isinstance(one, documents.Image)
        if heading:
            words = self._picture(one) if image else self._note(one)
            self.lost["heading_pictures" if image else "heading_notes"] += bool(words)
            self.apart += [words] if words else []
        elif image:
            if words := self._picture(one):
                yield Piece(words, href=href, atom=True)
        elif words := self._note(one):
            self.counted += 1
            self.waiting.append(f"[^{self.counted}]: {words}")
            yield Piece(f"[^{self.counted}]", atom=True)

    def _picture(self, image: Any) -> str:
        """A picture by the address under which it will stand."""
        try:
            with image.open() as opened:
                found = judged(opened.read())
        except (KeyError, OSError, ValueError, RuntimeError):
            found = Refused.KIND
        if isinstance(found, Picture) and len(self.pictures) >= COUNT_MAX and found.digest not in self.pictures:
            found = Refused.LARGE
        if isinstance(found, Refused):
            self.lost[found.value] += 1
            return ""
        self.pictures[found.digest] = found
        alt = _tidy(image.alt_text or "")
        self.lost["pictures_unnamed"] += not alt
        return f"![{_ALT.sub(' ', alt)}]({found.address})"

    def _note(self, reference: Any) -> str:
        """The words of a note in one line; what it refers to in its turn is left to its words."""
        try:
            note = self.notes.resolve(reference)
        except KeyError:
            self.lost["notes_lost"] += 1
            return ""
        self.lost["endnotes"] += reference.note_type == "endnote"
        lines = [self.words(one.children) for one in note.body if isinstance(one, documents.Paragraph)]
        return BREAK.join(line for line in lines if line)

    def _address(self, link: Any) -> str:
        """Where a link leads, if a page may lead there."""
        if link.anchor is not None or not link.href:
            self.lost["links_inside"] += not (link.anchor or "").startswith("_Toc")
            return ""
        if not _SCHEME.match(link.href):
            self.lost["links_refused"] += 1
            return ""
        return quote(link.href.strip(), safe="%/:=&?~#+!$,;'@[]-._")


def _sign(one: Any, formats: frozenset[str], href: str) -> Iterator[Piece]:
    if isinstance(one, documents.Tab):
        yield Piece(" ", formats, href)
    elif isinstance(one, documents.Break) and one.break_type == "line":
        yield Piece(BREAK, href=href, atom=True)
    elif isinstance(one, documents.Checkbox):
        yield Piece("☒" if one.checked else "☐", formats, href)


def _formats(run: Any, linked: bool) -> frozenset[str]:
    held = {"bold": run.is_bold, "italic": run.is_italic, "strike": run.is_strikethrough, "underline": run.is_underline and not linked,
            "sub": run.vertical_alignment == "subscript", "sup": run.vertical_alignment == "superscript"}
    return frozenset(name for name, holds in held.items() if holds)


def written(pieces: list[Piece]) -> str:
    """The pieces as Markdown; where marks would not be read as meant, as tags."""
    together = "".join(one.text for one in pieces if not one.atom)
    marked = _joined(pieces, together, _MARKS)
    if not any(one.formats & _MARKS.keys() for one in pieces) or _reads(pieces, together):
        return marked
    return _joined(pieces, together, {})


def _reads(pieces: list[Piece], together: str) -> bool:
    """Whether the words come out of the marks as they went in."""
    only = [one for one in pieces if not one.atom]
    try:
        shown = plain_text(start_escaped(_tidy(_joined(only, together, _MARKS))))
    except TooComplex:
        return False
    return "".join(shown.split()) == "".join(together.split())


def _joined(pieces: list[Piece], together: str, marks: dict[str, str]) -> str:
    out = ""
    for href, linked in groupby(pieces, key=lambda one: one.href):
        inside = ""
        for (formats, atom), group in groupby(linked, key=lambda one: (one.formats, one.atom)):
            text = "".join(one.text for one in group)
            inside += text if atom else _formatted(escaped(text, together), formats, marks)
        core = inside.strip()
        out += inside.replace(core, f"[{core}]({href})", 1) if href and core else inside
    return out


def _formatted(text: str, formats: frozenset[str], marks: dict[str, str]) -> str:
    """Words between their marks; the spaces at their ends stay outside."""
    core = text.strip()
    if not core or not formats:
        return text
    lead, trail = text[:len(text) - len(text.lstrip())], text[len(text.rstrip()):]
    for name in [name for name in _TAGS if name in formats][::-1]:
        core = f"{marks[name]}{core}{marks[name]}" if name in marks else f"<{_TAGS[name]}>{core}</{_TAGS[name]}>"
    return lead + core + trail


def escaped(text: str, together: str = "") -> str:
    """Words in which nothing is a mark; `together` is the whole line, of which brackets may make a link."""
    text = re.sub(r"[\\`*{}]", lambda found: "\\" + found.group(), text)
    text = _UNDERSCORE.sub(r"\\_", text)
    if _LINKING.search(_SPACES.sub(" ", together or text)):
        text = re.sub(r"[\[\]]", lambda found: "\\" + found.group(), text)
    return _TAG.sub("&lt;", _ENTITY.sub("&amp;", text))


def start_escaped(line: str) -> str:
    """A line that begins no list, heading, quotation, rule, definition or table."""
    line = _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line
    found = _START.match(line)
    if not found:
        return line
    return (f"&#{ord(line[0])};" if line[0] in ":=~" else "\\" + line[0]) + line[1:]


def _tidy(line: str) -> str:
    line = _SPACES.sub(" ", line).strip()
    return re.sub(r"^(?:<br> ?)+|(?: ?<br>)+$", "", line).strip()

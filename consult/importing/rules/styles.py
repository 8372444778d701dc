"""Styles of a Word file: which of them are headings, in any language and however derived; what they number, make bold or quote."""
import re
from dataclasses import dataclass

from lxml import etree

from consult.importing.rules.package import holds, said, w
from consult.text.normalise import fold

#: Names of the built-in headings, folded: Word writes English ones, other programs those of their language.
_HEADINGS = ("heading", "naslov", "zaglavlje", "zaglavie", "zagolovok", "επικεφαλιδα", "titlu", "titlul", "baslik", "kryetitull", "titulli", "uberschrift", "titre", "titolo",
             "titulo", "rubrik", "naglowek", "nadpis", "cimsor")
_HEADING = re.compile(rf"(?:{'|'.join(_HEADINGS)})\s*([1-9])(?:\s*(?:char|znak))?")
_TITLES = frozenset({"title", "naslov", "zaglavie", "zagolovok", "nazvanie", "τιτλος", "titlu", "konu basligi", "titulli", "titel", "titre"})
_CONTENTS = re.compile(r"(?:toc|table of contents|sadrzaj|soderzanie|soderzina|πινακας περιεχομενων|cuprins|icindekiler|t)\s*(?:[1-9]|heading)")
_QUOTES = frozenset({"quote", "intense quote", "quotations", "block text", "citat", "citation", "παραθεση", "citata"})
_LIST = re.compile(r"list(?: bullet| number)? ([2-5])")
_DEEP = 20


@dataclass(frozen=True)
class Style:
    """What a style says itself and what it is based on."""

    id: str
    name: str
    base: str
    outline: str | None
    numbering: tuple[str, str] | None
    bold: bool | None
    italic: bool | None


class Styles:
    """The styles of a file by their keys; what a style does not say, the one it is based on says."""

    def __init__(self, root: etree._Element | None):
        self.known = {} if root is None else {one.id: one for one in map(_style, root.iter(w("style")))}

    def chain(self, key: str) -> list[Style]:
        """A style and those it is based on."""
        found: list[Style] = []
        while (style := self.known.get(key)) and style not in found and len(found) < _DEEP:
            found.append(style)
            key = style.base
        return found

    def level(self, key: str) -> int:
        """The level of heading that a style makes; 0 for none, -1 for the title of the whole."""
        for style in self.chain(key):
            name = fold(style.name or style.id).strip()
            if found := _HEADING.fullmatch(name):
                return int(found.group(1))
            if name in _TITLES:
                return -1
            if style.outline is not None:
                return level_of(style.outline)
        return 0

    def numbering(self, key: str) -> tuple[str, str] | None:
        """The list (number, level) that a style puts its paragraphs in."""
        return next((style.numbering for style in self.chain(key) if style.numbering), None)

    def depth(self, key: str) -> int:
        """How deep the built-in styles of lists stand in each other: "List Bullet 2" is one level down."""
        found = next((found for style in self.chain(key) if (found := _LIST.fullmatch(fold(style.name)))), None)
        return int(found.group(1)) - 1 if found else 0

    def contents(self, key: str) -> bool:
        """Whether this is a line of the table of contents."""
        return any(_CONTENTS.fullmatch(fold(style.name)) for style in self.chain(key)[:1])

    def quote(self, key: str) -> bool:
        """Whether this is a quotation."""
        return any(fold(style.name) in _QUOTES for style in self.chain(key))

    def emphasis(self, key: str) -> tuple[bool, bool]:
        """Whether a style of words makes them bold, italic."""
        chain = self.chain(key)
        return tuple(bool(next((said for style in chain if (said := getattr(style, name)) is not None), False)) for name in ("bold", "italic"))  # type: ignore[return-value]


def level_of(outline: str) -> int:
    """The level of heading for a level of the outline, which counts from 0; 9 is text."""
    return int(outline) + 1 if outline.isascii() and outline.isdigit() and len(outline) == 1 and outline != "9" else 0


def _style(element: etree._Element) -> Style:
    number, properties = said(element, "pPr/numPr/numId"), element.find(w("rPr"))
    return Style(
        element.get(w("styleId"), ""), said(element, "name") or "", said(element, "basedOn") or "", said(element, "pPr/outlineLvl"),
        (number, said(element, "pPr/numPr/ilvl") or "0") if number is not None else None,
        holds(properties, "b") if said(properties, "b") is not None else None, holds(properties, "i") if said(properties, "i") is not None else None,
    )

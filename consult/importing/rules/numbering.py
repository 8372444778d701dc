"""The numbers that Word writes by itself: they are nowhere in the file, so they are reckoned here as Word does."""
import re
from dataclasses import dataclass

from lxml import etree

from consult.importing.rules.package import holds, said, w

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LATIN, _CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщыэюя"
#: No list of a text counts further; a number beyond it is a slip or a trick.
_MOST = 99_999


@dataclass(frozen=True)
class Level:
    """One level of a list: how it counts, what is written around the number, where it begins."""

    format: str
    text: str
    start: int
    legal: bool


@dataclass(frozen=True)
class Label:
    """What stands in front of a numbered paragraph; `value` is its number where a list of Markdown can say the same."""

    text: str
    bullet: bool
    value: int | None


class Numbering:
    """All lists of a file, and how far each has counted."""

    def __init__(self, root: etree._Element | None):
        self.levels: dict[str, dict[int, Level]] = {}
        self.lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self.of_style: dict[str, tuple[str, str]] = {}
        self.counted: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        linked = {said(one, "styleLink"): one.get(w("abstractNumId"), "") for one in root.iter(w("abstractNum")) if said(one, "styleLink")}
        alias: dict[str, str] = {}
        for one in root.iter(w("abstractNum")):
            key, link = one.get(w("abstractNumId"), ""), said(one, "numStyleLink")
            alias[key] = linked.get(link, key) if link else key
            self.levels[key] = {at: level for at, level in map(_level, one.iterchildren(w("lvl")))}
        for one in root.iter(w("num")):
            key, abstract = one.get(w("numId"), ""), said(one, "abstractNumId") or ""
            overrides = [(_int(each.get(w("ilvl"))), each) for each in one.iterchildren(w("lvlOverride"))]
            own = {at: _level(level)[1] for at, each in overrides if (level := each.find(w("lvl"))) is not None}
            starts = {at: _int(start) for at, each in overrides if (start := said(each, "startOverride")) is not None}
            self.lists[key] = alias.get(abstract, abstract), own, starts
            for level in (one for one in root.iter(w("abstractNum")) if one.get(w("abstractNumId")) == abstract):
                for each in level.iterchildren(w("lvl")):
                    if style := said(each, "pStyle"):
                        self.of_style.setdefault(style, (key, each.get(w("ilvl"), "0")))

    def label(self, number: str, place: str) -> Label | None:
        """What Word writes in front of the next paragraph of a list on a level; None where it writes nothing."""
        at = _int(place)
        if number not in self.lists:
            return None
        abstract, own, starts = self.lists[number]
        levels = self.levels.get(abstract, {}) | own
        if at not in levels or levels[at].format == "none":
            return None
        if levels[at].format == "bullet":
            return Label("", True, None)
        counted = self.counted.setdefault(abstract, {})
        for deeper in [one for one in counted if one > at]:
            del counted[deeper]
        if at in starts and (number, at) not in self.begun:
            counted[at] = starts[at]
        else:
            counted[at] = min(counted[at] + 1, _MOST) if at in counted else levels[at].start
        self.begun.add((number, at))
        for above in range(at):
            counted.setdefault(above, levels[above].start if above in levels else 1)
        return _written(levels, at, counted)


def _written(levels: dict[int, Level], at: int, counted: dict[int, int]) -> Label:
    """The words of a label, its places filled with the numbers of the levels."""
    level = levels[at]

    def filled(found: re.Match[str]) -> str:
        place = int(found.group(1)) - 1
        kind = "decimal" if level.legal or place not in levels else levels[place].format
        return counted_as(counted.get(place, 1), kind)

    plain = level.format == "decimal" and level.text in {f"%{at + 1}.", f"%{at + 1})"}
    return Label(_PLACE.sub(filled, level.text).strip(), False, counted[at] if plain else None)


def counted_as(value: int, kind: str) -> str:
    """A number as a list writes it."""
    if kind in {"upperRoman", "lowerRoman"} and 0 < value < 4000:
        roman = ""
        for worth, letters in _ROMAN:
            roman, value = roman + letters * (value // worth), value % worth
        return roman.upper() if kind == "upperRoman" else roman
    if kind in {"upperLetter", "lowerLetter", "russianLower", "russianUpper"} and value > 0:
        letters = _CYRILLIC if kind.startswith("russian") else _LATIN
        word = letters[(value - 1) % len(letters)] * min(9, 1 + (value - 1) // len(letters))
        return word.upper() if kind.endswith("Upper") or kind.startswith("upper") else word
    return f"{value:02d}" if kind == "decimalZero" else str(value)


def _level(element: etree._Element) -> tuple[int, Level]:
    start = said(element, "start")
    return _int(element.get(w("ilvl"))), Level(said(element, "numFmt") or "decimal", said(element, "lvlText") or "", _int(start) if start else 1, holds(element, "isLgl"))


def _int(text: str | None) -> int:
    said_ = text or ""
    return min(int(said_), _MOST) if said_.isascii() and said_.isdigit() and len(said_) < 9 else 0

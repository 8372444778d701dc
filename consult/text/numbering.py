"""The number in front of a heading, in the ways documents of the region are numbered, kept apart from the words."""
import re
from typing import NamedTuple

#: Words that carry a number, in the languages of the parties (and German, French, Russian): "Annex A", "Члан 5", "Άρθρο 3".
_UNITS = (
    "annex", "annexe", "appendix", "article", r"art\.", "chapter", "part", "section", r"sec\.", "schedule", "title", "book", "clause",
    "anlage", "anhang", "artikel", "abschnitt", "unterabschnitt", "kapitel", "teil", "buch", "titel", "chapitre", "partie", "titre",
    "члан", r"чл\.", "глава", "прилог", "одељак", "део", "поглавље", "анекс", "член", "поглавје", "оддел", "дел",
    "раздел", "част", "часть", "приложение", "дял", "статья",
    "član", r"čl\.", "članak", "glava", "prilog", "odeljak", "odjeljak", "deo", "dio", "poglavlje", "aneks",
    "člen", "priloga", "poglavje", "del", "oddelek",
    "articolul", "capitolul", "secțiunea", "secţiunea", "anexa", "titlul", "partea",
    "neni", "kreu", "kapitulli", "shtojca", "aneksi", "seksioni", "pjesa", "titulli",
    "άρθρο", "κεφάλαιο", "παράρτημα", "τμήμα", "ενότητα", "μέρος",
    "madde", "bölüm", "kısım", "ek",
)
#: Words that stand after the number or after an ordinal: "5. člen", "Erster Abschnitt", "Birinci Bölüm", "Първи раздел".
_AFTER = ("člen", "член", "madde", "article", "abschnitt", "unterabschnitt", "kapitel", "teil", "titel", "buch", "bölüm", "kısım",
    "раздел", "дял", "part", "chapter")
_UNIT, _LAST = "|".join(_UNITS), "|".join(_AFTER)
_DIGITS = r"\d+(?:\.\d+)*[a-z]{0,2}(?!\w)"
_LETTER = r"[A-ZА-ЯЀ-ЏΑ-Ω](?!\w)[ʹ'΄´’]?"
_ROMAN = r"[IVXLCDM]+(?!\w)"
_END = r"(?P<sep>\s*(?:\\?[.:)]|(?<=\s)[-–—])?(?:\s+[-–—])?(?:\s+|$))"
_KINDS = (
    rf"(?P<n>§{{1,2}}\s*\d+(?:\.\d+)*[a-z]{{0,2}}){_END}",
    rf"(?P<n>(?i:{_UNIT})\s+(?:{_DIGITS}(?:\.\d+)*|{_ROMAN}|{_LETTER}(?:\.?\d+(?:\.\d+)*)?)){_END}(?P<strict>)",
    rf"(?P<n>\d+[a-z]?\.?\s+(?i:{_LAST})(?!\w)){_END}",
    rf"(?P<n>\w+\s+(?i:{_LAST}))(?P<sep>\s*(?:[.:]|[-–—])\s+)",
    rf"(?P<n>V?\d+(?:\.\d+)+[a-z]?){_END}",
    rf"(?P<n>[A-ZА-ЯΑ-Ω](?:\.\d+)+){_END}",
    r"(?P<n>(?:\d{1,3}[a-z]?|[A-ZА-ЯΑ-Ω]\d{0,2}|[IVXLC]+))(?P<sep>\s*\\?[.:)](?:\s+[-–—])?(?:\s+|$))",
    r"(?P<n>(?:\d{1,3}[a-z]?|[IVXLC]+))(?P<sep>\s+[-–—]\s+)",
    r"(?P<n>[a-z])(?P<sep>\\?\)\s+)",
    r"(?P<n>\((?:\d{1,3}[a-z]?|[a-z]|[ivxlc]+)\))(?P<sep>\s+)",
    r"(?P<n>\d{1,2})(?P<sep>\s+)(?P<strict>)",
)
_PATTERNS = tuple(re.compile(kind) for kind in _KINDS)
_EMPHASIS = re.compile(r"^(\*\*|__|\*|_)(?P<inside>(?:(?!\1).)+)\1$")
_ALONE = re.compile(rf"^(?:§|\d+(?:\.\d+)+\.?$|\d{{1,3}}\.$|(?i:{_UNIT})\s|\d+[a-z]?\.?\s+(?i:{_LAST})$)", re.U)


#: No number is longer; a heading of a million letters costs no time.
_LONGEST = 200


class Numbered(NamedTuple):
    """A heading taken apart: number + separator + heading give the title back, but for white space."""

    number: str
    separator: str
    heading: str


def split_number(title: str) -> Numbered:
    """Take the number off a title: '3.2 Legal form' -> '3.2' and 'Legal form'; 'Annex A. Criteria' -> 'Annex A' and 'Criteria'."""
    title = title.strip()
    whole = _EMPHASIS.match(title)
    inside = whole.group("inside").strip() if whole else title
    for pattern in _PATTERNS:
        found = pattern.match(inside[:_LONGEST])
        if found and _stands(found, inside):
            rest = inside[found.end():].strip()
            number = re.sub(r"\s+", " ", found.group("n")).strip()
            return Numbered(number, found.group("sep"), rest)
    return Numbered("", "", title)


def _stands(found: re.Match[str], title: str) -> bool:
    """Whether what looks like a number is one: a number alone must be unmistakable, one without a full stop needs a capital after it."""
    rest = title[found.end():]
    if not rest:
        return bool(_ALONE.match(title))
    if "strict" in found.groupdict() and not re.search(r"[.:)–—-]", found.group("sep")):
        return not rest[0].isalpha() or rest[0].isupper()
    return True


def join_number(number: str, separator: str, heading: str) -> str:
    """The title of a section from its parts; without a separator of its own a number gets the one its kind usually has."""
    if not number or not heading:
        return number or heading
    if not separator.strip() and not separator:
        separator = " " if "." in number or "§" in number or number.endswith(".") else ". "
    return number + (separator if separator[-1:].isspace() else separator + " ") + heading

"""Sorting by the reader's alphabet: Č after C, Đ after D, Љ after Л, whatever the database's own order."""
import unicodedata
from collections.abc import Callable

_CROATIAN = "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž"
_ENGLISH = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
#: Letters of each language in order (national standards; digraphs that count as letters are written as they are).
ALPHABETS = {
    "en": _ENGLISH, "hr": _CROATIAN, "bs": _CROATIAN, "sr-Latn": _CROATIAN,
    "cnr": "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š ś t u v w x y z ž ź",
    "sl": "a b c č ć d đ e f g h i j k l m n o p q r s š t u v w x y z ž",
    "sq": "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh",
    "ro": "a ă â b c d e f g h i î j k l m n o p q r s ș t ț u v w x y z",
    "tr": "a b c ç d e f g ğ h ı i j k l m n o ö p q r s ş t u ü v w x y z",
    "bg": "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ь ю я",
    "mk": "а б в г д ѓ е ж з ѕ и ј к л љ м н њ о п р с т ќ у ф х ц ч џ ш",
    "sr-Cyrl": "а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш",
    "el": "α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ σ τ υ φ χ ψ ω",
}
_RANKS = {language: {letter: rank for rank, letter in enumerate(letters.split())} for language, letters in ALPHABETS.items()}
#: Letters that no decomposition brings to a base letter.
_BASE = {"đ": "d", "ł": "l", "ø": "o", "ß": "s", "ı": "i", "ς": "σ"}
_OUTSIDE = 1000


def sorting(language: str) -> Callable[[str], tuple[object, ...]]:
    """A key for `sorted` by the alphabet of a language; other scripts follow after it."""
    ranks = _RANKS.get(language, _RANKS["en"])

    def key(words: str) -> tuple[object, ...]:
        return (tuple(_ranked(_lower(words, language), ranks)), words)

    return key


def _lower(words: str, language: str) -> str:
    if language == "tr":
        words = words.replace("I", "ı").replace("İ", "i")
    return unicodedata.normalize("NFC", words).lower()


def _ranked(words: str, ranks: dict[str, int]) -> list[int]:
    """The rank of each letter, digraphs first; marks and signs do not count, blanks come before letters."""
    found, at = [], 0
    while at < len(words):
        pair, letter = words[at:at + 2], words[at]
        if len(pair) == 2 and pair in ranks:
            found.append(ranks[pair])
            at += 2
            continue
        at += 1
        found += _rank(letter, ranks)
    return found


def _rank(letter: str, ranks: dict[str, int]) -> list[int]:
    if letter in ranks:
        return [ranks[letter]]
    if letter.isspace():
        return [-1]
    base = _BASE.get(letter) or unicodedata.normalize("NFD", letter)[0]
    if base in ranks:
        return [ranks[base]]
    return [_OUTSIDE + ord(base)] if base.isalnum() else []

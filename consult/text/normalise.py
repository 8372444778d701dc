"""One form of every text: what is stored and hashed, what is searched, and which script it is written in."""
import hashlib
import re
import unicodedata

from consult.errors import Invalid
from consult.i18n import N_

_FOLD = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "dj", "ѓ": "gj", "е": "e", "ж": "z", "з": "z", "ѕ": "dz",
    "и": "i", "ј": "j", "й": "j", "к": "k", "ќ": "kj", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz",
    "ш": "s", "щ": "st", "ъ": "a", "ь": "", "ю": "ju", "я": "ja", "ы": "y", "э": "e", "ё": "e",
    "đ": "dj", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ς": "σ",
})
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "đ", "е": "e", "ж": "ž", "з": "z", "и": "i", "ј": "j",
    "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "ћ": "ć", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "č", "џ": "dž", "ш": "š",
}
_TO_LATIN = str.maketrans(_LATIN | {lower_.upper(): latin.capitalize() for lower_, latin in _LATIN.items()})
_DIGRAPH = re.compile(r"[ЉЊЏ]")
_SCRIPTS = {
    "Latn": re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff]"),
    "Cyrl": re.compile(r"[\u0400-\u0481\u048a-\u052f\u1c80-\u1c88\ua640-\ua69b]"),
    "Grek": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"),
    "Arab": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"),
    "Hebr": re.compile(r"[\u0590-\u05ff]"),
    "Armn": re.compile(r"[\u0530-\u058f]"),
    "Geor": re.compile(r"[\u10a0-\u10ff\u1c90-\u1cbf]"),
    "Hani": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
}
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


class BadText(Invalid, ValueError):
    """A text that cannot be stored: it holds a NUL or half a character."""


def canonical(text: str) -> str:
    """The one form in which a text is stored, hashed and compared: NFC, line feeds, no byte order mark."""
    found = _FORBIDDEN.search(text)
    if found and found.group() == "\x00":
        raise BadText(N_("The text contains a NUL character and cannot be stored."))
    if found:
        raise BadText(N_("The text contains half of a character (a lone surrogate) and cannot be stored."))
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    return unicodedata.normalize("NFC", text)


def digest(text: str) -> str:
    """The SHA-256 of the UTF-8 text, as published beside a version."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def fold(text: str) -> str:
    """The text as it is searched in every database: no case, no accents, Cyrillic as Latin. Never for offsets."""
    text = unicodedata.normalize("NFC", text).lower().replace("i\u0307", "i")
    text = text.translate(_FOLD)  # before NFKD, so that й, ѓ, ќ are letters and not и with a breve
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.translate(_FOLD)


def to_latin(text: str) -> str:
    """Serbian Cyrillic in Serbian Latin, for comparison only; letters that Serbian does not have stay as they are."""
    return _DIGRAPH.sub(_capital_digraph, text).translate(_TO_LATIN)


def _capital_digraph(found: re.Match[str]) -> str:
    """ЉУБАВ is LJUBAV, but Љубав is Ljubav: the neighbours decide."""
    text, at = found.string, found.start()
    after, before = text[at + 1:at + 2], text[at - 1:at] if at else ""
    shout = after.isupper() if after.isalpha() else before.isupper()
    latin = _LATIN[found.group().lower()]
    return latin.upper() if shout else latin.capitalize()


def script(text: str) -> str:
    """The ISO 15924 code of the script most of the letters are written in; '' when there is no letter."""
    counts = {code: len(letters.findall(text)) for code, letters in _SCRIPTS.items()}
    code = max(counts, key=lambda name: counts[name])
    return code if counts[code] else ""

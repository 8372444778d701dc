"""One language in two scripts, and two languages: the first is compared after transliteration, the second not at all."""
from consult.errors import Invalid
from consult.i18n import N_
from consult.text.normalise import script, to_latin

_SERBIAN = {"Latn", "Cyrl"}


class NotComparable(Invalid, ValueError):
    """Two translations have no words in common that could be inserted or deleted."""


def script_changed(old: str, new: str) -> bool:
    """Whether one text is in Cyrillic and the other in Latin letters."""
    return {script(old), script(new)} == _SERBIAN


def comparable_key(key: str, transliterate: bool) -> str:
    """The key of a token for a comparison across scripts; never shown."""
    return to_latin(key) if transliterate else key


def refuse_translations(languages: tuple[str, str] | None) -> None:
    """A comparison of two languages is refused; sr-Cyrl and sr-Latn are one language."""
    if languages and languages[0].split("-")[0] != languages[1].split("-")[0]:
        raise NotComparable(
            N_("The two texts are in different languages (%(old)s and %(new)s); only versions in one language can be compared word by word."),
            old=languages[0], new=languages[1],
        )

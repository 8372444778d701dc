"""Words as people type them and as others can read them: what shows nothing, what is damaged, what piles up, and what acts unseen."""
import re
import unicodedata

from consult.errors import Invalid
from consult.i18n import N_
from consult.text import bombs

#: More marks than this on one letter are no language: the limit of Unicode's security mechanisms (UTS #39, 5.4).
MARKS_MAX = 4

#: Characters that are letters or symbols by name and yet show nothing.
_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me"})
_JOINERS = frozenset("\t\n\r\u200c\u200d")

#: Turns the direction of what follows, so that a sentence can look like another one.
BIDI = {
    "\u061c": "ALM", "\u200e": "LRM", "\u200f": "RLM", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
}
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
ACTING = re.compile(f"[{''.join(BIDI)}{_CONTROL}]")
_AROUND = 12


def blank(text: str) -> bool:
    """Whether there is nothing to be seen: only spaces, characters without width, marks without a letter."""
    return all(char in _EMPTY or unicodedata.category(char) in _UNSEEN for char in text)


def name(char: str) -> str:
    """What stands in the place of a character that acts without being seen."""
    return BIDI.get(char) or f"U+{ord(char):04X}"


def check(text: str, field: str, most: int) -> None:
    """Refuse words that could not be stored whole or could not be read by others; `field` is where they were typed."""
    if len(text) > most:
        raise Invalid(N_("These are %(length)s characters, and at most %(most)s can be taken. Nothing is lost: shorten the words, or split them."),
                      field=field, length=len(text), most=most)
    if "\ufffd" in text:
        raise Invalid(N_("A character was damaged on the way; it stands as � in “%(words)s”. Type it anew."), field=field, words=_about(text, text.index("\ufffd")))
    if found := _piled(text):
        raise Invalid(N_("More than %(most)s marks are piled on one letter, near “%(words)s”. Nobody could read that: remove some."),
                      field=field, most=MARKS_MAX, words=_about(text, found[0]))


def check_source(text: str, field: str, most: int) -> None:
    """The same for words that may become text of the document, and are read as Markdown then."""
    check(text, field, most)
    if bombs.heaviness(text) > 1:
        raise Invalid(N_("These words nest lists, quotations or brackets deeper than anybody could follow. Write them flatter."), field=field)


def seen(line: str) -> str:
    """A line without controls and characters of no width; the joiners stay, which some scripts need between letters."""
    return "".join(" " if char in "\t\n\r" else char for char in line if char in _JOINERS or unicodedata.category(char) not in {"Cc", "Cf"})


def unacted(text: str) -> str:
    """Words without what would act on them unseen."""
    return ACTING.sub("", text)


def tidy(words: str, field: str = "") -> str:
    """Words as they are kept where they stand in the sentences of others (a reason, a name): empty if nothing is to be seen in them, and without
    what acts unseen; refused where others could not read them."""
    check(words, field, len(words))
    return "" if blank(words) else unacted(words).strip()


def written(words: str, field: str, missing: str) -> str:
    """The same for words that cannot be blank; `missing` says what to write."""
    if not (kept := tidy(words, field)):
        raise Invalid(missing, field=field)
    return kept


def named(name: str) -> str:
    """The name of a person or an organisation, which others read in one line: without what acts or stands unseen, and never empty."""
    return written(seen(name), "name", N_("Please fill this in."))


def _about(text: str, at: int) -> str:
    """The words around a place, without what cannot be shown."""
    near = unicodedata.normalize("NFD", text[max(0, at - _AROUND):at + _AROUND])
    return "".join(char for char in near if not unicodedata.combining(char) and not ACTING.match(char)).replace("\n", " ").strip()


def _piled(text: str) -> tuple[int, int] | None:
    """The first letter that carries too many marks."""
    run = 0
    for at, char in enumerate(unicodedata.normalize("NFC", text)):
        run = run + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if run > MARKS_MAX:
            return max(0, at - run), at
    return None

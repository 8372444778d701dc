"""How the translation of a section stands to its original."""
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from consult.errors import Invalid
from consult.i18n import LOCALES, N_
from consult.text import legible
from consult.text.normalise import to_latin
from consult.text.paragraphs import paragraphs


class Stage(StrEnum):
    """What has become of one saving of a translation."""

    DRAFT = "draft"
    MADE = "made"


class Standing(StrEnum):
    """How the translation of a section stands."""

    NONE = "none"
    BEHIND = "behind"
    MADE = "made"
    REVIEWED = "reviewed"


STANDING_NAMES = {Standing.NONE: N_("not translated"), Standing.BEHIND: N_("behind the original"), Standing.MADE: N_("translated"), Standing.REVIEWED: N_("reviewed")}
#: Made from the other by rule: Serbian in Latin letters from Serbian in Cyrillic ones (unambiguous in this direction only).
FROM_CYRILLIC = {"sr-Latn": "sr-Cyrl"}
#: What names something in Markdown instead of saying it: the targets of links, tags, attributes. Letters there are no letters of a language.
_ADDRESSES = re.compile(r"(\]\([^)\s]*|^ {0,3}\[[^\]\n]+\]: *\S+|<[^<>\n]*>|https?://[^\s)>\]]+|\{:[^{}\n]*\})", re.M)
HEADING_MAX, BODY_MAX = 500, 300_000


def languages(authoritative: str) -> list[str]:
    """The languages a text can be translated into by hand: never the one it is authoritative in (V5), nor one that is made by rule."""
    return [one.code for one in LOCALES if one.code != authoritative and one.code not in FROM_CYRILLIC]


def made_from(language: str) -> str:
    """The language of the translation that is read under this one."""
    return FROM_CYRILLIC.get(language, language)


def in_script(words: str, language: str) -> str:
    """Words of a translation in the letters of the language they are read in."""
    if language not in FROM_CYRILLIC:
        return words
    return "".join(part if at % 2 else to_latin(part) for at, part in enumerate(_ADDRESSES.split(words)))


def behind(then: tuple[str, str], now: tuple[str, str]) -> bool:
    """Whether heading or text of the original changed since the translation was made; another number alone changes nothing."""
    return then != now


def standing(made: bool, is_behind: bool, reviewed: bool) -> Standing:
    """How a translation stands: what is behind says so, reviewed or not."""
    if not made:
        return Standing.NONE
    if is_behind:
        return Standing.BEHIND
    return Standing.REVIEWED if reviewed else Standing.MADE


@dataclass(frozen=True)
class Tally:
    """How many sections of a version are in which state in one language."""

    total: int
    counts: Counter[Standing]

    def percent(self, *standings: Standing) -> int:
        """The share of these states, in whole percent; 100 only where nothing is missing."""
        return sum(self.counts[one] for one in standings) * 100 // self.total if self.total else 0


def tally(total: int, standings: Iterable[Standing]) -> Tally:
    """The counts of the sections of a version; those of which nothing is told are not translated."""
    counts = Counter(standings)
    counts[Standing.NONE] = total - sum(count for one, count in counts.items() if one != Standing.NONE)
    return Tally(total, counts)


def check_language(language: str, authoritative: str) -> None:
    """Refuse to translate a text into the language it is authoritative in (V5), into one made by rule, or into one nobody reads here."""
    if language not in languages(authoritative):
        raise Invalid(N_("The text is not translated into this language: it is the authoritative one, it is made by rule, or it is not among the languages here."))


def check_words(heading: str, body: str) -> None:
    """Refuse words that are longer than the service carries, or damaged."""
    if len(heading) > HEADING_MAX:
        raise Invalid(N_("The heading has %(length)s characters; it may have %(limit)s."), field="heading", length=len(heading), limit=HEADING_MAX)
    if len(body) > BODY_MAX:
        raise Invalid(N_("The text has %(length)s characters; a section may have %(limit)s."), field="body", length=len(body), limit=BODY_MAX)
    legible.check(heading, "heading", HEADING_MAX)
    legible.check_source(body, "body", BODY_MAX)


def check_finished(original: tuple[str, str], heading: str, body: str) -> None:
    """Refuse to show readers a translation in which something is missing, or whose paragraphs would carry other numbers than those of the original."""
    if original[0].strip() and legible.blank(heading):
        raise Invalid(N_("The heading is not translated yet. Translate it, or save a draft."), field="heading")
    wanted, have = len(paragraphs(original[1])), len(paragraphs(body))
    if wanted != have:
        raise Invalid(N_("The original has %(wanted)s numbered paragraphs, the translation %(have)s. People cite paragraphs by number: give each its own, or save a draft."),
                      field="body", wanted=wanted, have=have)

"""The language of the text that a reader sees: the authoritative one, or an unofficial translation of it."""
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import request
from markupsafe import Markup

from consult.documents.models import Version
from consult.documents.queries import stored
from consult.documents.queries.comparing import compared
from consult.documents.queries.stored import Shown
from consult.documents.views.changes import say
from consult.i18n import BY_CODE
from consult.text import diff, render
from consult.translating import queries
from consult.translating.queries import Text, Translated
from consult.translating.rules.states import FROM_CYRILLIC, Standing, made_from
from consult.web.locale import chosen


@dataclass(frozen=True)
class Choice:
    """One language in which the text can be read: how many of its sections are there, and the way to it."""

    code: str
    autonym: str
    count: int
    url: str
    current: bool
    authoritative: bool


@dataclass(frozen=True)
class Spoken:
    """The language of the text on a page: the one of the document, or a translation where `sections` has it."""

    language: str
    authoritative: str
    asked: str
    text: Text
    choices: list[Choice]

    @property
    def foreign(self) -> bool:
        """Whether a translation is read."""
        return self.language != self.authoritative

    @property
    def autonym(self) -> str:
        """What the language of the text calls itself."""
        return BY_CODE[self.language].autonym if self.language in BY_CODE else self.language

    @property
    def by_rule(self) -> bool:
        """Whether its letters are made from those of another translation."""
        return self.foreign and self.language in FROM_CYRILLIC

    @property
    def missing(self) -> str:
        """The language that was asked for and is not there."""
        return BY_CODE[self.asked].autonym if self.asked and self.asked != self.language else ""

    @property
    def counts(self) -> dict[str, int]:
        """How many sections shown in translation stand how."""
        return {one.value: sum(made.standing == one for made in self.text.sections.values()) for one in Standing} if self.foreign else {}

    @property
    def query(self) -> str:
        """What goes on in addresses: nothing where the address alone says the same."""
        return "?" + urlencode({"text": self.language}) if self.asked else ""

    def of(self, uid: str) -> Translated | None:
        """The translation of a section, where one is read."""
        return self.text.sections.get(uid) if self.foreign else None


def spoken(version: Version, uid: str | None = None) -> Spoken:
    """The language that the address asks for, else that of the pages where there is a translation into it, else the authoritative one."""
    own, asked = version.document.language, request.args.get("text", "")
    asked = asked if asked in BY_CODE else ""
    wanted = asked or chosen().code
    found = queries.text(version, wanted if wanted != own else own, uid)
    language = wanted if wanted != own and found.counts.get(made_from(wanted)) else own
    return Spoken(language, own, asked, found, _choices(own, language, found.counts))


def _choices(own: str, language: str, counts: dict[str, int]) -> list[Choice]:
    """The languages in which something can be read, the authoritative one first."""
    codes = [own, *(code for code in BY_CODE if code != own and counts.get(made_from(code)))]
    return [Choice(code, BY_CODE[code].autonym, counts.get(made_from(code), 0), _address(code), code == language, code == own) for code in codes if code in BY_CODE]


def _address(code: str) -> str:
    rest = [(name, value) for name, value in request.args.items(multi=True) if name not in {"text", "find"}]
    return "?" + urlencode([*rest, ("text", code)])


def paragraphs(made: Translated, address: str) -> list[Shown]:
    """The paragraphs of a translation under the numbers of the original."""
    return stored.paragraphs(stored.rendered(made.body, address))


@lru_cache(maxsize=512)
def _difference(was: str, now: str) -> str:
    return compared(was, now)[0]


def since(made: Translated, row: Any, body: str) -> Markup | None:
    """What changed in the original since it was translated; nothing where it has not."""
    if made.standing != Standing.BEHIND:
        return None
    heading = Markup("<p><b>%s</b></p>") % render.words(diff.words(made.was_heading, row.heading), say) if made.was_heading != row.heading else Markup("")
    return heading + (render.kept_diff(_difference(made.was_body, body), say) if made.was_body != body else Markup(""))


def headed(row: Any, made: Translated | None) -> Any:
    """What names a section: its number as ever, its heading in the language that is read."""
    return Named(row.number, made.heading, row.level, row.address, row.uid) if made and made.heading else row


@dataclass(frozen=True)
class Named:
    """A section with the heading of its translation, for those who only name it."""

    number: str
    heading: str
    level: int
    address: str
    uid: str

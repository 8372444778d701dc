"""Words, numbers and marks: the smallest things that a comparison says were inserted or deleted."""
import re
import sys
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple


def _marks() -> str:
    """The combining marks as a character class: they belong to the letter before them."""
    wanted = [*range(0x300, 0x3100), *range(0xA66F, 0xAC00), *range(0xFB1E, 0xFB20), *range(0x11000, 0x11500), *range(0x1E000, 0x1E950)]
    marks = [code for code in wanted if unicodedata.category(chr(code)) in {"Mn", "Mc", "Me"}]
    extra = "\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"
    return "".join(map(chr, marks)) + extra


_MARKS = _marks()
_LETTER = r"[^\W_\u3040-\u30ff\u3400-\u9fff]"
_PART = rf"{_LETTER}(?:{_LETTER}|[{_MARKS}])*"
_WORD = rf"{_PART}(?:(?:['’‘\-‐‑]|(?<=\d)[.,:](?=\d)){_PART})*(?:(?<=\d)[ \u00a0\u202f]?[%‰])?"
_BREAK = r"\n[ \t]*\n\s*"
_TOKEN = re.compile(rf"{_BREAK}|\s+|{_WORD}|[\U0001f1e6-\U0001f1ff]{{2}}|.(?:[{_MARKS}]|\u200d.)*", re.S)
_HAS_WORD = re.compile(r"[^\W_]")
_SENTENCE_END = frozenset(".!?;:…")

#: The key of every white space between words, and of a break between paragraphs.
SPACE, BREAK = " ", "\n\n"


class Token(NamedTuple):
    """A word or mark of a rendered text: `key` is compared, `text` is shown, `formats` are the elements around it, `atom` is ready HTML."""

    key: str
    text: str
    formats: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    atom: str = ""


def split(text: str) -> list[str]:
    """The tokens of a text; together they are the text again."""
    return _TOKEN.findall(text)


def key(token: str) -> str:
    """What a token is compared by: the width of white space does not count, a break between paragraphs does."""
    if not token.isspace():
        return sys.intern(token)
    return BREAK if token.count("\n") > 1 else SPACE


@lru_cache(maxsize=1 << 16)
def letters(token: str) -> int:
    """How much a token weighs to a reader: its letters and digits; marks and spaces weigh nothing."""
    return len(token) if _HAS_WORD.search(token) else 0


def word_count(tokens: Iterable[str]) -> int:
    """How many words are among the tokens."""
    return sum(1 for token in tokens if _HAS_WORD.search(token))


def ends_sentence(token: str) -> bool:
    """Whether a sentence or a clause can end after this token."""
    return token[-1:] in _SENTENCE_END

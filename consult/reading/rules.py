"""What a reader is told of a section that was read before, and where the words of a question stand in a text."""
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache

from consult.text.normalise import fold

#: A word as the search takes texts apart: letters and digits with their marks; full stops only inside, so that 3.2 is one word.
_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*(?:\.[^\W_]+)*")
#: More places than these are counted, but not marked one by one.
MARKED_MAX = 500


class Seen(StrEnum):
    """How a section stands to what a person has read."""

    UNREAD = "unread"
    READ = "read"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


def hits(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where these folded words stand one after another, each as the beginning of a word: Niš for "nis", Лесковац for "leskovac"."""
    every = list(_folded(text))
    size = len(words)
    return [(every[at][1], every[at + size - 1][2]) for at in range(len(every) - size + 1)
            if size and all(every[at + k][0].startswith(word) for k, word in enumerate(words))]


def scattered(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Every place of each of these words, if all of them occur; nothing otherwise."""
    every = [(word, start, end) for folded, start, end in _folded(text) for word in words if folded.startswith(word)]
    return sorted({(start, end) for _, start, end in every}) if {word for word, _, _ in every} == set(words) else []


def _folded(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text as they are searched, and where they stand."""
    return ((_fold(found.group()), *found.span()) for found in _WORD.finditer(text))


@lru_cache(maxsize=1 << 15)
def _fold(word: str) -> str:
    return fold(word)

"""How calmly a change reads: changed words against the fewest possible, marks for each, marks inside words, crumbs between marks."""
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_WORD = re.compile(r"\w+(?:['’\-.,:]\w+)*")
_OPS = {"delete": -1, "equal": 0, "insert": 1}


def measure(pieces: Sequence[tuple[int | str, str]], old: str, new: str) -> Counter[str]:
    """The counts of one comparison on text."""
    found = [(op if isinstance(op, int) else _OPS[op], text) for op, text in pieces if text]
    borders = [(a[1], b[1]) for a, b in pairwise(found) if (a[0] == 0) != (b[0] == 0)]
    return Counter(
        unfaithful=int(_side(found, -1) != _words(old) or _side(found, 1) != _words(new)),
        words=sum(len(_WORD.findall(text)) for op, text in found if op),
        fewest=fewest(_WORD.findall(old), _WORD.findall(new)),
        elements=sum(1 for op, _ in found if op),
        inside=sum(1 for a, b in borders if a[-1].isalnum() and b[0].isalnum()),
        crumbs=sum(1 for at, (op, text) in enumerate(found) if not op and 0 < at < len(found) - 1 and len(re.findall(r"\w", text)) <= 3 and "\n\n" not in text),
    )


def fewest(old: Sequence[str], new: Sequence[str]) -> int:
    """The fewest words that must go and come: longest common subsequence, bit-parallel (Hyyrö, 2004)."""
    places: dict[str, int] = {}
    for at, word in enumerate(old):
        places[word] = places.get(word, 0) | 1 << at
    every = (1 << len(old)) - 1
    row = every
    for word in new:
        met = row & places.get(word, 0)
        row = (row + met | row - met) & every
    common = len(old) - row.bit_count()
    return len(old) + len(new) - 2 * common


def _side(pieces: Sequence[tuple[int, str]], side: int) -> list[str]:
    return _words("".join(text for op, text in pieces if op in {0, side}))


def _words(text: str) -> list[str]:
    return text.split()

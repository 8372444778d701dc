"""When two comments say nearly the same, whatever script they are written in."""
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from zlib import crc32

from rensa import RMinHash

from consult.text import diff
from consult.text.changes import Piece
from consult.text.normalise import fold

#: Runs of this many words are compared; comments with fewer words of their own than SHORT are alike only when they are the same.
RUN, SHORT = 3, 8
#: How much of their runs two comments must share (Jaccard).
LIKENESS = 0.4
#: Bands of hashes: two comments are looked at when one band of theirs is the same.
BANDS, ROWS = 24, 3
#: Grows when any rule above or below changes; what was stored under another number is made anew by the search.
METHOD = 1000 + RMinHash.ALGORITHM_VERSION
SEED = 2017
#: How many common words stand around a difference, and how many letters two wordings may have together to be compared.
AROUND, COMPARED_MAX = 6, 24_000
#: Two wordings that share less than this part of the letters of the shorter one are better read whole than as a change: a translation, for example.
COMMON = 0.2
#: Odd numbers and a prime that mix the hashes of a band into a number that fits a signed column of eight bytes.
_MIX, _MORE, _PRIME = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 2**61 - 1

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_GREEK = re.compile(r"[\u0370-\u03ff]")
#: Greek as passports and road signs write it (ELOT 743), then as far as `_ALIKE` goes.
_GREEK_PAIRS = (("ου", "ou"), ("αυ", "av"), ("ευ", "ev"), ("ηυ", "iv"), ("γγ", "ng"), ("γξ", "nx"), ("γχ", "nch"))
_GREEK_LETTERS = str.maketrans({
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p",
    "ρ": "r", "σ": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
})
#: What the usual ways to write Cyrillic and Greek in Latin letters leave different, made one: only for comparison.
_ALIKE = (("sht", "st"), ("ch", "c"), ("sh", "s"), ("zh", "z"), ("ts", "c"), ("dj", "d"), ("gj", "g"), ("kj", "k"), ("mp", "b"), ("f", "v"), ("y", "j"), ("ij", "i"))


def words_of(text: str) -> list[str]:
    """The words of a comment for comparison: no case, no accents, one alphabet."""
    if not text:
        return []
    return [one for word in _WORD.findall(unicodedata.normalize("NFC", text.lower())) if (one := _folded(word))]


@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> str:
    """One word; kept, because the words of a round are few beside its comments."""
    word = fold(word)
    if _GREEK.search(word):
        for pair, latin in _GREEK_PAIRS:
            word = word.replace(pair, latin)
        word = word.translate(_GREEK_LETTERS)
    for letters, one in _ALIKE:
        word = word.replace(letters, one)
    return word


@dataclass(frozen=True)
class Said:
    """What a comment says; the words it quotes are not its own."""

    body: str
    proposed: str = ""
    reason: str = ""
    quote: str = ""

    @cached_property
    def words(self) -> tuple[list[str], ...]:
        """The words of each part."""
        return tuple(words_of(part) for part in (self.body, self.proposed, self.reason))

    @cached_property
    def digest(self) -> str:
        """The same for the same words, in any script, case or punctuation; a comment without any word is known by its signs."""
        parts = [" ".join(words) for words in self.words]
        told = "\n".join(parts) if any(parts) else "signs\n" + "".join(self.body.split())
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def short(self) -> bool:
        """Whether it has too few words of its own to be alike without being the same."""
        return len(self.runs) <= SHORT - RUN

    @cached_property
    def runs(self) -> frozenset[int]:
        """The runs of words that are its own, those of the quotation left out."""
        found = frozenset(chain.from_iterable(map(_runs, self.words)))
        return found - frozenset(_runs(words_of(self.quote))) if self.quote else found


def _runs(words: Sequence[str]) -> Iterator[int]:
    """Each run of words as a number; fewer words than a run are one."""
    if len(words) < RUN:
        return iter([crc32(" ".join(words).encode())] if words else [])
    return map(crc32, map(str.encode, map(" ".join, zip(*(words[at:] for at in range(RUN)), strict=False))))


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """How much of their runs two comments share, from 0 to 1."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def likely(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether comments with these runs, neither of them short, say nearly the same."""
    return likeness(one, other) >= LIKENESS


def alike(one: Said, other: Said) -> bool:
    """Whether two comments say nearly the same."""
    return one.digest == other.digest or (not one.short and not other.short and likely(one.runs, other.runs))


def bands(said: Said, round_id: int) -> list[int]:
    """The keys under which comments like this one are looked for, as numbers of a round; a short comment has none."""
    if said.short:
        return []
    sketch = RMinHash(BANDS * ROWS, SEED)
    sketch.update([str(run) for run in said.runs])
    hashes = sketch.digest()
    return [_key(round_id * BANDS + band, *hashes[band * ROWS:(band + 1) * ROWS]) for band in range(BANDS)]


def _key(band: int, one: int, two: int, three: int) -> int:
    """A number that hardly any other band has; where two have it nevertheless, their wordings are compared in vain."""
    return ((((METHOD + band * _MORE) * _MIX + one) % _PRIME * _MORE + two) % _PRIME * _MIX + three) % _PRIME


def groups(nodes: Iterable[int], links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For each node the smallest of those it hangs together with; the order of neither makes a difference."""
    above = {node: node for node in nodes}
    for one, other in links:
        tie(above, one, other)
    return {node: top(above, node) for node in above}


def top(above: dict[int, int], node: int) -> int:
    """The smallest node that this one hangs together with; shortens the way for the next who asks."""
    while above[node] != node:
        above[node] = above[above[node]]
        node = above[node]
    return node


def tie(above: dict[int, int], one: int, other: int) -> None:
    """Make two nodes hang together."""
    first, second = sorted((top(above, one), top(above, other)))
    above[second] = first


def differences(first: str, other: str) -> list[Piece] | None:
    """What one wording has otherwise than another, with only a few of the common words around each difference; None where both are too long to be compared."""
    if len(first) + len(other) > COMPARED_MAX:
        return None
    pieces = diff.words(first, other)
    last = len(pieces) - 1
    return [_shortened(piece, at == 0, at == last) if piece.op == "same" else piece for at, piece in enumerate(pieces)]


def strangers(first: str, other: str, pieces: Sequence[Piece]) -> bool:
    """Whether two wordings have so little in common that nothing is told by marking what differs."""
    common = sum(len(letters) for piece in pieces if piece.op == "same" for letters in re.findall(r"\w+", piece.text))
    return common < COMMON * min(len(first), len(other))


def _shortened(piece: Piece, begins: bool, ends: bool) -> Piece:
    words = piece.text.split(" ")
    before, after = ([] if begins else words[:AROUND]), ([] if ends else words[-AROUND:])
    if len(words) <= len(before) + len(after) + 1:
        return piece
    return Piece("same", " ".join([*before, "…", *after]))

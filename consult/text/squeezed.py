"""A text without its white space, to find words however they were wrapped, and to say where they stand in the text itself."""
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

#: One character for one: offsets stay.
_LOOSE = str.maketrans({
    "’": "'", "‘": "'", "ʼ": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-",
})
_INVISIBLE = "\u200b\u00ad\ufeff\u2060"
_AROUND = 40


class Squeezed:
    """The visible characters of a text and the offset of each."""

    def __init__(self, text: str) -> None:
        self.offsets = [at for at, char in enumerate(text) if not char.isspace() and char not in _INVISIBLE]
        self.text = "".join(text[at] for at in self.offsets)

    def places(self, quote: str, loose: bool = False) -> Iterator[tuple[int, int]]:
        """Every place of a quotation; `loose` takes all quotation marks, and all dashes, for the same."""
        wanted, text = Squeezed(quote).text, self.text
        if loose:
            wanted, text = wanted.translate(_LOOSE), text.translate(_LOOSE)
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            yield self.offsets[at], self.offsets[at + len(wanted) - 1] + 1
            at = text.find(wanted, at + 1)

    def around(self, start: int, end: int) -> tuple[str, str]:
        """The visible characters before and after a place."""
        first, last = bisect_left(self.offsets, start), bisect_left(self.offsets, end)
        return self.text[max(0, first - _AROUND):first], self.text[last:last + _AROUND]


@lru_cache(maxsize=256)
def squeezed(text: str) -> Squeezed:
    """The squeezed form of a section's plain text, which is asked for once for each quotation."""
    return Squeezed(text)

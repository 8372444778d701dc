"""Where quoted words stand in the next version. A comment beside words it is not about is the worst error: in doubt it has no place."""
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from consult.text.source import plain_text
from consult.text.squeezed import squeezed
from consult.text.surviving import Image, Quotation, Words, images, placed
from consult.text.tokens import letters

Status = Literal["same", "changed", "moved", "reworded", "orphaned"]

#: How much of the words must be left: surely, in one of the old company (words, company), alike, and alike far away.
_SURE, _ALIKE, _FAR = 0.8, 0.55, 0.7
_LIKELY = ((0.7, 0.0), (0.55, 0.2), (0.4, 0.4))
#: Fewer letters than these say nothing without their neighbours.
_TELLING = 20


class Place(NamedTuple):
    """The section and the characters of its plain text that a quotation became; without a uid it has lost its place."""

    uid: str | None
    start: int
    end: int
    status: Status
    score: float


ORPHANED = Place(None, 0, 0, "orphaned", 0.0)


def place_of(
    quotation: Quotation, linked: Mapping[str, str], others: Mapping[str, str], before: Mapping[str, Sequence[str]],
) -> Place:
    """The place of a quotation, by the first rule that is sure enough."""
    seeker = _Seeker(quotation, linked, others, before)
    return next(filter(None, seeker.answers()), ORPHANED)


class _Seeker:
    """Asks one rule after the other where the words are now."""

    def __init__(
        self, quotation: Quotation, linked: Mapping[str, str], others: Mapping[str, str], before: Mapping[str, Sequence[str]],
    ) -> None:
        self.quotation, self.linked, self.others, self.before = quotation, linked, others, before
        self.words = Words(quotation)

    def answers(self) -> Iterator[Place | None]:
        """The answers of the rules, the surest first."""
        if self.words.first >= self.words.last:
            return
        uid, image = self._image()
        if image and image.score >= _SURE and (self.words.weight >= _TELLING or image.company >= _LIKELY[1][1]):
            yield Place(uid, image.start, image.end, "same" if image.whole else "changed", 1.0 if image.whole else image.score)
        yield self._copy(self.linked, 12, 8)
        yield self._copy(self.others, 25, 16)
        if image and any(image.score >= score and image.company >= company for score, company in _LIKELY):
            yield Place(uid, image.start, image.end, "changed", image.score)
        yield from map(self._reworded, self.linked)
        if self.words.last - self.words.first >= 3:
            yield self._similar(self.linked, _ALIKE, "changed")
        if self.quotation.size >= 40:
            yield self._similar(self.others, _FAR, "moved")

    def _image(self) -> tuple[str | None, Image | None]:
        """What the words became in the linked section that kept most of them."""
        found = [(uid, image) for uid in self.linked if (image := self.words.image(self._plain(uid)))]
        return max(found, key=lambda pair: pair[1].score + pair[1].company / 2, default=(None, None))

    def _copy(self, bodies: Mapping[str, str], alone: int, context: int) -> Place | None:
        """The same words at another place: the only ones, or clearly those with the same neighbours."""
        found = [
            (self._context(self._plain(uid), span), uid, span)
            for uid in self._promising(bodies, 0.9) for span in squeezed(self._plain(uid)).places(self.quotation.exact)
        ]
        found.sort(key=lambda item: -item[0])
        if not found:
            return None
        clear = found[0][0] >= context and (len(found) == 1 or found[0][0] > found[1][0] + 4)
        if not clear and (len(found) > 1 or self.quotation.size < alone):
            return None
        _, uid, (start, end) = found[0]
        return None if self._claimed(uid, self._plain(uid), start, end) else Place(uid, start, end, "moved", 1.0)

    def _plain(self, uid: str) -> str:
        """The plain text of a section of the new version, rendered only when it is asked for."""
        return plain_text(self.linked[uid] if uid in self.linked else self.others[uid])

    def _promising(self, bodies: Mapping[str, str], share: float) -> Iterator[str]:
        """The sections whose source holds enough of the words; the others need not be rendered."""
        words = {key for key in self.words.tokens.keys[self.words.first:self.words.last] if letters(key)}
        needed = share * sum(map(len, words))
        for uid, body in bodies.items():
            if uid in self.linked or sum(len(word) for word in words if word in body) >= needed:
                yield uid

    def _context(self, text: str, span: tuple[int, int]) -> int:
        """How many characters on both sides of a place are the neighbours of the quotation."""
        ours = squeezed(self.quotation.text).around(self.quotation.start, self.quotation.end)
        theirs = squeezed(text).around(*span)
        return _common(ours[0][::-1], theirs[0][::-1]) + _common(ours[1], theirs[1])

    def _claimed(self, uid: str, text: str, start: int, end: int) -> bool:
        """Whether most of a place is what other old words became."""
        new, taken = placed(text), set()
        if uid in self.linked:
            survivors = images(self.quotation.text, text)
            taken |= {j for i, j in survivors.items() if not self.words.first <= i < self.words.last}
        for old in self.before.get(uid, ()):
            taken |= set(images(plain_text(old), text).values())
        weights = [(at in taken, letters(new.keys[at])) for at in new.within(start, end)]
        return 2 * sum(weight for claimed, weight in weights if claimed) > sum(weight for _, weight in weights)

    def _reworded(self, uid: str) -> Place | None:
        """Short words replaced as a whole between neighbours that stayed."""
        size = len(self.quotation.exact)
        span = self.words.replacement(self._plain(uid)) if size <= 60 else None
        return Place(uid, *span, "reworded", 0.5) if span and span[1] - span[0] <= 2 * size + 30 else None

    def _similar(self, bodies: Mapping[str, str], least: float, status: Status) -> Place | None:
        """The passage most like the quotation, if it is like enough and belongs to nobody else."""
        best: tuple[float, str, int, int] | None = None
        for uid in self._promising(bodies, 0.5):
            window = self.words.window(self._plain(uid))
            if window and (best is None or window[0] > best[0]):
                best = (window[0], uid, window[1], window[2])
        if best is None or best[0] < least or self._claimed(best[1], self._plain(best[1]), best[2], best[3]):
            return None
        return Place(best[1], best[2], best[3], status, best[0])


def _common(first: str, second: str) -> int:
    length = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        length += 1
    return length

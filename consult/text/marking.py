"""Marks laid over the words of a section: quotations and what was looked for, wherever formatting begins or ends."""
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from consult.text.markup import Stack, element
from consult.text.tokens import Token
from consult.text.tree import Attributes, Block, Group, Leaf, lines, words_of

#: Inside which elements the first piece of a mark stands; None once that piece is over.
Begun = dict["Mark", Stack | None]


@dataclass(frozen=True)
class Mark:
    """Characters of the canonical plain text of a section; `link` (attributes) leads on from behind the last of them."""

    start: int
    end: int
    attributes: Attributes = ()
    id: str = ""
    link: Attributes = ()


def marked(blocks: Sequence[Block], marks: Sequence[Mark]) -> list[Block]:
    """The blocks of a whole section with marks; marks may overlap and may run over several blocks."""
    places = dict(_places(blocks))
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    begun: Begun = {}
    last = {mark: leaf for leaf, (start, end) in places.items() for mark in ordered if start < mark.end and mark.start < end}

    def painted(block: Block) -> Block:
        if isinstance(block, Group):
            return Group(block.tag, block.attributes, tuple(map(painted, block.kids)), block.head)
        if not isinstance(block, Leaf) or block not in places:
            return block
        start, end = places[block]
        here = [mark for mark in ordered if mark.start < end and start < mark.end]
        return Leaf(block.tag, block.attributes, tuple(_painted(block, start, here, begun, {m for m in here if last[m] is block}))) if here else block

    return [painted(block) for block in blocks]


def _places(blocks: Sequence[Block]) -> Iterator[tuple[Leaf, tuple[int, int]]]:
    """Where the words of each leaf stand in the plain text, which `tree.lines` writes."""
    at = 0
    for block in blocks:
        if isinstance(block, Group) and block.tag == "tr":
            yield from _row(block, at)
        elif isinstance(block, Group):
            yield from ((leaf, (at + start, at + end)) for leaf, (start, end) in _places(block.kids))
        elif isinstance(block, Leaf) and (words := _seen(words_of(block))):
            yield block, (at, at + len(words))
        at += sum(len(_seen(line)) + 1 for line in lines((block,)))


def _row(row: Group, at: int) -> Iterator[tuple[Leaf, tuple[int, int]]]:
    """The leaves of a row: a tab between cells, a space between the lines of a cell; a row without words has no place."""
    cells = [cell for cell in row.kids if isinstance(cell, Group)]
    for cell in cells:
        yield from ((leaf, (at + start, at + end)) for leaf, (start, end) in _places(cell.kids))
        at += len(_seen(" ".join(lines(cell.kids)))) + 1


def _seen(words: str) -> str:
    return unicodedata.normalize("NFC", words)


def _painted(leaf: Leaf, start: int, marks: list[Mark], begun: Begun, ending: set[Mark]) -> Iterator[Token]:
    """The tokens of a leaf, cut where a mark begins or ends; a link waits until the link of the text that it stands in is over."""
    spots = _spots(leaf)
    spans = {mark: (bisect_right(spots, mark.start - start) - 1 if mark.start > start else 0, bisect_left(spots, mark.end - start)) for mark in marks}
    cuts, at = sorted({border for span in spans.values() for border in span}), 0
    waiting: list[Mark] = []
    begun |= dict.fromkeys([mark for mark in marks if mark in begun])
    for token in leaf.tokens:
        end = at + len(token.text)
        if waiting and not _inside_link(token):
            yield from map(_leading_on, waiting)
            waiting = []
        borders = [at, end] if token.atom or at == end else [at, *(cut for cut in cuts if at < cut < end), end]
        for one, other in pairwise(borders):
            over = [mark for mark in marks if spans[mark][0] < max(other, one + 1) and one < spans[mark][1]]
            yield token._replace(text=token.text[one - at:other - at], formats=_within(token.formats, over, begun))
            done = [mark for mark in over if mark in ending and spans[mark][1] <= other]
            waiting += done
            if done and not _inside_link(token):
                yield from map(_leading_on, waiting)
                waiting = []
        at = end
    yield from map(_leading_on, waiting)


def _spots(leaf: Leaf) -> list[int]:
    """For each border between the characters of a leaf, how many characters of its plain text stand before it."""
    text = "".join(token.text for token in leaf.tokens)
    found, seen = [0], ""
    simple = unicodedata.is_normalized("NFC", text)
    for letter in text:
        seen += "" if letter.isspace() and (not seen or seen[-1] == " ") else " " if letter.isspace() else letter
        found.append(len(seen) if simple else len(_seen(seen)))
    return found


def _inside_link(token: Token) -> bool:
    return any(tag == "a" for tag, _ in token.formats)


def _within(formats: Stack, marks: list[Mark], begun: Begun) -> Stack:
    """The elements around a piece of text; only the first piece of a mark carries its name."""
    for mark in marks:
        first = begun.setdefault(mark, formats) == formats
        if not first:
            begun[mark] = None
        formats = (*formats, ("mark", (*mark.attributes, ("id", mark.id)) if mark.id and first else mark.attributes))
    return formats


def _leading_on(mark: Mark) -> Token:
    return Token("", "", (), element("a", mark.link, "") if mark.link else "")

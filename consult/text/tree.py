"""A rendered section as a tree of blocks: what is compared, what is quoted and what is shown are the same thing."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from lxml import etree

from consult.text import markdown
from consult.text.scripts import comparable_key
from consult.text.tokens import SPACE, Token, key, letters, split

Attributes = tuple[tuple[str, str], ...]
_BLOCKS = {"blockquote", "caption", "dd", "div", "dl", "dt", "hr", "li", "ol", "p", "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
_ATOMS = {"br", "img", "sup"}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_WHITE = re.compile(r"\s+")


@dataclass(eq=False)
class Block:
    """What a leaf and a group have in common: an element with attributes; '' stands for words without an element of their own."""

    tag: str
    attributes: Attributes = ()

    @cached_property
    def bag(self) -> Counter[str]:
        """The words inside, however often, for a first impression of likeness."""
        raise NotImplementedError

    @cached_property
    def text(self) -> str:
        """The words inside, as one comparable string."""
        raise NotImplementedError

    @cached_property
    def weight(self) -> int:
        """The letters inside."""
        return sum(letters(word) * times for word, times in self.bag.items())


@dataclass(eq=False)
class Leaf(Block):
    """A block that holds words and no other block."""

    tokens: tuple[Token, ...] = ()

    @cached_property
    def bag(self) -> Counter[str]:
        """The words of its tokens."""
        return Counter(token.key for token in self.tokens if letters(token.key))

    @cached_property
    def text(self) -> str:
        """Its tokens in a row."""
        return "".join(token.key for token in self.tokens)


@dataclass(eq=False)
class Group(Block):
    """A block that holds blocks: a list, an item, a quotation, a cell, a row, a table."""

    kids: tuple[Block, ...] = ()
    head: bool = field(default=False)

    @cached_property
    def bag(self) -> Counter[str]:
        """The words of its blocks."""
        together: Counter[str] = Counter()
        for kid in self.kids:
            together.update(kid.bag)
        return together

    @cached_property
    def text(self) -> str:
        """Its blocks in a row, kept apart."""
        return "\0".join([self.tag, *(kid.text for kid in self.kids)])


@lru_cache(maxsize=512)
def read(source: str) -> tuple[Block, ...]:
    """The top-level blocks of a section body."""
    return tuple(_kids(markdown.tree(source)))


def transliterated(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same blocks with keys in Latin letters, for a comparison across scripts; what is shown stays as it was written."""
    return tuple(map(_latin, blocks))


def _latin(block: Block) -> Block:
    if isinstance(block, Leaf):
        return Leaf(block.tag, block.attributes, tuple(token._replace(key=comparable_key(token.key, True)) for token in block.tokens))
    if isinstance(block, Group):
        return Group(block.tag, block.attributes, transliterated(block.kids), block.head)
    return block


def words_of(leaf: Leaf) -> str:
    """The words of a leaf as a reader would copy them, on one line."""
    return _WHITE.sub(" ", "".join(token.text for token in leaf.tokens)).strip()


def lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    """One line for each leaf block; the cells of a row share a line, with tabs between them."""
    for block in blocks:
        if isinstance(block, Leaf):
            if words := words_of(block):
                yield words
        elif block.tag == "tr" and isinstance(block, Group):
            cells = [" ".join(lines(cell.kids)).replace("\t", " ") for cell in block.kids if isinstance(cell, Group)]
            if any(cells):
                yield "\t".join(cells)
        elif isinstance(block, Group):
            yield from lines(block.kids)


def _kids(element: etree._Element) -> Iterator[Block]:
    """The blocks inside an element; words that stand between blocks become blocks without a name."""
    run: list[etree._Element | str] = [element.text or ""]
    for child in element:
        if child.tag not in _BLOCKS:
            run.append(child)
            continue
        yield from _nameless(run)
        for caption in child.findall("caption"):
            yield Leaf("p", (), _inline([caption.text or "", *caption]))
        yield _block(child)
        run = [child.tail or ""]
    yield from _nameless(run)


def _nameless(run: list[etree._Element | str]) -> Iterator[Leaf]:
    tokens = _inline(run)
    if tokens:
        yield Leaf("", (), tokens)


def _block(element: etree._Element) -> Block:
    tag, attributes = element.tag, tuple(sorted(element.attrib.items()))
    if tag == "table":
        return Group(tag, attributes, tuple(_rows(element)))
    if tag == "hr":
        return Leaf(tag, attributes)
    if tag == "pre":
        return Leaf(tag, attributes, _inline([element.text or "", *element], keep=True))
    if tag in {"p", "dt"} and not any(child.tag in _BLOCKS for child in element):
        return Leaf(tag, attributes, _inline([element.text or "", *element]))
    kids = tuple(_kids(element))
    if tag in {"ul", "ol"}:
        kids = tuple(kid if kid.tag == "li" else Group("li", (), (kid,)) for kid in kids)
    if tag == "dl":
        kids = tuple(kid if kid.tag in {"dt", "dd"} else Group("dd", (), (kid,)) for kid in kids)
    return Group("div" if tag == "p" else tag, attributes, kids)


def _rows(table: etree._Element) -> Iterator[Group]:
    for row in [row for part in table for row in ([part] if part.tag == "tr" else part.findall("tr"))]:
        cells = [Group(cell.tag, tuple(sorted(cell.attrib.items())), tuple(_kids(cell))) for cell in row if cell.tag in {"td", "th"}]
        yield Group("tr", (), tuple(cells), head=row.getparent().tag == "thead")


def _inline(run: list[etree._Element | str], keep: bool = False) -> tuple[Token, ...]:
    """The tokens of a run of words and inline elements; white space collapses as in a browser unless it is kept."""
    found: list[Token] = []
    for item in run:
        if isinstance(item, str):
            _words(item, (), keep, found)
        else:
            _element(item, (), keep, found)
    return tuple(found if keep else _collapsed(found))


def _element(element: etree._Element, formats: tuple, keep: bool, found: list[Token]) -> None:
    if not isinstance(element.tag, str):
        pass
    elif element.tag in _ATOMS or "footnote-backref" in element.get("class", ""):
        found.append(_atom(element, formats))
    else:
        inner = (*formats, (element.tag, tuple(sorted(element.attrib.items()))))
        _words(element.text or "", inner, keep, found)
        for child in element:
            _element(child, inner, keep, found)
    _words(element.tail or "", formats, keep, found)


def _words(text: str, formats: tuple, keep: bool, found: list[Token]) -> None:
    if not keep:
        text = _SPACES.sub(" ", text)
    for token in split(text):
        found.append(Token(token if keep and token.isspace() else key(token), token, formats))


def _atom(element: etree._Element, formats: tuple) -> Token:
    """A picture, a line break or the number of a note: shown whole or not at all."""
    html = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    if element.tag == "br":
        return Token("\n", " ", formats, html)
    label = element.get("alt") or element.get("src") or "".join(element.itertext())
    if element.tag == "a":
        return Token("\ufffcback", "", formats, html)
    return Token(f"\ufffc{element.tag} {label}", label, formats, html)


def _collapsed(tokens: list[Token]) -> Iterator[Token]:
    """White space at the ends and beside other white space is not seen."""
    last = None
    pending: Token | None = None
    for token in tokens:
        if token.key == SPACE:
            pending = pending or (token if last is not None and last.key != "\n" else None)
            continue
        if pending and token.key != "\n":
            yield pending
        pending, last = None, token
        yield token

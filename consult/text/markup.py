"""Blocks and changes written as HTML: inline, or one side of two. Every word is escaped here; render.py vouches for the result."""
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from markupsafe import escape

from consult.text.changes import Change, Run
from consult.text.markdown import PREFIX
from consult.text.tokens import Token
from consult.text.tree import Attributes, Block, Group, Leaf

Say = Callable[[str], str]
View = Literal["both", "old", "new"]
Stack = tuple[tuple[str, Attributes], ...]

_VOID = {"hr"}
_MARKS: dict[str, tuple[str, Attributes]] = {
    "gone": ("del", ()), "new": ("ins", ()), "format": ("span", (("class", "diff-fmt"),)),
}
_SPOKEN = {"gone": "deleted", "new": "inserted"}
_NOTE_ID = re.compile(rf' id="{PREFIX}[^"]*"')
_NOTE_HREF = re.compile(rf' href="#(?:{PREFIX}|%EE%80%80)[^"]*"')


def page(blocks: Iterable[Block], prefix: str) -> str:
    """Blocks as they stand on a page; `prefix` keeps the ids of their footnotes apart from those of other sections."""
    return "\n".join(map(_plain, blocks)).replace("%EE%80%80", PREFIX).replace(PREFIX, prefix)


def unlinked(html: str) -> str:
    """Without the ids and targets of footnotes, which would stand twice on a page of changes."""
    return _NOTE_HREF.sub("", _NOTE_ID.sub("", html))


def _plain(block: Block) -> str:
    if isinstance(block, Leaf):
        return element(block.tag, block.attributes, inline([Run("same", block.tokens, block.tokens)], "new", str))
    kids = block.kids if isinstance(block, Group) else ()
    if block.tag == "table":
        return element("table", block.attributes, _parts((kid, _plain(kid)) for kid in kids))
    return element(block.tag, block.attributes, "\n".join(map(_plain, kids)))


def _parts(rows: Iterable[tuple[Block, str]]) -> str:
    """Rows under thead and tbody."""
    head, body = "", ""
    for row, html in rows:
        if isinstance(row, Group) and row.head and not body:
            head += html
        else:
            body += html
    return (f"<thead>{head}</thead>" if head else "") + (f"<tbody>{body}</tbody>" if body else "")


def element(tag: str, attributes: Attributes, inside: str) -> str:
    """An element with escaped attributes; without a tag, only what is inside."""
    if not tag:
        return inside
    opening = _opening(tag, attributes)
    return opening if tag in _VOID else f"{opening}{inside}</{tag}>"


def _opening(tag: str, attributes: Attributes) -> str:
    pairs = "".join(f' {name}="{escape(value)}"' for name, value in attributes)
    return f"<{tag}{pairs}>"


@dataclass(frozen=True)
class Writer:
    """Writes changes in one view, with the words that say them aloud."""

    view: View
    say: Say

    def changes(self, found: Iterable[Change]) -> str:
        """Siblings, one after the other."""
        return "\n".join(filter(None, map(self.change, found)))

    def change(self, change: Change) -> str:
        """One block, or nothing when this side does not have it."""
        if self._absent(change):
            return ""
        block = change.old if self.view == "old" and change.old else change.block
        if isinstance(block, Leaf):
            inside = inline(self._runs(change), self.view, self.say)
        elif block.tag == "table":
            inside = _parts((kid.block, self.change(kid)) for kid in change.kids)
        else:
            inside = self.changes(change.kids)
        return self._framed(change, block, inside)

    def _absent(self, change: Change) -> bool:
        return (self.view == "old" and change.state in {"new", "arrived"}) or (self.view == "new" and change.state in {"gone", "left"})

    def _runs(self, change: Change) -> tuple[Run, ...]:
        """At the place a block has left, its words stand as they were."""
        return tuple(Run("same", run.old, run.old) for run in change.runs) if change.state == "left" else change.runs

    def _framed(self, change: Change, block: Block, inside: str) -> str:
        attributes = block.attributes
        if change.state in {"gone", "new"}:
            attributes = _with_class(attributes, "diff-del" if change.state == "gone" else "diff-ins")
        elif change.state in {"left", "arrived"}:
            return self._move(change, block, inside)
        elif change.restyled:
            attributes = _with_class(attributes, "diff-fmt")
        return element(block.tag, attributes, inside)

    def _move(self, change: Change, block: Block, inside: str) -> str:
        """Both ends of a move name each other."""
        left = change.state == "left"
        name, label = ("data-moved-to", "moved to another place") if left else ("data-moved-from", "moved here from another place")
        marks = ((name, str(change.move)),)
        spoken = self.say(label)
        note = f'<span class="diff-note">{escape(spoken)}</span> ' if spoken else ""
        if block.tag in {"p", "li"}:
            return element(block.tag, _with_class((*block.attributes, *marks), "diff-moved"), note + inside)
        return element("div", _with_class(marks, "diff-moved"), note + element(block.tag, block.attributes, inside))


def _with_class(attributes: Attributes, word: str) -> Attributes:
    classes = [value for name, value in attributes if name == "class"]
    return (*(pair for pair in attributes if pair[0] != "class"), ("class", " ".join([*classes, word])))


def inline(runs: Iterable[Run], view: View, say: Say) -> str:
    """The words of a leaf with their elements; a mark lies inside the link or emphasis that goes on around it, else outside."""
    shown = [(op, tokens) for op, tokens in (_side(run, view) for run in runs) if tokens]
    out: list[str] = []
    stack: Stack = ()
    for at, (op, tokens) in enumerate(shown):
        depth = _depth(tokens, shown[at - 1][1][-1] if at else None, shown[at + 1][1][0] if at + 1 < len(shown) else None)
        spoken = say(_SPOKEN[op]) if op in _SPOKEN else ""
        for formats, html in _dressed(tokens):
            wanted = formats if op == "same" else (*formats[:depth], _MARKS[op], *formats[depth:])
            out += [*_steps(stack, wanted), _aloud(spoken), html]
            stack, spoken = wanted, ""
        if op != "same":
            out += _steps(stack, stack[:depth])
            stack = stack[:depth]
    return "".join([*out, *_steps(stack, ())])


def _dressed(tokens: tuple[Token, ...]) -> Iterator[tuple[Stack, str]]:
    """Stretches of tokens inside the same elements, as escaped HTML."""
    for (formats, atom), stretch in groupby(tokens, key=lambda token: (token.formats, token.atom)):
        found = list(stretch)
        yield formats, atom * len(found) if atom else str(escape("".join(token.text for token in found)))


def _side(run: Run, view: View) -> tuple[str, tuple[Token, ...]]:
    """What one view shows of a run."""
    if view == "both":
        return run.op, run.old if run.op == "gone" else run.new
    tokens = run.old if view == "old" else run.new
    return run.op, tokens


def _depth(tokens: tuple[Token, ...], before: Token | None, after: Token | None) -> int:
    """How many of the elements around a run go on beyond it."""
    common = tokens[0].formats
    for token in tokens:
        common = common[:_shared(common, token.formats)]
    return max((_shared(common, other.formats) for other in (before, after) if other), default=0)


def _shared(first: Stack, second: Stack) -> int:
    length = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        length += 1
    return length


def _steps(stack: Stack, wanted: Stack) -> Iterator[str]:
    keep = _shared(stack, wanted)
    yield from (f"</{tag}>" for tag, _ in reversed(stack[keep:]))
    yield from (_opening(tag, attributes) for tag, attributes in wanted[keep:])


def _aloud(word: str) -> str:
    return f'<span class="vh">{escape(word)} </span>' if word else ""

"""Safe HTML of a text, a section and a change: the only place that makes Markup."""
import hashlib
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from consult.text import legible, markup, numbers
from consult.text.changes import Comparison, Piece
from consult.text.markdown import TooComplex
from consult.text.marking import Mark, marked
from consult.text.tree import lines, read

__all__ = ["Mark", "Paragraph", "TooComplex", "diff", "found", "kept", "kept_diff", "marked_paragraphs", "paragraphs", "plain", "side_by_side", "storable", "text", "words"]

_TURNING = "".join(legible.BIDI)
_LINK = re.compile(rf"https?://[^\s<>\"'`{_TURNING}]+[^\s<>\"'`.,:;!?)\]}}’”»{_TURNING}]")
_MARKS = {"deleted": "\ue0f1", "inserted": "\ue0f2", "moved to another place": "\ue0f3", "moved here from another place": "\ue0f4"}
_NOT_NAME = re.compile(r"[^\w-]+")


class Paragraph(NamedTuple):
    """A top-level block of a section with the number under which people cite it."""

    number: int
    id: str
    html: Markup
    text: str


def text(markdown: str, address: str = "") -> Markup:
    """The body of a section; `address` tells its footnotes from those of other sections on the page."""
    return Markup(markup.page(read(markdown), _prefix(markdown, address)))  # noqa: S704 - cleaned by nh3, escaped by markup


def paragraphs(markdown: str, address: str) -> list[Paragraph]:
    """The blocks of a section, each with its permanent number."""
    prefix = _prefix(markdown, address)
    return [
        Paragraph(number, f"p{number}", Markup(markup.page(blocks, prefix)), "\n".join(lines(tuple(blocks))))  # noqa: S704
        for number, blocks in numbers.numbered(markdown)
    ]


@lru_cache(maxsize=256)
def marked_paragraphs(markdown: str, address: str, marks: tuple[Mark, ...]) -> dict[int, Markup]:
    """The blocks of a section under their numbers, with marks over some of the words."""
    prefix, numbered = _prefix(markdown, address), numbers.numbered(markdown)
    painted = iter(marked([block for _, blocks in numbered for block in blocks], marks))
    return {number: Markup(markup.page([next(painted) for _ in blocks], prefix)) for number, blocks in numbered}  # noqa: S704


def found(text: str, hits: Iterable[tuple[int, int]]) -> Markup:
    """A line of words with marks over some of its characters."""
    out, at = Markup(""), 0
    for start, end in hits:
        out += escape(text[at:start]) + Markup('<mark class="hit">%s</mark>') % text[start:end]
        at = end
    return out + escape(text[at:])


def plain(text: str) -> Markup:
    """A person's own words: paragraphs, line breaks and links, nothing else."""
    blocks = re.split(r"\n[ \t]*\n\s*", text.replace("\r\n", "\n").strip())
    return Markup("\n").join(Markup("<p>%s</p>") % _linked(block) for block in blocks if block.strip())


def words(pieces: Iterable[Piece], say: Callable[[str], str] = str) -> Markup:
    """A proposed wording, with what it takes out and puts in."""
    return Markup("").join(_piece(piece, say) for piece in pieces)


def diff(comparison: Comparison, say: Callable[[str], str] = str) -> Markup:
    """A comparison with both wordings in one text."""
    return Markup(markup.unlinked(markup.Writer("both", say).changes(comparison.blocks)))  # noqa: S704


def storable(comparison: Comparison) -> str:
    """A comparison as it is stored: with marks where words for people go, because they depend on the reader's language."""
    return str(diff(comparison, lambda word: _MARKS[word]))


def kept_diff(stored: str, say: Callable[[str], str] = str) -> Markup:
    """A stored comparison of `storable` with the words for people."""
    for word, mark in _MARKS.items():
        spoken = say(word)
        for place in (f'<span class="vh">{mark} </span>', f'<span class="diff-note">{mark}</span>'):
            stored = stored.replace(place, place.replace(mark, str(escape(spoken))) if spoken else "")
    return Markup(stored)  # noqa: S704 - made by this module


def kept(stored: str) -> Markup:
    """HTML that this module made and that was stored."""
    return Markup(stored)  # noqa: S704


def side_by_side(comparison: Comparison, say: Callable[[str], str] = str) -> Markup:
    """A comparison with the old wording on the left and the new one on the right, block beside block."""
    old, new = markup.Writer("old", say), markup.Writer("new", say)
    rows = Markup("\n").join(
        Markup("<tr><td>%s</td><td>%s</td></tr>") % tuple(Markup(markup.unlinked(side.change(change))) for side in (old, new))  # noqa: S704
        for change in comparison.blocks
    )
    head = Markup('<thead><tr><th scope="col">%s</th><th scope="col">%s</th></tr></thead>') % (say("Before"), say("After"))
    return Markup('<table class="diff-sides">%s<tbody>%s</tbody></table>') % (head, rows)


def _prefix(markdown: str, address: str) -> str:
    name = _NOT_NAME.sub("-", address) or "n" + hashlib.sha256(markdown.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{name}-"


def _linked(block: str) -> Markup:
    """Escaped words with their web addresses as links."""
    out, at = Markup(""), 0
    for found in _LINK.finditer(block):
        out += _broken(block[at:found.start()])
        out += Markup('<a href="%s" rel="ugc nofollow noopener">%s</a>') % (found.group(), found.group())
        at = found.end()
    return out + _broken(block[at:])


def _broken(text: str) -> Markup:
    return Markup("<br>\n").join(_legible(line) for line in text.split("\n"))


def _legible(line: str) -> Markup:
    """Escaped words; what would act on them unseen, as the controls of direction do, stands as a visible mark instead."""
    out, at = Markup(""), 0
    for found in legible.ACTING.finditer(line):
        out += escape(line[at:found.start()]) + Markup('<span class="acting">%s</span>') % legible.name(found.group())
        at = found.end()
    return out + escape(line[at:])


def _piece(piece: Piece, say: Callable[[str], str]) -> Markup:
    if piece.op == "same":
        return _broken(piece.text)
    tag, word = ("del", say("deleted")) if piece.op == "gone" else ("ins", say("inserted"))
    spoken = Markup('<span class="vh">%s </span>') % word if word else Markup("")
    return Markup("<{0}>{1}{2}</{0}>").format(tag, spoken, _broken(piece.text))

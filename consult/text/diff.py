"""What changed inside a section: words, and blocks with their words. The same texts give the same answer under any load."""
import unicodedata
from collections.abc import Iterator, Sequence

from consult.text import tables
from consult.text.changes import Change, Comparison, Piece, Run
from consult.text.cleanup import readable
from consult.text.markdown import PREFIX
from consult.text.moves import moved
from consult.text.pairing import pairs, sort_of
from consult.text.scripts import comparable_key, refuse_translations, script_changed
from consult.text.tokens import Token, key, split
from consult.text.tree import Block, Group, Leaf, read, transliterated
from consult.text.wording import Match

__all__ = ["Comparison", "Piece", "compare", "words"]
_NARROW = {"li", "dd", "dt", "td", "th"}


def nfc(text: str) -> str:
    """Composed and decomposed letters are one letter."""
    return unicodedata.normalize("NFC", text)


def words(old: str, new: str) -> list[Piece]:
    """The words of two plain texts as pieces; white space that only wraps differently is no change."""
    ours, theirs = split(nfc(old)), split(nfc(new))
    across = script_changed(old, new)
    keys = [[comparable_key(key(token), across) for token in side] for side in (ours, theirs)]
    pieces: list[Piece] = []
    for op, a, b in _stretches(readable(*keys), len(ours), len(theirs)):
        text = "".join(ours[a] if op == "gone" else theirs[b])
        if text:
            pieces.append(Piece("gone" if op == "gone" else "new" if op == "new" else "same", text))
    return pieces


def compare(old_body: str, new_body: str, languages: tuple[str, str] | None = None) -> Comparison:
    """What changed between two Markdown bodies, block by block and word by word, on what a reader sees.

    Texts in two languages are refused; the same language in Cyrillic and Latin is compared and marked as `script_changed`.
    """
    refuse_translations(languages)
    across = script_changed(old_body, new_body)
    before, after = read(old_body), read(new_body)
    blocks = _siblings(transliterated(before), transliterated(after)) if across else _siblings(before, after)
    moves = moved(blocks, _paired)
    return Comparison(
        blocks=tuple(blocks), moves=moves, script_changed=across,
        changed=across or any(_differs(change) for change in blocks),
        inserted_words=sum(change.count("new") for change in blocks), deleted_words=sum(change.count("gone") for change in blocks),
    )


def _differs(change: Change) -> bool:
    return change.state != "same" or change.restyled or any(run.op != "same" for run in change.runs) or any(map(_differs, change.kids))


def _siblings(old: Sequence[Block], new: Sequence[Block], lonely: bool = False) -> list[Change]:
    """The children of one parent."""
    found: list[Change] = []
    for i, j in pairs(old, new, lonely):
        if i is None or j is None or not _can_pair(old[i], new[j]):
            found += [whole("gone", old[i])] if i is not None else []
            found += [whole("new", new[j])] if j is not None else []
        else:
            found.append(_paired(old[i], new[j]))
    return found


def _can_pair(old: Block, new: Block) -> bool:
    if isinstance(old, Group) and isinstance(new, Group):
        return old.tag != "table" or tables.comparable(old, new)
    return isinstance(old, Leaf) and isinstance(new, Leaf)


def whole(state: str, block: Block) -> Change:
    """A block that went or came with all that is in it."""
    old, new = (block, None) if state == "gone" else (None, block)
    if isinstance(block, Leaf):
        run = Run("gone", block.tokens) if state == "gone" else Run("new", (), block.tokens)
        return Change("gone" if state == "gone" else "new", old, new, runs=(run,) if block.tokens else ())
    kids = tuple(whole(state, kid) for kid in block.kids) if isinstance(block, Group) else ()
    return Change("gone" if state == "gone" else "new", old, new, kids=kids)


def _paired(old: Block, new: Block) -> Change:
    """Two blocks that are one: recursion into groups, words inside leaves."""
    restyled = sort_of(old) != "text" and old.tag != new.tag
    if isinstance(old, Leaf) and isinstance(new, Leaf):
        return Change("same", old, new, runs=tuple(_runs(old.tokens, new.tokens)), restyled=restyled)
    if not (isinstance(old, Group) and isinstance(new, Group)):
        raise TypeError("a leaf cannot become a group")
    kids = _table(old, new) if old.tag == "table" else _siblings(old.kids, new.kids, old.tag in _NARROW)
    return Change("same", old, new, kids=tuple(kids), restyled=restyled)


def _table(old: Group, new: Group) -> Iterator[Change]:
    """Rows with a cell for every column of either side."""
    columns = tables.columns(old, new)
    for i, j in tables.rows(old, new):
        before, after = old.kids[i] if i is not None else None, new.kids[j] if j is not None else None
        state = "same" if before and after else "gone" if before else "new"
        kids = tuple(_cell(_at(before, a), _at(after, b), state) for a, b in columns)
        yield Change("same" if state == "same" else "gone" if state == "gone" else "new", before, after, kids=kids)


def _at(row: Block | None, column: int | None) -> Block | None:
    return row.kids[column] if isinstance(row, Group) and column is not None else None


def _cell(old: Block | None, new: Block | None, row: str) -> Change:
    """A cell that stayed, went with its column or its row, or only fills the grid."""
    if old and new:
        return _paired(old, new)
    if old or new:
        return whole("gone" if old else "new", old or new or Group("td"))
    return Change("new" if row == "gone" else "gone", None, Group("td"))  # the column is the other side's


def _runs(old: tuple[Token, ...], new: tuple[Token, ...]) -> Iterator[Run]:
    """The words of one leaf; where only the formatting differs, that is said."""
    found = readable([token.key for token in old], [token.key for token in new])
    for op, a, b in _stretches(found, len(old), len(new)):
        ours, theirs = old[a], new[b]
        if op == "gone":
            yield Run("gone", ours)
        elif op == "new":
            yield Run("new", (), theirs)
        else:
            yield from _dressed(ours, theirs)


def _dressed(old: tuple[Token, ...], new: tuple[Token, ...]) -> Iterator[Run]:
    """Equal words, parted by whether they also look alike."""
    start = 0
    alike = [_alike(a, b) for a, b in zip(old, new, strict=True)]
    for end in range(1, len(alike) + 1):
        if end == len(alike) or alike[end] != alike[start]:
            yield Run("same" if alike[start] else "format", old[start:end], new[start:end])
            start = end


def _alike(old: Token, new: Token) -> bool:
    """White space looks alike in any dress, and a note is known by its number."""
    same_atom = old.atom == new.atom or PREFIX in new.atom
    return not new.text.strip() or (old.formats == new.formats and same_atom)


def _stretches(found: list[Match], olds: int, news: int) -> Iterator[tuple[str, slice, slice]]:
    """Gone, new and same stretches in reading order."""
    i = j = 0
    for match in [*found, Match(olds, news, 0)]:
        if match.old > i:
            yield "gone", slice(i, match.old), slice(j, j)
        if match.new > j:
            yield "new", slice(match.old, match.old), slice(j, match.new)
        i, j = match.old + match.length, match.new + match.length
        if match.length:
            yield "same", slice(match.old, i), slice(match.new, j)

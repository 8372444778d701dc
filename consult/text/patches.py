"""A proposed wording taken over into the working text: its words go in, all formatting around them stays, and nothing is guessed."""
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from consult.text.anchors import Selector, carry, plain
from consult.text.cleanup import readable
from consult.text.splicing import Edit, spliced, whole
from consult.text.squeezed import Squeezed
from consult.text.tokens import key, split
from consult.text.wording import Match

_ROWS = re.compile(r"(?:[ \t]*\|.*\|[ \t]*(?:\n|$))+")
_DELIMITER = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*\|", re.M)

Status = Literal["applied", "merged", "conflict", "orphaned"]


class Patched(NamedTuple):
    """The new body, or what a person has to decide between: the words then, the words now, the words proposed."""

    text: str | None
    status: Status
    base: str
    theirs: str
    mine: str


def apply(old_body: str, selector: Selector, proposed: str, new_body: str) -> Patched:
    """Replaces the quoted words where they stand now; merges with what changed meanwhile only where no two edits touch."""
    place = carry(selector, old_body, {"": new_body})
    if place.uid is None:
        return Patched(None, "orphaned", selector.exact, "", proposed)
    theirs = plain(new_body)[place.start:place.end]
    still = Squeezed(theirs).text == Squeezed(selector.exact).text
    if still:
        text = _replaced(new_body, place.start, place.end, proposed)
    elif place.status == "changed":
        text = _merged(selector.exact, theirs, proposed, new_body, place.start)
    else:
        text = None
    status: Status = "conflict" if text is None else "applied" if still else "merged"
    return Patched(text, status, selector.exact, theirs, proposed)


def _replaced(body: str, start: int, end: int, proposed: str) -> str | None:
    """The body with a passage replaced: word by word where the proposal is plain, as a whole where it brings its own marks."""
    now = plain(body)
    shown = _shown(proposed)
    expected = now[:start] + shown + now[end:]
    edits = [Edit(start + a, start + b, words) for a, b, words in _edits(now[start:end], shown)]
    ways = [lambda: spliced(body, edits), lambda: whole(body, start, end, proposed)]
    if not shown:
        ways = ways[1:]
    elif shown != " ".join(proposed.split()):
        ways.reverse()
    return next((text for text in (way() for way in ways) if text is not None and _reads(text, expected)), None)


def _merged(base: str, theirs: str, proposed: str, body: str, start: int) -> str | None:
    """A three-way merge of words: their edits are in the body already, ours are put beside them."""
    shown = _shown(proposed)
    ours, changed = list(_edits(base, shown)), list(_edits(base, theirs))
    if not ours or any(_touch(base, edit, other) for edit in ours for other in changed):
        return None
    edits, expected = [], plain(body)
    for a, b, words in ours:
        shift = start + sum(len(other[2]) - (other[1] - other[0]) for other in changed if other[1] <= a)
        edits.append(Edit(shift + a, shift + b, words))
    for edit in reversed(edits):
        expected = expected[:edit.start] + edit.words + expected[edit.end:]
    text = spliced(body, edits)
    return text if text is not None and _reads(text, expected) else None


def _edits(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, words): the stretches of the old text that become other words."""
    ours, theirs = split(old), split(new)
    found = readable(list(map(key, ours)), list(map(key, theirs)))
    i = j = at = 0
    for match in [*found, Match(len(ours), len(theirs), 0)]:
        gone, words = "".join(ours[i:match.old]), "".join(theirs[j:match.new])
        if gone or words:
            yield at, at + len(gone), words
        at += len(gone) + sum(map(len, ours[match.old:match.old + match.length]))
        i, j = match.old + match.length, match.new + match.length


def _touch(base: str, edit: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether two edits overlap or stand beside each other without a word between them."""
    (a0, a1, _), (b0, b1, _) = edit, other
    between = base[a1:b0] if a1 <= b0 else base[b1:a0] if b1 <= a0 else ""
    return not any(char.isalnum() for char in between)


def _shown(proposed: str) -> str:
    """The words of a proposal as they would be read."""
    rows = _ROWS.fullmatch(proposed.strip())
    try:
        if rows and not _DELIMITER.search(proposed):
            width = max(proposed.strip().split("\n")[0].count("|") - 1, 1)
            return plain("|" + "x|" * width + "\n|" + "-|" * width + "\n" + proposed.strip()).partition("\n")[2]
        return plain(proposed)
    except ValueError:
        return proposed.strip()


def _reads(text: str, expected: str) -> bool:
    """Whether a body reads as it was meant to."""
    try:
        return Squeezed(plain(text)).text == Squeezed(expected).text
    except ValueError:
        return False

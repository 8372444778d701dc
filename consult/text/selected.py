"""Words selected on a page: which characters of the section they are."""
from consult.text import anchors
from consult.text.anchors import Selector
from consult.text.squeezed import Squeezed, squeezed


def selected(body: str, words: str, start: int = 0, at: int | None = None, to: int | None = None) -> Selector | None:
    """The quotation for a selection that begins in the paragraph at `start` of the plain text.

    `at` and `to` count what a browser sees before its ends within that paragraph: UTF-16 units without white space. `words` are the words
    or their beginning; they decide where the counts do not agree with them.
    """
    if at is not None and to is not None and at < to and (found := _counted(anchors.plain(body), words, start, at, to)):
        return anchors.find(body, found[0], near=found[1])
    return anchors.find(body, words, near=_place(anchors.plain(body), start, at or 0)) if words.strip() else None


def _counted(plain: str, words: str, start: int, at: int, to: int) -> tuple[str, int] | None:
    """The words between two counts, and where they begin."""
    rest = squeezed(plain[start:])
    first, last = anchors.code_points(rest.text, at), anchors.code_points(rest.text, to)
    if last > len(rest.offsets) or first >= last or not rest.text[first:last].startswith(Squeezed(words).text):
        return None
    begin, end = start + rest.offsets[first], start + rest.offsets[last - 1] + 1
    return plain[begin:end], begin


def _place(plain: str, start: int, at: int) -> int:
    rest = squeezed(plain[start:])
    first = anchors.code_points(rest.text, at)
    return start + rest.offsets[first] if first < len(rest.offsets) else start

"""Other ways to show what changed: on words, and as HTML. diff-match-patch runs with its own time limit of one second."""
import difflib
import re
from collections.abc import Callable, Iterator

from diff_match_patch import diff_match_patch
from lxml.html.diff import htmldiff

from tests.bench.tables import plainly_rendered

Pieces = list[tuple[int, str]]
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_TAGS = {-1: "<del>{}</del>", 0: "{}", 1: "<ins>{}</ins>"}


def characters(old: str, new: str) -> Pieces:
    """diff-match-patch as it comes."""
    return diff_match_patch().diff_main(old, new)


def semantic(old: str, new: str) -> Pieces:
    """diff-match-patch with its cleaning for readers."""
    return _cleaned(diff_match_patch().diff_main(old, new))


def words(old: str, new: str) -> Pieces:
    """diff-match-patch on words, each as one character."""
    names: dict[str, str] = {}
    coded = ["".join(names.setdefault(token, chr(0xE000 + len(names))) for token in _TOKEN.findall(text)) for text in (old, new)]
    meaning = {name: token for token, name in names.items()}
    return [(op, "".join(meaning[name] for name in piece)) for op, piece in diff_match_patch().diff_main(*coded, False)]


def words_semantic(old: str, new: str) -> Pieces:
    """The same, cleaned."""
    return _cleaned(words(old, new))


def matcher(old: str, new: str) -> Pieces:
    """difflib on words, as it comes."""
    return list(_matched(_TOKEN.findall(old), _TOKEN.findall(new)))


def marked_source(old: str, new: str) -> str:
    """Marks put into the Markdown before it is rendered."""
    return plainly_rendered(_marked(words_semantic(old, new)))


def marked_html(old: str, new: str) -> str:
    """Marks put into the rendered HTML."""
    return _marked(semantic(plainly_rendered(old), plainly_rendered(new)))


def lxml_htmldiff(old: str, new: str) -> str:
    """The comparison that comes with lxml."""
    return htmldiff(plainly_rendered(old), plainly_rendered(new))


DIFFERS: dict[str, Callable[[str, str], Pieces]] = {
    "dmp characters": characters, "dmp characters + semantic": semantic, "dmp words": words, "dmp words + semantic": words_semantic, "difflib words": matcher,
}
PAGES: dict[str, Callable[[str, str], str]] = {
    "lxml htmldiff": lxml_htmldiff, "marks in the Markdown": marked_source, "dmp on the HTML + semantic": marked_html,
}


def _cleaned(pieces: Pieces) -> Pieces:
    diff_match_patch().diff_cleanupSemantic(pieces)
    return pieces


def _marked(pieces: Pieces) -> str:
    return "".join(_TAGS[op].format(text) for op, text in pieces)


def _matched(old: list[str], new: list[str]) -> Iterator[tuple[int, str]]:
    for op, i, k, j, m in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if op == "equal":
            yield 0, "".join(old[i:k])
            continue
        for side, piece in ((-1, old[i:k]), (1, new[j:m])):
            if piece:
                yield side, "".join(piece)

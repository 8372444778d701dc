"""Where the headings of a Markdown source stand and what they say: ATX and setext, with the id their author gave them."""
import re

from consult.text.blocks import PROSE, kinds_of

_ATX = re.compile(r"^ {0,3}(?P<marks>#{1,6})(?P<title>(?:[ \t].*)?)$")
_UNDERLINE = re.compile(r"^ {0,3}(?:=+|-{2,})[ \t]*$")
_NO_TITLE = re.compile(r"^(?: {4}|\t|\s*(?:[-*+|>#<]|\d+[.)]\s|~~~|```|\[[^\]]+\]:)|---)")
_ATTRIBUTES = re.compile(r"\{:?(?P<list>[^{}]*)\}$")
_CLOSING = re.compile(r"(?:^| )#+$")
_GAPS = re.compile(r"[ \t]+")
_ATTRIBUTES_LINE = re.compile(r"^\{:[^{}]*\}[ \t]*$")
_ID = re.compile(r"#(?P<id>[^\s{}#]+)")
_ANCHOR = re.compile(r"<a (?:name|id)=\"(?P<id>[^\"<>]+)\" ?> ?</a>")


def find_headings(lines: list[str]) -> list[tuple[int, int]]:
    """The first line and the line after each heading, with an attribute line that follows it directly."""
    kinds = kinds_of(lines)
    found: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        if kinds[at] != PROSE:
            continue
        if _ATX.match(line):
            found.append((at, at + 1))
        elif _is_underline(lines, kinds, at) and not (found and found[-1][1] >= at):
            found.append((at - 1, at + 1))
    return [(start, end + 1 if end < len(lines) and _ATTRIBUTES_LINE.match(lines[end]) else end) for start, end in found]


def _is_underline(lines: list[str], kinds: list[str], at: int) -> bool:
    """Whether the line makes a heading of the one before it: a paragraph of one line, and no list, quote or table."""
    if at < 1 or kinds[at - 1] != PROSE or not _UNDERLINE.match(lines[at]):
        return False
    title = lines[at - 1]
    if not title.strip() or "|" in title or _NO_TITLE.match(title) or _ATTRIBUTES_LINE.match(title):
        return False
    return at < 2 or kinds[at - 2] != PROSE or not lines[at - 2].strip() or bool(_ATX.match(lines[at - 2]))


def read_heading(head: str) -> tuple[str, int, str]:
    """(title with its number, level, author's id or '') of the source lines of a heading."""
    lines = [line for line in head.split("\n") if line.strip()]
    found = _ATX.match(lines[0])
    raw = _GAPS.sub(" ", found.group("title") if found else lines[0]).strip()
    raw = _CLOSING.sub("", raw).rstrip() if found else raw
    level = len(found.group("marks")) if found else 1 if lines[1].strip()[0] == "=" else 2
    uid = ""
    if anchor := _ANCHOR.search(raw):
        uid, raw = anchor.group("id"), _ANCHOR.sub("", raw)
    if listed := _ATTRIBUTES.search(raw):
        named = _ID.search(listed.group("list"))
        uid, raw = (named.group("id") if named else uid), raw[:listed.start()].rstrip()
    if _ATTRIBUTES_LINE.match(lines[-1]) and len(lines) > 1:
        named = _ID.search(lines[-1])
        uid = named.group("id") if named else uid
    return _CLOSING.sub("", raw.strip()).strip(), level, uid

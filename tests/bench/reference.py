"""The plain text in which the checked truth counts its characters: headings and leaf blocks as a reader selects them, a line for each.

It is not the engine's own text, and must not be: anchors of the truth are places in this one.
"""
import re
from collections.abc import Iterator
from functools import lru_cache

import lxml.html
import markdown

_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*([^}]*)\}\s*$")
_NAME = re.compile(r'<a\s+(?:name|id)="([^"]+)"\s*>\s*</a>')
_NUMBER = re.compile(
    r"^\s*((?:§+\s*\d+[a-z]?)|(?:Art(?:icle|\.)?\s*\d+[a-z]?)|(?:V?\d+(?:\.\d+)*[a-z]?[.)]?)|(?:[A-Z][.)])|(?:[IVXLC]+[.)])|(?:\([a-z0-9]+\)))\s+"
)
_UNDERLINE = re.compile(r"^(=+|-{2,})\s*$")
_NO_HEADING = re.compile(r"^\s*([-*+|>#]|\d+\.|---)")
_EXTENSIONS = ["tables", "sane_lists", "attr_list", "def_list", "fenced_code", "footnotes"]
_BLOCKS = set("p h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tfoot tr th td blockquote pre hr dl dt dd div section figure figcaption caption".split())
_HOLDERS = set("ul ol dl blockquote div section figure li dd dt td th".split())
_ATOMS = {"img", "br", "input", "svg", "math", "sup"}


@lru_cache(maxsize=8)
def text_of(source: str) -> str:
    """The whole of a document in the characters of the truth."""
    return "".join(_section(head, body, level) for level, head, body in _parts(source))


def _section(raw: str, body: str, level: int) -> str:
    body = re.sub(r"^\s*\{:[^}\n]*\}\s*$", "", body, flags=re.M)
    if level == 0:
        body = re.sub(r"\A---\n.*?\n---\n", "", body, flags=re.S)
    number, title = _heading(raw)
    line = (f"{number} {title}" if number else title) + "\n" if title else ""
    return (line + "\n".join(_leaves(body))).rstrip("\n") + "\n"


def _heading(raw: str) -> tuple[str, str]:
    title = _NAME.sub("", raw)
    title = re.sub(r"[*_`]", "", _ATTRIBUTES.sub("", title)).strip()
    found = _NUMBER.match(title + " ")
    if found and len(found.group(0).strip()) < len(title):
        return found.group(1), title[found.end(1):].strip()
    return "", title


def _parts(source: str) -> Iterator[tuple[int, str, str]]:
    """(level, heading, body) of each section; level 0 stands before the first heading."""
    lines = source.split("\n")
    heads = list(_heads(lines))
    offsets = [0]
    for line in lines:
        offsets.append(min(offsets[-1] + len(line) + 1, len(source)))
    first = offsets[heads[0][0]] if heads else len(source)
    if source[:first].strip():
        yield 0, "", source[:first].strip("\n")
    for at, (_, body, level, raw) in enumerate(heads):
        end = offsets[heads[at + 1][0]] if at + 1 < len(heads) else len(source)
        yield level, raw, source[offsets[body]:end].strip("\n")


def _heads(lines: list[str]) -> Iterator[tuple[int, int, int, str]]:
    """(line, line of the body, level, heading); none inside fences and front matter."""
    front, fence = _front(lines), ""
    for at, line in enumerate(lines[front:], front):
        mark = _FENCE.match(line)
        if mark:
            fence = _fenced(fence, mark.group(1), line)
        elif fence:
            continue
        elif found := _ATX.match(line):
            yield at, at + 1, len(found.group(1)), found.group(2) or ""
        elif at > front and _UNDERLINE.match(line) and _is_heading(lines, at - 1):
            yield at - 1, at + 1, 1 if line[0] == "=" else 2, lines[at - 1]


def _fenced(fence: str, mark: str, line: str) -> str:
    if not fence:
        return mark
    closes = mark[0] == fence[0] and len(mark) >= len(fence) and not line.strip().strip(mark[0])
    return "" if closes else fence


def _front(lines: list[str]) -> int:
    if lines[0].strip() == "---":
        for at in range(1, min(len(lines), 400)):
            if lines[at].strip() == "---" or lines[at].startswith("--- "):
                return at + 1
    return 0


def _is_heading(lines: list[str], at: int) -> bool:
    line = lines[at]
    return bool(line.strip()) and not _NO_HEADING.match(line) and "|" not in line and (at < 1 or not lines[at - 1].strip())


def _leaves(body: str) -> Iterator[str]:
    html = markdown.markdown(body, extensions=_EXTENSIONS, output_format="html")
    for text in _texts(lxml.html.fragment_fromstring(html, create_parent="div")):
        line = re.sub(r"\s+", " ", text).strip()
        if line:
            yield line


def _texts(element: lxml.html.HtmlElement) -> Iterator[str]:
    """The text of every leaf block; runs of words between blocks are leaves as well."""
    run = element.text or ""
    for child in element:
        if child.tag in _BLOCKS:
            yield run
            yield from _block(child)
            run = child.tail or ""
        else:
            run += _inline(child) + (child.tail or "")
    yield run


def _block(element: lxml.html.HtmlElement) -> Iterator[str]:
    inner = any(child.tag in _BLOCKS for child in element)
    if element.tag == "table":
        for row in element.iter("tr"):
            for cell in row:
                yield from _texts(cell)
    elif element.tag in {"ul", "ol", "dl"} or (element.tag in _HOLDERS and inner):
        yield from _texts(element)
    elif element.tag != "hr":
        yield (element.text or "") + "".join(_inline(child) + (child.tail or "") for child in element)


def _inline(element: lxml.html.HtmlElement) -> str:
    """Words inside a line; a picture is its description."""
    if not isinstance(element.tag, str) or element.tag == "br":
        return ""
    if element.tag in _ATOMS:
        return element.get("alt") or element.get("src") or "".join(element.itertext())
    return (element.text or "") + "".join(_inline(child) + (child.tail or "") for child in element)

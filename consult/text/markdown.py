"""Our dialect of Markdown, decided once: source -> clean HTML tree. Nothing that a person typed reaches a page except through here."""
import re
import threading
import unicodedata
from functools import lru_cache

import lxml.html
import nh3
from lxml import etree
from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import HtmlInlineProcessor

from consult.errors import Invalid
from consult.i18n import N_
from consult.text.bombs import heaviness
from consult.text.nesting import regular

#: Stands in ids and their links for the prefix that makes them unique on a page.
PREFIX = "\ue000"
_INLINE = {
    "a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "q", "s", "samp", "small", "strong", "sub", "sup", "u", "var",
}
_BLOCK = {"blockquote", "caption", "dd", "div", "dl", "dt", "hr", "li", "ol", "p", "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_ATTRIBUTES = {
    "*": {"lang", "dir"}, "a": {"href", "title", "class"}, "img": {"src", "alt", "title"}, "abbr": {"title"}, "ol": {"start"}, "li": {"id"},
    "sup": {"id"}, "div": {"class"}, "td": {"align", "colspan", "rowspan"}, "th": {"align", "colspan", "rowspan"},
}
_CLASSES = {"footnote", "footnote-ref", "footnote-backref"}
_SCHEMES = {"http", "https", "mailto"}
_NOTE = re.compile(r"^fn(?:ref\d*)?:")
_FOREIGN = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|\\)", re.I)
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ue000"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17)) + "]"
)
_TAG = rf"(</?(?:{'|'.join(sorted(_INLINE | _BLOCK | _HEADINGS | {'span', 'figure', 'font', 'center', 'section'}))})(?=[\s/>])[^<>]*>|<!--.*?-->)"
_COMMENT = re.compile(r"^ {0,3}<!--(?:(?!-->).)*-->[ \t]*$", re.S | re.M)
_local = threading.local()


class TooComplex(Invalid, ValueError):
    """A text whose marks are nested or repeated so much that no reader could follow it, and no renderer either."""


def tree(source: str) -> etree._Element:
    """The clean HTML of a section body as a tree under one <div>; refuses what would take too long."""
    root = lxml.html.fragment_fromstring(_clean(source), create_parent="div")
    _tidy(root)
    return root


@lru_cache(maxsize=64)
def _clean(source: str) -> str:
    source = _CONTROL.sub("", unicodedata.normalize("NFC", source.replace("\r\n", "\n").replace("\r", "\n")))
    if heaviness(source) > 1:
        raise TooComplex(N_("The text has too many brackets, marks or nested lists to be shown. Please simplify it."))
    try:
        html = _renderer().reset().convert(regular(_COMMENT.sub("", source)))
    except RecursionError:
        raise TooComplex(N_("The text is nested too deeply to be shown. Please simplify it.")) from None
    return nh3.clean(
        html, tags=_INLINE | _BLOCK | _HEADINGS, attributes=_ATTRIBUTES, attribute_filter=_attribute, url_schemes=_SCHEMES,
        link_rel="noopener noreferrer", clean_content_tags={"script", "style"},
    )


def _renderer() -> Markdown:
    """One renderer for each thread: making one costs more than using it."""
    if not hasattr(_local, "renderer"):
        made = Markdown(
            extensions=[TableExtension(use_align_attribute=True), FootnoteExtension(BACKLINK_TITLE=""), AbbrExtension(),
                        "attr_list", "sane_lists", "fenced_code", "def_list"],
            output_format="html",
        )
        made.preprocessors.deregister("html_block")  # raw HTML goes through one narrow door, the inline one
        made.parser.blockprocessors.deregister("setextheader")
        made.inlinePatterns.register(HtmlInlineProcessor(_TAG, made), "html", 90)
        _local.renderer = made
    return _local.renderer


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Of ids and classes only those of footnotes stay; a source cannot name the furniture of the page."""
    if name == "class":
        return " ".join(word for word in value.split() if word in _CLASSES) or None
    if name == "id":
        return PREFIX + value.replace(":", "-") if _NOTE.match(value) else None
    if name == "href" and value.startswith("#fn"):
        return "#" + PREFIX + value[1:].replace(":", "-")
    if name == "title":
        return value or None
    if name in {"colspan", "rowspan", "start"} and not re.fullmatch(r"\d{1,4}", value):
        return None
    return value


def _tidy(root: etree._Element) -> None:
    """Headings become strong paragraphs, edits of the source become plain marks, foreign pictures become links."""
    for element in list(root.iter()):
        _tidy_one(element)
    for element in list(root.iter("p")):
        if not len(element) and not (element.text or "").strip():
            element.drop_tree()


def _tidy_one(element: etree._Element) -> None:
    if not isinstance(element.tag, str):
        _unwrap(element)
    elif element.tag in _INLINE and any(inner.tag in _BLOCK for inner in element.iterdescendants()):
        element.drop_tag()  # left open in the source, it would lie around everything that follows
    elif element.tag in _HEADINGS:
        _strong(element)
    elif element.tag in {"ins", "del"}:
        element.tag = "u" if element.tag == "ins" else "s"
    elif element.tag == "img":
        _picture(element)
    elif element.tag in {"td", "th"}:
        _cell(element)
    elif element.tag == "a":
        _link(element)


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        element.drop_tree()


def _strong(element: etree._Element) -> None:
    inner = etree.SubElement(element, "strong")
    inner.text, element.text = element.text, None
    for child in list(element)[:-1]:
        inner.append(child)
    element.tag = "p"
    element.attrib.clear()


def _picture(element: etree._Element) -> None:
    """Pictures of other sites are not fetched by the reader's browser."""
    source = element.get("src", "")
    label = element.get("alt") or source
    element.set("alt", element.get("alt", ""))
    if source and not _FOREIGN.match(source):
        return
    inside = any(parent.tag == "a" for parent in element.iterancestors())
    tail, element.tag = element.tail, "em" if inside or not source else "a"
    element.attrib.clear()
    if element.tag == "a":
        element.set("href", source)
        element.set("rel", "noopener noreferrer")
    element.text, element.tail = label, tail


def _cell(element: etree._Element) -> None:
    align = element.attrib.pop("align", "")
    if align in {"left", "right", "center"}:
        element.set("class", f"align-{align}")
    if element.tag == "th":
        element.set("scope", "col")


def _link(element: etree._Element) -> None:
    """A link within the page needs no rel; a bare anchor is no link."""
    if element.get("href", "#").startswith("#"):
        element.attrib.pop("rel", None)
    if element.get("href") is None:
        element.drop_tag()

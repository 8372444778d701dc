"""Reads the HTML of a comparison as a browser does: what is invalid in it, and what is left when all changes are accepted or rejected."""
import re

import html5lib
import lxml.html

BLOCKS = {"p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "pre", "hr", "dl", "dt", "dd", "div"}
CHILDREN = {"ul": {"li"}, "ol": {"li"}, "table": {"thead", "tbody"}, "thead": {"tr"}, "tbody": {"tr"}, "tr": {"td", "th"}, "dl": {"dt", "dd"}}


def _root(html):
    return lxml.html.fragment_fromstring(html, create_parent="div")


def problems(html):
    """What a validator would say; empty when the HTML is valid."""
    parser = html5lib.HTMLParser()
    parser.parseFragment(html, container="div")
    found = {f"parse: {error[1]}" for error in parser.errors}
    for element in _root(html).iter():
        children = {child.tag for child in element}
        if element.tag in CHILDREN and (children - CHILDREN[element.tag] or (element.text or "").strip()):
            found.add(f"{element.tag} > {children}")
        if element.tag in {"p", "pre", "dt", "ins", "del"} and any(inner.tag in BLOCKS for inner in element.iterdescendants()):
            found.add(f"{element.tag} > block")
        if element.tag in {"ins", "del", "a"} and any(outer.tag == element.tag for outer in element.iterancestors()):
            found.add(f"nested {element.tag}")
        if element.tag in {"ins", "del"} and any(outer.tag in {"ins", "del"} for outer in element.iterancestors()):
            found.add("nested changes")
    widths = [{len(row) for row in table.xpath("./*/tr")} for table in _root(html).iter("table")]
    return found | {f"uneven table {width}" for width in widths if len(width) > 1}


def accepted(html):
    """The words when all changes are accepted."""
    return _words(html, "del", "diff-del", "data-moved-to")


def rejected(html):
    """The words when all changes are rejected."""
    return _words(html, "ins", "diff-ins", "data-moved-from")


def words(html):
    """The words of a rendering without changes."""
    return _words(html, "", "", "-")


def _words(html, tag, word, attribute):
    root = _root(html)
    for element in list(root.iter()):
        if element.tag == tag or word in (element.get("class") or "").split() or element.get(attribute):
            element.drop_tree()
    return re.findall(r"\w+|[^\w\s]", _text(root))


def _text(element):
    space = " " if element.tag in BLOCKS or element.tag == "br" else ""
    inside = "".join(_text(child) + (child.tail or "") for child in element)
    return f"{space}{element.text or ''}{inside}{space}"

"""A Word file made ready for the converter: what each paragraph is gets written on it, what cannot be carried over is counted."""
import re
from copy import deepcopy

from lxml import etree

from consult.importing.rules import losses
from consult.importing.rules.numbering import Label, Numbering
from consult.importing.rules.package import Package, R, holds, said, w
from consult.importing.rules.styles import Styles, level_of

#: The marks: heading-LEVEL, item-DEPTH-bullet, item-DEPTH-NUMBER, quote, text. They stand where the style of the paragraph stood.
HEADING, ITEM, QUOTE, TEXT = "consult-heading", "consult-item", "consult-quote", "consult-text"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWN = re.compile(r"\{[^}]*/(?:chart|diagram)\}(?:chart|relIds)")
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Marker:
    """Goes once through a file; what it lost is in `lost`."""

    def __init__(self, package: Package):
        self.package, self.lost = package, losses.new()
        self.styles = Styles(self._first("styles"))
        self.numbering = Numbering(self._first("numbering"))
        self.titled = False

    def marked(self) -> dict[str, bytes]:
        """The parts that hold words, by name, made ready."""
        main = self.package.main
        parts = [main, *self.package.related(main, "footnotes"), *self.package.related(main, "endnotes")]
        trees = {name: tree for name in parts if (tree := self.package.tree(name)) is not None}
        if main not in trees:
            return {}
        self.titled = any(self.styles.level(said(one, "pPr/pStyle") or "") == -1 for one in trees[main].iter(w("p")))
        for tree in trees.values():
            self._prepare(tree)
        self._count_apart()
        return {name: etree.tostring(tree, encoding="UTF-8", xml_declaration=True) for name, tree in trees.items()}

    def _first(self, kind: str) -> etree._Element | None:
        names = self.package.related(self.package.main, kind)
        return self.package.tree(names[0]) if names else None

    def _prepare(self, tree: etree._Element) -> None:
        _choose(tree)
        self._count(tree)
        self._tell_formulas(tree)
        self._unbox(tree)
        self._runs(tree)
        for paragraph in list(tree.iter(w("p"))):
            self._paragraph(paragraph)

    def _count(self, tree: etree._Element) -> None:
        """What is accepted, left out or shown otherwise; elements that hold it are taken away where the converter would not."""
        for name in ("ins", "moveTo"):
            self.lost["inserted"] += sum(1 for one in tree.iter(w(name)) if one.getparent().tag != w("rPr"))
        for name in ("del", "moveFrom"):
            self.lost["deleted"] += sum(1 for one in tree.iter(w(name)))
        for one in list(tree.iter(w("moveFrom"))):
            _take_away(one)
        self.lost["objects"] += sum(1 for _ in tree.iter(w("object"))) + sum(1 for one in tree.iter() if isinstance(one.tag, str) and _DRAWN.fullmatch(one.tag))
        for one in list(tree.iter(f"{_A}blip")):
            if one.get(f"{{{R}}}embed") is None:
                self.lost["pictures_linked"] += 1
                _take_away(one)
        for name in ("commentReference", "commentRangeStart", "commentRangeEnd"):
            for one in list(tree.iter(w(name))):
                _take_away(one)

    def _count_apart(self) -> None:
        """What stands in parts of its own."""
        main = self.package.main
        comments = [tree for name in self.package.related(main, "comments") if (tree := self.package.tree(name)) is not None]
        self.lost["comments"] += sum(1 for tree in comments for _ in tree.iter(w("comment")))
        for name in {one for kind in ("header", "footer") for one in self.package.related(main, kind)}:
            tree = self.package.tree(name)
            self.lost["headers"] += tree is not None and bool("".join(one.text or "" for one in tree.iter(w("t"))).strip())

    def _tell_formulas(self, tree: etree._Element) -> None:
        """A formula becomes the letters it is made of."""
        for formula in [one for one in tree.iter(f"{_MATH}oMath")]:
            self.lost["formulas"] += 1
            run = _run("".join(one.text or "" for one in formula.iter(f"{_MATH}t")))
            parent = formula.getparent()
            if parent.tag == f"{_MATH}oMathPara":
                parent.addprevious(run)
            else:
                formula.addprevious(run)
                _take_away(formula)
        for one in list(tree.iter(f"{_MATH}oMathPara")):
            if one.getparent().tag == w("p"):
                _take_away(one)
            else:
                _wrap(one)

    def _unbox(self, tree: etree._Element) -> None:
        """Words of text boxes go behind the paragraph that the box belongs to."""
        for box in reversed(list(tree.iter(w("txbxContent")))):
            paragraph = next((one for one in box.iterancestors(w("p"))), None)
            if paragraph is None:
                continue
            self.lost["boxes"] += 1
            for child in reversed(list(box)):
                paragraph.addnext(child)
            _take_away(box)

    def _runs(self, tree: etree._Element) -> None:
        """Bold and italic of styles are written on the words; hidden words go."""
        for run in list(tree.iter(w("r"))):
            properties = run.find(w("rPr"))
            if properties is None:
                continue
            if holds(properties, "vanish") and any((one.text or "").strip() for one in run.iter(w("t"))):
                self.lost["hidden"] += 1
                _take_away(run)
                continue
            self.lost["capitals"] += holds(properties, "caps") or holds(properties, "smallCaps")
            for name, holding in zip(("b", "i"), self.styles.emphasis(said(properties, "rStyle") or ""), strict=True):
                if holding and properties.find(w(name)) is None:
                    etree.SubElement(properties, w(name))

    def _paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(w("pPr"))
        if properties is None:
            properties = etree.Element(w("pPr"))
            paragraph.insert(0, properties)
        style = said(properties, "pStyle") or ""
        if self.styles.contents(style):
            self.lost["contents"] += 1
            for child in list(paragraph):
                if child is not properties:
                    paragraph.remove(child)
        words = any((one.text or "").strip() for one in paragraph.iter(w("t"))) or paragraph.find(f".//{_A}blip") is not None
        label, depth = self._label(style, properties) if words else (None, 0)
        mark = self._mark(style, properties, label, depth, any(one.tag == w("tc") for one in paragraph.iterancestors()))
        if label and label.text and not mark.startswith(ITEM):
            self.lost["numbered"] += 1
            properties.addnext(_run(f"{label.text} "))
        for name in ("pStyle", "numPr"):
            for one in properties.findall(w(name)):
                properties.remove(one)
        named = etree.SubElement(properties, w("pStyle"))
        named.set(w("val"), mark)

    def _label(self, style: str, properties: etree._Element) -> tuple[Label | None, int]:
        number, place = said(properties, "numPr/numId"), said(properties, "numPr/ilvl")
        from_style = self.styles.numbering(style)
        by_level = next((self.numbering.of_style[one.id] for one in self.styles.chain(style) if one.id in self.numbering.of_style), None)
        if number is None and from_style:
            number = from_style[0]
        if place is None:
            place = by_level[1] if by_level and (number in {None, by_level[0]} or from_style) else from_style[1] if from_style else "0"
        if number is None or number == "0":
            return None, 0
        depth = int(place) if place.isascii() and place.isdigit() and len(place) == 1 else 0
        return self.numbering.label(number, place), depth or self.styles.depth(style)

    def _mark(self, style: str, properties: etree._Element, label: Label | None, depth: int, in_cell: bool) -> str:
        outline = said(properties, "outlineLvl")
        level = level_of(outline) if outline is not None else self.styles.level(style)
        if level and not in_cell:
            level = 1 if level == -1 else level + self.titled
            self.lost["levels"] += level > 6
            return f"{HEADING}-{min(level, 6)}"
        if label and (label.bullet or label.value is not None):
            return f"{ITEM}-{depth}-{'bullet' if label.bullet else label.value}"
        if label and depth and label.text:
            return f"{TEXT}-{depth}"
        return QUOTE if self.styles.quote(style) else TEXT


def _choose(tree: etree._Element) -> None:
    """Of two ways to say the same the newer, where it has a picture or words, else the older."""
    for both in list(tree.iter(f"{_COMPATIBLE}AlternateContent")):
        ways = both.findall(f"{_COMPATIBLE}Choice") + both.findall(f"{_COMPATIBLE}Fallback")
        taken = next((way for way in ways if way.find(f".//{_A}blip") is not None or way.find(f".//{w('txbxContent')}") is not None), ways[-1] if ways else None)
        for child in list(taken) if taken is not None else []:
            both.addprevious(deepcopy(child))
        _take_away(both)


def _run(words: str) -> etree._Element:
    run = etree.Element(w("r"))
    text = etree.SubElement(run, w("t"))
    text.text = words
    text.set(_XML_SPACE, "preserve")
    return run


def _wrap(element: etree._Element) -> None:
    """A formula that stands alone becomes a paragraph."""
    runs = [one for one in element.itersiblings(preceding=True)]
    paragraph = etree.Element(w("p"))
    element.addprevious(paragraph)
    for run in reversed([one for one in runs if one.tag == w("r")]):
        paragraph.append(run)
    _take_away(element)


def _take_away(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)

"""XLIFF 2.1, the format of programs for translators: a group for each section, a unit for each piece, Markdown as plain text with its spaces kept."""
import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from consult.errors import Invalid
from consult.i18n import N_
from consult.translating.rules.units import Unit

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
XML = "http://www.w3.org/XML/1998/namespace"
MEDIA_TYPE = "application/xliff+xml"
SIZE_MAX, UNITS_MAX = 6 * 2**20, 20_000
STATES = ("initial", "translated", "reviewed", "final")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: What XML cannot carry; XLIFF has an element for it.
_FORBIDDEN = re.compile("([\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff])")
#: Marks inside words: their content counts, where they have any.
_DRESS = frozenset({"pc", "mrk"})
NOT_XLIFF = N_("This is not an XLIFF file of version 2. Save it as XLIFF 2.1, or take the file of this page as a pattern.")


def written(original: str, languages: tuple[str, str], groups: Iterable[tuple[str, Sequence[Unit]]]) -> bytes:
    """The file for translators: `original` names document and version, each group is a section with its name."""
    root = etree.Element(_q("xliff"), {"version": "2.1", "srcLang": languages[0], "trgLang": languages[1]}, nsmap={None: NAMESPACE})
    file = etree.SubElement(root, _q("file"), {"id": "f1", "original": original})
    for at, (name, units) in enumerate(groups, start=1):
        group = etree.SubElement(file, _q("group"), {"id": f"g{at}", "name": _FORBIDDEN.sub("", name)})
        for number, unit in enumerate(units, start=1):
            _unit(group, f"g{at}u{number}", unit)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False)


def _unit(group: etree._Element, name: str, unit: Unit) -> None:
    element = etree.SubElement(group, _q("unit"), {"id": name, "name": unit.key, f"{{{XML}}}space": "preserve"})
    segment = etree.SubElement(element, _q("segment"), {"id": "s1", "state": unit.state if unit.target else "initial"})
    _fill(etree.SubElement(segment, _q("source")), unit.source)
    if unit.target:
        _fill(etree.SubElement(segment, _q("target")), unit.target)


def _fill(element: etree._Element, words: str) -> None:
    """Words as the content of an element; characters that XML cannot carry as elements of their own."""
    last = None
    for at, part in enumerate(_FORBIDDEN.split(words)):
        if at % 2:
            last = etree.SubElement(element, _q("cp"), {"hex": f"{ord(part):04X}"})
        elif last is None:
            element.text = part
        else:
            last.tail = part


def read(content: bytes) -> tuple[str, str, list[Unit]]:
    """What the file says it is of, the language it is in, and its pieces; refused with the reason where it cannot be trusted or understood."""
    root = _root(content)
    if root.tag != _q("xliff") or not str(root.get("version", "")).startswith("2."):
        raise Invalid(NOT_XLIFF, field="file")
    files = root.findall(_q("file"))
    if len(files) != 1:
        raise Invalid(N_("The file holds %(count)s texts; it should hold one."), field="file", count=len(files))
    found = [_read_unit(unit) for unit in _some(files[0].iter(_q("unit")))]
    if not found:
        raise Invalid(N_("There is nothing to translate in this file."), field="file")
    return files[0].get("original", ""), root.get("trgLang", ""), found


def _some(units: Iterable[etree._Element]) -> Iterator[etree._Element]:
    for at, unit in enumerate(units):
        if at >= UNITS_MAX:
            raise Invalid(N_("The file has more than %(most)s parts."), field="file", most=UNITS_MAX)
        yield unit


def _root(content: bytes) -> etree._Element:
    """The tree of a file that declares no entities, follows nothing and hides nothing in a rare encoding."""
    if not content:
        raise Invalid(N_("The file is empty."), field="file")
    if len(content) > SIZE_MAX:
        raise Invalid(N_("The file is larger than %(most)s MB."), field="file", most=SIZE_MAX // 2**20)
    if b"\0" in content or _DECLARES.search(content):
        raise Invalid(N_("The file brings declarations along that no translation needs, or an encoding other than UTF-8. Save it anew as XLIFF 2.1 in UTF-8."), field="file")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise Invalid(N_("The file is damaged: it cannot be read as XML. Save it anew and choose it again."), field="file") from None


def _read_unit(unit: etree._Element) -> Unit:
    """A unit with all its segments in a row: programs for translators may have cut it into sentences."""
    sources, targets, states = [], [], []
    for part in unit:
        if part.tag not in {_q("segment"), _q("ignorable")}:
            continue
        source, target = (_words(part.find(_q(name))) for name in ("source", "target"))
        sources.append(source or "")
        targets.append(target if target is not None else source or "" if part.tag == _q("ignorable") else None)
        if part.tag == _q("segment"):
            states.append(part.get("state", "initial"))
    whole = all(target is not None for target in targets)
    state = min((one if one in STATES else "initial" for one in states), key=STATES.index, default="initial")
    return Unit(unit.get("name", ""), "".join(sources), "".join(filter(None, targets)) if whole else "", state)


def _words(element: etree._Element | None) -> str | None:
    """The words of a source or target; what dresses them is dropped, what stands for a character becomes it."""
    if element is None:
        return None
    out = [element.text or ""]
    for child in element:
        if child.tag == _q("cp"):
            out.append(_character(child.get("hex", "")))
        elif isinstance(child.tag, str) and etree.QName(child).localname in _DRESS:
            out.append(_words(child) or "")
        out.append(child.tail or "")
    return "".join(out)


def _character(code: str) -> str:
    """The character of a code; nothing where it is none, or one that no text can keep."""
    value = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code) else 0x110000
    return chr(value) if 0 < value < 0xD800 or 0xDFFF < value < 0x110000 else ""


def _q(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"

"""A Word file in two columns: the original on the left, the translation on the right, a row for each piece with its key before them."""
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from lxml import etree

from consult.errors import Invalid
from consult.evidence.rules import UNREADABLE
from consult.i18n import N_
from consult.importing.rules.guarding import Unsafe, opened
from consult.translating.rules.units import Unit
from consult.translating.rules.xliff import SIZE_MAX, UNITS_MAX

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNPACKED_MAX = 60 * 2**20
WIDTHS = (Mm(25), Mm(116), Mm(116))
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
UNSAFE = {
    Unsafe.PROTECTED: N_("The file has a password, or is in the form of Word before 2007. Save it as .docx without a password and choose it again."),
    Unsafe.BOMB: N_("The file unpacks to far more than a translation needs. Save it anew and choose it again."),
    Unsafe.ENTITIES: N_("The file brings declarations along that Word does not write. Save it anew in Word and choose it again."),
    Unsafe.MACROS: N_("The file holds macros or programs. Save it as .docx without them and choose it again."),
    Unsafe.DAMAGED: N_("The file is not a Word file (.docx), or is damaged. Save it anew and choose it again."),
}
NO_TABLE = N_("The file has no table of three columns: key, original, translation. Take the file of this page as a pattern.")


def written(title: str, note: str, heads: Sequence[str], languages: tuple[str, str], rows: Iterable[tuple[str, Unit]], at: datetime) -> bytes:
    """The file; `note` says what it is and how to fill it in, each row comes with the name of its section."""
    document = Document()
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.created = document.core_properties.modified = at
    section = document.sections[0]
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading(_plain(title), 1)
    document.add_paragraph(note)
    listed = list(rows)
    table = document.add_table(rows=1 + len(listed), cols=3)
    table.style, table.autofit = "Table Grid", False
    _repeats(table.rows[0])
    cells = table._cells  # each access to row.cells walks the whole table
    for number, head in enumerate(heads):
        _say(cells[number], head, bold=True)
    for place, (_, unit) in enumerate(listed, start=1):
        _say(cells[3 * place], unit.key, small=True)
        _say(cells[3 * place + 1], unit.source, languages[0])
        _say(cells[3 * place + 2], unit.target, languages[1])
    for number, cell in enumerate(cells):
        cell.width = WIDTHS[number % 3]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _plain(words: str) -> str:
    return _FORBIDDEN.sub("", words)


def _say(cell: Any, words: str, language: str = "", bold: bool = False, small: bool = False) -> None:
    run = cell.paragraphs[0].add_run(_plain(words))
    run.bold = bold or None
    run.font.size = Pt(7) if small else None
    if language:
        mark = OxmlElement("w:lang")
        mark.set(qn("w:val"), language)
        run._r.get_or_add_rPr().append(mark)


def _repeats(row: Any) -> None:
    """The first row stands on top of every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def read(content: bytes) -> list[Unit]:
    """The rows of a file that was filled in; what was suggested as inserted counts, what was suggested as deleted does not."""
    if len(content) > SIZE_MAX:
        raise Invalid(N_("The file is larger than %(most)s MB."), field="file", most=SIZE_MAX // 2**20)
    archive = opened(content, UNPACKED_MAX)
    if isinstance(archive, Unsafe):
        raise Invalid(UNSAFE[archive], field="file")
    try:
        with archive:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
            root = etree.fromstring(archive.read("word/document.xml"), parser)
    except (KeyError, etree.XMLSyntaxError, *UNREADABLE):
        raise Invalid(UNSAFE[Unsafe.DAMAGED], field="file") from None
    rows = [[_words(cell) for cell in row.findall(qn("w:tc"))] for table in root.iter(qn("w:tbl")) for row in table.findall(qn("w:tr"))]
    found = [Unit(row[0].strip(), row[1], row[2]) for row in rows if len(row) == 3 and ":" in row[0]]
    if not found:
        raise Invalid(NO_TABLE, field="file")
    if len(found) > UNITS_MAX:
        raise Invalid(N_("The file has more than %(most)s parts."), field="file", most=UNITS_MAX)
    return found


_SAID = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}


def _words(cell: etree._Element) -> str:
    """The words of a cell, line by line."""
    return "\n".join("".join(_said(paragraph)) for paragraph in cell.iter(qn("w:p"))).strip("\n")


def _said(paragraph: etree._Element) -> list[str]:
    out = []
    for element in paragraph.iter():
        if element.tag == qn("w:t"):
            out.append(element.text or "")
        elif element.tag in _SAID and element.getparent().tag == qn("w:r"):
            out.append(_SAID[element.tag])
    return out

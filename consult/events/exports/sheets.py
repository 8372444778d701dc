"""Signing sheets as a PDF to be printed: one page for each delegation, or one common sheet."""
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

LAYOUT = Path(__file__).with_name("sheet.typ")
#: What is written beside the lines, in the languages and scripts of the region; on paper all stand together, whatever language the page was read in.
LANGUAGES = ("en", "sr", "bg", "el", "tr")
LABELS: dict[str, tuple[str, ...]] = {
    "for": ("For", "За", "За", "Για", "Adına"),
    "name": ("Name", "Име и презиме", "Име и фамилия", "Ονοματεπώνυμο", "Adı ve soyadı"),
    "title": ("Title", "Функција", "Длъжност", "Ιδιότητα", "Unvanı"),
    "signature": ("Signature", "Потпис", "Подпис", "Υπογραφή", "İmza"),
    "place": ("Place and date", "Место и датум", "Място и дата", "Τόπος και ημερομηνία", "Yer ve tarih"),
    "heading": ("Signing sheet", "Лист за потписивање", "Лист за подписване", "Φύλλο υπογραφών", "İmza sayfası"),
}


def sheet_pdf(words: Mapping[str, Any], at: datetime) -> bytes:
    """The sheets from words; names and titles travel as data and are never read as layout."""
    given = {"words": json.dumps({**words, "labels": LABELS, "languages": LANGUAGES}, ensure_ascii=False)}
    at = at.replace(microsecond=0)
    try:
        return bytes(typst.compile(str(LAYOUT), format="pdf", sys_inputs=given, ignore_system_fonts=True, font_paths=[], pdf_standards=["ua-1"], timestamp=at))
    except typst.TypstError:  # a letter that the fonts of the library lack: the fonts of the machine are asked, and the standard is not claimed
        return bytes(typst.compile(str(LAYOUT), format="pdf", sys_inputs=given, font_paths=[], timestamp=at))

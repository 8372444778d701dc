"""The receipt as a PDF: tagged, with whole fonts that carry all scripts of the region."""
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

LAYOUT = Path(__file__).with_name("receipt.typ")


def receipt_pdf(words: Mapping[str, Any], at: datetime) -> bytes:
    """A receipt from words in the reader's language; what people wrote travels as data and is never read as layout."""
    given, at = {"words": json.dumps(words, ensure_ascii=False)}, at.replace(microsecond=0)
    try:
        return bytes(typst.compile(str(LAYOUT), format="pdf", sys_inputs=given, ignore_system_fonts=True, font_paths=[], pdf_standards=["ua-1"], timestamp=at))
    except typst.TypstError:  # a letter that the fonts of the library lack (say, Chinese): the fonts of the machine are asked, and the standard is not claimed
        return bytes(typst.compile(str(LAYOUT), format="pdf", sys_inputs=given, font_paths=[], timestamp=at))

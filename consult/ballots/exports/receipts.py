"""The receipt of a position: for a machine, and as a sheet to print."""
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from consult.ballots import queries
from consult.ballots.models import Position

FORMAT = "sbcp-receipt/1"
RECEIPT, ROLL_CALL = Path(__file__).with_name("receipt.typ"), Path(__file__).with_name("roll-call.typ")


def as_json(position: Position) -> bytes:
    """What was recorded and its receipt: the receipt is the SHA-256 of the canonical JSON of `position`, which holds the receipt before it."""
    ballot = position.ballot
    said = {"format": FORMAT, "question": ballot.question, "document": ballot.version.document.slug, "version": ballot.version.label,
            "position": queries.entry(position), "receipt": position.receipt}
    return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def printed(layout: Path, words: Mapping[str, Any], at: datetime) -> bytes:
    """A sheet as PDF; what people wrote travels as data and is never read as layout."""
    given, at = {"words": json.dumps(words, ensure_ascii=False)}, at.replace(microsecond=0)
    try:
        return bytes(typst.compile(str(layout), format="pdf", sys_inputs=given, ignore_system_fonts=True, font_paths=[], pdf_standards=["ua-1"], timestamp=at))
    except typst.TypstError:  # a letter that the fonts of the library lack: the fonts of the machine are asked, and the standard is not claimed
        return bytes(typst.compile(str(layout), format="pdf", sys_inputs=given, font_paths=[], timestamp=at))

"""A report as files: its figures as rows, its words as a PDF."""
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from consult.comments.rules import CODE_NAMES, STATE_NAMES, Code, CommentState

COLUMNS = ("table", "row", "name", "comments")
LAYOUT = Path(__file__).with_name("report.typ")


def rows(told: Mapping[str, Any]) -> Iterator[Sequence[Any]]:
    """Every figure of a report in one list; the rows of each table add up to its total."""
    for word, number in told["counts"].items():
        yield "round", word, "", number
    for group in told["groups"]:
        for word, number in group["rows"]:
            yield group["field"], word if word is not None else "whole", _named(told, group["field"], word), number
        yield group["field"], "total", "", sum(number for _, number in group["rows"])
    for party, outcome, number in told["crossed"]:
        yield "party and answer", f"{party} {outcome}", _named(told, "answer", outcome), number
    for change in told["changes"]:
        yield "changes", f"{change['from']} -> {change['to']}", change["section"] or "", change["total"]
    for reason in told["reasons"]:
        yield "reasons", reason["code"], reason["reason"], reason["total"]


def _named(told: Mapping[str, Any], field: str, word: str | None) -> str:
    if field == "section":
        return told["sections"][word][0] if word in told["sections"] else ""
    if field == "answer":
        return CODE_NAMES[Code(word)] if word in set(Code) else STATE_NAMES[CommentState(word or "")]
    return ""


def report_pdf(words: Mapping[str, Any], at: datetime) -> bytes:
    """A report from words in the reader's language; what people wrote travels as data and is never read as layout."""
    given, at = {"words": json.dumps(words, ensure_ascii=False)}, at.replace(microsecond=0)
    try:
        return bytes(typst.compile(str(LAYOUT), format="pdf", sys_inputs=given, ignore_system_fonts=True, font_paths=[], pdf_standards=["ua-1"], timestamp=at))
    except typst.TypstError:  # a letter that the fonts of the library lack: the fonts of the machine are asked, and the standard is not claimed
        return bytes(typst.compile(str(LAYOUT), format="pdf", sys_inputs=given, font_paths=[], timestamp=at))

"""A report as files: its figures as rows, its words as a PDF."""
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from consult.comments.rules import CODE_NAMES, STATE_NAMES, Code, CommentState
from consult.text.source import plain_text

#: How an item of a list begins: with a sign, or with its number.
_SIGN, _NUMBER = re.compile(r"[ ]{0,3}[-*+][ \t]+"), re.compile(r"[ ]{0,3}\d{1,9}[.)][ \t]+")
COLUMNS = ("table", "row", "name", "comments")
LAYOUT = Path(__file__).with_name("report.typ")


def prose(words: str) -> list[tuple[str, list[str]]]:
    """Markdown as a file without marks has it: paragraphs (`text`, one item each), lists (`list`) and numbered lists (`steps`) with the words of their items."""
    found: list[tuple[str, list[str]]] = []
    begun = True
    for line in words.splitlines():
        kind = "list" if _SIGN.match(line) else "steps" if _NUMBER.match(line) else ""
        if kind:
            if not found or found[-1][0] != kind:
                found.append((kind, []))
            found[-1][1].append((_SIGN if kind == "list" else _NUMBER).sub("", line, count=1))
        elif not line.strip():
            begun = True
            continue
        elif found and (not begun or (found[-1][0] != "text" and line[0].isspace())):
            found[-1][1][-1] += "\n" + line.strip()
        else:
            found.append(("text", [line]))
        begun = False
    return [(kind, [plain_text(item) for item in items]) for kind, items in found]


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

"""The text engine on any Markdown files: compare two versions, or find quotations of the old one in the new one.

    python -m consult.text compare OLD.md NEW.md [--html|--json] [--languages OLD NEW]
    python -m consult.text carry OLD.md NEW.md QUOTES.json [--languages OLD NEW]

QUOTES.json is a list of {"quote": ..., "prefix": ..., "suffix": ..., "section": number or title}; all but the quote may be left out.
"""
import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from consult.errors import ConsultError
from consult.text import anchors, diff, normalise, render, scripts, sections
from consult.text.changes import Piece
from consult.text.markup import element
from consult.text.sections import Section
from consult.text.succession import Became, Succession

_SHOWN = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
_STYLE = "body{max-width:48em;margin:2em auto;font:1.05em/1.6 serif}ins{background:#d9f2d9}del{background:#f9d9d9}.vh{position:absolute;left:-99in}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and says 0 when it worked."""
    options = _options().parse_args(arguments)
    try:
        scripts.refuse_translations(tuple(options.languages) if options.languages else None)
        old, new = (sections.parse(normalise.canonical(path.read_text(encoding="utf-8"))) for path in (options.old, options.new))
        for line in options.run(Succession(old, new), options):
            sys.stdout.write(line + "\n")
    except (OSError, UnicodeError, json.JSONDecodeError, ConsultError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m consult.text", description="Compares versions of a Markdown document by section, block and word.")
    commands = parser.add_subparsers(required=True)
    compare = commands.add_parser("compare", help="what changed from the old version to the new one")
    form = compare.add_mutually_exclusive_group()
    form.add_argument("--html", dest="form", action="store_const", const=_html, default=_text, help="a page with the changes marked")
    form.add_argument("--json", dest="form", action="store_const", const=_json, help="links, kinds, counts and pieces as data")
    carry = commands.add_parser("carry", help="where quotations of the old version stand in the new one")
    for command in (compare, carry):
        command.add_argument("old", type=Path)
        command.add_argument("new", type=Path)
        command.add_argument("--languages", nargs=2, metavar=("OLD", "NEW"), help="codes such as en or sr-Latn; two translations are refused, two scripts of one language compared")
    carry.add_argument("quotes", type=Path)
    compare.set_defaults(run=lambda succession, options: options.form(list(succession.changes())))
    carry.set_defaults(run=_carried)
    return parser


def _title(section: Section | None) -> str:
    return " ".join(filter(None, [section.number, section.heading])) if section else ""


def _pieces(became: Became) -> list[Piece]:
    """The words of a section as they are read, a paragraph for each block."""
    old, new = (anchors.plain(section.body).replace("\n", "\n\n") if section else "" for section in (became.old, became.new))
    return diff.words(old, new)


def _text(changes: list[Became]) -> Iterator[str]:
    """For a terminal: changed sections with [-deleted-] and {+inserted+} words."""
    for became in changes:
        kinds = ", ".join(sorted(became.link.kinds))
        if kinds == "unchanged":
            continue
        yield f"## {_title(became.old) or '(new)'} -> {_title(became.new) or '(gone)'}: {kinds}"
        if became.comparison.changed:
            yield "".join(_SHOWN[piece.op].format(piece.text) for piece in _pieces(became))
        yield ""


def _json(changes: list[Became]) -> Iterator[str]:
    """For programs."""
    yield json.dumps([_row(became) for became in changes], ensure_ascii=False, indent=1)


def _row(became: Became) -> dict[str, Any]:
    return {
        "old": _title(became.old) or None, "new": _title(became.new) or None, "kinds": sorted(became.link.kinds), "confidence": became.link.confidence,
        "inserted_words": became.comparison.inserted_words, "deleted_words": became.comparison.deleted_words,
        "script_changed": became.comparison.script_changed, "pieces": [list(piece) for piece in _pieces(became)] if became.comparison.changed else [],
    }


def _html(changes: list[Became]) -> Iterator[str]:
    """For a browser: a page that needs nothing else."""
    yield f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Changes</title><style>{_STYLE}</style></head><body><h1>Changes</h1>'
    for became in changes:
        kinds = ", ".join(sorted(became.link.kinds))
        yield element("h2", (), str(render.plain(f"{_title(became.new) or _title(became.old)} ({kinds})"))[3:-4])
        yield str(render.diff(became.comparison))
    yield "</body></html>"


def _carried(succession: Succession, options: argparse.Namespace) -> Iterator[str]:
    """Every quotation with its place, or with the reason why it has none."""
    quotes = json.loads(options.quotes.read_text(encoding="utf-8"))
    yield json.dumps([_place(succession, entry) for entry in quotes], ensure_ascii=False, indent=1)


def _place(succession: Succession, entry: dict[str, str]) -> dict[str, Any]:
    wanted = entry.get("section", "").rstrip(".")
    for uid, section in succession.old.items():
        if wanted and wanted not in {section.number.rstrip("."), section.heading}:
            continue
        selector = anchors.find(section.body, entry["quote"], entry.get("prefix", ""), entry.get("suffix", ""))
        if selector:
            place = succession.carry(uid, selector)
            found = succession.new.get(place.uid or "")
            words = anchors.plain(found.body)[place.start:place.end] if found else None
            return {"quote": entry["quote"], "old": _title(section), "new": _title(found) or None, **place._asdict(), "words": words}
    return {"quote": entry["quote"], "status": "not found in the old version"}


if __name__ == "__main__":
    sys.exit(main())

"""What is translated: all languages of a document, and all sections in one language."""
from collections.abc import Sequence
from typing import Any

from flask import render_template

from consult.documents.models import Document, Section, Version
from consult.documents.queries import stored, versions
from consult.documents.views.addresses import THE_DOCUMENT, name_of
from consult.permissions.words import Action
from consult.translating import queries
from consult.translating.queries import NOTHING, Cell
from consult.translating.rules.states import FROM_CYRILLIC, Standing, Tally, languages, tally
from consult.translating.views.addresses import autonym, translated_now
from consult.translating.views.blueprint import bp
from consult.web.access import access, actor


@bp.get("/<slug>/")
@access(Action.DESK, on=THE_DOCUMENT)
def overview(document: Document) -> str:
    """Every language with its share, and every section in the languages that have begun."""
    version = versions.latest(document)
    rows = stored.contents(version) if version else []
    cells = queries.overview(version) if version else {}
    tallies = {code: _tally(rows, cells, code) for code in languages(document.language)}
    begun = [code for code in tallies if any(language == code for language, _ in cells)]
    return render_template("translating/overview.html", document=document, version=version, rows=[(row, name_of(row)) for row in rows], cells=cells, tallies=tallies, begun=begun,
                           nothing=NOTHING, autonym=autonym, Standing=Standing, made_by_rule={made: code for code, made in FROM_CYRILLIC.items()})


def _tally(rows: Sequence[Section], cells: dict[tuple[str, str], Cell], code: str) -> Tally:
    return tally(len(rows), (cells.get((code, row.uid), NOTHING).standing for row in rows))


@bp.get("/<slug>/<language>/")
@access(Action.DESK, on=(("slug", "language"), translated_now))
def language(asked: tuple[Version, str]) -> Any:
    """One language: its sections with what is to be done, and the files for translators."""
    version, code = asked
    rows, cells = stored.contents(version), queries.overview(version)
    listed = [(row, name_of(row), cells.get((code, row.uid), NOTHING)) for row in rows]
    return render_template("translating/language.html", version=version, document=version.document, language=code, autonym=autonym, rows=listed, tally=_tally(rows, cells, code),
                           waiting=queries.waiting(actor(), version, code), Standing=Standing)

"""What the addresses of documents name, and the addresses of what they name."""
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from flask import url_for
from flask_babel import gettext

from consult.documents import rules
from consult.documents.models import Version
from consult.documents.queries import versions
from consult.documents.rules import PUBLIC, RELATION_NAMES, VersionState
from consult.documents.views.blueprint import bp
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.text import sections as texts
from consult.web.access import actor


def readable(slug: str, label: str) -> Version | None:
    """A public version; the working text for editors only."""
    version = versions.version(slug, label)
    return version if version is not None and (version.state in PUBLIC or allowed(actor(), Action.DESK)) else None


def in_work(slug: str, label: str) -> Version | None:
    """The working text of a document, for editors only."""
    version = versions.version(slug, label)
    return version if version is not None and version.state == VersionState.WORKING and allowed(actor(), Action.DESK) else None


THE_DOCUMENT = ("slug", versions.document)
THE_VERSION = (("slug", "label"), readable)
THE_WORKING = (("slug", "label"), in_work)


@bp.app_template_global()
def page_of(version: Version) -> str:
    """The permanent address of a version."""
    return url_for("documents.version", slug=version.document.slug, label=version.label)


@bp.app_template_global()
def section_page(version: Version, address: str) -> str:
    """The permanent address of a section in a version."""
    return f"{page_of(version)}sections/{quote(address, safe='')}"


@bp.app_template_global()
def comment_page(round_: Round | None, address: str = "", **more: Any) -> str:
    """Where a comment on a section (or on the whole document) is written; nothing when no round is open."""
    if round_ is None:
        return ""
    return "/comments/new?" + urlencode({"round": round_.number, **({"section": address} if address else {}), **more})


def title_of(row: Any) -> str:
    """The words of a section's heading without Markdown; for one without words its number, for the opening text a name."""
    return texts.plain_heading(row) or row.number or gettext("Opening text")


@bp.app_template_global()
def name_of(row: Any) -> str:
    """Number and heading of a section, as people cite it."""
    return " ".join(filter(None, (row.number, texts.plain_heading(row)))) or gettext("Opening text")


def repeated(rows: Iterable[Any]) -> list[tuple[str, list[str]]]:
    """Every number that several sections carry, with the names of those sections; and every heading that several carry."""
    listed = list(rows)
    numbers = rules.repeated(row.number for row in listed)
    headings = rules.repeated(texts.plain_heading(row) for row in listed)
    return [*((number, [name_of(row) for row in listed if row.number == number]) for number in numbers),
            *((heading, [name_of(row) for row in listed if texts.plain_heading(row) == heading]) for heading in headings)]


def cite(row: Any) -> str:
    """How a section is named in few words: its number, or its heading."""
    return row.number or title_of(row)


@bp.app_template_global()
def relation(kind: str) -> str:
    """What happened to a section between two versions, in the reader's language."""
    return gettext(RELATION_NAMES[kind])

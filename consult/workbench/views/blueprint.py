"""The blueprint of the workbench, and what its pages share."""
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext

from consult.documents.models import Section, Version
from consult.documents.queries import stored
from consult.web.access import actor
from consult.workbench.rules import CAUSE_NAMES, FIT_NAMES, Cause, Fit

bp = Blueprint("workbench", __name__, url_prefix="/documents")


@bp.app_template_filter("cause")
def cause(word: Cause) -> str:
    """Why a section became what it is, in the reader's language."""
    return gettext(CAUSE_NAMES[word])


@bp.app_template_filter("fit")
def fit(word: Fit) -> str:
    """How a proposal fits the text, in the reader's language."""
    return gettext(FIT_NAMES[word])


def number(text: Any) -> int:
    """A whole number as it stands in a field or an address; nought for anything else."""
    said = str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def bench_page(version: Version, address: str, **more: Any) -> str:
    """The page on which a section is edited."""
    return url_for("documents.edit_section", slug=version.document.slug, label=version.label, address=address, **more)


def page_of_uid(version: Version, uid: str) -> str:
    """The page on which the section of this key is edited, whatever its address is now; the list of sections where it is gone."""
    row = stored.section_by_uid(version, uid)
    return bench_page(version, row.address) if row else url_for("documents.edit", slug=version.document.slug, label=version.label)


def draft_name(version: Version, uid: str) -> str:
    """The name under which a browser keeps unsaved words of a section."""
    return f"section-{version.id}-{uid}"


def kept_name(version: Version, uid: str) -> str:
    """The same with whose words they are, as the browser names them when it is told to forget them."""
    return f"{actor().id}:{draft_name(version, uid)}"


def stands(row: Section) -> tuple[str, str, int, str]:
    """The fields of a section as a form holds them."""
    return row.number, row.heading, row.level, row.body.rstrip("\n")

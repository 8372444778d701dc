"""What the addresses of the translators' pages name."""
from typing import Any

from flask import url_for

from consult.documents.models import Section, Version
from consult.documents.queries import stored, versions
from consult.i18n import BY_CODE
from consult.translating.rules.states import languages
from consult.translating.views.blueprint import bp


def translated_now(slug: str, language: str) -> tuple[Version, str] | None:
    """The version that is translated now, the last published one, and a language it can be translated into."""
    document = versions.document(slug)
    version = versions.latest(document) if document else None
    return (version, language) if version and document and language in languages(document.language) else None


def section_now(slug: str, language: str, uid: str) -> tuple[Version, str, Section] | None:
    """The same with one of its sections."""
    found = translated_now(slug, language)
    section = stored.section_by_uid(found[0], uid) if found else None
    return (*found, section) if found and section else None


@bp.app_template_global("autonym_of")
def autonym(language: str) -> str:
    """What a language calls itself."""
    return BY_CODE[language].autonym if language in BY_CODE else language


def page_of(version: Version, language: str, **more: Any) -> str:
    """The page of one language."""
    return url_for("translating.language", slug=version.document.slug, language=language, **more)


def writing_page(version: Version, language: str, uid: str, **more: Any) -> str:
    """Where one section is translated."""
    return url_for("translating.write", slug=version.document.slug, language=language, uid=uid, **more)


def number(text: Any) -> int:
    """A whole number as it stands in a field; -1, which nothing has, for anything else."""
    said = str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1

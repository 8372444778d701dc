"""A text as translators take it away: XLIFF for their programs, two columns in Word for everybody else."""
from collections.abc import Sequence
from datetime import datetime

from consult.documents.models import Section, Version
from consult.translating import queries
from consult.translating.rules import columns, xliff
from consult.translating.rules.units import units


def name(version: Version, language: str, ending: str) -> str:
    """What the file is called."""
    return f"{version.document.slug}-{version.label}-{language}.{ending}"


def as_xliff(version: Version, language: str, names: Sequence[tuple[Section, str]]) -> bytes:
    """A version with the translation there is, as XLIFF 2.1."""
    groups = [(one.name, units(one)) for one in queries.originals(version, language, names)]
    return xliff.written(f"{version.document.slug}/{version.label}", (version.document.language, language), [group for group in groups if group[1]])


def as_columns(version: Version, language: str, names: Sequence[tuple[Section, str]], title: str, note: str, heads: Sequence[str], at: datetime) -> bytes:
    """A version with the translation there is, in two columns for Word."""
    rows = [(one.name, unit) for one in queries.originals(version, language, names) for unit in units(one)]
    return columns.written(title, note, heads, (version.document.language, language), rows, at)

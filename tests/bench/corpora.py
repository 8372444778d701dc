"""The documents of the bench with their checked truth; CORPORA names another folder of the same layout."""
import json
import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from consult.text import sections

FOLDER = Path(os.environ.get("CORPORA") or Path(__file__).parent / "data")


class Versions(NamedTuple):
    """Two versions of a document, and what is known about the way from one to the other."""

    old: str
    new: str
    truth: Any


class Bodies(NamedTuple):
    """What one section said before and after."""

    old: str
    new: str


def links() -> list[Versions]:
    """Pairs of versions whose sections are linked by hand."""
    return list(_pairs("truth_align_*.json"))


def quotations() -> list[Versions]:
    """Pairs of versions with quotations and their true places."""
    return list(_pairs("truth_anchors_*.json"))


def _pairs(pattern: str) -> Iterator[Versions]:
    for path in sorted(FOLDER.glob(f"*/{pattern}")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        one = truth if isinstance(truth, dict) else truth[0]
        old, new = ((path.parent / f"v{one[side]}.md").read_text(encoding="utf-8") for side in ("old", "new"))
        yield Versions(old, new, truth)


def section_at(source: str) -> dict[int, sections.Section]:
    """The sections of a version by the offset of their heading lines."""
    result, at = {}, 0
    for section in sections.parse(source):
        blank = len(section.head) - len(section.head.lstrip("\n"))
        result[at + blank if section.level else 0] = section
        at += len(section.source)
    return result


@cache
def changed() -> list[Bodies]:
    """Sections that stayed one and were reworded."""
    result = []
    for old, new, truth in links():
        here, there = section_at(old), section_at(new)
        from_old, to_new = (Counter(link[side] for link in truth["links"]) for side in (0, 1))
        for i, j in truth["links"]:
            before, after = here.get(truth["old_start"][i]), there.get(truth["new_start"][j])
            if before and after and from_old[i] == to_new[j] == 1 and before.body.strip() != after.body.strip() and before.body.strip() and after.body.strip():
                result.append(Bodies(before.body, after.body))
    return result


@cache
def bodies() -> list[str]:
    """Sections of some length, as stuff for the fuzz."""
    files = sorted(FOLDER.glob("*/v*.md"))
    return [section.body for path in files for section in sections.parse(path.read_text(encoding="utf-8")) if 40 < len(section.body) < 3000]

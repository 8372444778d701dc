"""The life of a version of a document."""
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from consult.errors import Invalid
from consult.i18n import N_
from consult.lifecycle import Lifecycle
from consult.text import sections as texts


class VersionState(StrEnum):
    """Working text, published text, and what becomes of both."""

    WORKING = "working"
    PUBLISHED = "published"
    DISCARDED = "discarded"
    WITHDRAWN = "withdrawn"


class ChangeClass(StrEnum):
    """How much a version changes its base; an editorial change adds and deletes no section (V4)."""

    INITIAL = "initial"
    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"


#: States in which a version is public and its text fixed for ever (V1).
PUBLIC = frozenset({VersionState.PUBLISHED, VersionState.WITHDRAWN})
#: A published version that a later one follows; this follows from the rows and is not stored.
SUPERSEDED = N_("Superseded")
STATE_NAMES = {
    VersionState.WORKING: N_("Working text"), VersionState.PUBLISHED: N_("Published"),
    VersionState.DISCARDED: N_("Discarded"), VersionState.WITHDRAWN: N_("Withdrawn"),
}
CHANGE_NAMES = {
    ChangeClass.INITIAL: N_("First version"), ChangeClass.EDITORIAL: N_("Editorial changes only"), ChangeClass.SUBSTANTIVE: N_("Changes of substance"),
}
#: What became of a section between two versions (the concordance); several may hold at once.
RELATION_NAMES = {
    "unchanged": N_("unchanged"), "edited": N_("reworded"), "retitled": N_("retitled"), "renumbered": N_("renumbered"), "moved": N_("moved"),
    "split": N_("split"), "merged": N_("merged"), "deleted": N_("removed"), "inserted": N_("new"),
}
_S = VersionState
LIFE = Lifecycle("version", {
    (_S.WORKING, "publish"): _S.PUBLISHED,
    (_S.WORKING, "discard"): _S.DISCARDED,
    (_S.PUBLISHED, "withdraw"): _S.WITHDRAWN,
})
#: A document may be this long, in characters, and have this many sections.
TEXT_MAX, SECTIONS_MAX, SECTION_MAX = 2_000_000, 3_000, 300_000
SLUG_MAX, LABEL_MAX, TITLE_MAX, NOTE_MAX, NUMBER_MAX, HEADING_MAX, UID_MAX = 60, 40, 200, 4000, 40, 500, 80
#: Words that stand in addresses where a document's slug or a version's label would.
TAKEN = frozenset({"new", "start", "compare", "latest", "feed"})
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LABEL = re.compile(r"[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*")
#: Relations that an editorial version has none of (V4).
NOT_EDITORIAL = frozenset({"inserted", "deleted", "split", "merged"})


def check_slug(slug: str) -> None:
    """Refuse a name that cannot stand in an address."""
    if not _SLUG.fullmatch(slug) or len(slug) > SLUG_MAX or slug in TAKEN:
        raise Invalid(N_("The short name is made of small Latin letters, digits and hyphens, for example: sbcp-model."), field="slug")


def check_label(label: str) -> None:
    """Refuse a label that cannot stand in an address."""
    if not _LABEL.fullmatch(label) or len(label) > LABEL_MAX or label in TAKEN:
        raise Invalid(N_("A label is made of Latin letters, digits, full stops and hyphens, for example: 0.2."), field="label")


def check_text(sections: Sequence[texts.Section]) -> None:
    """Refuse a text that is empty or larger than the service carries."""
    length = sum(len(s.source) for s in sections)
    if not any(s.source.strip() for s in sections):
        raise Invalid(N_("There is no text."), field="text")
    if length > TEXT_MAX:
        raise Invalid(N_("The text has %(length)s characters; a document may have %(limit)s."), field="text", length=length, limit=TEXT_MAX)
    if len(sections) > SECTIONS_MAX:
        raise Invalid(N_("The text has %(count)s sections; a document may have %(limit)s."), field="text", count=len(sections), limit=SECTIONS_MAX)
    for section in sections:
        if len(section.source) > SECTION_MAX:
            raise Invalid(N_("The section “%(heading)s” has %(length)s characters; a section may have %(limit)s."), field="text",
                          heading=section.heading[:80], length=len(section.source), limit=SECTION_MAX)


def editorial(relations: Iterable[str]) -> bool:
    """Whether a version with these relations to its base adds and deletes no section (V4)."""
    return NOT_EDITORIAL.isdisjoint(relations)

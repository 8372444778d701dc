"""The life of a version of a document."""
from enum import StrEnum

from consult.i18n import N_
from consult.lifecycle import Lifecycle


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

"""Changes as they stand on pages: their titles, their words, and the comments behind them."""
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from consult.db import transaction
from consult.documents.actions import publishing
from consult.documents.models import Section, Version
from consult.documents.queries import comparing, stored
from consult.documents.rules import RELATION_NAMES
from consult.documents.views.addresses import name_of
from consult.i18n import N_
from consult.reporting.models import EditorialReason
from consult.reporting.queries.behind import Behind, together
from consult.reporting.queries.reasons import FOLLOWS, reason_of
from consult.text import diff, render, scripts

#: Held by the one who compares on first demand, so that those who ask at the same time wait for what is kept.
_FIRST = Lock()
SPOKEN = {"deleted": N_("deleted"), "inserted": N_("inserted"), "moved to another place": N_("moved to another place"),
          "moved here from another place": N_("moved here from another place")}


@dataclass(frozen=True)
class Shown:
    """A change as it stands on a page."""

    id: str
    title: Markup
    name: str
    kinds: list[str]
    old: tuple[Section, ...]
    new: tuple[Section, ...]
    wording: Markup | None
    inserted: int
    deleted: int
    other_script: bool
    comments: list[Any]
    total: int = 0
    reason: Any = None

    @property
    def why(self) -> str:
        """Where the reason of the change stands: in the answers to comments, with the editors, in other changes, or nowhere yet."""
        return "comments" if self.total else "editorial" if self.reason else "follows" if FOLLOWS.issuperset(self.kinds) else "unexplained"


def say(word: str) -> str:
    """The words that mark changes for those who hear the page."""
    return gettext(SPOKEN[word])


def shown(read: Callable[[], list[comparing.Change]], behind: Mapping[str, Behind], keep: bool, given: Mapping[str, EditorialReason] | None = None) -> list[Shown]:
    """Changes with their words, kept or compared now; `keep`: the texts are public, and what nobody has compared yet is compared for good."""
    found, kept = _compared(read, keep)
    alone = stored.shown([row for change in found if not (change.old and change.new) for row in (*change.old, *change.new)])
    taken = {row.address for change in found for row in change.new}
    return [_shown(change, kept, behind, given or {}, alone, taken) for change in found]


def of_section(one: Version, other: Version, uid: str) -> Shown | None:
    """The change of one section between two versions, with its words."""
    change = comparing.of_section(one, other, uid)
    if change is None:
        return None
    alone = stored.shown([*change.old, *change.new]) if not (change.old and change.new) else {}
    return _shown(change, comparing.kept_comparisons([change]), {}, {}, alone, {row.address for row in change.new})


def wording(change: comparing.Change) -> tuple[Markup, int, int]:
    """The words of one change, kept or compared now, and how many came and went."""
    inline, inserted, deleted = comparing.kept_comparisons([change]).get(change.digests) or comparing.compared(*change.texts)
    return render.kept_diff(inline, say), inserted, deleted


def _compared(read: Callable[[], list[comparing.Change]], keep: bool) -> tuple[list[comparing.Change], dict[tuple[str, str], comparing.Compared]]:
    """What became of each section, and the comparisons that are kept; what was read before a transaction is read anew after it."""
    found = read()
    kept = comparing.kept_comparisons(found)
    missing = [change for change in found if change.differs and change.digests not in kept]
    if missing and keep:
        with _FIRST:
            with transaction():
                missing = comparing.not_kept(missing)
            fresh = {change.digests: comparing.compared(*change.texts) for change in missing}
            with transaction():
                publishing.keep_comparisons(fresh)
        found = read()
        kept = comparing.kept_comparisons(found)
    return found, kept


def _shown(change: comparing.Change, kept: dict[tuple[str, str], comparing.Compared], behind: Mapping[str, Behind], given: Mapping[str, EditorialReason],
           alone: dict[str, list[stored.Shown]], taken: set[str]) -> Shown:
    """One change with its words."""
    inline, inserted, deleted = kept.get(change.digests) or comparing.compared(*change.texts) if change.differs else ("", 0, 0)
    rows = change.new or change.old
    words = render.kept_diff(inline, say) if inline else None
    if words is None and not (change.old and change.new):
        words = Markup("\n").join(p.html for row in rows for p in alone[row.uid])
    names, kinds = " + ".join(map(name_of, rows)), [k for k in RELATION_NAMES if k in change.kinds]
    anchor = f"{'gone' if not change.new and rows[0].address in taken else 'c'}-{rows[0].address}"
    uids = list(dict.fromkeys(r.uid for r in (*change.old, *change.new)))
    asked = together(behind, uids)
    return Shown(anchor, title(change), names, kinds, change.old, change.new, words, inserted, deleted, change.differs and scripts.script_changed(*change.texts),
                 asked.some, asked.total, reason_of(given, uids))


def title(change: comparing.Change) -> Markup:
    """Numbers and headings, with what changed in them."""
    old, new = (" + ".join(map(name_of, rows)) for rows in (change.old, change.new))
    return render.words(diff.words(old, new) if change.old and change.new else [diff.Piece("same", old or new)], say)

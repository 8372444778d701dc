"""What changed between two versions."""
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from consult.db import transaction
from consult.documents import actions, queries
from consult.documents.models import Document, Section, Version
from consult.documents.rules import PUBLIC, RELATION_NAMES
from consult.documents.views.addresses import name_of, readable
from consult.documents.views.blueprint import bp
from consult.i18n import N_
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.text import diff, render, scripts
from consult.web.access import access, actor

#: Held by the one who compares on first demand, so that those who ask at the same time wait for what is kept.
_FIRST = Lock()
SPOKEN = {"deleted": N_("deleted"), "inserted": N_("inserted"), "moved to another place": N_("moved to another place"),
          "moved here from another place": N_("moved here from another place")}


@dataclass(frozen=True)
class Shown:
    """A change as it stands on the page of a comparison."""

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


def say(word: str) -> str:
    """The words that mark changes for those who hear the page."""
    return gettext(SPOKEN[word])


def pair(slug: str, one: str, other: str) -> tuple[Version, Version] | None:
    """The two versions of an address, where the reader may see both."""
    found = readable(slug, one), readable(slug, other)
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


@bp.get("/<slug>/compare")
@access(Action.READ, on=("slug", queries.document))
def choose(document: Any) -> Any:
    """Lead from the two boxes of the picker to the address of the comparison."""
    public = queries.published(document)
    labels = [v.label for v in public]
    one, other = request.args.get("from", ""), request.args.get("to", "")
    if {one, other} <= {v.label for v in _offered(document)}:
        return redirect(url_for("documents.compare", slug=document.slug, one=one, other=other), 303)
    if len(labels) < 2:
        return render_template("documents/compare_none.html", document=document)
    return redirect(url_for("documents.compare", slug=document.slug, one=labels[-2], other=labels[-1]), 303)


def _offered(document: Document) -> list[Version]:
    """What the reader can choose to compare: the public versions, and for editors the working text."""
    return [*queries.published(document), *filter(None, [queries.working(document) if allowed(actor(), Action.DESK) else None])]


@bp.get("/<slug>/compare/<one>/<other>")
@access(Action.READ, on=(("slug", "one", "other"), pair))
def compare(versions: tuple[Version, Version]) -> str:
    """Two versions: a summary first, then every change with its words and the comments behind it."""
    one, other = versions
    found, kept = _compared(one, other)
    behind = queries.behind(one, other)
    alone = queries.shown([row for change in found if not (change.old and change.new) for row in (*change.old, *change.new)])
    taken = {row.address for change in found for row in change.new}
    changes = [_shown(change, kept, behind, alone, taken) for change in found]
    summary = [(kind, [c for c in changes if kind in c.kinds]) for kind in RELATION_NAMES]
    return render_template("documents/compare.html", one=one, other=other, summary=[(kind, some) for kind, some in summary if some],
                           changes=[c for c in changes if "unchanged" not in c.kinds], offered=_offered(one.document), working=not {one.state, other.state} <= PUBLIC,
                           words=(sum(c.inserted for c in changes), sum(c.deleted for c in changes)))


def _compared(one: Version, other: Version) -> tuple[list[queries.Change], dict[tuple[str, str], queries.Compared]]:
    """What became of each section, and the comparisons that are kept; public texts that nobody has compared yet are compared for good."""
    found = queries.comparison(one, other)
    kept = queries.kept_comparisons(found)
    missing = [change for change in found if change.differs and change.digests not in kept]
    if missing and one.state in PUBLIC and other.state in PUBLIC:
        with _FIRST:
            with transaction():
                missing = queries.not_kept(missing)
            fresh = {change.digests: queries.compared(*change.texts) for change in missing}
            with transaction():
                actions.keep_comparisons(fresh)
        found = queries.comparison(one, other)
        kept = queries.kept_comparisons(found)
    return found, kept


def _shown(change: queries.Change, kept: dict[tuple[str, str], queries.Compared], behind: dict[str, list[Any]], alone: dict[str, list[queries.Shown]],
           taken: set[str]) -> Shown:
    """One change with its words."""
    inline, inserted, deleted = kept.get(change.digests) or queries.compared(*change.texts) if change.differs else ("", 0, 0)
    rows = change.new or change.old
    wording = render.kept_diff(inline, say) if inline else None
    if wording is None and not (change.old and change.new):
        wording = Markup("\n").join(p.html for row in rows for p in alone[row.uid])
    names, kinds = " + ".join(map(name_of, rows)), [k for k in RELATION_NAMES if k in change.kinds]
    anchor = f"{'gone' if not change.new and rows[0].address in taken else 'c'}-{rows[0].address}"
    return Shown(anchor, _title(change), names, kinds, change.old, change.new, wording, inserted, deleted, change.differs and scripts.script_changed(*change.texts),
                 [comment for uid in dict.fromkeys(r.uid for r in (*change.old, *change.new)) for comment in behind.get(uid, [])])


def _title(change: queries.Change) -> Markup:
    """Numbers and headings, with what changed in them."""
    old, new = (" + ".join(map(name_of, rows)) for rows in (change.old, change.new))
    return render.words(diff.words(old, new) if change.old and change.new else [diff.Piece("same", old or new)], say)

"""What changed between two versions."""
from typing import Any

from flask import redirect, render_template, request, url_for

from consult.comments.rules import AnswerState
from consult.documents.models import Document, Version
from consult.documents.queries import comparing, versions
from consult.documents.rules import PUBLIC, RELATION_NAMES
from consult.documents.views import changes
from consult.documents.views.addresses import readable
from consult.documents.views.blueprint import bp
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.reporting.queries import behind, reasons
from consult.web.access import access, actor

#: What a reader may choose to see, and where the reasons of those changes stand.
WHY = {"comments": frozenset({"comments"}), "editorial": frozenset({"editorial", "unexplained", "follows"})}


def pair(slug: str, one: str, other: str) -> tuple[Version, Version] | None:
    """The two versions of an address, where the reader may see both."""
    found = readable(slug, one), readable(slug, other)
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


@bp.get("/<slug>/compare")
@access(Action.READ, on=("slug", versions.document))
def choose(document: Any) -> Any:
    """Lead from the two boxes of the picker to the address of the comparison."""
    public = versions.published(document)
    labels = [v.label for v in public]
    one, other = request.args.get("from", ""), request.args.get("to", "")
    if {one, other} <= {v.label for v in _offered(document)}:
        return redirect(url_for("documents.compare", slug=document.slug, one=one, other=other), 303)
    if len(labels) < 2:
        return render_template("documents/compare_none.html", document=document)
    return redirect(url_for("documents.compare", slug=document.slug, one=labels[-2], other=labels[-1]), 303)


def _offered(document: Document) -> list[Version]:
    """What the reader can choose to compare: the public versions, and for editors the working text."""
    return [*versions.published(document), *filter(None, [versions.working(document) if allowed(actor(), Action.DESK) else None])]


@bp.get("/<slug>/compare/<one>/<other>")
@access(Action.READ, on=(("slug", "one", "other"), pair))
def compare(both: tuple[Version, Version]) -> str:
    """Two versions: a summary first, then every change with its words and the comments behind it."""
    one, other = both
    public = {one.state, other.state} <= PUBLIC
    states = (AnswerState.PUBLISHED,) if public else tuple(AnswerState)
    asked = behind.between(one, other, *states)
    found = changes.shown(lambda: comparing.comparison(one, other), asked, keep=public, given=reasons.on_the_way(one, other))
    summary = [(kind, [c for c in found if kind in c.kinds]) for kind in RELATION_NAMES]
    every = [c for c in found if "unchanged" not in c.kinds]
    wanted = request.args.get("show", "") if request.args.get("show") in WHY else ""
    return render_template("documents/compare.html", one=one, other=other, summary=[(kind, some) for kind, some in summary if some], every=every, wanted=wanted,
                           changes=[c for c in every if not wanted or c.why in WHY[wanted]], offered=_offered(one.document), working=not public,
                           words=(sum(c.inserted for c in found), sum(c.deleted for c in found)), reasons_page=_reasons_page(one, other),
                           people=behind.people(number for c in every for number, _ in c.comments))


def _reasons_page(one: Version, other: Version) -> str:
    """Where an editor gives the reasons of the changes on this page; nothing for others, and between versions that do not follow one another."""
    for action, endpoint in ((Action.REPORTING_EXPLAIN, "reporting.explain"), (Action.REPORTING_EXPLAIN_LATE, "reporting.explain_late")):
        if other.base_id == one.id and allowed(actor(), action, other):
            return url_for(endpoint, slug=other.document.slug, label=other.label)
    return ""

"""Publishing a working text: the checklist, what happens to every thread, who is told, and the typed confirmation."""
from collections import Counter
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from consult import clock
from consult.comments.queries import places
from consult.comments.rules import PlaceStatus
from consult.documents.actions import publishing
from consult.documents.forms import PublishForm
from consult.documents.models import Version
from consult.documents.queries import checklist, stored, telling, versions
from consult.documents.rules import PUBLIC, ChangeClass
from consult.documents.views import checking
from consult.documents.views.addresses import THE_WORKING, name_of, page_of, repeated
from consult.documents.views.blueprint import bp
from consult.documents.views.ending import typed
from consult.errors import Conflict
from consult.i18n import LOCALES, N_
from consult.notices.rules import Pace, Words
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds import actions as rounds
from consult.rounds import queries as round_queries
from consult.rounds.rules import RoundState
from consult.rounds.views import limits
from consult.text import normalise
from consult.web import letters
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.kept import counted

#: With more threads than these the editor is told what carrying them means for the others.
MANY_THREADS = 50_000
#: Threads on one page of the dry run, and people named on the checklist.
PAGE, NAMED = 100, 40
PUBLISHED_ALREADY = N_("Version %(label)s has been published already: somebody was quicker. Nothing was published twice. What you wrote stands below; nothing of it was stored.")


@dataclass(frozen=True)
class Letters:
    """The mails in one language: how many get them when, and their words."""

    language: str
    counts: dict[Pace, int]
    words: Words

    @property
    def told(self) -> int:
        """How many get a mail."""
        return sum(count for pace, count in self.counts.items() if pace != Pace.NEVER)


def publishable(slug: str, label: str) -> Version | None:
    """The working text, or the version it has become meanwhile, for editors only."""
    version = versions.version(slug, label)
    return version if version is not None and allowed(actor(), Action.DESK) else None


@bp.route("/<slug>/<label>/edit/publish", methods=["GET", "POST"])
@access(Action.DESK, on=(("slug", "label"), publishable))
def publish(version: Version) -> Any:
    """The checklist and the dry run, and the step itself; whoever comes second is told, and keeps what was typed."""
    planned = [one for one in round_queries.planned(version.document) if one.version_id == version.id and one.state == RoundState.DRAFT]
    form = PublishForm(change_class=version.change_class.value, change_note=version.change_note)
    form.offer((one.number, gettext("Announce round %(number)s as it was planned", number=one.number)) for one in planned)
    if request.method == "GET":
        if version.state in PUBLIC:
            return redirect(page_of(version), 303)
        form.seen.data = checklist.fingerprint(version)

    def do() -> Version:
        _still_in_work(version)
        typed(form.confirm.data, version)
        if form.seen.data not in {"", now := checklist.fingerprint(version)}:  # the page that says so is the new checklist: it can be sent from there
            form.seen.data = now
            raise Conflict(publishing.CHANGED)
        published = publishing.publish(actor(), version, form.change_note.data, form.final.data, _class(form), form.seen.data)
        _open_round(form, published)
        return published

    def show() -> str:
        return render_template("documents/publish.html", form=form, version=version, **(_checklist(version, form) if version.state not in PUBLIC else {"done": True}))

    if request.method == "POST" and "preview" in request.form:
        return show()
    def then(published: Version) -> str:
        flash(gettext("Version %(label)s is published. Its text does not change any more; whoever follows it is told by mail.", label=published.label), "success")
        return page_of(published)

    return answer(form, show, do, then)


def _class(form: PublishForm) -> ChangeClass | None:
    return ChangeClass(form.change_class.data) if form.change_class.data in set(ChangeClass) else None


def _still_in_work(version: Version) -> None:
    """Refuse whoever comes second."""
    if version.state in PUBLIC:
        raise Conflict(PUBLISHED_ALREADY, label=version.label)


def _open_round(form: PublishForm, version: Version) -> None:
    """Announce the round on the version, as asked for: the one that was planned, or one that opens now or on a day."""
    asked = form.round.data or "later"
    if asked.startswith("planned-") and asked[8:].isdecimal() and len(asked) < 18:
        round_ = round_queries.by_number(int(asked[8:]))
        if round_ is not None and round_.version_id == version.id:
            rounds.schedule(actor(), round_, limits())
    elif asked in {"now", "day"}:
        form.asked()
        opens = clock.now() if asked == "now" else clock.start_of_day(form.opens_on.data)
        round_ = rounds.plan(actor(), version, opens, clock.end_of_day(form.closes_on.data), form.notice.data, form.questions.data or "", short_reason=form.short_reason.data or "",
                             limits=limits())
        rounds.schedule(actor(), round_, limits())


def _checklist(version: Version, form: PublishForm) -> dict[str, Any]:
    """What is missing, what will happen to every thread (V6), and who will be told."""
    contents, fates = stored.contents(version), _fates(version)
    counts = places.summed(fates)
    points = checking.points(version, contents, _class(form) or version.change_class, counts[PlaceStatus.DETACHED])
    stops = [point for point in points if point.state == "stop"]
    return {"points": points, "blocked": any("#change_class" not in dict(point.links).values() for point in stops), "looks": sum(1 for point in points if point.state == "look"),
            "stops": len(stops), "counts": [(status, counts[status]) for status in reversed(PlaceStatus) if counts[status]],
            "threads": sum(counts.values()), "restless": places.restless(fates), "many": sum(counts.values()) > MANY_THREADS,
            "lost": places.becoming(version, PlaceStatus.DETACHED, 0, 10, fates) if counts[PlaceStatus.DETACHED] else [],
            "names": _names(version), "sections": len(contents), "repeated": repeated(contents),
            "kinds": Counter(kind for link in versions.concordance(version) for kind in link.kinds.split()), "letters": _letters(version, form),
            "receivers": telling.receivers(version, NAMED), "digest": normalise.digest(stored.source(version)), "done": False,
            "autonyms": {one.code: one.autonym for one in LOCALES}}


def _fates(version: Version) -> list[places.Fate]:
    """What becomes of the threads at each place; counted once for each change."""
    found: list[places.Fate] = counted(("fates", version.id), lambda: places.forecast(version)).value
    return found


def _names(version: Version) -> dict[str, str]:
    """The names of the sections before and after, by key; what has a section now is named as now."""
    return {row.uid: name_of(row) for row in [*(stored.contents(version.base) if version.base else []), *stored.contents(version)]}


def _letters(version: Version, form: PublishForm) -> list[Letters]:
    """The words of the mails as they would be written now; nothing is sent."""
    told = SimpleNamespace(label=version.label, document=version.document, base=version.base, change_note=form.change_note.data or "")
    found = []
    for language, counts in telling.by_language(version).items():
        reader: Any = SimpleNamespace(id=0, name="", email="", language=language)
        found.append(Letters(language, counts, letters.compose(telling.KIND, {"label": version.label}, told, reader)))
    return found


@bp.get("/<slug>/<label>/edit/publish/threads")
@access(Action.DESK, on=THE_WORKING)
def threads(version: Version) -> str:
    """The dry run, thread by thread: where each stands and where it will stand (V6)."""
    asked, after = request.args.get("becomes", ""), request.args.get("after", "")
    status = PlaceStatus(asked) if asked in set(PlaceStatus) else None
    fates = _fates(version)
    counts = places.summed(fates)
    shown = places.becoming(version, status, int(after) if after.isascii() and after.isdecimal() and len(after) < 10 else 0, PAGE + 1, fates)
    following = url_for("documents.threads", slug=version.document.slug, label=version.label, becomes=asked or None, after=shown[PAGE - 1].comment_id) if len(shown) > PAGE else ""
    summed = [(one, counts[one]) for one in reversed(PlaceStatus) if counts[one]]
    return render_template("documents/threads.html", version=version, threads=shown[:PAGE], status=status, counts=summed,
                           total=sum(counts.values()), names=_names(version), following=following)

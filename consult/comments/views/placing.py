"""Making sure that threads carried to a later version stand where they belong."""
from dataclasses import dataclass
from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from consult.comments.actions import carrying
from consult.comments.forms import PlaceForm
from consult.comments.models import CommentPlace
from consult.comments.queries import places, threads
from consult.comments.rules import PlaceStatus
from consult.comments.views.blueprint import bp, section_name
from consult.documents.models import Section, Version
from consult.documents.queries import stored, versions
from consult.permissions.words import Action
from consult.text import anchors, diff, render
from consult.web.access import access, actor
from consult.web.answer import answer

#: Threads on one page.
PAGE = 100


@dataclass(frozen=True)
class Shown:
    """A paragraph of the section that a comment is put to: its number, what is seen, its words and where they begin; whether the comment stands there."""

    number: int
    html: Markup
    text: str
    start: int
    here: bool


@bp.get("/places/<slug>/<label>")
@access(Action.DESK, on=(("slug", "label"), versions.version))
def carried(version: Version) -> str:
    """The threads carried to a version: where the engine put each, how sure it was, and who has made sure of it; those without a place first."""
    counts = places.looked_at(version)
    asked = request.args.get("status", "")
    status = PlaceStatus(asked) if asked in set(PlaceStatus) else next((one for one, (every, sure) in counts.items() if sure < every), next(iter(counts), None))
    here = places.look_at(version, status, _cursor(request.args.get("after", "")), PAGE + 1) if status else []
    last = here[PAGE - 1] if len(here) > PAGE else None
    following = url_for("comments.carried", slug=version.document.slug, label=version.label, status=status, after=f"{last.score!r}-{last.comment_id}") if last else ""
    return render_template("comments/places.html", version=version, places=here[:PAGE], status=status, counts=counts, following=following,
                           sections={row.uid: row for row in stored.contents(version)}, open=sum(every - sure for every, sure in counts.values()))


def _cursor(words: str) -> tuple[float, int] | None:
    """Where a page of the list begins: behind this score and this comment."""
    score, _, number = words.rpartition("-")
    try:
        return (float(score), int(number)) if len(words) < 40 and len(number) < 10 else None
    except ValueError:
        return None


@bp.route("/<public_id>/places/<label>", methods=["GET", "POST"])
@access(Action.COMMENTS_CONFIRM_PLACE, on=(("public_id", "label"), places.place))
def confirm_place(place: CommentPlace) -> Any:
    """Say that a comment stands rightly, or put it where it belongs: the words are selected in the text of the section."""
    contents = stored.contents(place.version)
    form = PlaceForm(section=request.args.get("section", place.section_uid or ""), words=places.words_at(place), near=place.start,
                     whole=place.section_uid is not None and place.start is None and place.status != PlaceStatus.DETACHED)
    form.offer([(row.uid, section_name(row)) for row in contents])
    back = url_for("comments.carried", slug=place.version.document.slug, label=place.version.label)
    section = stored.section_by_uid(place.version, form.section.data) if form.section.data else None
    if request.method == "GET":
        _begin(form, section)

    def show() -> str:
        written = threads.sections_of([(place.comment.version_id, place.comment.section_uid)], texts=True).get((place.comment.version_id, place.comment.section_uid or ""))
        return render_template("comments/confirm_place.html", form=form, place=place, comment=place.comment, section=section, written=written, back=back,
                               paragraphs=_paragraphs(section, form), since=_since(place, form))

    def do() -> None:
        carrying.confirm_place(actor(), place, form.section.data or None, form.words.data or "", form.near.data, bool(form.whole.data))
        flash(gettext("It is noted where comment %(number)s stands, and that you made sure of it.", number=place.comment.public_id), "success")

    if request.method == "POST" and "show" in request.form:
        return show()
    return answer(form, show, do, lambda _: back)


def _begin(form: PlaceForm, section: Section | None) -> None:
    """The words of the paragraph that the address names."""
    number = request.args.get("paragraph", "")
    chosen = next((one for one in _paragraphs(section, form) if str(one.number) == number), None)
    if chosen is not None:
        form.words.data, form.near.data, form.whole.data = chosen.text, chosen.start, False


def _paragraphs(section: Section | None, form: PlaceForm) -> list[Shown]:
    """The text of the section, and at which of its paragraphs the words stand."""
    if section is None:
        return []
    plain, at, shown = anchors.plain(section.body), 0, []
    found = anchors.find(section.body, form.words.data, near=form.near.data) if form.words.data and not form.whole.data else None
    for one in render.paragraphs(section.body, section.address):
        at = max(at, plain.find(one.text, at))
        shown.append(Shown(one.number, one.html, one.text, at, found is not None and found.start < at + len(one.text) and found.end > at))
        at += len(one.text)
    return shown


def _since(place: CommentPlace, form: PlaceForm) -> Markup | None:
    """What is different between the quoted words and those it stands at now."""
    quote, now = place.comment.quote, form.words.data or ""
    return render.words(diff.words(quote, now), say=gettext) if quote and now and not form.whole.data and quote != now else None

"""Making sure that threads carried to a later version stand where they belong."""
from typing import Any

from flask import render_template, url_for

from consult.comments.actions import carrying
from consult.comments.forms import PlaceForm
from consult.comments.models import CommentPlace
from consult.comments.queries import places, threads
from consult.comments.views.blueprint import bp, section_name
from consult.documents.models import Version
from consult.documents.queries import stored, versions
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer


@bp.get("/places/<slug>/<label>")
@access(Action.DESK, on=(("slug", "label"), versions.version))
def carried(version: Version) -> str:
    """Every thread carried to a version: where the engine put it, how sure it was, and who has made sure of it."""
    here = places.in_version(version)
    names = {row.uid: row for row in stored.contents(version)}
    return render_template("comments/places.html", version=version, places=here, sections=names, open=sum(1 for one in here if not one.confirmations))


@bp.route("/<public_id>/places/<label>", methods=["GET", "POST"])
@access(Action.COMMENTS_CONFIRM_PLACE, on=(("public_id", "label"), places.place))
def confirm_place(place: CommentPlace) -> Any:
    """Say that a comment stands rightly, or put it where it belongs."""
    contents = stored.contents(place.version)
    form = PlaceForm(section=place.section_uid or "", words=places.words_at(place)).offer([(row.uid, section_name(row)) for row in contents])
    back = url_for("comments.carried", slug=place.version.document.slug, label=place.version.label)

    def show() -> str:
        section = stored.section_by_uid(place.version, form.section.data) if form.section.data else None
        written = threads.sections_of([(place.comment.version_id, place.comment.section_uid)]).get((place.comment.version_id, place.comment.section_uid or ""))
        return render_template("comments/confirm_place.html", form=form, place=place, comment=place.comment, section=section, written=written, back=back)

    return answer(form, show, lambda: carrying.confirm_place(actor(), place, form.section.data or None, form.words.data or ""), lambda _: back)

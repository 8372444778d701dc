"""What has changed since I last read: the page, and the buttons that note what was read and forget it."""

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from consult.db import transaction
from consult.documents.models import Document, Version
from consult.documents.queries import comparing, stored, versions
from consult.documents.views import changes
from consult.documents.views.addresses import THE_DOCUMENT, THE_VERSION, page_of, section_page
from consult.i18n import N_
from consult.permissions.words import Action
from consult.reading import actions, queries
from consult.web.access import access, actor
from consult.web.answer import act

bp = Blueprint("reading", __name__, url_prefix="/documents")


@bp.get("/<slug>/since")
@access(Action.OWN, on=THE_DOCUMENT)
def since(document: Document) -> str:
    """Every section that has changed since the person last read it, with its words; then what has not been read yet."""
    latest = versions.latest(document) or abort(404)
    past: list[queries.Past] = []

    def read() -> list[comparing.Change]:
        found = queries.since(actor(), latest)
        past[:] = [one for _change, one in found]
        return [change for change, _past in found]

    shown = changes.shown(read, {}, keep=True)
    rows = stored.contents(latest)
    states = queries.past(actor(), latest, [row.uid for row in rows])
    return render_template("reading/since.html", document=document, version=latest, changes=list(zip(shown, past, strict=True)), tally=queries.counted(states),
                           unread=[row for row in rows if states[row.uid].seen == "unread"])


@bp.post("/<slug>/<label>/read")
@access(Action.READING_MARK_READ, on=THE_VERSION)
def mark_read(version: Version) -> Response:
    """Note that the sections named in the form, or without a name all of the version, have been read."""
    addresses, quiet = request.form.getlist("section"), "quiet" in request.form
    uids = [row.uid for row in stored.contents(version) if row.address in addresses] if addresses or quiet else None
    if quiet:
        with transaction():
            actions.mark_read(actor(), version, uids)
        return Response(status=204)
    page = url_for("reading.since", slug=version.document.slug) if "since" in request.form else section_page(version, addresses[0]) if uids else page_of(version)
    return act(lambda: actions.mark_read(actor(), version, uids), lambda number: _noted(number, page))


@bp.post("/<slug>/forget")
@access(Action.READING_FORGET, on=THE_DOCUMENT)
def forget(document: Document) -> Response:
    """Forget what the person has read of this document."""
    return act(lambda: actions.forget(actor(), document), lambda _none: _forgotten(document))


def _noted(number: int, page: str) -> str:
    flash(ngettext("Noted: you have read %(num)s section.", "Noted: you have read %(num)s sections.", number) if number else _(N_("This was noted before.")), "success")
    return page


def _forgotten(document: Document) -> str:
    flash(_(N_("What you have read of this document is forgotten.")), "success")
    return url_for("reading.since", slug=document.slug)

"""What answers the scripts of the workbench: the drawn text, and the keeping of what is typed; and the button that throws it away."""
from typing import Any

from flask import abort, flash, jsonify, render_template, request, url_for
from flask_babel import gettext

from consult.documents.models import Section, Version
from consult.documents.queries import stored
from consult.documents.rules import VersionState
from consult.documents.views.addresses import THE_WORKING
from consult.errors import Conflict, ConsultError, NotFound
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, once
from consult.web.errors import status_of
from consult.web.spent import led_to
from consult.workbench.actions import keeping
from consult.workbench.forms import BenchForm
from consult.workbench.models import UnsavedText
from consult.workbench.queries import sections, unsaved
from consult.workbench.views.blueprint import bench_page, bp, kept_name, number, page_of_uid
from consult.workbench.views.drawn import drawn

GONE = N_("This section is not in the working text any more. Copy your words before you leave the page.")


@bp.post("/<slug>/<label>/edit/sections/<address>/drawn")
@access(Action.DOCUMENTS_EDIT_SECTION, on=THE_WORKING)
def draw(version: Version, address: str) -> str:
    """What is typed as it will look and what it changes; nothing is stored."""
    row = stored.section(version, address) or abort(404)
    return render_template("workbench/drawn.html", drawn=drawn(version, row, BenchForm().body.data or ""), version=version, language=version.document.language)


@bp.post("/edit/keep/<int:section_id>")
@access(Action.DESK)
def keep(section_id: int) -> Any:
    """Keep what is typed; answers with when, or with why not."""
    form, row = BenchForm(), sections.by_number(section_id)
    try:
        if row is None or row.version.state != VersionState.WORKING:
            raise NotFound(GONE)
        if led_to(form.form_key.data or ""):
            raise Conflict(N_("This form was saved in the meantime."))
        return _kept(form, row)
    except ConsultError as error:
        return jsonify(reason=gettext(error.reason, **error.facts)), status_of(error)


def _kept(form: BenchForm, row: Section) -> Any:
    number_, heading, level, body = form.number.data or "", form.heading.data or "", form.level.data or 0, form.body.data or ""
    uid, version_id = row.uid, row.version_id

    def do() -> UnsavedText:
        return keeping.keep(actor(), sections.version(version_id), uid, number_, heading, min(level, 6), body, number(form.revision.data), form.form_key.data or "",
                            number(form.continues.data))

    at = once("", do, lambda kept: kept.saved_at.isoformat())
    page = bench_page(row.version, row.address)
    return jsonify(revision=form.revision.data, at=at, keep=request.path, edit=page, enter=url_for("accounts.sign_in", next=page), draft=uid)


@bp.post("/edit/unsaved/<int:unsaved_id>/discard")
@access(Action.WORKBENCH_DISCARD, on=("unsaved_id", unsaved.one))
def discard(kept: UnsavedText) -> Any:
    """Throw away what was typed and not saved."""
    version, uid = sections.version(kept.version_id), kept.section_uid
    page, name = page_of_uid(version, uid), kept_name(version, uid)

    def then(_done: None) -> str:
        flash(name, "draft-sent")
        flash(gettext("Your unsaved words are thrown away. Below stands the text as it was saved last."), "success")
        return page

    return act(lambda: keeping.discard(actor(), kept), then)

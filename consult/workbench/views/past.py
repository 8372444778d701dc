"""The history of the working text: its steps, any two states compared, steps undone, states brought back."""
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from consult.documents.models import Section, Version
from consult.documents.queries import stored
from consult.documents.views.addresses import THE_WORKING, name_of
from consult.documents.views.changes import say
from consult.permissions.words import Action
from consult.text import diff, render, threeway
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.workbench.actions import applying
from consult.workbench.forms import StepForm
from consult.workbench.models import SectionState
from consult.workbench.queries import states
from consult.workbench.views.blueprint import bp, number, page_of_uid


@bp.get("/<slug>/<label>/edit/history")
@access(Action.DOCUMENTS_EDIT_SECTION, on=THE_WORKING)
def history(version: Version) -> str:
    """Every step of the working text, or of one section, the latest first."""
    uid = request.args.get("section", "")[:80]
    steps, following = states.page(version, uid, number(request.args.get("before")))
    here = {row.uid: row for row in stored.contents(version)}
    undoable = states.undoable(version, uid) if uid else set()
    return render_template("workbench/history.html", version=version, steps=steps, following=following, uid=uid, here=here, undoable=undoable,
                           name=name_of(here[uid]) if uid in here else name_of(steps[0]) if uid and steps else "", step=StepForm(formdata=None))


@bp.get("/<slug>/<label>/edit/history/compare")
@access(Action.DOCUMENTS_EDIT_SECTION, on=THE_WORKING)
def compare(version: Version) -> Any:
    """Lead from the two states that were chosen in the list to their comparison, the later one leading."""
    one, other = sorted((number(request.args.get("one")), number(request.args.get("other"))))
    return redirect(url_for("workbench.state", slug=version.document.slug, label=version.label, state_id=other, against=one or None), 303)


@bp.get("/<slug>/<label>/edit/history/<int:state_id>")
@access(Action.DOCUMENTS_EDIT_SECTION, on=THE_WORKING)
def state(version: Version, state_id: int) -> str:
    """One state of a section, against the one before it or against another."""
    found = states.one(version, state_id) or abort(404)
    against = states.one(version, number(request.args.get("against"))) if request.args.get("against") else states.before(found)
    if against is not None and against.section_uid != found.section_uid:
        abort(404)
    row = stored.section_by_uid(version, found.section_uid)
    return _state_page(version, found, against, row)


def _state_page(version: Version, found: SectionState, against: SectionState | None, row: Section | None) -> str:
    same = row is not None and (row.number, row.heading, row.level, row.body.strip("\n")) == (found.number, found.heading, found.level, found.body.strip("\n"))
    changes = render.diff(diff.compare(against.body, found.body), say) if against is not None and against.body.strip("\n") != found.body.strip("\n") else None
    return render_template("workbench/state.html", version=version, state=found, against=against, row=row, changes=changes, paragraphs=render.paragraphs(found.body, "state"),
                           same=same, name=name_of(found), was=name_of(against) if against else "", undoable=found.id in states.undoable(version, found.section_uid),
                           step=StepForm(formdata=None, revision=row.revision if row else 0), latest=states.latest(version, found.section_uid))


@bp.route("/<slug>/<label>/edit/history/<int:state_id>/undo", methods=["GET", "POST"])
@access(Action.WORKBENCH_UNDO, on=THE_WORKING)
def undo(version: Version, state_id: int) -> Any:
    """Undo one step; where the same words were changed after it, both wordings are shown and the editor writes what shall stand."""
    found = states.one(version, state_id) or abort(404)
    row = stored.section_by_uid(version, found.section_uid)
    before = states.before(found)
    if row is None or before is None:
        flash(gettext("This step cannot be undone: the section is not in the text, or nothing was there before."), "warning")
        return redirect(url_for("workbench.history", slug=version.document.slug, label=version.label))
    form, parts, now, body = StepForm(revision=row.revision), threeway.parts(found.body, before.body, row.body), row.revision, row.body
    touched = threeway.clashes(parts)
    if not form.is_submitted():
        form.body.data = row.body.strip("\n")

    def show() -> str:
        result = threeway.merged(parts)
        if number(form.revision.data) != now:  # somebody was quicker: the page shows the text as it is now, so that to send it again is a decision
            form.body.data, form.revision.data = _carried_over(version, found.section_uid, form, body), str(now)
        form.body.data = form.body.data or row.body.strip("\n")
        return render_template("workbench/undo.html", version=version, state=found, row=row, form=form, touched=touched, name=name_of(row),
                               result=render.diff(diff.compare(row.body, result), say) if result is not None else None)

    def do() -> None:
        applying.undo(actor(), version, found, number(form.revision.data), form.body.data if "write" in request.form else None)

    return answer(form, show, do, lambda _done: _back(version, found, gettext("The step is undone; what came after it stays.")))


def _carried_over(version: Version, uid: str, form: StepForm, now: str) -> str:
    """What was typed on the text as it stood, on the text as it stands; where both changed the same words, those that were typed."""
    base, typed = states.at_revision(version, uid, number(form.revision.data)), (form.body.data or "").strip("\n")
    if base is None or "write" not in request.form:
        return now.strip("\n")
    parts = threeway.parts(base.body.strip("\n"), typed, now.strip("\n"))
    return threeway.merged(parts, {place: part.mine for place, part in enumerate(threeway.clashes(parts))}) or typed


@bp.post("/<slug>/<label>/edit/history/<int:state_id>/restore")
@access(Action.WORKBENCH_RESTORE, on=THE_WORKING)
def restore(version: Version, state_id: int) -> Any:
    """Let a section stand again as it stood."""
    found = states.one(version, state_id) or abort(404)
    form = StepForm()

    def do() -> None:
        applying.restore(actor(), version, found, number(form.revision.data))

    def show() -> str:
        row = stored.section_by_uid(version, found.section_uid)
        return _state_page(version, found, states.before(found), row)

    return answer(form, show, do, lambda _done: _back(version, found, gettext("The section stands again as it stood. The state before is in the history.")))


def _back(version: Version, found: SectionState, words: str) -> str:
    flash(words, "success")
    return page_of_uid(version, found.section_uid)

"""The workbench of one section: the editor, what changes, the comments; saving, putting together, and taking proposals over."""
from dataclasses import dataclass
from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext
from flask_babel import ngettext as counted

from consult.comments.models import Comment
from consult.documents.actions import editing
from consult.documents.models import Section, Version
from consult.documents.queries import stored
from consult.documents.views.addresses import cite, name_of
from consult.i18n import N_
from consult.text import normalise
from consult.web.access import actor
from consult.web.answer import answer
from consult.workbench.actions import applying, keeping, ticking
from consult.workbench.forms import BenchForm
from consult.workbench.models import UnsavedText
from consult.workbench.queries import proposals, states, ticks, unsaved
from consult.workbench.rules import Cause, Fit
from consult.workbench.views.blueprint import draft_name, kept_name, number, page_of_uid, stands
from consult.workbench.views.drawn import drawn
from consult.workbench.views.merging import brought_together

SAVED = N_("Saved. Nobody but the editors sees it before publication.")
NOTHING = N_("Nothing has changed: the section stands as it did, and its history has no new step.")


@dataclass
class Desk:
    """What the page of a section is about while it is answered."""

    version: Version
    row: Section
    form: BenchForm
    kept: UnsavedText | None
    comments: list[Comment]
    more: int
    after: int
    there: set[str]
    changed: bool = False

    @property
    def names(self) -> set[str]:
        """The comments that are ticked: those that were there, with what this form has ticked and unticked since it was opened."""
        asked, was = set(self.form.comments.data or []), set((self.form.ticked.data or "").split())
        return self.there - (was - asked) | (asked - was)


def edit(version: Version, row: Section) -> Any:
    """Change a section with everything in sight."""
    desk = _desk(version, row)
    if request.method == "POST" and ("preview" in request.form or "merge" in request.form):
        desk.form.validate()
        return _show(desk)
    return answer(desk.form, lambda: _show(desk), lambda: _do(desk), lambda proposal: _then(desk, proposal))


def _desk(version: Version, row: Section) -> Desk:
    names = ("number", "heading", "level", "body")
    form, after = BenchForm(revision=row.revision, **dict(zip(names, stands(row), strict=True))), number(request.values.get("after"))
    comments, more = proposals.beside(version, row.uid, after)
    kept = unsaved.of(actor(), version, row.uid)
    if request.method in {"GET", "HEAD"} and kept is not None:
        form.number.data, form.heading.data, form.level.data, form.body.data = kept.number, kept.heading, kept.level, kept.body
        form.revision.data, form.continues.data = str(kept.began_from), str(kept.revision)
    return Desk(version, row, form, kept, comments, more, after, _ticked(version, row.uid, comments))


def _ticked(version: Version, uid: str, comments: list[Comment]) -> set[str]:
    """Those of these comments that are ticked at the section as it is stored."""
    there = ticks.at_section(version, uid)
    return {one.public_id for one in comments if one.id in there}


def _show(desk: Desk) -> str:
    """The page with what was typed; where somebody was quicker, both edits side by side and put together."""
    version, form = desk.version, desk.form
    row = stored.section_by_uid(version, desk.row.uid) or desk.row
    quicker = str(row.revision) != str(form.revision.data)
    anew = "merge" in request.form and bool(form.merged.data)
    merge = brought_together(version, row, form, request.form if anew else {}) if quicker or anew else None
    steps = states.in_effect(version, row.uid)
    applied = {comment: step.id for comment, step in states.applied(steps.values()).items()}
    fits = proposals.fitted(desk.comments, row.body, applied)
    ticked, near = desk.names, stored.contents(version)
    form.ticked.data = " ".join(sorted(desk.there))
    at = next((place for place, one in enumerate(near) if one.uid == row.uid), 0)
    return render_template(
        "documents/edit_section.html", form=form, version=version, row=row, name=name_of(row), cite=cite(row), merge=merge, drawn=drawn(version, row, form.body.data or ""),
        comments=desk.comments, fits=fits, more=desk.more, after=desk.after, ticked=ticked, kept=desk.kept if request.method in {"GET", "HEAD"} else None,
        draft=draft_name(version, row.uid), Fit=Fit, changed=any(step.cause != Cause.FOUND for step in steps.values()),
        neighbours=[near[at - 1] if at else None, near[at + 1] if at + 1 < len(near) else None])


def _do(desk: Desk) -> Comment | None:
    """Save what was typed, note the ticks, and take over the proposal whose button was pressed; a proposal that needs a choice is handed on."""
    version, form = desk.version, desk.form
    section = stored.section_by_uid(version, desk.row.uid) or desk.row
    revision = section.revision
    typed = (form.number.data, form.heading.data, form.level.data, normalise.canonical(form.body.data or "").rstrip("\n"))
    if typed != stands(section) or str(section.revision) != str(form.revision.data):
        editing.edit_section(actor(), version, section, form.number.data, form.heading.data, form.level.data, form.body.data or "", number(form.revision.data), form.divide.data,
                             Cause.MERGED if form.merged.data else Cause.EDITED)
    beside, _ = proposals.beside(version, section.uid, desk.after)
    desk.there = _ticked(version, section.uid, beside)
    now = stored.section_by_uid(version, section.uid)
    desk.changed = now is None or now.revision != revision or desk.names != desk.there
    ticking.tick(actor(), version, section.uid, [one for one in beside if one.public_id in desk.names], among=beside)
    keeping.forget(actor(), version, section.uid, form.form_key.data or "", number(form.continues.data))
    wanted = next((one for one in beside if one.public_id == request.form.get("apply")), None)
    return wanted if wanted is None or not _taken_over(version, section.uid, wanted) else None


def _taken_over(version: Version, uid: str, comment: Comment) -> bool:
    """Whether the proposal went in by itself."""
    section = stored.section_by_uid(version, uid)
    beside, _ = proposals.beside(version, uid, most=None)
    applied = {one: step.id for one, step in states.applied(states.in_effect(version, uid).values()).items()}
    fit = proposals.fitted(beside, section.body, applied).get(comment.id) if section else None
    if section is None or fit is None or fit.fit != Fit.CLEAN:
        return False
    applying.apply(actor(), version, section, comment, section.revision)
    flash(gettext("The proposal of %(comment)s stands in the text, and the comment is ticked. It can be undone beside the comment.", comment=comment.public_id), "success")
    return True


def _then(desk: Desk, waiting: Comment | None) -> str:
    """Back to the section, or on to the page on which the editor chooses."""
    version, uid = desk.version, desk.row.uid
    flash(kept_name(version, uid), "draft-sent")
    if waiting is not None:
        row = stored.section_by_uid(version, uid) or desk.row
        return url_for("workbench.choose", slug=version.document.slug, label=version.label, address=row.address, public_id=waiting.public_id)
    if "apply" not in request.form and not desk.changed:
        flash(gettext(NOTHING), "success")
    elif "apply" not in request.form:
        flash(gettext(SAVED) + (" " + counted("%(num)s comment is ticked.", "%(num)s comments are ticked.", len(desk.names)) if desk.names else ""), "success")
    return page_of_uid(version, uid)



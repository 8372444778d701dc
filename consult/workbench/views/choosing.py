"""A proposed wording before it goes in: what the text becomes; and where others want the same words, all of them side by side."""
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, render_template, url_for
from flask_babel import gettext
from markupsafe import Markup

from consult.comments.models import Comment
from consult.documents.models import Section, Version
from consult.documents.queries import stored
from consult.documents.views.addresses import THE_WORKING, cite, name_of
from consult.documents.views.changes import say
from consult.errors import Invalid
from consult.i18n import N_
from consult.permissions.words import Action
from consult.text import anchors, diff, render
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.workbench.actions import applying, ticking
from consult.workbench.forms import ChooseForm
from consult.workbench.queries import proposals, states, ticks
from consult.workbench.queries.proposals import Fitted
from consult.workbench.rules import Fit
from consult.workbench.views.blueprint import bp, number, page_of_uid

OTHER = "other"
_AROUND = 160


@dataclass(frozen=True)
class Offer:
    """One proposal for the place: its comment, its words against those that were quoted and those that stand there, and whether it stands there already."""

    comment: Comment
    against_now: Markup
    taken: bool


@bp.route("/<slug>/<label>/edit/sections/<address>/proposals/<public_id>", methods=["GET", "POST"])
@access(Action.WORKBENCH_APPLY, on=THE_WORKING)
def choose(version: Version, address: str, public_id: str) -> Any:
    """Look at a proposal in its place; put it in, choose another, or write the words."""
    row = stored.section(version, address) or abort(404)
    form, applied = ChooseForm(revision=row.revision, choice=public_id), _applied(version, row)
    one, beside = _proposal(version, row, public_id, applied)
    now = row.revision
    open_rivals = [rival for rival in one.rivals if rival.id not in applied]
    form.choice.choices = [(each.public_id, each.public_id) for each in (one.comment, *open_rivals)] + [(OTHER, OTHER)]
    form.behind.choices = [(each.public_id, each.public_id) for each in (one.comment, *one.rivals)]
    if not form.is_submitted():
        form.words.data, form.behind.data = one.now, [public_id]

    def do() -> None:
        section = stored.section_by_uid(version, row.uid) or row
        picked = next((each for each in (one.comment, *open_rivals) if each.public_id == form.choice.data), None)
        if picked is None and form.choice.data != OTHER:
            raise Invalid(N_("Choose what shall stand there."), field="choice")
        clean = picked is one.comment and one.fit == Fit.CLEAN
        applying.apply(actor(), version, section, picked or one.comment, number(form.revision.data), None if clean else picked.proposed if picked else form.words.data or "")
        wanted = set(form.behind.data or [])
        already = ticks.at_section(version, row.uid)
        ticking.tick(actor(), version, row.uid, [each for each in beside if each.public_id in wanted or each.id in already])

    def then(_done: None) -> str:
        flash(gettext("The words stand in the text, and the comments are ticked. It can be undone beside the comment."), "success")
        return page_of_uid(version, row.uid)

    def show() -> str:
        form.revision.data = str(now)  # the page shows the text as it is now: to send it again is a decision
        return _show(version, row, form, one, applied)

    return answer(form, show, do, then)


def _proposal(version: Version, row: Section, public_id: str, applied: dict[int, int]) -> tuple[Fitted, list[Comment]]:
    beside, _ = proposals.beside(version, row.uid, most=None)
    found = proposals.fitted(beside, row.body, applied)
    one = next((each for each in found.values() if each.comment.public_id == public_id), None)
    return one or abort(404), beside


def _applied(version: Version, row: Section) -> dict[int, int]:
    return {comment: step.id for comment, step in states.applied(states.in_effect(version, row.uid).values()).items()}


def _show(version: Version, row: Section, form: ChooseForm, one: Fitted, applied: dict[int, int]) -> str:
    """The words then, the words now with those around them, and every proposal that wants them."""
    plain = anchors.plain(row.body)
    offers = [Offer(each, render.words(diff.words(one.now, each.proposed), say), each.id in applied) for each in (one.comment, *one.rivals)]
    result = render.diff(diff.compare(row.body, one.text), say) if one.text is not None else None
    page = url_for("documents.edit_section", slug=version.document.slug, label=version.label, address=row.address)
    return render_template("workbench/choose.html", form=form, version=version, row=row, name=name_of(row), cite=cite(row), one=one, offers=offers, result=result, page=page,
                           before=plain[max(0, one.start - _AROUND):one.start], behind=plain[one.end:one.end + _AROUND], Fit=Fit, OTHER=OTHER)

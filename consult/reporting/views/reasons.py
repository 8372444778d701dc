"""Giving the reasons of changes that no comment asked for, beside the comparison."""
from collections.abc import Callable
from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.documents.models import Version
from consult.documents.views.addresses import THE_WORKING, name_of, readable
from consult.i18n import N_
from consult.permissions.words import Action
from consult.reporting.actions import explaining
from consult.reporting.forms import ReasonForm
from consult.reporting.queries import reasons
from consult.reporting.views.blueprint import bp
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.requests import number


@bp.route("/reasons/<slug>/<label>", methods=["GET", "POST"])
@access(Action.REPORTING_EXPLAIN, on=THE_WORKING)
def explain(version: Version) -> Any:
    """Say why the working text was changed where no comment asked for it."""
    return _reasons(version, [one for one in reasons.changed(version) if not one.commented], explaining.explain)


@bp.route("/reasons/<slug>/<label>/late", methods=["GET", "POST"])
@access(Action.REPORTING_EXPLAIN_LATE, on=(("slug", "label"), readable))
def explain_late(version: Version) -> Any:
    """The same for a published version, as far as a reason is missing."""
    return _reasons(version, reasons.unexplained(version), explaining.explain_late)


def _reasons(version: Version, open_ones: list[reasons.Changed], give: Callable[..., None]) -> Any:
    form = ReasonForm(seen=max((one.reason.id for one in open_ones if one.reason), default=0))
    form.sections.choices = [(one.uid, name_of(one.section) + (" " + _(N_("(removed)")) if one.removed else "")) for one in open_ones]

    def show() -> str:
        return render_template("documents/compare_reasons.html", form=form, version=version, open_ones={one.uid: one for one in open_ones},
                               missing=sum(1 for one in open_ones if one.reason is None))

    def do() -> None:
        give(actor(), version, form.sections.data, form.reason.data, number(form.seen.data))

    return answer(form, show, do, lambda _none: _given(version, give, len(form.sections.data or [])))


def _given(version: Version, give: Callable[..., None], number: int) -> str:
    flash(ngettext("The reason is kept for %(num)s change.", "The reason is kept for %(num)s changes.", number), "success")
    late = give is explaining.explain_late
    return url_for("reporting.explain_late" if late else "reporting.explain", slug=version.document.slug, label=version.label)

"""What became of every section: the engine proposes, the editor corrects."""
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext

from consult.documents.actions import concording
from consult.documents.models import Version
from consult.documents.queries import stored, versions
from consult.documents.views.addresses import THE_WORKING, name_of
from consult.documents.views.blueprint import bp
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.forms import BaseForm

#: A section of the base may become this many when split by hand.
PARTS_MAX = 6


@bp.route("/<slug>/<label>/edit/concordance", methods=["GET", "POST"])
@access(Action.DOCUMENTS_CORRECT_CONCORDANCE, on=THE_WORKING)
def concordance(version: Version) -> Any:
    """The table of links; each section of the base can be pointed at other sections, or at none."""
    form = BaseForm()
    before = stored.contents(version.base) if version.base else []

    def show() -> str:
        became: dict[str | None, list[Any]] = {}
        for link in versions.concordance(version):
            became.setdefault(link.old_uid, []).append(link)
        now = stored.contents(version)
        chosen = next((row for row in before if row.uid == request.values.get("old")), None)
        choices = [("", gettext("nothing")), *((row.uid, name_of(row)) for row in now)] if chosen else []
        return render_template("documents/concordance.html", form=form, version=version, before=before, became=became, chosen=chosen, choices=choices,
                               names={row.uid: name_of(row) for row in now}, parts_max=PARTS_MAX)

    def do() -> None:
        old = request.form.get("old", "")
        new = [uid for uid in dict.fromkeys(request.form.getlist("new")[:PARTS_MAX]) if uid]
        concording.correct_concordance(actor(), version, old or None, new)

    return answer(form, show, do, lambda _: url_for("documents.concordance", slug=version.document.slug, label=version.label, _anchor="row-" + request.form.get("old", "")))

"""Publishing a working text: the checklist, what happens to every thread, the typed confirmation; and withdrawing."""
from collections import Counter
from typing import Any

from flask import render_template
from flask_babel import gettext

from consult.comments.queries import answers, places
from consult.comments.rules import PlaceStatus
from consult.documents.actions import publishing
from consult.documents.forms import PublishForm, WithdrawForm
from consult.documents.models import Version
from consult.documents.queries import stored, versions
from consult.documents.rules import ChangeClass, hindrances
from consult.documents.views.addresses import THE_VERSION, THE_WORKING, name_of, page_of, repeated
from consult.documents.views.blueprint import bp
from consult.documents.views.editing import typed
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.text import normalise
from consult.web.access import access, actor
from consult.web.answer import answer

#: A proposed link of less confidence than this is worth a look before publication.
DOUBTFUL = 0.6


@bp.route("/<slug>/<label>/edit/publish", methods=["GET", "POST"])
@access(Action.DOCUMENTS_PUBLISH, on=THE_WORKING)
def publish(version: Version) -> Any:
    """The checklist and the dry run, and the step itself."""
    form = PublishForm(change_class=version.change_class.value, change_note=version.change_note, seen=normalise.digest(stored.source(version)))

    def do() -> Version:
        typed(form.confirm.data, version)
        chosen = ChangeClass(form.change_class.data) if form.change_class.data in set(ChangeClass) else None
        return publishing.publish(actor(), version, form.change_note.data, form.final.data, chosen, form.seen.data)

    return answer(form, lambda: render_template("documents/publish.html", form=form, version=version, **_checklist(version)), do, page_of)


def _checklist(version: Version) -> dict[str, Any]:
    """What is missing, and what will happen to every thread (V6)."""
    links, threads = versions.concordance(version), places.dry_run(version)
    kinds = {kind for link in links for kind in link.kinds.split()}
    unchanged = [link.disposition.comment.public_id for link in answers.unchanged_links(version)]
    contents, held = stored.contents(version), rounds.unfinished(version.document)
    missing = hindrances(version.change_class, kinds, len(contents), [r.number for r in held], unchanged)
    names = {row.uid: name_of(row) for row in [*(stored.contents(version.base) if version.base else []), *contents]}
    doubtful = [link for link in links if link.source == "engine" and link.confidence < DOUBTFUL]
    return {"missing": [gettext(m.reason, **m.facts) for m in missing], "places": Counter(one.after.status for one in threads), "threads": threads, "names": names,
            "statuses": list(PlaceStatus), "sections": len(contents), "kinds": Counter(kind for link in links for kind in link.kinds.split()), "doubtful": doubtful,
            "repeated": repeated(contents), "held": [(r, len(answers.unanswered(r))) for r in held],
            "blocked": any(getattr(m, "field", "") != "change_class" for m in missing)}


@bp.route("/<slug>/<label>/withdraw", methods=["GET", "POST"])
@access(Action.DOCUMENTS_WITHDRAW, on=THE_VERSION)
def withdraw(version: Version) -> Any:
    """Say in public that a version no longer stands."""
    form = WithdrawForm()

    def do() -> None:
        typed(form.confirm.data, version)
        publishing.withdraw(actor(), version, form.reason.data)

    return answer(form, lambda: render_template("documents/withdraw.html", form=form, version=version), do, lambda _: page_of(version))

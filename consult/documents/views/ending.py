"""Giving up a working text, withdrawing a published one; both with the label typed to confirm."""
from dataclasses import dataclass
from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext

from consult.comments.models import Comment
from consult.documents.actions import publishing, starting
from consult.documents.forms import DiscardForm, WithdrawForm
from consult.documents.models import Version
from consult.documents.queries import checklist, stored, versions
from consult.documents.views.addresses import THE_VERSION, THE_WORKING, page_of
from consult.documents.views.blueprint import bp
from consult.errors import Invalid
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer


@dataclass(frozen=True)
class Lost:
    """What is given up with a working text, and what answers have promised in it."""

    sections: int
    changed: int
    said: int
    promised: list[Comment]


def typed(words: str | None, version: Version) -> None:
    """Refuse unless the label was typed to confirm."""
    if (words or "").strip() != version.label:
        raise Invalid(N_("Type the label exactly as it is: %(label)s."), field="confirm", label=version.label)


@bp.route("/<slug>/<label>/edit/discard", methods=["GET", "POST"])
@access(Action.DOCUMENTS_DISCARD, on=THE_WORKING)
def discard(version: Version) -> Any:
    """Give up the working text; the page says what is lost and what is kept."""
    form, slug, label = DiscardForm(), version.document.slug, version.label

    def do() -> None:
        typed(form.confirm.data, version)
        starting.discard(actor(), version)
        flash(gettext("The working text %(label)s was discarded. Its label can be used again.", label=label), "success")

    return answer(form, lambda: render_template("documents/discard.html", form=form, version=version, lost=_lost(version)), do, lambda _: url_for("documents.show", slug=slug))


def _lost(version: Version) -> Lost:
    links = versions.concordance(version)
    changed = sum(1 for link in links if link.kinds != "unchanged")
    return Lost(len(stored.contents(version)), changed, sum(1 for link in links if link.source == "editor"), checklist.promised(version))


@bp.route("/<slug>/<label>/withdraw", methods=["GET", "POST"])
@access(Action.DOCUMENTS_WITHDRAW, on=THE_VERSION)
def withdraw(version: Version) -> Any:
    """Say in public that a version no longer stands."""
    form = WithdrawForm()

    def do() -> None:
        typed(form.confirm.data, version)
        publishing.withdraw(actor(), version, form.reason.data)
        flash(gettext("Version %(label)s was withdrawn. Its text stays readable under a notice with the reason.", label=version.label), "success")

    return answer(form, lambda: render_template("documents/withdraw.html", form=form, version=version), do, lambda _: page_of(version))

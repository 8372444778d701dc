"""Translating one section: the original with what changed in it, the translation beside it, and the review by somebody else."""
from functools import lru_cache
from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from consult.documents.models import Section, Version
from consult.documents.queries import comparing, stored
from consult.documents.views.addresses import cite, name_of
from consult.documents.views.changes import say
from consult.errors import NotFound
from consult.i18n import N_
from consult.permissions.words import Action
from consult.text import diff, render
from consult.translating import actions, queries
from consult.translating.forms import ReviewForm, TranslateForm
from consult.translating.models import Translation
from consult.translating.queries import Translated
from consult.translating.rules.states import Stage, Standing, behind, standing
from consult.translating.views.addresses import autonym, number, section_now, writing_page
from consult.translating.views.blueprint import bp
from consult.web.access import access, actor
from consult.web.answer import answer

THE_SECTION = (("slug", "language", "uid"), section_now)


@lru_cache(maxsize=256)
def _compared(was: str, now: str) -> str:
    return comparing.compared(was, now)[0]


def since_made(was: tuple[str, str], now: tuple[str, str]) -> Markup:
    """What changed in an original since it was translated, its heading first where that is another."""
    heading = Markup("<p><b>%s</b></p>") % render.words(diff.words(was[0], now[0]), say) if was[0] != now[0] else Markup("")
    return heading + (render.kept_diff(_compared(was[1], now[1]), say) if was[1] != now[1] else Markup(""))


@bp.route("/<slug>/<language>/sections/<uid>", methods=["GET", "POST"])
@access(Action.DESK, on=THE_SECTION)
def write(asked: tuple[Version, str, Section]) -> Any:
    """Original and translation side by side; a draft can be saved, or the translation shown to readers."""
    version, language, section = asked
    uid, latest = section.uid, queries.latest(version.document, section.uid, language)
    form = TranslateForm(seen=latest.seq if latest else 0, heading=latest.heading if latest else "", body=latest.body if latest else "")

    def do() -> Translation:
        step = actions.hand_in if "hand_in" in request.form else actions.save_draft
        found = stored.section_by_uid(version, uid)
        if found is None:
            raise NotFound(N_("This version has no such section."))
        row = step(actor(), version, found, language, form.heading.data or "", form.body.data or "", number(form.seen.data))
        flash(_("Readers can see the translation now, as an unofficial one. Somebody else can review it.") if row.stage == Stage.MADE
              else _("The draft is saved. Only editors see it."), "success")
        return row

    def show() -> str:
        return _page(asked, form)

    if request.method == "POST" and "preview" in request.form:
        form.validate()
        return show()
    return answer(form, show, do, lambda _row: writing_page(version, language, uid))


def _page(asked: tuple[Version, str, Section], form: TranslateForm) -> str:
    version, language, section = asked
    document, posted = version.document, request.method == "POST"
    latest = queries.latest(document, section.uid, language)
    theirs = latest if posted and latest and latest.seq != number(form.seen.data) else None
    if theirs:  # both are shown, so that saving again is a decision
        form.seen.data = str(theirs.seq)
    made = queries.text(version, language, section.uid).sections.get(section.uid)
    since, since_label = _since(section, latest, made)
    rows = stored.contents(version)
    at = next(i for i, row in enumerate(rows) if row.uid == section.uid)
    near = [(name_of(rows[i]), writing_page(version, language, rows[i].uid)) if 0 <= i < len(rows) else None for i in (at - 1, at + 1)]
    return render_template(
        "translating/write.html", since_label=since_label, form=form, version=version, document=document, language=language,
        autonym=autonym(language), section=section, name=name_of(section),
        cite=cite(section), latest=latest, theirs=theirs, since=since, paragraphs=render.paragraphs(section.body, "original"), near=near, Stage=Stage, Standing=Standing,
        standing=made.standing if made else standing(False, False, False), made=made, preview=_preview(form, latest) if not theirs else None,
        between=render.words(diff.words(theirs.body, form.body.data or ""), say) if theirs else None, history=queries.history(document, section.uid, language),
        review=ReviewForm(formdata=None, seen=latest.seq) if latest else None)


def _since(section: Section, latest: Translation | None, made: Translated | None) -> tuple[Markup | None, str]:
    """What changed in the original since the translation that readers see was made, else since the draft; and the version it was made from."""
    now = (section.heading, section.body)
    if made and made.standing == Standing.BEHIND:
        return since_made((made.was_heading, made.was_body), now), made.label
    was = stored.section_by_uid(latest.version, section.uid) if latest and latest.version_id != section.version_id else None
    if latest and was and behind((was.heading, was.body), now):
        return since_made((was.heading, was.body), now), latest.version.label
    return None, ""


def _preview(form: TranslateForm, latest: Translation | None) -> Any:
    """The translation as it will stand, or stands."""
    words = form.body.data if request.method == "POST" else latest.body if latest else ""
    try:
        return render.paragraphs(words or "", "preview")
    except render.TooComplex:
        return None


@bp.route("/reviews/<int:number>", methods=["GET", "POST"])
@access(Action.TRANSLATING_REVIEW, on=("number", queries.one))
def review(translation: Translation) -> Any:
    """Original and translation once more, and the button that says they agree."""
    form, version = ReviewForm(), translation.version
    section = stored.section_by_uid(version, translation.section_uid)

    def do() -> str:
        actions.review(actor(), translation)
        flash(_("Marked as reviewed. Readers see that a second person has looked at it."), "success")
        return writing_page(version, translation.language, translation.section_uid)

    def show() -> str:
        return render_template("translating/review.html", form=form, translation=translation, version=version, document=version.document, section=section,
                               name=name_of(section) if section else "", language=translation.language, autonym=autonym(translation.language),
                               original=render.paragraphs(section.body if section else "", "original"), paragraphs=render.paragraphs(translation.body, "translation"))

    return answer(form, show, do, lambda address: address)

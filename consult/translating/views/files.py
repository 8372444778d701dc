"""Files for translators: fetching them, bringing them back, and looking at every row before anything is stored."""
from collections import Counter
from pathlib import PurePosixPath
from typing import Any

from flask import Response, flash, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult import clock
from consult.documents.models import Section, Version
from consult.documents.queries import stored
from consult.documents.views.addresses import name_of
from consult.errors import Invalid
from consult.i18n import N_
from consult.permissions.words import Action
from consult.translating import actions, exports, queries
from consult.translating.forms import AsideForm, BringForm, TakeForm
from consult.translating.models import TranslationIntake
from consult.translating.rules import columns, units, xliff
from consult.translating.rules.units import Unit, Verdict
from consult.translating.views.addresses import autonym, number, page_of, translated_now, writing_page
from consult.translating.views.blueprint import bp
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.downloads import handed_out

THE_TEXT = (("slug", "language"), translated_now)
THE_INTAKE = ("number", queries.intake)
#: So many rows stand on the page; those with something to be said come first.
SHOWN = 300


def _named(version: Version) -> list[tuple[Section, str]]:
    return [(row, name_of(row)) for row in stored.sections(version)]


@bp.get("/<slug>/<language>/text.xlf")
@access(Action.DESK, on=THE_TEXT)
def as_xliff(asked: tuple[Version, str]) -> Response:
    """The text for a program for translators."""
    version, language = asked
    return handed_out(exports.as_xliff(version, language, _named(version)), xliff.MEDIA_TYPE, exports.name(version, language, "xlf"))


@bp.get("/<slug>/<language>/text.docx")
@access(Action.DESK, on=THE_TEXT)
def as_columns(asked: tuple[Version, str]) -> Response:
    """The text in two columns for Word."""
    version, language = asked
    title = _("%(title)s, version %(label)s: translation into %(language)s", title=version.document.title, label=version.label, language=autonym(language))
    note = _("Write the translation into the right column. Leave the keys and the original as they are; keep the marks such as ** and *. An unofficial translation: "
             "only the original is voted on.")
    heads = [_("Key"), _("Original"), _("Translation")]
    content = exports.as_columns(version, language, _named(version), title, note, heads, clock.now())
    return handed_out(content, columns.MEDIA_TYPE, exports.name(version, language, "docx"))


@bp.route("/<slug>/<language>/bring", methods=["GET", "POST"])
@access(Action.DESK, on=THE_TEXT)
def bring(asked: tuple[Version, str]) -> Any:
    """Hand in a file; every row of it is looked at before anything is stored."""
    version, language = asked
    form = BringForm()

    def do() -> TranslationIntake:
        name, found = _brought(form, language)
        return actions.take_in(actor(), version, language, name, found)

    return answer(form, lambda: render_template("translating/bring.html", form=form, version=version, document=version.document, language=language, autonym=autonym(language),
                                                waiting=queries.waiting(actor(), version, language), most=xliff.SIZE_MAX // 2**20), do,
                  lambda row: url_for("translating.incoming", number=row.id))


def _brought(form: BringForm, language: str) -> tuple[str, list[Unit]]:
    """The name and the pieces of the file that was chosen."""
    if not form.file.data or not form.file.data.filename:
        raise Invalid(N_("Please choose a file."), field="file")
    with form.file.data.stream as sent:
        name, content = form.file.data.filename, sent.read(xliff.SIZE_MAX + 1)
    if not content:
        raise Invalid(N_("The file is empty."), field="file")
    ending = PurePosixPath(name.lower()).suffix
    if ending == ".docx":
        return name, columns.read(content)
    if ending not in {".xlf", ".xliff", ".xml"}:
        raise Invalid(N_("Only XLIFF (.xlf) and Word (.docx) files are taken."), field="file")
    _original, target, found = xliff.read(content)
    if target and target.lower() != language.lower():
        raise Invalid(N_("This file says that it is a translation into “%(found)s”; this page is for “%(wanted)s”."), field="file", found=target[:40], wanted=language)
    return name, found


@bp.route("/incoming/<int:number>", methods=["GET", "POST"])
@access(Action.TRANSLATING_TAKE_OVER, on=THE_INTAKE)
def incoming(intake: TranslationIntake) -> Any:
    """Every row of a file with what is to be said of it; the sections that are in order can be taken over."""
    version, language = intake.version, intake.language
    last = queries.last_saving(version.document, language)
    form = TakeForm(seen=last)

    def show() -> str:
        form.seen.data = str(last)  # the rows are shown as they stand now: to send them again is a decision
        return _incoming(intake, form)

    def do() -> int:
        originals = queries.originals(version, language, _named(version))
        words = units.taken(originals, units.checked(originals, _pieces(intake)))
        return actions.take_over(actor(), intake, words, form.stage.data == "made", number(form.seen.data))

    def then(count: int) -> str:
        flash(ngettext("%(num)s section was taken over.", "%(num)s sections were taken over.", count), "success")
        return page_of(version, language)

    return answer(form, show, do, then)


def _pieces(intake: TranslationIntake) -> list[Unit]:
    return [Unit(key, source, target) for key, source, target in intake.pieces]


def _incoming(intake: TranslationIntake, form: TakeForm) -> str:
    version, language = intake.version, intake.language
    originals = queries.originals(version, language, _named(version))
    rows = units.checked(originals, _pieces(intake))
    order = [Verdict.BROKEN, Verdict.CHANGED, Verdict.UNKNOWN, Verdict.TWICE, Verdict.STALE, Verdict.INCOMPLETE, Verdict.NEW, Verdict.EMPTY, Verdict.SAME]
    taken, cells = units.taken(originals, rows), queries.overview(version)
    replaced = [(one.name, writing_page(version, language, one.uid), cells[language, one.uid].draft) for one in originals if one.uid in taken and (language, one.uid) in cells]
    told = [row for verdict in order[:-2] for row in rows if row.verdict == verdict]
    return render_template("translating/incoming.html", intake=intake, form=form, aside=AsideForm(formdata=None), version=version, document=version.document, language=language,
                           autonym=autonym(language), rows=told[:SHOWN], more=max(0, len(told) - SHOWN), counts=Counter(row.verdict for row in rows), order=order, Verdict=Verdict,
                           taken=taken, replaced=replaced, names={one.uid: one.name for one in originals})


@bp.post("/incoming/<int:number>/aside")
@access(Action.TRANSLATING_SET_ASIDE, on=THE_INTAKE)
def set_aside(intake: TranslationIntake) -> Any:
    """Forget a file that was brought in."""
    form, version, language = AsideForm(), intake.version, intake.language

    def then(_done: None) -> str:
        flash(_("The file was set aside; nothing of it was stored."), "success")
        return page_of(version, language)

    return answer(form, lambda: _incoming(intake, TakeForm(formdata=None, seen=queries.last_saving(version.document, language))), lambda: actions.set_aside(actor(), intake), then)

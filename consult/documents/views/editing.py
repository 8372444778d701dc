"""The editors' workbench: opening documents, starting versions, and changing a working text section by section."""
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext

from consult.documents.actions import editing, starting
from consult.documents.forms import AddForm, DocumentForm, PlaceForm, RemoveForm, SectionForm, StartForm
from consult.documents.models import Document, Section, Version
from consult.documents.queries import stored, versions
from consult.documents.rules import PUBLIC, TEXT_MAX, ChangeClass, read_upload
from consult.documents.views.addresses import THE_DOCUMENT, THE_VERSION, THE_WORKING, name_of, page_of, repeated
from consult.documents.views.blueprint import bp
from consult.errors import Invalid
from consult.i18n import N_
from consult.importing import queries as importing
from consult.importing.rules import outline
from consult.permissions.words import Action
from consult.text import render
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.workbench.queries import unsaved
from consult.workbench.views import bench


@bp.route("/new", methods=["GET", "POST"])
@access(Action.DOCUMENTS_CREATE)
def create() -> Any:
    """Open a document."""
    form = DocumentForm(waiting=_number(request.args.get("waiting")) or "")

    def then(document: Document) -> str:
        return url_for("documents.start", slug=document.slug, waiting=_number(form.waiting.data) or None)

    return answer(form, lambda: render_template("documents/create.html", form=form),
                  lambda: starting.create(actor(), form.slug.data, form.title.data, form.language.data), then)


@bp.route("/<slug>/start", methods=["GET", "POST"])
@access(Action.DOCUMENTS_START, on=THE_DOCUMENT)
def start(document: Document) -> Any:
    """Begin a version from a text that was brought in, from a file, from pasted text, or as a copy."""
    bases = [v for v in reversed(versions.published(document)) if v.state == "published"]
    brought = importing.waiting(actor())
    asked = _number(request.args.get("waiting"))
    waits = any(one.id == asked for one in brought)
    form = StartForm(title=document.title, source="waiting" if waits else "copy" if bases else "file", waiting=asked if waits else "")
    form.base.choices = [(v.label, f"{v.label} {v.title}") for v in bases]
    form.waiting.choices = [(str(one.id), one.name) for one in brought]
    form.source.choices = [one for one in form.source.choices if (one.value != "copy" or bases) and (one.value != "waiting" or brought)]

    def do() -> Version:
        base = next((v for v in bases if v.label == form.base.data), None)
        return starting.start(actor(), document, form.label.data, form.title.data, _text(form), base, ChangeClass(form.change_class.data))

    return answer(form, lambda: render_template("documents/start.html", form=form, document=document, bases=bases, working=versions.working(document), limit=TEXT_MAX), do, _desk)


def _text(form: StartForm) -> str | None:
    """The text a version is started from; None for a copy."""
    if form.source.data == "copy":
        return None
    if form.source.data == "waiting":
        brought = next((one for one in importing.waiting(actor()) if str(one.id) == form.waiting.data), None)
        if brought is None:
            raise Invalid(N_("Choose the text that was brought in."), field="waiting")
        return outline.composed(outline.restored(brought.pieces))
    if form.source.data == "text":
        return form.text.data or ""
    if not form.file.data:
        raise Invalid(N_("Please choose a file."), field="file")
    return read_upload(form.file.data.read())


@bp.get("/<slug>/<label>/edit/")
@access(Action.DESK, on=THE_VERSION)
def edit(version: Version) -> Any:
    """The working text as a list of sections, and what can be done with each; once it is published its address leads to the version."""
    if version.state in PUBLIC:
        return redirect(page_of(version))
    kinds = {link.new_uid: link.kinds.split() for link in versions.concordance(version)}
    rows = stored.contents(version)
    return render_template("documents/edit.html", version=version, rows=rows, kinds=kinds, base=_desk(version), repeated=repeated(rows),
                           unsaved=unsaved.sections(actor(), version))


def _loaded(address: str, version: Version) -> Section:
    return stored.section(version, address) or abort(404)


@bp.route("/<slug>/<label>/edit/sections/<address>", methods=["GET", "POST"])
@access(Action.DOCUMENTS_EDIT_SECTION, on=THE_WORKING)
def edit_section(version: Version, address: str) -> Any:
    """Change the heading or the text of a section, with what changes and the comments on it in sight."""
    return bench.edit(version, _loaded(address, version))


def _number(text: Any) -> int:
    said = str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0


def _preview(form: SectionForm) -> Any:
    """The typed text as it will stand on the page."""
    return render.paragraphs(form.body.data or "", "preview") if request.method == "POST" else None


@bp.route("/<slug>/<label>/edit/add", methods=["GET", "POST"])
@access(Action.DOCUMENTS_ADD_SECTION, on=THE_WORKING)
def add_section(version: Version) -> Any:
    """Put in a new section."""
    form = AddForm(after=request.args.get("after", ""), level=_number(request.args.get("level")) or 2)
    form.after.choices = _places(version)

    def do() -> Section:
        return editing.add_section(actor(), version, form.after.data or None, form.number.data, form.heading.data, form.level.data, form.body.data)

    return answer(form, lambda: render_template("documents/add_section.html", form=form, version=version, preview=_preview(form)), do, lambda row: _desk(version, row.uid))


@bp.route("/<slug>/<label>/edit/move/<address>", methods=["GET", "POST"])
@access(Action.DOCUMENTS_MOVE_SECTION, on=THE_WORKING)
def move_section(version: Version, address: str) -> Any:
    """Put a section and those under it elsewhere."""
    row = _loaded(address, version)
    form = PlaceForm()
    form.after.choices = [(uid, name) for uid, name in _places(version) if uid != row.uid]
    return answer(form, lambda: render_template("documents/move_section.html", form=form, version=version, row=row, name=name_of(row)),
                  lambda: editing.move_section(actor(), version, row, form.after.data or None), lambda _: _desk(version, row.uid))


@bp.route("/<slug>/<label>/edit/remove/<address>", methods=["GET", "POST"])
@access(Action.DOCUMENTS_REMOVE_SECTION, on=THE_WORKING)
def remove_section(version: Version, address: str) -> Any:
    """Take a section out."""
    row = _loaded(address, version)
    form = RemoveForm()
    return answer(form, lambda: render_template("documents/remove_section.html", form=form, version=version, row=row, name=name_of(row)),
                  lambda: editing.remove_section(actor(), version, row, form.branch.data), lambda _: _desk(version))


def _places(version: Version) -> list[tuple[str, str]]:
    return [("", gettext("nothing: it comes first")), *((r.uid, "\u2003" * max(0, r.level - 1) + name_of(r)) for r in stored.contents(version))]


def _desk(version: Version, uid: str = "") -> str:
    return url_for("documents.edit", slug=version.document.slug, label=version.label, _anchor=f"row-{uid}" if uid else None)

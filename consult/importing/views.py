"""Bringing a text: the file, the preview with its steps, and the pictures of texts."""
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from consult.documents.queries.versions import all_documents
from consult.documents.rules import SLUG_MAX
from consult.errors import Invalid
from consult.i18n import N_
from consult.importing import actions, queries
from consult.importing.forms import BringForm, SplitForm, StepForm
from consult.importing.models import Intake
from consult.importing.queries import Shown
from consult.importing.rules import losses, outline
from consult.importing.rules.outline import FATE_NAMES, Fate, Piece
from consult.importing.rules.package import SIZE_MAX
from consult.importing.rules.pictures import ENDINGS
from consult.importing.rules.reading import Read, pasted, read
from consult.permissions.words import Action
from consult.text import paragraphs, render
from consult.text.source import plain_text
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.downloads import POLICY

bp = Blueprint("importing", __name__)
THE_INTAKE = ("number", queries.intake)
#: Sections, and paragraphs of a section, on one page.
ROWS, BLOCKS = 100, 200
#: What stands for a document that is not there yet; no slug is empty.
NEW = ""
#: So many characters of a text are shown beside its heading.
GLANCE = 180


@dataclass(frozen=True)
class Line:
    """One section of the preview with the values that stand in its fields."""

    piece: Piece
    title: str
    level: int
    fate: str
    glance: str
    looks: int


@bp.route("/importing/", methods=["GET", "POST"])
@access(Action.DESK)
def index() -> Any:
    """Bring a file or pasted words; what waits is listed."""
    form = BringForm()

    def do() -> Intake:
        name, found = _brought(form)
        return actions.take_in(actor(), name, found)

    return answer(form, lambda: render_template("importing/index.html", form=form, waiting=queries.waiting(actor()), most=SIZE_MAX // 2**20), do,
                  lambda row: url_for("importing.preview", number=row.id))


def _brought(form: BringForm) -> tuple[str, Read]:
    if form.file.data and form.file.data.filename:
        return form.file.data.filename, read(form.file.data.filename, form.file.data.read())
    if not (form.text.data or "").strip():
        raise Invalid(N_("Choose a file, or paste a text."), field="file")
    return _("Pasted text"), pasted(form.text.data or "")


@bp.route("/importing/<int:number>/", methods=["GET", "POST"])
@access(Action.IMPORTING_CORRECT, on=THE_INTAKE)
def preview(intake: Intake) -> Any:
    """The sections a text would have, each with its heading, level and fate; corrected page by page."""
    form, at = StepForm(revision=intake.revision), _page_asked()

    def do() -> None:
        actions.correct(actor(), intake, _number(form.revision.data), dict(_said()))

    def then(_done: None) -> str:
        if "use" in request.form:
            slug = request.form.get("document", NEW)
            return url_for("documents.create", waiting=intake.id) if slug == NEW else url_for("documents.start", slug=slug[:SLUG_MAX], waiting=intake.id)
        flash(_("Your corrections are kept."), "success")
        return url_for("importing.preview", number=intake.id, page=_page_wanted(at))

    return answer(form, lambda: _preview(intake, form, at), do, then)


def _preview(intake: Intake, form: StepForm, at: int) -> str:
    found = outline.restored(intake.pieces)
    last = max(1, -(-len(found) // ROWS))
    at = min(at, last)
    said = dict(_said()) if request.method == "POST" else {}
    lines = [_line(one, said.get(one.key)) for one in found[(at - 1) * ROWS:at * ROWS]]
    if said and intake.revision != _number(form.revision.data):
        form.revision.data = str(intake.revision)
    text, free = outline.composed(found), queries.free_documents()
    return render_template(
        "importing/preview.html", intake=intake, form=form, lines=lines, at=at, last=last, rows=ROWS, fates=[(fate.value, _(name)) for fate, name in FATE_NAMES.items()],
        lost=losses.told(intake.lost), oddities=[(_(odd.sentence, **dict(odd.facts)), odd.places) for odd in outline.oddities(found)],
        names={one.key: one.title or _("words before the first heading") for one in found}, page_of={one.key: 1 + place // ROWS for place, one in enumerate(found)},
        counts={fate: sum(one.fate == fate for one in found) for fate in Fate}, length=len(text),
        suggested=sum(len(outline.suggested(one.body)) for one in found if one.fate != Fate.DROP),
        free=free, documents=all_documents(), Fate=Fate, can_go_back=intake.former is not None, targets=[*((one.slug, one.title) for one in free), (NEW, _("a new document"))],
        step=StepForm(formdata=None, revision=intake.revision), step_back=StepForm(formdata=None, revision=intake.revision))


def _line(one: Piece, said: tuple[str, int, Fate] | None) -> Line:
    title, level, fate = said or (one.title, one.level, one.fate)
    blocks = paragraphs.paragraphs(one.body)
    shown = next((block.end for block in blocks if block.end > GLANCE), len(one.body))
    words = " ".join(_plain(one.body[:shown]).split())
    return Line(one, title, level, fate, words[:GLANCE] + ("…" if len(words) > GLANCE or one.body[shown:].strip() else ""), len(blocks))


def _plain(source: str) -> str:
    try:
        return plain_text(source)
    except render.TooComplex:
        return source


def _said() -> Iterator[tuple[int, tuple[str, int, Fate]]]:
    """What the fields of the rows say, by key; a field that a browser did not send is not asked."""
    for name, title in request.form.items():
        kind, _dash, key = name.partition("-")
        fate = request.form.get(f"fate-{key}", "")
        if kind == "title" and key.isascii() and key.isdigit() and len(key) < 9 and fate in set(Fate):
            yield int(key), (title, _number(request.form.get(f"level-{key}")), Fate(fate))


@bp.route("/importing/<int:number>/sections/<int:key>", methods=["GET", "POST"])
@access(Action.IMPORTING_SPLIT, on=THE_INTAKE)
def split(intake: Intake, key: int) -> Any:
    """One section as it would stand, and at which of its paragraphs sections begin."""
    piece = next((one for one in outline.restored(intake.pieces) if one.key == key), None) or abort(404)
    form = SplitForm(revision=intake.revision, level=min(6, piece.level + 1))
    ticked = {_number(value) for value in request.form.getlist("begins")}

    def do() -> int:
        return actions.split(actor(), intake, _number(form.revision.data), key, ticked, min(6, max(1, form.level.data or 1)))

    def then(more: int) -> str:
        flash(ngettext("%(num)s section more.", "%(num)s sections more.", more), "success")
        return url_for("importing.preview", number=intake.id, page=_page_of(intake, key), _anchor=f"section-{key}")

    return answer(form, lambda: _split(intake, piece, form, ticked), do, then)


def _split(intake: Intake, piece: Piece, form: SplitForm, ticked: set[int]) -> str:
    blocks, at = paragraphs.paragraphs(piece.body), _page_asked()
    last = max(1, -(-len(blocks) // BLOCKS))
    at = min(at, last)
    looks = set(outline.suggested(piece.body))
    shown = [(block.number, _rendered(piece.body[block.start:block.end]), block.number in looks, block.number in ticked) for block in blocks[(at - 1) * BLOCKS:at * BLOCKS]]
    return render_template("importing/split.html", intake=intake, piece=piece, form=form, blocks=shown, at=at, last=last, count=len(blocks), page=_page_of(intake, piece.key))


def _rendered(source: str) -> Markup:
    """A paragraph as it will stand, or as it was typed where it is too tangled to be shown."""
    try:
        return render.text(source)
    except render.TooComplex:
        return render.plain(source)


@bp.post("/importing/<int:number>/suggested")
@access(Action.IMPORTING_SPLIT_SUGGESTED, on=THE_INTAKE)
def split_suggested(intake: Intake) -> Any:
    """Let sections begin wherever a paragraph looks like a heading."""
    form = StepForm()

    def then(more: int) -> str:
        flash(ngettext("%(num)s section more.", "%(num)s sections more.", more), "success")
        return url_for("importing.preview", number=intake.id)

    return answer(form, lambda: _preview(intake, form, 1), lambda: actions.split_suggested(actor(), intake, _number(form.revision.data)), then)


@bp.post("/importing/<int:number>/back")
@access(Action.IMPORTING_STEP_BACK, on=THE_INTAKE)
def step_back(intake: Intake) -> Any:
    """Undo the last step."""
    form = StepForm()

    def then(_done: None) -> str:
        flash(_("The last step was undone."), "success")
        return url_for("importing.preview", number=intake.id)

    return answer(form, lambda: _preview(intake, form, 1), lambda: actions.step_back(actor(), intake, _number(form.revision.data)), then)


@bp.route("/importing/<int:number>/discard", methods=["GET", "POST"])
@access(Action.IMPORTING_DISCARD, on=THE_INTAKE)
def discard(intake: Intake) -> Any:
    """Give up a text that waits."""
    form = StepForm(revision=intake.revision)

    def then(_done: None) -> str:
        flash(_("The preview was discarded. Your file is where it was."), "success")
        return url_for("importing.index")

    return answer(form, lambda: render_template("importing/discard.html", intake=intake, form=form), lambda: actions.discard(actor(), intake), then)


@bp.get("/importing/<int:number>/text.md")
@access(Action.IMPORTING_CORRECT, on=THE_INTAKE)
def markdown(intake: Intake) -> Response:
    """The text as corrected so far."""
    response = Response(outline.composed(outline.restored(intake.pieces)), content_type="text/markdown; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename=text-{intake.id}.md"
    return response


@bp.get("/pictures/<string(length=64):digest>.<ending>")
@access(Action.PICTURE, on=("digest", queries.picture))
def picture(picture: Shown, ending: str) -> Response:
    """A picture of a text: shown as what its bytes are, never run, never guessed at."""
    if ending != ENDINGS[picture.media_type]:
        abort(404)
    response = Response(picture.content, content_type=picture.media_type)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if picture.public else "private, no-store"
    return response


def _number(text: Any) -> int:
    said = str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0


def _page_asked() -> int:
    return max(1, _number(request.args.get("page")))


def _page_wanted(at: int) -> int:
    """Where the button that was pressed leads: on to another page, or here again."""
    return _number(request.form.get("go")) or at


def _page_of(intake: Intake, key: int) -> int:
    return 1 + next((place for place, one in enumerate(intake.pieces) if one["key"] == key), 0) // ROWS

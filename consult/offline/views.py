"""The offline form: fetch it, fill it anywhere, have it checked row by row, keep the good rows as drafts."""
import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from itsdangerous import BadData, URLSafeTimedSerializer

from consult import clock
from consult.comments.queries import threads
from consult.comments.rules import CommentKind
from consult.comments.views.blueprint import section_name
from consult.documents.queries import stored
from consult.errors import Invalid
from consult.i18n import N_
from consult.offline import actions
from consult.offline.exports import KINDS, Sheet
from consult.offline.forms import KeepForm, UploadForm
from consult.offline.rules.checking import Checked, Fault, Place, State, check
from consult.offline.rules.columns import COLUMNS
from consult.offline.rules.taking import Row, read
from consult.permissions.table import why_not
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.text import sections as texts
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.locale import chosen

bp = Blueprint("offline", __name__, url_prefix="/offline")
THE_ROUND = ("number", rounds.public)
#: How long a checked form waits to be kept, in seconds; and how large it may be when packed.
WAITS, PACKED_MAX = 24 * 3600, 4 * 2**20


@bp.get("/<int:number>/")
@access(Action.READ, on=THE_ROUND)
def index(round_: Round) -> str:
    """How to comment without the site, and the forms to fetch."""
    return _page(round_, UploadForm())


@bp.get("/<int:number>/form.<format>")
@access(Action.READ, on=THE_ROUND)
def form(round_: Round, format: str) -> Response:
    """The empty form in the reader's language, a row for each section."""
    kind = KINDS.get(format) or abort(404)
    named = [(place.number.rstrip(".") or place.title, place.title) for place in _places(round_)]
    how = [
        _("Fill one row for each comment: the section (it is there already), ge, te or ed, your comment and, if you like, the words you propose. Leave the other rows empty."),
        _("The column of paragraphs holds the title of the section. Write a paragraph’s number or words copied from the text over it, or leave it as it is."),
        _("A proposed change beside a paragraph’s number replaces the whole paragraph: to change a few words, copy only the words you change into the column of paragraphs."),
        _("Insert as many rows as you need. Do not change the heads and do not merge cells."),
        _("Hand the form in at %(address)s, or give it to your national coordinator, before %(when)s.", address=url_for("offline.index", number=round_.number, _external=True),
          when=_until(round_)),
    ]
    sheet = Sheet(clock.now().date().isoformat(), f"{round_.version.document.title} {round_.version.label}", f"R{round_.number}", how, _("Sections of the text"), named)
    response = Response(kind.write(sheet), content_type=kind.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename=comments-round-{round_.number}-{chosen().code}.{format}"
    return response


@bp.route("/<int:number>/check", methods=["GET", "POST"])
@access(Action.OFFLINE_TAKE_IN, on=THE_ROUND)
def check_form(round_: Round) -> Any:
    """What the filled form says, row by row, with the faults beside them; nothing is stored yet."""
    upload = UploadForm()
    if request.method == "GET" or not upload.validate_on_submit():
        return _page(round_, upload), 200 if request.method == "GET" else 422
    try:
        rows = read(upload.file.data.filename or "", upload.file.data.read())
        known = frozenset((draft.section_uid, draft.body, draft.proposed) for draft in threads.drafts_of(actor(), round_))
        return _checked(round_, check(rows, _places(round_), known), upload.language.data)
    except Invalid as refusal:
        upload.refuse(refusal)
        return _page(round_, upload), 422


@bp.post("/<int:number>/keep")
@access(Action.OFFLINE_TAKE_IN, on=THE_ROUND)
def keep(round_: Round) -> Any:
    """Keep the good rows as drafts."""
    keeping = KeepForm()
    upload = UploadForm(formdata=None)

    def do() -> int:
        rows, language = _opened(round_, keeping.rows.data or "")
        return len(actions.take_in(actor(), round_, rows, language))

    def then(kept: int) -> str:
        flash(ngettext("%(num)s comment of your form is now among your drafts. Nobody else sees it until you send it.",
                       "%(num)s comments of your form are now among your drafts. Nobody else sees them until you send them.", kept), "success")
        return url_for("comments.drafts")

    def show() -> str:
        upload.refusals = [*keeping.refusals, *(words for words in keeping.rows.errors)]
        return _page(round_, upload)

    return answer(keeping, show, do, then)


@bp.app_template_filter("fault")
def fault(one: Fault) -> str:
    """What is wrong with a cell, in the reader's language."""
    return _(one.sentence, **dict(one.facts))


def _page(round_: Round, upload: UploadForm) -> str:
    return render_template("offline/index.html", round=round_, form=upload, missing=why_not(actor(), Action.OFFLINE_TAKE_IN, round_))


def _checked(round_: Round, rows: list[Checked], language: str) -> str:
    good = [row for row in rows if row.state == State.GOOD]
    keeping = KeepForm(formdata=None, rows=_packed(round_, good, language)) if good else None
    counts = {state: sum(1 for row in rows if row.state == state) for state in State}
    named = {row.uid: section_name(row) for row in stored.contents(round_.version)}
    return render_template("offline/check.html", round=round_, rows=[row for row in rows if row.state != State.EMPTY], counts=counts, keep=keeping, sections=named,
                           heads={column.name: column.head for column in COLUMNS}, State=State)


def _places(round_: Round) -> list[Place]:
    """The sections of the round's text as rows of a form name them."""
    return [Place(row.uid, row.number, texts.plain_heading(texts.Section(row.uid, row.number, row.heading, row.level, "", "")) or section_name(row), row.body)
            for row in stored.sections(round_.version)]


def _until(round_: Round) -> str:
    return str(current_app.jinja_env.filters["until"](round_.closes_at))


def _signer(round_: Round) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"offline-{round_.id}-{actor().id}")


def _packed(round_: Round, rows: list[Checked], language: str) -> str:
    said = [[row.uid, row.kind.value, row.quote, row.near, row.body, row.proposed] for row in rows]
    packed = urlsafe_b64encode(zlib.compress(json.dumps([language, said], ensure_ascii=False).encode())).decode()
    if len(packed) > PACKED_MAX:
        raise Invalid(N_("The form holds too much text for one step. Send it in several parts."), field="file")
    return str(_signer(round_).dumps(packed))


def _opened(round_: Round, packed: str) -> tuple[list[Checked], str]:
    """The rows that were checked; nobody else's, and not altered on the way."""
    try:
        language, said = json.loads(zlib.decompress(urlsafe_b64decode(_signer(round_).loads(packed, max_age=WAITS))))
    except (BadData, ValueError, zlib.error) as error:
        raise Invalid(N_("The checked form has waited too long or has been altered. Choose the file once more."), field="file") from error
    return [Checked(Row(0, {}), State.GOOD, (), uid, CommentKind(kind), quote, near, body, proposed) for uid, kind, quote, near, body, proposed in said], language

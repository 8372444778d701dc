"""Pages of the adoption register."""
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext

from consult import clock
from consult.adoption import actions, queries
from consult.adoption.actions import Bearing, Instrument
from consult.adoption.forms import SLOTS, ActForm
from consult.adoption.models import Act
from consult.adoption.rules import NEEDS, RESERVABLE, STATUS_NAMES, ActType, Text, totals
from consult.documents.models import Version
from consult.documents.queries import stored
from consult.errors import NotFound
from consult.evidence.actions import keep
from consult.exports.catalogue import EXPORTS
from consult.exports.formats import FORMATS
from consult.i18n import N_
from consult.parties import queries as parties
from consult.parties.models import Party
from consult.parties.rules import KOSOVO_FOOTNOTE
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act as done
from consult.web.answer import answer
from consult.web.locale import chosen, languages, party_name

bp = Blueprint("adoption", __name__, url_prefix="/adoption")
#: Codes of the map that differ from those of the parties; and the outline that is drawn dashed, with its note.
ON_THE_MAP = {"GR": "EL"}
DASHED = "XK"


@dataclass(frozen=True)
class AsAt:
    """The two dates a reader chose: in force on `effective`, as known at the end of `known_on`."""

    effective: date
    known_on: date
    chosen: bool
    unreadable: bool

    @property
    def known(self) -> datetime:
        """The instant up to which acts are known."""
        return clock.end_of_day(self.known_on)


def as_at() -> AsAt:
    """The dates in the address; today where there is none or none that can be read."""
    today = clock.now().astimezone(clock.BRUSSELS).date()
    effective, known = _day(request.args.get("as_at")), _day(request.args.get("known"))
    wrong = any(request.args.get(name) and not found for name, found in (("as_at", effective), ("known", known)))
    return AsAt(effective or today, known or today, bool(effective or known), wrong)


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found and clock.FIRST_DAY <= found <= clock.LAST_DAY else None


def _act(number: int) -> Act | None:
    return queries.by_number(number) if allowed(actor(), Action.ADOPTION_RECORD) else queries.public(number)


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """Where every party stands, as at two dates: table and map."""
    at = as_at()
    lines = queries.register(at.effective, at.known, chosen().code)
    count = totals(line.standing for line in lines)
    statuses = {line.party.code: line.standing.status for line in lines}
    return render_template("adoption/index.html", lines=lines, at=at, count=count, text=queries.text_in_force(), drawn=_map(statuses), note=KOSOVO_FOOTNOTE,
                           legend=[(status.value, gettext(STATUS_NAMES[status]), number) for status, number in count.items()],
                           waiting=queries.waiting() if allowed(actor(), Action.ADOPTION_RECORD) else [], formats=list(FORMATS))


def _map(statuses: dict[str, Any]) -> dict[str, Any]:
    """The outlines with their status; what is no party belongs to the rest, and a party without outline stands in the table only."""
    region = queries.region()
    mine = {ON_THE_MAP.get(code, code): code for code in statuses}
    shapes = [{"code": code, "label": mine.get(code, "") + ("*" if code == DASHED and code in mine else ""), "path": path, "centre": region["centres"][code],
               "status": statuses[mine[code]].value if code in mine else "outside", "dashed": code == DASHED}
              for code, path in region["paths"].items() if code in mine or code == DASHED]
    rest = " ".join([region["rest"], *(path for code, path in region["paths"].items() if code not in mine and code != DASHED)])
    return {"rest": rest, "shapes": sorted(shapes, key=lambda shape: shape["dashed"])}


@bp.get("/<string(maxlength=3):code>")
@access(Action.READ, on=("code", queries.member))
def party(party: Party) -> str:
    """Everything one party has done, corrections included."""
    at = as_at()
    rows = [act for act in queries.acts(party.code) if act.verification and act.verification.at <= at.known]
    line = next(line for line in queries.register(at.effective, at.known, chosen().code) if line.party.code == party.code)
    return render_template("adoption/party.html", party=party, acts=list(reversed(rows)), line=line, at=at, void=queries.void(rows, at.known),
                           sections=_sections(act.version for act in rows if act.version))


def _sections(versions: Any) -> dict[tuple[int, str], Any]:
    """The sections of these versions by version and key, for naming those of reservations."""
    return {(version.id, section.uid): section for version in set(versions) for section in stored.contents(version)}


@bp.get("/acts/<int:number>")
@access(Action.READ, on=("number", _act))
def act(act: Act) -> str:
    """One act with its evidence, to be compared and verified."""
    void = queries.void([act, *([act.voided_by] if act.voided_by else [])], clock.now())
    return render_template("adoption/act.html", act=act, void=void, sections=_sections([act.version] if act.version else []))


@bp.post("/acts/<int:number>/verify")
@access(Action.ADOPTION_VERIFY, on=("number", queries.by_number))
def verify(act: Act) -> Any:
    """Confirm that the evidence says what was recorded."""
    return done(lambda: actions.verify(actor(), act), lambda _: url_for("adoption.act", number=act.number))


@bp.route("/record", methods=["GET", "POST"])
@access(Action.ADOPTION_RECORD)
def record() -> Any:
    """Record an act: first whose and of which type, then what its instrument says."""
    about = queries.member(request.args.get("party", ""))
    if about is None or request.args.get("type") not in {t.value for t in ActType}:
        return render_template("adoption/choose.html", parties=parties.choices(chosen().code), types=list(ActType))
    type = ActType(request.args["type"])
    texts, form, own = {str(v.id): v for v in queries.final_texts()}, ActForm(statement_language=chosen().code), queries.acts(about.code, unverified=True)
    version = texts.get(request.args.get("version", "")) or queries.text_in_force()
    _offer(form, type, own, version)

    def do() -> Act:
        by = {act.number: act for act in own}
        return actions.record(actor(), about, type, _instrument(form), Bearing(version if NEEDS[type].text is Text.FINAL else None, by.get(form.answers.data),
                                                                               by.get(form.voids.data), form.reservations()))

    return answer(form, lambda: render_template("adoption/record.html", form=form, party=about, type=type, version=version, texts=texts, needs=NEEDS[type], slots=SLOTS,
                                                reservable=type in RESERVABLE), do, lambda act: url_for("adoption.act", number=act.number))


def _offer(form: ActForm, type: ActType, own: list[Act], version: Version | None) -> None:
    """Fill the choices: acts of the same party, sections of the text."""
    def told(act: Act) -> str:
        return gettext("Act %(number)s: %(what)s, %(day)s", number=act.number, what=act.instrument, day=act.instrument_date.isoformat())

    form.answers.choices = [(0, "-"), *((act.number, told(act)) for act in own if act.type in NEEDS[type].answers and act.verification)]
    form.voids.choices = [(0, "-"), *((act.number, told(act)) for act in own if act.voided_by is None)]
    form.statement_language.choices = languages()
    sections = stored.contents(version) if version and type in RESERVABLE else []
    for slot in SLOTS:
        form[f"section_{slot}"].choices = [("", "-"), *((section.uid, f"{section.number} {section.heading}".strip()) for section in sections)]


def _instrument(form: ActForm) -> Instrument:
    return Instrument(form.authority.data or "", form.instrument.data or "", form.dated.data, form.received.data, form.effective.data, keep(*form.evidence.taken()),
                      form.reference.data or "", form.publication.data or "", form.signatory.data or "", form.statement.data or "", form.statement_language.data or chosen().code)


@bp.get("/<any(status,acts):table>.<format>")
@access(Action.READ)
def download(table: str, format: str) -> Response:
    """The two tables of the register as files, as at the dates chosen."""
    if format not in FORMATS:
        raise NotFound(N_("This table is not handed out in that format."))
    at = as_at()
    rows = EXPORTS[table].rows(at.effective, at.known, chosen().code) if table == "status" else EXPORTS[table].rows(at.known)
    name = f"{table}-{at.effective}.{format}"
    return Response(FORMATS[format].write(EXPORTS[table].columns, rows), content_type=FORMATS[format].media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@bp.app_template_filter("listed_name")
def listed_name(line: queries.Line) -> str:
    """The name of a party in the register; in brackets when it has withdrawn."""
    return f"[{party_name(line.party.code)}]" if line.standing.status == "withdrawn" else party_name(line.party.code)

"""The two sheets of the register as files, as at the dates chosen: CSV, XLSX, JSON and PDF say the same as the page (X5)."""
import json
from datetime import UTC, date, datetime
from typing import Any

from flask import Response
from flask_babel import gettext, ngettext

from consult import clock
from consult.adoption import exports
from consult.adoption.rules import EFFECT_NAMES, STATUS_NAMES, TYPE_NAMES, ActType, Effect, Status
from consult.adoption.views.blueprint import AsAt, as_at, bp
from consult.errors import NotFound
from consult.exports.catalogue import EXPORTS
from consult.exports.formats import FORMATS
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web.access import access
from consult.web.locale import chosen

#: What stands over the columns of D1 and beside the lines of D2, in the reader's language.
HEADS = (N_("Participant"), N_("Declaration signed"), N_("Adopted / acceded (a)"), N_("Version"), N_("Effective"), N_("R"), N_("D"), N_("Notes"), N_("Evidence"))
LINES = {
    "instrument": N_("Instrument"), "authority": N_("Authority"), "reference": N_("Reference"), "instrument_date": N_("Date of the instrument"),
    "deposit_date": N_("Received"), "effective_date": N_("Takes effect"), "version": N_("Version"), "sections": N_("Sections"), "text": N_("Text"),
    "evidence_sha256": N_("Evidence"), "recorded_at": N_("Recorded"), "recorded_by": N_("Recorded by"), "verified_by": N_("Verified by"),
    "voided_by": N_("Voided by act"), "void_reason": N_("Why it is void"),
}


@bp.get("/<any(status,acts):table>.<format>")
@access(Action.READ)
def download(table: str, format: str) -> Response:
    """One of the two sheets as a file."""
    at = as_at()
    if format == "pdf":
        words = _status_words(at) if table == "status" else _act_words(at)
        return _handed_out(exports.as_pdf(words, clock.now()), "application/pdf", table, format, at)
    if format not in FORMATS:
        raise NotFound(N_("This table is not handed out in that format."))
    if format == "json":
        told = exports.status_table(at.effective, at.known, at.shown, chosen().code, gettext) if table == "status" else _acts(at)
        return _handed_out(json.dumps(told, ensure_ascii=False, indent=1, default=_plain).encode(), "application/json", table, format, at)
    export = EXPORTS[table]
    rows = export.rows(at.effective, at.known, chosen().code, gettext) if table == "status" else export.rows(at.known)
    heads = exports.STATUS_HEADS if table == "status" else export.columns
    return _handed_out(FORMATS[format].write(heads, rows), FORMATS[format].media_type, table, format, at)


def _handed_out(content: bytes, media_type: str, table: str, format: str, at: AsAt) -> Response:
    return Response(content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{table}-{at.effective}.{format}"'})


def _plain(value: Any) -> str:
    return _utc(value) if isinstance(value, datetime) else value.isoformat() if isinstance(value, date) else str(value)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _acts(at: AsAt) -> dict[str, Any]:
    """Sheet D2 as data."""
    rows = [dict(zip(exports.ACT_COLUMNS, row, strict=True)) for row in exports.act_rows(at.known)]
    return {"known_as_at": at.shown, "acts": len(rows), "rows": rows}


def _status_words(at: AsAt) -> dict[str, Any]:
    """Sheet D1 in the words of the reader's language."""
    told = exports.status_table(at.effective, at.known, at.shown, chosen().code, gettext)
    rows = [[_cell(value) for value in list(row.values())[:-1]] + [gettext(STATUS_NAMES[Status(row["status"])])] for row in told["rows"]]
    count = told["counts"]
    adopted, reserved = count[Status.ADOPTED] + count[Status.WITH_RESERVATIONS], count[Status.WITH_RESERVATIONS]
    said = [gettext("Parties: %(number)s", number=told["parties"]), gettext("Adopted: %(number)s", number=adopted),
            gettext("of them with reservations: %(number)s", number=reserved), gettext("Signed only: %(number)s", number=count[Status.SIGNED])]
    text = [(gettext("Text"), f"{told['text']} {told['version']}"), ("SHA-256", told["sha256"])] if told["sha256"] else []
    return {
        "form": "status", "lang": chosen().code[:2], "title": gettext("Status as at %(when)s UTC", when=f"{at.shown.astimezone(UTC):%Y-%m-%d %H:%M}"),
        "head": [(gettext("Register"), gettext("Adoption register of the Smart Balkan Cluster Policy Model")), *text,
                 (gettext("In force on"), at.effective.isoformat()), (gettext("Status"), ". ".join(said) + ".")],
        "columns": [gettext(head) for head in HEADS], "rows": rows, "notes": _notes(told["footnotes"]), "foot": gettext("Adoption register"),
        "below": [
            {"title": gettext("Reservations"), "none": gettext("No reservation is in force."), "list": [
                {"name": one["participant"], "about": f"{one['section']}, {gettext(EFFECT_NAMES[Effect(one['effect'])])} ({gettext('Act %(number)s', number=one['act'])})",
                 "words": one["text"], "language": one["language"][:2]} for one in told["reservations"]]},
            {"title": gettext("Declarations"), "none": gettext("No declaration is recorded."), "list": [
                {"name": one["participant"], "about": gettext("Act %(number)s", number=one["act"]), "words": one["text"], "language": one["language"][:2]}
                for one in told["declarations"]]}],
    }


def _notes(footnotes: list[str]) -> list[tuple[str, str]]:
    marks = [("(a)", gettext("accession: joined after the event")), ("[ ]", gettext("withdrawn")),
             ("R, D", gettext("number of reservations and of declarations in force"))]
    return [*(("*", gettext(note)) for note in footnotes), *marks]


def _act_words(at: AsAt) -> dict[str, Any]:
    """Sheet D2 in the words of the reader's language."""
    told = _acts(at)
    return {
        "form": "acts", "lang": chosen().code[:2], "title": gettext("List of acts"), "foot": gettext("Adoption register"), "none": gettext("No act is recorded"), "notes": [],
        "head": [(gettext("Status as at"), f"{at.shown.astimezone(UTC):%Y-%m-%d %H:%M} UTC"),
                 (gettext("Acts"), ngettext("%(num)s act", "%(num)s acts", told["acts"]))],
        "acts": [{"title": f"{row['no']}. {row['participant']}: {gettext(TYPE_NAMES[ActType(row['action'])])}", "void": row["voided_by"] is not None,
                  "hashes": [row["evidence_sha256"]], "rows": [(gettext(name), _cell(row[key])) for key, name in LINES.items() if row[key] not in {None, ""}]}
                 for row in told["rows"]],
    }


def _cell(value: Any) -> str:
    return "" if value is None else _plain(value)

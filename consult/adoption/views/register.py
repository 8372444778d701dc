"""The register as everybody reads it: where every party stands as at two dates, and everything one party has done."""
from typing import Any

from flask import render_template
from flask_babel import gettext

from consult import clock
from consult.adoption import queries
from consult.adoption.rules import STATUS_NAMES, totals
from consult.adoption.views.blueprint import THE_PARTY, as_at, bp, sections_of
from consult.parties.models import Party
from consult.parties.rules import KOSOVO_FOOTNOTE
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.locale import chosen

#: Codes of the map that differ from those of the parties; and the outline that is drawn dashed, with its note.
ON_THE_MAP = {"GR": "EL"}
DASHED = "XK"


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """Where every party stands, as at two dates: table and map."""
    at, desk = as_at(), allowed(actor(), Action.ADOPTION_RECORD)
    lines = queries.register(at.effective, at.known, chosen().code)
    count = totals(line.standing for line in lines)
    statuses = {line.party.code: line.standing.status for line in lines}
    return render_template("adoption/index.html", lines=lines, at=at, count=count, text=queries.text_in_force(), drawn=_map(statuses), note=KOSOVO_FOOTNOTE,
                           legend=[(status.value, gettext(STATUS_NAMES[status]), number) for status, number in count.items()],
                           waiting=queries.waiting() if desk else [], sent_back=queries.sent_back() if desk else [])


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
@access(Action.READ, on=THE_PARTY)
def party(party: Party) -> str:
    """Everything one party has done, corrections included."""
    at = as_at()
    rows = [act for act in queries.acts(party.code) if act.verification and act.verification.at <= at.known]
    line = next(line for line in queries.register(at.effective, at.known, chosen().code) if line.party.code == party.code)
    return render_template("adoption/party.html", party=party, acts=list(reversed(rows)), line=line, at=at, void=queries.void(rows, at.known),
                           decided=[row for row in queries.decided(party) if row.set_at <= at.known], today=clock.now().astimezone(clock.BRUSSELS).date(),
                           sections=sections_of(act.version for act in rows if act.version and act.reservations))

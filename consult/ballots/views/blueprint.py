"""The blueprint that all pages of the ballots hang on, and what several of them ask."""
from typing import Any

from flask import Blueprint, g, url_for
from flask_babel import gettext

from consult.ballots import queries
from consult.ballots.models import Ballot, BallotSeat
from consult.ballots.rules.life import shown
from consult.ballots.rules.wording import Sentence
from consult.parties.rules import FALLBACKS
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.text.alphabets import sorting
from consult.web.access import actor
from consult.web.locale import chosen
from consult.workgroup import queries as workgroup

bp = Blueprint("ballots", __name__, url_prefix="/ballots")


def at_desk() -> bool:
    """Whether the reader may see ballots that nobody has opened yet."""
    return allowed(actor(), Action.DESK) or allowed(actor(), Action.ADMINISTRATION)


def readable(number: int) -> Ballot | None:
    """A ballot that the reader may see."""
    return queries.by_number(number) if at_desk() else queries.public(number)


THE_BALLOT = ("number", readable)


@bp.app_template_filter("said")
def said(sentence: Sentence) -> str:
    """A sentence of the rules with its facts, in the reader's language."""
    return gettext(sentence[0], **sentence[1])


@bp.app_template_filter("seat_name")
def seat_name(seat: BallotSeat) -> str:
    """The name a party had when the ballot opened, in the reader's language, with the mark of its footnote."""
    code = chosen().code
    name = next((seat.names[c] for c in (code, *FALLBACKS.get(code, ()), "en") if c in seat.names), seat.party_code)
    if seat.footnote:
        g.setdefault("footnotes", {})[seat.footnote] = None
    return name.rstrip("*") + ("*" if seat.footnote else "")


def by_name(ballot: Ballot) -> list[BallotSeat]:
    """The seats in the order of their names in the reader's language."""
    key = sorting(chosen().code)
    return sorted(ballot.seats, key=lambda seat: key(seat_name(seat)))


def about_objections(ballot: Ballot, former: Ballot | None) -> dict[str, Any]:
    """What the page says about the objections against the ballot that is repeated: each, what was done, where; who said it only if everybody may read it,
    or to the secretariat, which has to answer it."""
    if former is None:
        return {"objections": [], "answers": {}, "places": {}, "names": {}, "told": False}
    told = shown(former.kind, former.phase) or at_desk()
    return {"objections": queries.objections(former), "answers": queries.answered(ballot), "places": queries.sections_of(ballot),
            "names": {seat.party_code: seat for seat in former.seats}, "told": told}


def own_mandate(ballot: Ballot) -> Any:
    """The reader's own mandate for a seat of this ballot."""
    return workgroup.in_force(actor(), [seat.party_code for seat in ballot.seats])


def page(ballot: Ballot) -> str:
    """The address of the page of a ballot."""
    return url_for("ballots.show", number=ballot.number)

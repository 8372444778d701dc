"""The receipt of a position: as a page, as PDF, for a machine."""
from typing import Any

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from consult.ballots import queries
from consult.ballots.exports import receipts
from consult.ballots.models import Position
from consult.ballots.rules.life import shown
from consult.ballots.views.blueprint import bp, seat_name
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.downloads import handed_out
from consult.web.locale import chosen, named, when
from consult.web.paths import public
from consult.workgroup import queries as workgroup


def _readable(receipt: str) -> Position | None:
    """A position that everybody may read; before that, who gave or entered it and who speaks for its seat now."""
    position, person = queries.by_receipt(receipt), actor()
    if position is None or shown(position.ballot.kind, position.ballot.phase):
        return position
    known = person is not None and (person.id in (position.cast_by, position.entered_by) or workgroup.in_force(person, [position.party_code]) is not None)
    return position if known else None


THE_RECEIPT = ("receipt", _readable)


@bp.get("/receipts/<receipt>/")
@access(Action.READ, on=THE_RECEIPT)
def receipt(position: Position) -> str:
    """What was recorded, when, and how anybody checks it."""
    ballot, person = position.ballot, actor()
    later = queries.history(ballot, position.party_code)[0]
    return render_template("ballots/receipt.html", ballot=ballot, position=position, seat=_seat(position), later=later if later.seq != position.seq else None,
                           command=_command(position), shown=shown(ballot.kind, ballot.phase), own=person is not None and person.id == position.cast_by)


@bp.get("/receipts/<receipt>/receipt.json")
@access(Action.READ, on=THE_RECEIPT)
def receipt_json(position: Position) -> Response:
    """The same for a machine."""
    return handed_out(receipts.as_json(position), "application/json", _name(position, "json"))


@bp.get("/receipts/<receipt>/receipt.pdf")
@access(Action.READ, on=THE_RECEIPT)
def receipt_pdf(position: Position) -> Response:
    """The same as a sheet to print and to file."""
    ballot = position.ballot
    check = [_(N_("From %(address)s take the record of ballot %(number)s and the program verify_result.py. The record can be taken once the positions are public."),
               address=public(url_for("ballots.show", number=ballot.number)), number=ballot.number),
             _(N_("Then run, with Python 3 and nothing else:"))]
    words = {"language": chosen().code, "title": title(position), "lead": ballot.question, "facts": [fact for fact in _facts(position) if fact[1]],
             "check_title": _(N_("How to check it")), "check": check, "command": _command(position)}
    return handed_out(receipts.printed(receipts.RECEIPT, words, position.at), "application/pdf", _name(position, "pdf"))


@bp.app_template_filter("receipt_title")
def title(position: Position) -> str:
    """What a receipt is called."""
    return _(N_("Receipt %(seq)s of ballot %(number)s"), seq=position.seq, number=position.ballot.number)


def _facts(position: Position) -> list[tuple[str, str, str]]:
    """What the sheet says: name, words, and how they are set."""
    version = position.ballot.version
    entered = _(N_("received in writing and entered by the secretariat")) if position.entered_by else ""
    return [
        (_(N_("Seat")), seat_name(_seat(position)), ""), (_(N_("Position")), named(position.choice), "strong"), (_(N_("Reason")), position.reason, "words"),
        (_(N_("Given by")), ", ".join(filter(None, (position.caster_name, named(position.capacity), entered))), ""),
        (_(N_("Recorded")), f"{when(position.at)}\n{queries.written(position.at)}", ""),
        (_(N_("Text")), f"{version.document.title} {version.label}", ""), (_(N_("SHA-256 of the text")), position.version_digest, "hash"),
        (_(N_("SHA-256 of the document received")), position.evidence.digest if position.evidence else "", "hash"),
        (_(N_("Receipt")), position.receipt, "hash"), (_(N_("Receipt before it")) if position.seq > 1 else _(N_("Hash of the opening")), position.previous, "hash"),
    ]


def _seat(position: Position) -> Any:
    return next(seat for seat in position.ballot.seats if seat.party_code == position.party_code)


def _command(position: Position) -> str:
    return f"python3 verify_result.py result-{position.ballot.number}.json --receipt {position.receipt}"


def _name(position: Position, ending: str) -> str:
    return f"receipt-{position.ballot.number}-{position.seq}.{ending}"

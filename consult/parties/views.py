"""Pages of the parties: their names, past and present, and their seats; and the acts of the secretariat about them."""
from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask_babel import gettext

from consult import clock
from consult.i18n import LOCALES
from consult.parties import actions, queries
from consult.parties.forms import RenameForm, SeatForm, field_name
from consult.parties.models import Party
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.locale import chosen

bp = Blueprint("parties", __name__, url_prefix="/parties")
ONE = ("code", queries.one)


def _page(code: str) -> str:
    return url_for("parties.show", code=code)


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """Every party and body that has been admitted."""
    return render_template("parties/index.html", parties=queries.by_name(queries.all_parties(), chosen().code))


@bp.get("/<code>")
@access(Action.READ, on=ONE)
def show(party: Party) -> str:
    """One party: its names by day and language, its seat."""
    return render_template("parties/show.html", party=party, names=queries.former(queries.all_names()[party.code]), locales_of=LOCALES, seats=queries.seat_changes(party),
                           today=clock.now().date())


@bp.route("/<code>/rename", methods=["GET", "POST"])
@access(Action.PARTIES_RENAME, on=ONE)
def rename(party: Party) -> Any:
    """Enter a new name."""
    code, rows = party.code, queries.all_names()[party.code]
    now = {locale.code: queries.designation(rows, locale.code, clock.LAST_DAY) for locale in LOCALES}
    form = RenameForm(data={field_name(language): one.name.rstrip("*") for language, one in now.items()} | {"footnote": now["en"].footnote})

    def then(_: Any) -> str:
        flash(gettext("The name is entered. What was done before that day keeps the name of its time."), "success")
        return _page(code)

    return answer(form, lambda: render_template("parties/rename.html", form=form, code=code),
                  lambda: actions.rename(actor(), party, form.since.data, form.names(), form.footnote.data or "", form.reason.data or ""), then)


@bp.route("/<code>/give-seat", methods=["GET", "POST"])
@access(Action.PARTIES_GIVE_SEAT, on=ONE)
def give_seat(party: Party) -> Any:
    """Give a seat."""
    form, code = SeatForm(), party.code
    return answer(form, lambda: render_template("parties/seat.html", form=form, code=code, give=True), lambda: actions.give_seat(actor(), party, form.reason.data or ""),
                  lambda _: _page(code))


@bp.route("/<code>/take-seat", methods=["GET", "POST"])
@access(Action.PARTIES_TAKE_SEAT, on=ONE)
def take_seat(party: Party) -> Any:
    """Take a seat."""
    form, code = SeatForm(), party.code
    return answer(form, lambda: render_template("parties/seat.html", form=form, code=code, give=False), lambda: actions.take_seat(actor(), party, form.reason.data or ""),
                  lambda _: _page(code))

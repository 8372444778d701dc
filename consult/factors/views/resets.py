"""Resetting what somebody has lost: one administrator asks, another one decides."""
from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from consult.accounts import queries as people
from consult.accounts.forms import PressForm
from consult.accounts.models import Account
from consult.errors import NotFound
from consult.factors import queries
from consult.factors.actions import resetting
from consult.factors.forms import ReasonForm
from consult.factors.models import FactorReset
from consult.factors.views.blueprint import bp
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, answer


def _list(_: Any = None) -> str:
    return url_for("factors.resets")


@bp.get("/resets/")
@access(Action.ADMINISTRATION)
def resets() -> str:
    """Requests to reset somebody's factors, those that wait first."""
    return render_template("factors/resets.html", resets=queries.resets())


@bp.route("/of/<int:number>/reset", methods=["GET", "POST"])
@access(Action.FACTORS_ASK_RESET, on=("number", people.get))
def ask_reset(account: Account) -> Any:
    """Ask that a person's factors be reset."""
    form, number = ReasonForm(), account.id

    def do() -> None:
        person = people.get(number)
        if person is None:
            raise NotFound(N_("There is no such person."))
        resetting.ask_reset(actor(), person, form.reason.data or "")
        flash(gettext("The request waits for another administrator."), "success")

    return answer(form, lambda: render_template("factors/ask_reset.html", form=form, account=people.get(number), factors=queries.of(account)), do, _list)


@bp.route("/resets/<int:number>/confirm", methods=["GET", "POST"])
@access(Action.FACTORS_RESET, on=("number", queries.reset))
def reset(row: FactorReset) -> Any:
    """Reset a person's factors as the second administrator."""
    form, number = PressForm(), row.id

    def do() -> None:
        resetting.reset(actor(), _again(number))
        flash(gettext("The second factors have been reset, and all sessions of the person have ended. They are told by mail."), "success")

    return answer(form, lambda: render_template("factors/reset.html", form=form, row=_again(number)), do, _list)


@bp.post("/resets/<int:number>/decline")
@access(Action.FACTORS_DECLINE_RESET, on=("number", queries.reset))
def decline_reset(row: FactorReset) -> Response:
    """Leave everything as it is."""
    number = row.id

    def do() -> None:
        resetting.decline_reset(actor(), _again(number))
        flash(gettext("The request is closed; nothing has been reset."), "success")

    return act(do, _list)


def _again(number: int) -> FactorReset:
    row = queries.reset(number)
    if row is None:
        raise NotFound(N_("There is no such request."))
    return row

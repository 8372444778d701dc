"""Pages of the working group: the roster, and the desk's work on mandates."""
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask_babel import gettext

from consult import clock
from consult.accounts import queries as accounts
from consult.errors import Invalid
from consult.evidence.actions import keep
from consult.i18n import N_
from consult.parties import queries as parties
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.locale import chosen
from consult.workgroup import actions, queries
from consult.workgroup.forms import EndForm, HandOverForm, MandateForm, SetAsideForm
from consult.workgroup.models import HandingOver, Mandate
from consult.workgroup.rules import WARNED, MandateRole

bp = Blueprint("workgroup", __name__, url_prefix="/workgroup")
THE_MANDATE = ("mandate_id", queries.by_id)
THE_HANDING = ("handing_id", queries.handing)


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """Who sits for each party, since when, and who did before."""
    working = allowed(actor(), Action.WORKGROUP_RECORD_MANDATE)
    return render_template("workgroup/index.html", seats=queries.roster(chosen().code), observers=accounts.observers(),
                           waiting=queries.handings_waiting() if working else [],
                           ending=queries.ending(clock.now(), clock.now() + timedelta(days=max(WARNED))) if working else [])


@bp.route("/mandates/new", methods=["GET", "POST"])
@access(Action.WORKGROUP_RECORD_MANDATE)
def record_mandate() -> Any:
    """Record a mandate from its letter."""
    form = MandateForm()
    seated = {party.code: party for party in parties.seats()}
    form.party.choices = parties.choices(chosen().code, seated=True)

    def do() -> Mandate:
        account = accounts.by_email(form.email.data or "")
        if account is None:
            raise Invalid(N_("There is no account with this address. The person must sign up first."), field="email")
        return actions.record_mandate(actor(), account, seated[form.party.data], MandateRole(form.role.data), clock.start_of_day(form.since.data),
                                      clock.end_of_day(form.until.data) if form.until.data else None, form.authority.data, form.reference.data, form.dated.data,
                                      keep(*form.evidence.taken()))

    return answer(form, lambda: render_template("workgroup/record_mandate.html", form=form), do, lambda mandate: _page(mandate))


@bp.get("/mandates/<int:mandate_id>")
@access(Action.MANDATE, on=THE_MANDATE)
def mandate(mandate: Mandate) -> str:
    """One mandate with its letter, to be compared and verified."""
    return render_template("workgroup/mandate.html", mandate=mandate, recorder=accounts.get(mandate.recorded_by), handing=queries.handing_of(mandate),
                           verifier=accounts.get(mandate.verified_by) if mandate.verified_by else None)


@bp.post("/mandates/<int:mandate_id>/verify")
@access(Action.WORKGROUP_VERIFY_MANDATE, on=THE_MANDATE)
def verify_mandate(mandate: Mandate) -> Any:
    """Confirm that the letter says what was recorded."""
    location = act(lambda: actions.verify_mandate(actor(), mandate), lambda _: _page(mandate))
    flash(gettext("The mandate is verified."), "success")
    return location


@bp.route("/mandates/<int:mandate_id>/end", methods=["GET", "POST"])
@access(Action.WORKGROUP_END_MANDATE, on=THE_MANDATE)
def end_mandate(mandate: Mandate) -> Any:
    """End a mandate with a reason."""
    form = EndForm()
    return answer(form, lambda: render_template("workgroup/end_mandate.html", form=form, mandate=mandate),
                  lambda: actions.end_mandate(actor(), mandate, clock.end_of_day(form.until.data), form.reason.data), lambda _: _page(mandate))


@bp.route("/mandates/<int:mandate_id>/hand-over", methods=["GET", "POST"])
@access(Action.WORKGROUP_HAND_OVER, on=THE_MANDATE)
def hand_over(mandate: Mandate) -> Any:
    """Record the successor from the letter."""
    form = HandOverForm()

    def do() -> HandingOver:
        account = accounts.by_email(form.email.data or "")
        if account is None:
            raise Invalid(N_("There is no account with this address. The person must sign up first."), field="email")
        return actions.hand_over(actor(), mandate, account, clock.start_of_day(form.since.data) if form.since.data else None,
                                 clock.end_of_day(form.until.data) if form.until.data else None, form.reason.data, form.authority.data, form.reference.data, form.dated.data,
                                 keep(*form.evidence.taken()))

    return answer(form, lambda: render_template("workgroup/hand_over.html", form=form, mandate=mandate), do, _handing)


@bp.get("/handings-over/<int:handing_id>")
@access(Action.MANDATE, on=THE_HANDING)
def handing(handing: HandingOver) -> str:
    """One handing over with its letter, to be compared and verified."""
    return render_template("workgroup/handing.html", handing=handing)


@bp.post("/handings-over/<int:handing_id>/verify")
@access(Action.WORKGROUP_VERIFY_HANDING, on=THE_HANDING)
def verify_handing(handing: HandingOver) -> Any:
    """Confirm that the letter says what was recorded."""
    location = act(lambda: actions.verify_handing(actor(), handing), _page)
    flash(gettext("The mandate is handed over."), "success")
    return location


@bp.route("/handings-over/<int:handing_id>/set-aside", methods=["GET", "POST"])
@access(Action.WORKGROUP_SET_ASIDE_HANDING, on=THE_HANDING)
def set_aside_handing(handing: HandingOver) -> Any:
    """Set a handing over aside with a reason."""
    form = SetAsideForm()
    return answer(form, lambda: render_template("workgroup/set_aside.html", form=form, handing=handing),
                  lambda: actions.set_aside_handing(actor(), handing, form.reason.data), lambda _: _handing(handing))


def _handing(handing: HandingOver) -> str:
    return url_for("workgroup.handing", handing_id=handing.id)


def _page(mandate: Mandate) -> str:
    return url_for("workgroup.mandate", mandate_id=mandate.id)

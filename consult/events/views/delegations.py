"""The desk of the delegations: who comes, and by which credentials."""
from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext

from consult.errors import Invalid
from consult.events.actions import delegating as actions
from consult.events.forms import CredentialsForm, DelegateForm, DelegationForm
from consult.events.models import Credentials, Delegate, Delegation, Event
from consult.events.queries import events, signing
from consult.events.views.blueprint import THE_DELEGATION, THE_EVENT, bp
from consult.evidence.actions import keep
from consult.i18n import N_
from consult.parties import queries as parties
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.locale import chosen


@bp.route("/<int:number>/delegations", methods=["GET", "POST"])
@access(Action.EVENTS_ADD_DELEGATION, on=THE_EVENT)
def delegations(event: Event) -> Any:
    """Every delegation with where it stands, and one more."""
    form, here = DelegationForm(), {each.party_code for each in event.delegations}
    form.party.choices = [(code, name) for code, name in parties.choices(chosen().code) if code not in here]

    def do() -> Delegation:
        party = parties.one(form.party.data)
        if party is None:
            raise Invalid(N_("Choose the party that comes."), field="party")
        return actions.add_delegation(actor(), event, party)

    return answer(form, lambda: render_template("events/delegations.html", form=form, event=event, seats=signing.ceremony(event, chosen().code)), do, _page)


@bp.get("/<int:number>/delegations/<string(maxlength=3):code>")
@access(Action.EVENT_DESK, on=THE_DELEGATION)
def delegation(delegation: Delegation) -> str:
    """One delegation: its members and its letters, to be compared."""
    return render_template("events/delegation.html", event=delegation.event, delegation=delegation, form=DelegateForm())


@bp.post("/<int:number>/delegations/<string(maxlength=3):code>/drop")
@access(Action.EVENTS_DROP_DELEGATION, on=THE_DELEGATION)
def drop_delegation(delegation: Delegation) -> Any:
    """Take a delegation off."""
    where = url_for("events.delegations", number=delegation.event.number)
    return act(lambda: actions.drop_delegation(actor(), delegation), lambda _: where)


@bp.post("/<int:number>/delegations/<string(maxlength=3):code>/members")
@access(Action.EVENTS_NAME_DELEGATE, on=THE_DELEGATION)
def name_delegate(delegation: Delegation) -> Any:
    """Name a member."""
    form = DelegateForm()
    return answer(form, lambda: render_template("events/delegation.html", event=delegation.event, delegation=delegation, form=form),
                  lambda: actions.name_delegate(actor(), delegation, form.name.data, form.title.data or "", form.head.data), lambda _: _page(delegation))


@bp.post("/<int:number>/members/<int:delegate_id>/drop")
@access(Action.EVENTS_DROP_DELEGATE, on=(("number", "delegate_id"), events.delegate))
def drop_delegate(delegate: Delegate) -> Any:
    """Take a member off."""
    where = _page(delegate.delegation)
    return act(lambda: actions.drop_delegate(actor(), delegate), lambda _: where)


@bp.route("/<int:number>/delegations/<string(maxlength=3):code>/credentials", methods=["GET", "POST"])
@access(Action.EVENTS_RECORD_CREDENTIALS, on=THE_DELEGATION)
def record_credentials(delegation: Delegation) -> Any:
    """Record the letter of a delegation."""
    form = CredentialsForm()

    def do() -> Credentials:
        return actions.record_credentials(actor(), delegation, form.authority.data, form.reference.data or "", form.dated.data, form.powers.data, keep(*form.evidence.taken()))

    return answer(form, lambda: render_template("events/credentials.html", form=form, event=delegation.event, delegation=delegation), do, lambda _: _page(delegation))


@bp.post("/<int:number>/credentials/<int:credentials_id>/verify")
@access(Action.EVENTS_VERIFY_CREDENTIALS, on=(("number", "credentials_id"), events.credentials))
def verify_credentials(letter: Credentials) -> Any:
    """Confirm that the letter says what was recorded."""
    answered = act(lambda: actions.verify_credentials(actor(), letter), lambda _: _page(letter.delegation))
    flash(gettext("The credentials are verified."), "success")
    return answered


def _page(delegation: Delegation) -> str:
    return url_for("events.delegation", number=delegation.event.number, code=delegation.party_code)

"""Pages of organisations: the list, one with its people, registering, joining, leaving."""
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from consult.errors import Invalid
from consult.i18n import N_
from consult.organisations import actions, queries
from consult.organisations.forms import RegisterForm
from consult.organisations.models import Membership, Organisation
from consult.organisations.rules import KIND_NAMES, MembershipState, OrganisationKind
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.locale import named, party_choices

bp = Blueprint("organisations", __name__, url_prefix="/organisations")
ONE = ("number", queries.get)
MEMBERSHIP = ("number", queries.membership)


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, named(kind)) for kind in KIND_NAMES]


def _page(organisation: Organisation) -> str:
    return url_for("organisations.show", number=organisation.id)


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """All organisations that take part."""
    party, kind = request.args.get("party", ""), request.args.get("kind", "")
    rows = queries.listed(party or None, OrganisationKind(kind) if kind in set(OrganisationKind) else None)
    everything = ("", gettext("All"))
    return render_template("organisations/index.html", organisations=rows, party=party, kind=kind,
                           parties=[everything, *party_choices()[1:]], kinds=[everything, *_kinds()])


@bp.get("/<int:number>")
@access(Action.READ, on=ONE)
def show(organisation: Organisation) -> str:
    """One organisation: what it is and who leads it; the names of the others are for its own people, requests for the lead."""
    people = [m for m in organisation.memberships if m.state == MembershipState.MEMBER]
    asking = [m for m in organisation.memberships if m.state == MembershipState.ASKED]
    own = next((m for m in [*people, *asking] if actor() is not None and m.account_id == actor().id), None)
    inside = (own is not None and own.state == MembershipState.MEMBER) or allowed(actor(), Action.ADMINISTRATION)
    shown = people if inside else [m for m in people if m.lead]
    return render_template("organisations/show.html", organisation=organisation, people=shown, others=len(people) - len(shown), asking=asking, own=own)


@bp.route("/register", methods=["GET", "POST"])
@access(Action.ORGANISATIONS_REGISTER)
def register() -> Any:
    """Enter an organisation and lead it."""
    form = RegisterForm()
    form.kind.choices, form.party.choices = _kinds(), party_choices()

    def do() -> Organisation:
        website = form.website.data or ""
        if website and not website.startswith(("https://", "http://")):
            raise Invalid(N_("Write the whole address, as in https://example.org."), field="website")
        return actions.register(actor(), form.name.data or "", OrganisationKind(form.kind.data), form.party.data or None, website)

    return answer(form, lambda: render_template("organisations/register.html", form=form), do, _page)


@bp.post("/<int:number>/verify")
@access(Action.ORGANISATIONS_VERIFY, on=ONE)
def verify(organisation: Organisation) -> Response:
    """Say that the organisation exists."""
    return act(lambda: actions.verify(actor(), organisation), lambda _: _page(organisation))


@bp.post("/<int:number>/ask")
@access(Action.ORGANISATIONS_ASK, on=ONE)
def ask(organisation: Organisation) -> Response:
    """Ask to join."""

    def do() -> None:
        actions.ask(actor(), organisation)
        flash(gettext("The lead of the organisation now sees that you want to join."), "success")

    return act(do, lambda _: _page(organisation))


@bp.post("/memberships/<int:number>/admit")
@access(Action.ORGANISATIONS_ADMIT, on=MEMBERSHIP)
def admit(membership: Membership) -> Response:
    """Say yes to a person who asked."""
    return act(lambda: actions.admit(actor(), membership), lambda _: _page(membership.organisation))


@bp.post("/memberships/<int:number>/leave")
@access(Action.ORGANISATIONS_LEAVE, on=MEMBERSHIP)
def leave(membership: Membership) -> Response:
    """Leave, or say no to a person who asked."""
    return act(lambda: actions.leave(actor(), membership), lambda _: _page(membership.organisation))

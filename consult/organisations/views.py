"""Pages of organisations: the list, one with its people, registering, joining, leaving."""
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from consult import clock
from consult.errors import Invalid
from consult.i18n import N_
from consult.organisations import actions, queries
from consult.organisations.forms import CorrectNameForm, InviteForm, MergeForm, RegisterForm
from consult.organisations.models import Invitation, Membership, Merger, Organisation
from consult.organisations.rules import KIND_NAMES, MembershipState, OrganisationKind
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.letters import write_invitation
from consult.web.limits import INVITATIONS, limiter
from consult.web.locale import named, party_choices
from consult.web.paths import public

bp = Blueprint("organisations", __name__, url_prefix="/organisations")
ONE = ("number", queries.get)
MEMBERSHIP = ("number", queries.membership)
INVITATION = ("number", queries.invitation)


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, named(kind)) for kind in KIND_NAMES]


def _page(organisation: Organisation) -> str:
    return url_for("organisations.show", number=organisation.id)


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """The organisations that take part, by name, in pages."""
    asked = {name: request.args.get(name, "")[:100] for name in ("q", "party", "kind", "verified")}
    wanted = queries.Wanted(asked["q"].strip(), asked["party"], OrganisationKind(asked["kind"]) if asked["kind"] in set(OrganisationKind) else None,
                            {"yes": True, "no": False}.get(asked["verified"]))
    after, everything = request.args.get("after", "")[:200], ("", gettext("All"))
    rows, more = queries.page(wanted, after)
    return render_template("organisations/index.html", organisations=rows, more=more, after=after, asked={k: v for k, v in asked.items() if v}, count=queries.count(wanted),
                           parties=[everything, *party_choices()[1:]], kinds=[everything, *_kinds()],
                           standings=[everything, ("yes", gettext("Verified")), ("no", gettext("Not verified yet"))])


@bp.get("/<int:number>")
@access(Action.READ, on=ONE)
def show(organisation: Organisation) -> str:
    """One organisation: what it is and who leads it; the names of the others are for its own people, requests for the lead."""
    return _shown(organisation, InviteForm() if allowed(actor(), Action.ORGANISATIONS_INVITE, organisation) else None)


def _shown(organisation: Organisation, form: InviteForm | None) -> str:
    people = [m for m in organisation.memberships if m.state == MembershipState.MEMBER]
    asking = [m for m in organisation.memberships if m.state == MembershipState.ASKED]
    own = next((m for m in [*people, *asking] if actor() is not None and m.account_id == actor().id), None)
    inside = own is not None and own.state == MembershipState.MEMBER
    shown = people if inside or allowed(actor(), Action.ADMINISTRATION) else [m for m in people if m.lead]
    alone = own is not None and own.lead and len(people) > 1 and not any(m.lead for m in people if m is not own)
    return render_template("organisations/show.html", organisation=organisation, people=shown, others=len(people) - len(shown), asking=asking, own=own, inside=inside,
                           alone_leading=alone, form=form, invitations=queries.invitations(organisation) if form else [], now=clock.now(),
                           former=queries.former_names(organisation))


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


@bp.route("/<int:number>/correct-name", methods=["GET", "POST"])
@access(Action.ORGANISATIONS_CORRECT_NAME, on=ONE)
def correct_name(organisation: Organisation) -> Any:
    """Correct the name."""
    form, number = CorrectNameForm(name=organisation.name), organisation.id
    return answer(form, lambda: render_template("organisations/correct_name.html", form=form, organisation=queries.get(number)),
                  lambda: actions.correct_name(actor(), organisation, form.name.data or "", form.reason.data or ""), lambda _: url_for("organisations.show", number=number))


@bp.route("/<int:number>/merge", methods=["GET", "POST"])
@access(Action.ORGANISATIONS_MERGE, on=ONE)
def merge(organisation: Organisation) -> Any:
    """Make it one with another: look for the other, see what moves, confirm."""
    form, number, words = MergeForm(into=request.args.get("into", type=int)), organisation.id, request.args.get("q", "")[:100].strip()
    expected = gettext("make them one")

    def show() -> str:
        here, other = queries.get(number), queries.get(form.into.data) if form.into.data and 0 < form.into.data < 2**31 else None
        found = [one for one in queries.page(queries.Wanted(words))[0] if one.id != number] if words else []
        return render_template("organisations/merge.html", form=form, organisation=here, other=other, words=words, found=found, expected=expected,
                               people=queries.colleagues(here) if here else 0, invitations=len(queries.invitations(here)) if here else 0)

    def do() -> Merger:
        into = queries.get(form.into.data) if form.into.data and 0 < form.into.data < 2**31 else None
        if into is None:
            raise Invalid(N_("There is no organisation with this number."), field="into")
        if (form.typed.data or "").casefold() != expected.casefold():
            raise Invalid(N_("The words are not the same. Type them as they are shown."), field="typed")
        return actions.merge(actor(), organisation, into, form.reason.data or "", form.admit.data)

    return answer(form, show, do, lambda row: url_for("organisations.show", number=row.into_id))


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


@bp.post("/<int:number>/invite")
@limiter.limit(INVITATIONS)
@access(Action.ORGANISATIONS_INVITE, on=ONE)
def invite(organisation: Organisation) -> Any:
    """Invite a colleague by e-mail; what the page answers does not tell whether the address has an account."""
    form, number = InviteForm(), organisation.id

    def do() -> None:
        invitation, token = actions.invite(actor(), organisation, form.email.data or "")
        write_invitation(invitation, form.language.data, public(url_for("organisations.invitation", token=token)))
        flash(gettext("The invitation is on its way to %(address)s.", address=form.email.data), "success")

    return answer(form, lambda: _shown(queries.get(number) or organisation, form), do, lambda _: url_for("organisations.show", number=number) + "#invite")


@bp.post("/invitations/<int:number>/withdraw")
@access(Action.ORGANISATIONS_WITHDRAW_INVITATION, on=INVITATION)
def withdraw_invitation(invitation: Invitation) -> Response:
    """Take an invitation back."""
    return act(lambda: actions.withdraw_invitation(actor(), invitation), lambda _: _page(invitation.organisation))


@bp.get("/invitations/<token>")
@access(Action.READ)
def invitation(token: str) -> Any:
    """The page that the link of an invitation leads to; opening it changes nothing."""
    found = queries.invited(token)
    return render_template("organisations/invitation.html", invitation=found, token=token), 200 if found else 404


@bp.post("/invitations/<token>/accept")
@access(Action.ORGANISATIONS_ACCEPT, on=("token", queries.invited))
def accept(invitation: Invitation) -> Response:
    """Join the organisation that invited one."""

    def then(membership: Membership) -> str:
        flash(gettext("Welcome. These are the drafts of your organisation."), "success")
        return url_for("teams.show", number=membership.organisation_id)

    return act(lambda: actions.accept(actor(), invitation), then)


@bp.post("/memberships/<int:number>/name-lead")
@access(Action.ORGANISATIONS_NAME_LEAD, on=MEMBERSHIP)
def name_lead(membership: Membership) -> Response:
    """Make a colleague a lead."""
    return act(lambda: actions.name_lead(actor(), membership), lambda _: _page(membership.organisation))


@bp.post("/memberships/<int:number>/step-down")
@access(Action.ORGANISATIONS_STEP_DOWN, on=MEMBERSHIP)
def step_down(membership: Membership) -> Response:
    """Lead no longer, and stay."""
    return act(lambda: actions.step_down(actor(), membership), lambda _: _page(membership.organisation))

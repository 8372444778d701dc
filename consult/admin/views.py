"""What administrators see and do: people, their roles and sessions, and the parties."""
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from consult.accounts import actions as accounts
from consult.accounts import queries as people
from consult.accounts.models import Account, RoleGrant
from consult.accounts.rules import ROLE_NAMES, STATE_NAMES, AccountState, Role
from consult.admin.forms import AdmitForm, GrantForm, ReasonForm
from consult.errors import Invalid, NotFound
from consult.factors import queries as factors
from consult.i18n import N_
from consult.organisations import queries as organisations
from consult.parties import actions as parties
from consult.parties import queries as party_queries
from consult.permissions import names, reaching
from consult.permissions.conditions import SENTENCES as CONDITIONS
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.locale import chosen, named, party_choices
from consult.workgroup import queries as workgroup

bp = Blueprint("admin", __name__, url_prefix="/admin")
PAGE = 50
ONE = ("number", people.get)


def _page(account: Account) -> str:
    return url_for("admin.person", number=account.id)


def _grant(number: int, grant: int) -> tuple[Account, RoleGrant] | None:
    account = people.get(number)
    row = next((g for g in account.grants if g.id == grant), None) if account else None
    return (account, row) if account and row else None


@bp.get("/")
@access(Action.ADMINISTRATION)
def index() -> str:
    """What an administrator can do here."""
    return render_template("admin/index.html")


@bp.get("/people")
@access(Action.ADMINISTRATION)
def list_people() -> str:
    """People, the latest first; searched by name or address, chosen by role, account, party or organisation."""
    asked = {name: request.args.get(name, "")[:100].strip() for name in ("q", "role", "state", "party", "organisation")}
    wanted = people.Wanted(asked["q"], Role(asked["role"]) if asked["role"] in set(Role) else None, AccountState(asked["state"]) if asked["state"] in set(AccountState) else None,
                           asked["party"], _number(asked["organisation"]))
    after, everything = _number(request.args.get("after", "")), ("", gettext("All"))
    rows = people.found(wanted, after, PAGE + 1)
    return render_template("admin/people.html", people=rows[:PAGE], asked={k: v for k, v in asked.items() if v}, first=after is None,
                           more=rows[PAGE - 1].id if len(rows) > PAGE else None, parties=[everything, *party_choices()[1:]],
                           roles=[everything, *((role.value, named(role)) for role in ROLE_NAMES)], states=[everything, *((state.value, named(state)) for state in STATE_NAMES)],
                           organisation=organisations.get(wanted.organisation) if wanted.organisation else None)


def _number(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 11 else 0
    return number if 0 < number < 2**31 else None


@bp.get("/people/<int:number>")
@access(Action.ADMINISTRATION, on=ONE)
def person(account: Account) -> str:
    """One person: state, roles, organisations, mandates, sessions, and what follows from them."""
    reach = [(names.of(action), [[CONDITIONS[name] for name in left] for left in ways]) for action, ways in reaching.reach(account)]
    return render_template("admin/person.html", account=account, grants=people.grants(account), sessions=people.sessions(account), memberships=organisations.memberships(account),
                           mandates=workgroup.held_by(account), reach=reach, factors=factors.of(account),
                           alone="administrator" in account.roles and not people.other_administrators(account))


@bp.route("/people/<int:number>/grant", methods=["GET", "POST"])
@access(Action.ACCOUNTS_GRANT_ROLE, on=ONE)
def grant_role(account: Account) -> Any:
    """Give a role."""
    form, number = GrantForm(), account.id
    form.role.choices = [("", gettext("Choose a role")), *((role.value, named(role)) for role in ROLE_NAMES)]
    form.party.choices = party_choices()

    def do() -> Account:
        if form.role.data == Role.ADMINISTRATOR and not form.sure.data:
            raise Invalid(N_("Tick this box as well: an administrator can give every role to anybody."), field="sure")
        one = _again(number)
        accounts.grant_role(actor(), one, Role(form.role.data), form.party.data or None)
        flash(gettext("The role has been given. The person signs in anew with it."), "success")
        return one

    return answer(form, lambda: render_template("admin/grant.html", form=form, account=_again(number)), do, _page)


@bp.post("/people/<int:number>/grants/<int:grant>/end")
@access(Action.ADMINISTRATION, on=(("number", "grant"), _grant))
def end_role(pair: tuple[Account, RoleGrant]) -> Response:
    """Take a role back."""
    account, grant = pair

    def do() -> Account:
        accounts.end_role(actor(), account, grant)
        flash(gettext("The role has ended, and with it the person's sessions."), "success")
        return account

    return act(do, _page)


@bp.route("/people/<int:number>/suspend", methods=["GET", "POST"])
@access(Action.ACCOUNTS_SUSPEND, on=ONE)
def suspend(account: Account) -> Any:
    """Keep a person out, for a reason."""
    form, number = ReasonForm(), account.id

    def do() -> Account:
        one = _again(number)
        accounts.suspend(actor(), one, form.reason.data or "")
        flash(gettext("The person is suspended and signed out everywhere."), "success")
        return one

    return answer(form, lambda: render_template("admin/suspend.html", form=form, account=_again(number)), do, _page)


@bp.route("/people/<int:number>/reinstate", methods=["GET", "POST"])
@access(Action.ACCOUNTS_REINSTATE, on=ONE)
def reinstate(account: Account) -> Any:
    """Let a suspended person in again, for a reason."""
    form, number = ReasonForm(), account.id

    def do() -> Account:
        one = _again(number)
        accounts.reinstate(actor(), one, form.reason.data or "")
        flash(gettext("The person can sign in again."), "success")
        return one

    return answer(form, lambda: render_template("admin/reinstate.html", form=form, account=_again(number)), do, _page)


@bp.post("/people/<int:number>/end-sessions")
@access(Action.ADMINISTRATION, on=ONE)
def end_sessions(account: Account) -> Response:
    """Sign a person out everywhere."""

    def do() -> Account:
        for row in people.sessions(account):
            accounts.end_session(actor(), row)
        flash(gettext("The person is signed out everywhere."), "success")
        return account

    return act(do, _page)


@bp.route("/parties", methods=["GET", "POST"])
@access(Action.PARTIES_ADMIT)
def admit_party() -> Any:
    """The parties, and admitting another: an act of the secretariat that the journal shows."""
    form, there = AdmitForm(), party_queries.by_name(party_queries.all_parties(), chosen().code)
    waiting = {code: one for code, one in party_queries.candidates().items() if code not in {party.code for party in there}}
    form.code.choices = [(code, one.english) for code, one in waiting.items()]

    def do() -> None:
        one = waiting[form.code.data]
        parties.admit(actor(), one.code, one.kind, one.seat, one.zone, one.names)
        flash(gettext("The party has been admitted."), "success")

    return answer(form, lambda: render_template("admin/parties.html", form=form, parties=there, waiting=waiting), do, lambda _: url_for("admin.admit_party"))


def _again(number: int) -> Account:
    account = people.get(number)
    if account is None:
        raise NotFound(N_("There is no such person."))
    return account

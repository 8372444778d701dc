"""A person's own account: everything on one page, each change on a page of its own."""
from types import SimpleNamespace
from typing import Any

from flask import current_app, flash, render_template, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from consult.accounts import actions, queries
from consult.accounts.forms import AddressForm, CloseForm, PasswordForm, ProfileForm
from consult.accounts.models import Account, BrowserSession
from consult.accounts.rules import TokenKind, browser
from consult.accounts.views.blueprint import bp
from consult.errors import Invalid
from consult.i18n import BY_CODE, N_
from consult.organisations import queries as organisations
from consult.permissions.words import Action
from consult.web import halfway, links, signing
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.letters import write_account_mail
from consult.web.locale import party_choices, reading_languages

#: A visitor, to whom no account is their own.
NOBODY = SimpleNamespace(id=None)
OWN = ((), lambda: actor() or NOBODY)


@bp.get("/me")
@access(Action.OWN)
def me() -> str:
    """The account with everything that belongs to it."""
    account = actor()
    rows = [(row, *browser(row.agent)) for row in queries.sessions(account)]
    return render_template("accounts/me.html", account=account, sessions=rows, current=session.row_id,  # type: ignore[attr-defined]
                           memberships=organisations.memberships(account), language=BY_CODE[account.language].autonym)


@bp.route("/me/profile", methods=["GET", "POST"])
@access(Action.ACCOUNTS_CHANGE_PROFILE, on=OWN)
def change_profile(account: Account) -> Any:
    """Change name, language and party."""
    form = ProfileForm(data={"name": account.name, "language": account.language, "party": account.party_code or ""})
    form.language.choices, form.party.choices = reading_languages(), party_choices()

    def do() -> None:
        actions.change_profile(actor(), actor(), form.name.data or "", form.language.data, form.party.data or None)
        flash(gettext("Your account has been changed."), "success")

    return answer(form, lambda: render_template("accounts/profile.html", form=form), do, lambda _: url_for("accounts.me"))


@bp.route("/me/password", methods=["GET", "POST"])
@access(Action.ACCOUNTS_CHANGE_PASSWORD, on=OWN)
def change_password(account: Account) -> Any:
    """Change the password; all other sessions end, and this one goes on under a new key."""
    form = PasswordForm()

    def do() -> Account:
        person = actor()
        actions.change_password(person, person, form.new_password.data or "", demonstration=current_app.config["DEMONSTRATION"])
        write_account_mail("accounts.change_password", person)
        flash(gettext("Your password has been changed. All your other sessions have ended."), "success")
        return person

    return answer(form, lambda: render_template("accounts/password.html", form=form), do, lambda _: url_for("accounts.me"),
                  before=lambda: signing.check_own_password(actor(), form.former_password.data or "", "former_password"), after=halfway.go_on)


@bp.route("/me/address", methods=["GET", "POST"])
@access(Action.ACCOUNTS_ASK_ADDRESS, on=OWN)
def ask_address(account: Account) -> Any:
    """Ask for another address; a link is sent there, also when it has an account already - its owner is told then."""
    form = AddressForm()

    def do() -> None:
        person, email = actor(), form.email.data or ""
        actions.ask_address(person, person, email, current_app.config["DEMONSTRATION"])
        other = queries.by_email(email)
        if other is None:
            write_account_mail("accounts.ask_address", person, to=email, link=links.issue(person, TokenKind.ADDRESS, email))
        else:
            write_account_mail("accounts.ask_address-known", other)
        flash(gettext("We have sent a link to %(address)s. Your address changes when you open it.", address=email), "success")

    return answer(form, lambda: render_template("accounts/address.html", form=form), do, lambda _: url_for("accounts.me"),
                  before=lambda: signing.check_own_password(actor(), form.password.data or ""))


@bp.post("/me/sessions/<int:number>/end")
@access(Action.ACCOUNTS_END_SESSION, on=("number", queries.session))
def end_session(row: BrowserSession) -> Response:
    """End one session, on this or another device."""

    def do() -> None:
        actions.end_session(actor(), row)
        flash(gettext("The session has ended."), "success")

    return act(do, lambda _: url_for("accounts.me"))


@bp.post("/me/sessions/end-others")
@access(Action.OWN)
def end_other_sessions() -> Response:
    """End every session but this one."""

    def do() -> None:
        for row in queries.sessions(actor()):
            if row.id != session.row_id:  # type: ignore[attr-defined]
                actions.end_session(actor(), row)
        flash(gettext("All other sessions have ended."), "success")

    return act(do, lambda _: url_for("accounts.me"))


@bp.route("/me/close", methods=["GET", "POST"])
@access(Action.ACCOUNTS_CLOSE, on=OWN)
def close(account: Account) -> Any:
    """Close the account for good, with the password and the typed words."""
    form, expected = CloseForm(), gettext("close my account")

    def check() -> None:
        if (form.confirmation.data or "").casefold() != expected.casefold():
            raise Invalid(N_("Please type the words exactly as they stand above."), field="confirmation")
        signing.check_own_password(actor(), form.password.data or "")

    def do() -> None:
        person = actor()
        write_account_mail("accounts.close", person)
        actions.close(person, person)

    def after(_: None) -> None:
        signing.sign_out()
        flash(gettext("Your account is closed. Thank you for having taken part."), "success")

    return answer(form, lambda: render_template("accounts/close.html", form=form, expected=expected), do, lambda _: "/", before=check, after=after)

"""Signing up, in and out. What these pages answer does not tell whether an address has an account."""
from typing import Any

from flask import current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from consult.accounts import actions, queries
from consult.accounts.forms import SignInForm, SignUpForm
from consult.accounts.models import Account
from consult.accounts.rules import AccountState, TokenKind, check_address, check_password, hashed
from consult.accounts.views.blueprint import bp
from consult.db import db, transaction
from consult.errors import Conflict, ConsultError
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web import halfway, links, signing
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.errors import STATUS
from consult.web.letters import write_account_mail
from consult.web.limits import SIGN_UPS, limiter
from consult.web.locale import chosen, party_choices
from consult.web.paths import local, next_page, public


@bp.route("/sign-up", methods=["GET", "POST"])
@limiter.limit(SIGN_UPS, methods=["POST"])
@access(Action.ACCOUNTS_SIGN_UP)
def sign_up() -> Any:
    """Open an account; a link by mail confirms the address."""
    form = SignUpForm()
    form.party.choices = party_choices()

    def do() -> None:
        account = _sign_up(form)
        session["signed_up"], session["asked_for"], session["asked_to"] = signing.mark(account) if account else "", form.email.data, "sign_up"

    return answer(form, lambda: render_template("accounts/sign_up.html", form=form, next=next_page()), do, lambda _: url_for("accounts.look", next=next_page()))


def _sign_up(form: SignUpForm) -> Account | None:
    """A new account, or None for an address that has one: its owner is told by mail, and nothing else differs."""
    email, name, password = form.email.data or "", form.name.data or "", form.password.data or ""
    demonstration = current_app.config["DEMONSTRATION"]
    known = queries.by_email(email)
    if known is not None and known.state != AccountState.UNCONFIRMED:
        check_address(email, demonstration)
        check_password(password, email, name, demonstration=demonstration)
        hashed(password)
        write_account_mail("accounts.sign_up-known", known, link=public(url_for("accounts.ask_reset")), entrance=public(url_for("accounts.sign_in")))
        return None
    account = actions.sign_up(actor(), email, name, password, chosen().code, form.party.data or None, demonstration)
    write_account_mail("accounts.sign_up", account, link=links.issue(account, TokenKind.CONFIRM, then=next_page()))
    return account


@bp.get("/look")
@access(Action.READ)
def look() -> str:
    """What to do now: look for the mail."""
    return render_template("accounts/look.html", email=session.get("asked_for", ""), purpose=session.get("asked_to", ""), next=next_page())


@bp.route("/sign-in", methods=["GET", "POST"])
@access(Action.ACCOUNTS_SIGN_IN)
def sign_in() -> Any:
    """Sign in; a refusal says the same for known and unknown addresses."""
    form = SignInForm()

    def show() -> str:
        return render_template("accounts/sign_in.html", form=form, next=next_page(), again="again" in request.args,
                               ended=getattr(session, "ended", False))

    if request.method != "POST":
        return show() if actor() is None else redirect(next_page() or url_for("accounts.me"), 303)
    if not form.validate():
        return show(), 422
    try:
        account, proof = signing.proven(form.email.data or "", form.password.data or "")
        _only_confirmed(account)
        second = halfway.way(account, next_page()) if account.state == AccountState.ACTIVE else ""
        halfway.enter(account, proof)
    except ConsultError as error:
        form.refuse(error)
        return show(), STATUS[type(error)]
    return redirect(second or next_page() or url_for("accounts.me"), 303)


def _only_confirmed(account: Account) -> None:
    """Who knows the password of an account that waits for its confirmation gets the link once more."""
    if account.state == AccountState.UNCONFIRMED:
        with transaction():
            account = db.session.get_one(Account, account.id)
            write_account_mail("accounts.sign_up", account, link=links.issue(account, TokenKind.CONFIRM, then=next_page()))
        raise Conflict(N_("Your address is not confirmed yet. We have sent you the link for it once more: please look into your mails."))


@bp.post("/sign-out")
@access(Action.ACCOUNTS_SIGN_OUT)
def sign_out() -> Response:
    """Leave; the session is dead at once, copies of its cookie included."""
    with transaction():
        actions.sign_out(actor())
    signing.sign_out()
    return redirect(local(request.form.get("next")) or "/", 303)

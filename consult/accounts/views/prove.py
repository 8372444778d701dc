"""The pages that links in mails lead to. Opening a link changes nothing; the button on its page does."""
from typing import Any

from flask import current_app, flash, redirect, render_template, session, url_for
from flask_babel import gettext

from consult.accounts import actions, queries
from consult.accounts.forms import AskResetForm, ConfirmForm, PressForm, ResetForm
from consult.accounts.models import Account, MailToken
from consult.accounts.rules import AccountState, TokenKind
from consult.accounts.views.blueprint import bp
from consult.db import db
from consult.errors import Conflict
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web import halfway, links, signing
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.letters import write_account_mail
from consult.web.limits import RESETS, limiter
from consult.web.paths import next_page


def _gone(kind: TokenKind) -> Any:
    """A link that is used up, too old or mistyped; whoever is signed in after confirming goes on."""
    if kind == TokenKind.CONFIRM and actor() is not None:
        return redirect(next_page() or url_for("accounts.me"), 303)
    return render_template("accounts/link_gone.html", kind=kind, next=next_page()), 404


def _spent(kind: TokenKind, token: str) -> tuple[Account, MailToken]:
    """The account of a link, the link used up within this transaction; refused if somebody was quicker."""
    link = links.find(kind, token)
    if link is None or not links.spend(link):
        raise Conflict(N_("This link has been used already, or it has become too old. Please ask for a new one."))
    return db.session.get_one(Account, link.account_id), link


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@access(Action.ACCOUNTS_CONFIRM)
def confirm(token: str) -> Any:
    """Confirm the address of a new account and begin. In another browser than the one that signed up last the password is asked for:
    otherwise somebody could sign up with the address of another person, even after them, and wait for them to press the button."""
    link = links.find(TokenKind.CONFIRM, token)
    if link is None:
        return _gone(TokenKind.CONFIRM)
    waiting = db.session.get_one(Account, link.account_id)
    account_id, name, same_browser = waiting.id, waiting.name, session.get("signed_up") == signing.mark(waiting)
    form = PressForm() if same_browser else ConfirmForm()

    def check() -> None:
        if not same_browser:
            signing.proven(db.session.get_one(Account, account_id).email or "", form.password.data or "")

    def do() -> Account:
        account, _ = _spent(TokenKind.CONFIRM, token)
        actions.confirm(actor(), account)
        return account

    def then(account: Account) -> str:
        flash(gettext("Your address is confirmed. Welcome!"), "success")
        return halfway.way(account, next_page()) or next_page() or url_for("accounts.me")

    return answer(form, lambda: render_template("accounts/confirm.html", form=form, token=token, name=name, next=next_page()), do, then,
                  before=check, after=halfway.enter_by_link)


@bp.route("/reset", methods=["GET", "POST"])
@limiter.limit(RESETS, methods=["POST"])
@access(Action.ACCOUNTS_ASK_RESET)
def ask_reset() -> Any:
    """Ask for a link to set a new password; the answer is the same whether or not the address has an account."""
    form = AskResetForm()

    def do() -> None:
        session["asked_for"], session["asked_to"] = form.email.data, "reset"
        account = queries.by_email(form.email.data or "")
        if account is not None and account.state == AccountState.ACTIVE:
            actions.ask_reset(actor(), account)
            write_account_mail("accounts.ask_reset", account, link=links.issue(account, TokenKind.RESET, then=next_page()))

    return answer(form, lambda: render_template("accounts/ask_reset.html", form=form, next=next_page()), do, lambda _: url_for("accounts.look", next=next_page()))


@bp.route("/reset/<token>", methods=["GET", "POST"])
@access(Action.ACCOUNTS_RESET_PASSWORD)
def reset(token: str) -> Any:
    """Set a new password by the link from a mail; all sessions of the account end."""
    if links.find(TokenKind.RESET, token) is None:
        return _gone(TokenKind.RESET)
    form = ResetForm()

    def do() -> Account:
        account, _ = _spent(TokenKind.RESET, token)
        actions.reset_password(actor(), account, form.password.data or "", current_app.config["DEMONSTRATION"])
        write_account_mail("accounts.reset_password", account)
        return account

    def then(account: Account) -> str:
        if second := halfway.way(account, next_page()):
            flash(gettext("Your new password is set. All your sessions have ended."), "success")
            return second
        flash(gettext("Your new password is set, and you are signed in. All your other sessions have ended."), "success")
        return next_page() or url_for("accounts.me")

    return answer(form, lambda: render_template("accounts/reset.html", form=form, token=token, next=next_page()), do, then, after=halfway.enter_by_link)


@bp.route("/address/<token>", methods=["GET", "POST"])
@access(Action.ACCOUNTS_CHANGE_ADDRESS)
def confirm_address(token: str) -> Any:
    """Confirm a new address; the old one is told."""
    link = links.find(TokenKind.ADDRESS, token)
    if link is None:
        return _gone(TokenKind.ADDRESS)
    form, email = PressForm(), link.email

    def do() -> None:
        account, spent = _spent(TokenKind.ADDRESS, token)
        write_account_mail("accounts.change_address", account, email=spent.email)
        actions.change_address(actor(), account, spent.email or "")

    def then(_: None) -> str:
        flash(gettext("Your new address is confirmed and counts from now on."), "success")
        return url_for("accounts.me")

    return answer(form, lambda: render_template("accounts/confirm_address.html", form=form, token=token, email=email), do, then)


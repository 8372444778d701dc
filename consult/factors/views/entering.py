"""The second step of signing in, and signing in with a passkey alone. Who has shown only the password is a visitor still."""
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from consult.accounts import queries as accounts
from consult.accounts.forms import SignInForm
from consult.accounts.models import Account
from consult.errors import Conflict, ConsultError, Invalid, NotAllowed
from consult.factors import queries
from consult.factors.actions import setting_up
from consult.factors.forms import EnterForm, FirstForm, StepForm
from consult.factors.rules import FRESH_MINUTES, Purpose, in_groups
from consult.factors.views.blueprint import bp
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web import codes, halfway, passkeys
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.errors import STATUS
from consult.web.fresh import fresh
from consult.web.paths import next_page

NEITHER = N_("Please type a code, or use a passkey.")


@bp.app_template_global("passkey_site")
def passkey_site() -> str:
    """Where passkeys of this site may be used."""
    return passkeys.site()[1]


@bp.post("/challenge")
@access(Action.ACCOUNTS_SIGN_IN)
def challenge() -> Response:
    """What a browser asks the device to sign: for one answer, in this session."""
    word = request.form.get("purpose", "")
    purpose = Purpose(word) if word in set(Purpose) else Purpose.ENTER
    account = None if purpose == Purpose.ENTER else actor() or halfway.person()
    if purpose != Purpose.ENTER and (account is None or (purpose == Purpose.ADD and not _may_add(account))):
        raise NotAllowed(N_("Please sign in, or show once more that it is you, and try again."))
    return Response(passkeys.offer(purpose, account), mimetype="application/json", headers={"Cache-Control": "no-store"})


def _may_add(account: Account) -> bool:
    """A signed-in person after a fresh proof; on the way in only who has no factor yet."""
    return fresh(FRESH_MINUTES) if actor() is not None else not queries.has_factor(account)


@bp.post("/enter")
@access(Action.ACCOUNTS_SIGN_IN)
def enter() -> Any:
    """Sign in with a passkey alone: it is what one has, unlocked by what one is or knows."""
    form = EnterForm()
    if not form.validate():
        return _refused(Invalid(passkeys.REFUSED))
    try:
        passkey = passkeys.shown(form.passkey.data or "", Purpose.ENTER)
        account = accounts.get(passkey.account_id)
        if account is None:
            raise Conflict(passkeys.REFUSED)
        halfway.complete(account, account.password_hash)
    except ConsultError as error:
        return _refused(error)
    return redirect(next_page() or url_for("accounts.me"), 303)


def _refused(error: ConsultError) -> Any:
    form = SignInForm(formdata=None)
    form.refuse(error)
    return render_template("accounts/sign_in.html", form=form, next=next_page(), again=False, ended=False), STATUS[type(error)]


def _elsewhere() -> Answer:
    """Nobody is half-way in here: the time is over, or the step is taken; who pressed twice still sees the recovery codes that came with it."""
    if actor() and codes.waiting():
        return redirect(url_for("factors.show_codes", next=next_page()), 303)
    return redirect((next_page() or url_for("accounts.me")) if actor() else url_for("accounts.sign_in", next=next_page()), 303)


@bp.route("/second-step", methods=["GET", "POST"])
@access(Action.ACCOUNTS_SIGN_IN)
def second_step() -> Any:
    """After the password: a code, a passkey, or a recovery code."""
    account = halfway.person()
    if account is None or not queries.has_factor(account):
        return _elsewhere()
    form, proof, factors = StepForm(), account.password_hash, queries.of(account)
    if factors.app is None:
        form.code.label.text = gettext("Recovery code")

    def show() -> str:
        return render_template("factors/second_step.html", form=form, factors=factors, next=next_page())

    if request.method != "POST":
        return show()
    if not form.validate():
        return show(), 422
    try:
        _check(form, account)
        halfway.complete(account, proof)
    except ConsultError as error:
        form.refuse(error)
        return show(), STATUS[type(error)]
    return redirect(next_page() or url_for("accounts.me"), 303)


def _check(form: Any, account: Account) -> None:
    given, form.passkey.data = form.passkey.data, ""
    if given:
        passkeys.shown(given, Purpose.SHOW, account)
    elif form.code.data:
        codes.check(account, form.code.data)
    else:
        raise Invalid(NEITHER, field="code")


@bp.post("/leave")
@access(Action.ACCOUNTS_SIGN_IN)
def leave() -> Answer:
    """Begin again, as somebody else."""
    halfway.leave()
    return redirect(url_for("accounts.sign_in", next=next_page()), 303)


@bp.route("/first", methods=["GET", "POST"])
@access(Action.ACCOUNTS_SIGN_IN)
def first() -> Any:
    """Set up the factor that is needed, right after the password: an app by its code, or a passkey."""
    account = halfway.person()
    if account is None or queries.has_factor(account):
        return _elsewhere()
    form, proof, number, secret = FirstForm(), account.password_hash, account.id, codes.secret_in_work()
    found: list[Any] = []

    def check() -> None:
        given, form.passkey.data = form.passkey.data, ""
        if given:
            found.append(passkeys.added(given))
        elif not form.code.data:
            raise Invalid(NEITHER, field="code")

    def do() -> list[str]:
        person = accounts.get(number)
        if person is None or queries.has_factor(person):
            raise Conflict(N_("A factor has been set up meanwhile. Please sign in with it."))
        if found:
            return add_found(person, person, form.name.data, found[0])
        return setting_up.add_app(person, person, secret, codes.plain(form.code.data or ""), codes.key())

    def after(made: list[str]) -> None:
        person = accounts.get(number)
        if person is not None:
            halfway.complete(person, proof)
        codes.show_once(made)

    return answer(form, lambda: render_template("factors/first.html", form=form, secret=in_groups(secret), next=next_page()), do,
                  lambda _: url_for("factors.show_codes", next=next_page()), before=check, after=after)


def add_found(person: Account, account: Account, name: str | None, found: Any) -> list[str]:
    """Add the passkey that a browser has shown, under its name or the usual one."""
    return setting_up.add_passkey(person, account, name or gettext("Passkey"), passkeys.bytes_to_base64url(found.credential_id), found.credential_public_key, found.sign_count)

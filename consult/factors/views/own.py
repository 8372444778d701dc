"""A person's own second factors: what is set up, adding, removing, and the codes on paper."""
from io import BytesIO
from typing import Any

import segno
from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from consult.accounts.forms import PressForm
from consult.accounts.models import Account
from consult.accounts.views.me import OWN
from consult.errors import Invalid
from consult.factors import queries
from consult.factors.actions import setting_up
from consult.factors.forms import AppForm, PasskeyForm, ShowForm
from consult.factors.models import Passkey
from consult.factors.rules import FRESH_MINUTES, address_of, in_groups
from consult.factors.views.blueprint import bp
from consult.factors.views.entering import add_found
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web import codes, halfway, passkeys, proving
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.paths import next_page

#: What apps call this site in their lists; in Latin letters for every language, so that the picture stays coarse enough for every camera.
ISSUER = "Smart Balkan Cluster Policy"


def _home(_: Any = None) -> str:
    return url_for("factors.index")


def _then(made: list[str]) -> str:
    """Where an added factor leads: to the recovery codes that came with the first one, else to the list."""
    return url_for("factors.show_codes") if made else _home()


def _after(made: list[str]) -> None:
    halfway.added()
    codes.show_once(made)


@bp.get("/")
@access(Action.OWN)
def index() -> Any:
    """What the person has set up; recovery codes that have not been shown yet come first."""
    if codes.waiting():
        return redirect(url_for("factors.show_codes"), 303)
    return render_template("factors/index.html", factors=queries.of(actor()), needed=halfway.needed(actor()))


@bp.route("/prove", methods=["GET", "POST"])
@access(Action.OWN)
def prove() -> Any:
    """Show once more that it is oneself, and go on."""
    form = ShowForm()
    proof = proving.Proof(form, FRESH_MINUTES)
    return answer(form, lambda: render_template("factors/prove.html", form=form, proof=proof, next=next_page()), lambda: None,
                  lambda _: next_page() or _home(), before=proof.check)


@bp.route("/passkeys/add", methods=["GET", "POST"])
@access(Action.FACTORS_ADD_PASSKEY, on=OWN)
def add_passkey(account: Account) -> Any:
    """Add a passkey."""
    if way := proving.first(FRESH_MINUTES):
        return redirect(way, 303)
    form, found = PasskeyForm(), list[Any]()

    def check() -> None:
        given, form.passkey.data = form.passkey.data, ""
        if not given:
            raise Invalid(N_("The browser showed no passkey. Press the button and follow what your device says."))
        found.append(passkeys.added(given))

    def do() -> list[str]:
        flash(gettext("The passkey has been added."), "success")
        return add_found(actor(), actor(), form.name.data, found[0])

    return answer(form, lambda: render_template("factors/add_passkey.html", form=form), do, _then, before=check, after=_after)


@bp.route("/passkeys/<int:number>/remove", methods=["GET", "POST"])
@access(Action.FACTORS_REMOVE_PASSKEY, on=("number", queries.passkey))
def remove_passkey(passkey: Passkey) -> Any:
    """Remove a passkey."""
    if way := proving.first(FRESH_MINUTES):
        return redirect(way, 303)
    form, name = PressForm(), passkey.name

    def do() -> None:
        setting_up.remove_passkey(actor(), passkey)
        flash(gettext("The passkey has been removed."), "success")

    return answer(form, lambda: render_template("factors/remove.html", form=form, what=name, address=request.path, last=_last()), do, _home,
                  after=lambda _: halfway.removed(actor()))


@bp.route("/app/add", methods=["GET", "POST"])
@access(Action.FACTORS_ADD_APP, on=OWN)
def add_app(account: Account) -> Any:
    """Set up an app that makes codes."""
    if way := proving.first(FRESH_MINUTES):
        return redirect(way, 303)
    form, secret = AppForm(), codes.secret_in_work()

    def do() -> list[str]:
        made = setting_up.add_app(actor(), actor(), secret, codes.plain(form.code.data or ""), codes.key())
        flash(gettext("The app is set up."), "success")
        return made

    return answer(form, lambda: render_template("factors/add_app.html", form=form, secret=in_groups(secret)), do, _then, after=_after)


@bp.get("/app/picture.svg")
@access(Action.ACCOUNTS_SIGN_IN)
def picture() -> Response:
    """The secret that is being set up in this session, as a picture for the camera of a phone; not there at any other time."""
    account, secret = actor() or halfway.person(), codes.secret_shown()
    if account is None or secret is None:
        abort(404)
    drawn = BytesIO()
    said = address_of(secret, account.email or account.name, ISSUER)
    segno.make(said, error="m").save(drawn, kind="svg", scale=6, border=3, xmldecl=False, light="#fff")
    return Response(drawn.getvalue(), mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


@bp.route("/app/remove", methods=["GET", "POST"])
@access(Action.FACTORS_REMOVE_APP, on=OWN)
def remove_app(account: Account) -> Any:
    """Remove the app."""
    if way := proving.first(FRESH_MINUTES):
        return redirect(way, 303)
    form = PressForm()

    def do() -> None:
        setting_up.remove_app(actor(), actor())
        flash(gettext("The app has been removed; its codes count no more."), "success")

    return answer(form, lambda: render_template("factors/remove.html", form=form, what=gettext("App that makes codes"), address=request.path, last=_last()), do, _home,
                  after=lambda _: halfway.removed(actor()))


def _last() -> bool:
    """Whether only one factor is left."""
    held = queries.of(actor())
    return len(held.passkeys) + (1 if held.app else 0) == 1


@bp.route("/recovery", methods=["GET", "POST"])
@access(Action.FACTORS_RENEW_RECOVERY, on=OWN)
def renew_recovery(account: Account) -> Any:
    """Make ten new recovery codes."""
    if way := proving.first(FRESH_MINUTES):
        return redirect(way, 303)
    form = PressForm()
    return answer(form, lambda: render_template("factors/renew.html", form=form, factors=queries.of(actor())), lambda: setting_up.renew_recovery(actor(), actor()),
                  lambda _: url_for("factors.show_codes"), after=codes.show_once)


@bp.get("/recovery/new")
@access(Action.OWN)
def show_codes() -> str:
    """The new recovery codes, this once."""
    return render_template("factors/codes.html", codes=codes.taken_once(), next=next_page())

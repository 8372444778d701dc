"""What one is told by mail and when, stopping mails by a link, and the mails that did not arrive."""
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, current_app, flash, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from werkzeug.wrappers import Response

from consult.accounts.models import Account
from consult.db import transaction
from consult.notices import queries
from consult.notices.actions import choosing
from consult.notices.forms import ChoiceForm
from consult.notices.models import Mail, MailState
from consult.notices.rules import TOGETHER, TOPIC_NAMES, Pace, Topic, started_as, stopped_as
from consult.permissions.words import Action
from consult.web import stopping
from consult.web.access import access, actor
from consult.web.answer import act, answer

bp = Blueprint("notices", __name__, url_prefix="/notices")
#: A visitor, to whom no account is their own.
NOBODY = SimpleNamespace(id=None)
PAGE = 30


@bp.route("/settings", methods=["GET", "POST"])
@access(Action.NOTICES_CHOOSE, on=((), lambda: actor() or NOBODY))
def choose(account: Account) -> Any:
    """When one is told of what."""
    form = ChoiceForm(data=queries.chosen(account))

    def do() -> None:
        person = actor()
        choosing.choose(person, person, {topic: Pace(form[topic].data) for topic in Topic})
        flash(gettext("Your choice holds from now on."), "success")

    return answer(form, lambda: render_template("notices/settings.html", form=form, address=actor().email), do, lambda _: url_for("notices.choose"))


@bp.route("/stop/<token>", methods=["GET", "POST"])
@access(Action.NOTICES_STOP, on=("token", stopping.meant))
def stop(meant: tuple[Account, str]) -> Any:
    """Stop mails by the link in one of them: opening it asks, a POST does it - that of the button, or one that a mail program sends by itself (RFC 8058)."""
    account, word = meant
    paces = {topic: pace for topic, pace in queries.chosen(account).items() if (pace in {Pace.DAILY, Pace.WEEKLY} if word == TOGETHER else topic == word)}
    if request.method == "POST":
        with transaction():
            choosing.stop(None, account, list(paces))
    done = request.method == "POST" or (Pace.NEVER in paces.values())
    return _stopping(word, done=done, was=stopped_as(paces))


@bp.post("/start/<token>")
@access(Action.NOTICES_START, on=("token", stopping.meant))
def start(meant: tuple[Account, str]) -> Any:
    """Start mails again by the link that stopped them."""
    account, word = meant
    with transaction():
        choosing.start(None, account, started_as(word, request.form.get("was", "")))
    return _stopping(word, started=True)


def _stopping(word: str, done: bool = False, started: bool = False, was: str = "") -> str:
    name = gettext("Mails that tell several things together") if word == TOGETHER else gettext(TOPIC_NAMES[Topic(word)])
    token = (request.view_args or {}).get("token", "")
    return render_template("notices/stop.html", name=name, token=token, done=done, started=started, was=was)


@bp.record_once
def _without_token(setup: BlueprintSetupState) -> None:
    """A mail program has no session and no token of ours; the signed link stands for both."""
    setup.app.extensions["csrf"].exempt(stop)


@bp.get("/outbox")
@access(Action.ADMINISTRATION)
def outbox() -> str:
    """How many mails wait, and those that were given up, with what the mail server said."""
    before, counted = request.args.get("before", type=int), queries.numbers()
    mails = queries.failures(before if before and 0 < before < 2**31 else None, PAGE + 1)
    return render_template("notices/outbox.html", mails=mails[:PAGE], older=mails[PAGE - 1].id if len(mails) > PAGE else None, first=before is None,
                           waiting=counted.get(MailState.DUE, 0) + counted.get(MailState.LEASED, 0), sent=counted.get(MailState.SENT, 0),
                           given_up=counted.get(MailState.FAILED, 0), troubled=queries.troubled(), server=bool(current_app.config["MAIL_SERVER"]))


@bp.post("/outbox/<int:number>/retry")
@access(Action.NOTICES_RETRY, on=("number", queries.failure))
def retry(mail: Mail) -> Response:
    """Send a mail once more."""

    def do() -> None:
        choosing.retry(actor(), mail)
        flash(gettext("The mail is sent once more."), "success")

    return act(do, lambda _: url_for("notices.outbox"))

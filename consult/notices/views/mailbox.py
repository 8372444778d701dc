"""The mailbox of the demonstration: every mail that was sent, to whomever, so that its links can be followed."""
import re
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request

from consult.notices import queries
from consult.notices.models import Mail
from consult.notices.rules import KEPT
from consult.permissions.words import Action
from consult.web import postman, stopping
from consult.web.access import access
from consult.web.paths import public

bp = Blueprint("mailbox", __name__, url_prefix="/mailbox")
PAGE = 30
#: A letter as a page: its look comes from this site instead of standing in it, so that the rules for pages hold for it too.
LOOK = '<link rel="stylesheet" href="/mailbox/letter.css">\n</head>'


def _fresh(mail: Mail, words: str) -> str:
    """The words of a mail with the link that stops it made anew: the demonstration has another secret after each start."""
    return re.sub(r"http\S+?/notices/stop/[\w.-]+", stopping.address(mail.account_id, mail.topic), words) if mail.topic and mail.account_id else words


def _pieces(body: str) -> list[tuple[str, str]]:
    """The words of a mail as (text, path): links to this site lead there under whatever name it is open now."""
    site = public("")
    return [(part, part.removeprefix(site) if part.startswith(site + "/") else "") for part in re.split(f"({re.escape(site)}/\\S*)", body) if part]


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """Mails, the newest first."""
    before = request.args.get("before", type=int)
    mails = queries.latest(before if before and 0 < before < 2**31 else None, PAGE + 1)
    return render_template("notices/index.html", mails=mails[:PAGE], older=mails[PAGE - 1].id if len(mails) > PAGE else None, first=before is None, kept_for=KEPT.days)


@bp.get("/<int:number>")
@access(Action.READ, on=("number", queries.get))
def show(mail: Mail) -> Any:
    """One mail as plain text."""
    return render_template("notices/show.html", mail=mail, pieces=_pieces(_fresh(mail, mail.body)), sender=current_app.config["MAIL_FROM"])


def _with_html(number: int) -> Mail | None:
    mail = queries.get(number)
    return mail if mail and mail.html else None


@bp.get("/<int:number>/letter")
@access(Action.READ, on=("number", _with_html))
def letter(mail: Mail) -> str:
    """The HTML of one mail, as a mail program shows it: a page of its own, under the same strict policy as every page."""
    return _fresh(mail, mail.html).replace("</head>", LOOK, 1).replace(f'href="{public("")}/', 'href="/')


@bp.get("/letter.css")
@access(Action.READ)
def look() -> Response:
    """The look of letters."""
    return Response(postman.look(), mimetype="text/css")

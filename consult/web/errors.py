"""Refusals, said politely: what happened, what is kept, what to do. No trace of the code ever reaches a browser."""
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException

from consult.errors import Conflict, ConsultError, IllegalMove, Invalid, NotAllowed, NotFound, TooOften
from consult.i18n import N_
from consult.permissions.conditions import SENTENCES
from consult.web.requests import Unreadable

STATUS: dict[type[ConsultError], int] = {NotAllowed: 403, NotFound: 404, IllegalMove: 409, Conflict: 409, Invalid: 422, TooOften: 429}
PAGES = {
    400: (N_("This request could not be read"), N_("Something in what was sent is damaged. Please go back, look at the form and send it again.")),
    403: (N_("You cannot do this"), N_("This page or step is not open to you now.")),
    404: (N_("There is no such page"), N_("The address may be mistyped, or the page may have moved. The contents and the search lead on.")),
    405: (N_("This address does not take that request"), N_("Please open the page anew and use the buttons on it.")),
    409: (N_("This step is not possible now"), N_("Somebody may have been quicker, or the procedure has moved on.")),
    413: (N_("This is too large"), N_("The file or text is larger than this service takes.")),
    422: (N_("This cannot be taken as it is"), N_("Please correct what is named below and send it again.")),
    429: (N_("Too many requests"), N_("Please wait a few minutes and try again. Nothing has been changed.")),
    500: (N_("Something went wrong here"), N_("The fault is ours; it has been written down. Nothing you sent has been half stored. Please try again.")),
}
#: Forms after which the session is another one: when theirs has expired, their page is opened anew and knows who is signed in by now.
ENTRANCES = frozenset({"accounts.sign_in", "accounts.confirm", "factors.second_step", "factors.first"})
#: Forms whose words are kept when the session has ended: endpoint -> what keeps them and leads back to them.
RESCUES: dict[str, Callable[[], Any]] = {}
#: What a person typed is shown again on a refusal page, these fields excepted.
SECRET_FIELDS = ("csrf_token", "form_key", "password", "former_password", "new_password", "next", "code", "passkey")


def register(app: Flask) -> None:
    """Give every refusal its page."""
    for kind in STATUS:
        app.register_error_handler(kind, _refusal)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _expired)
    for raced in (StaleDataError, ObjectDeletedError):  # somebody else changed or removed the row meanwhile
        app.register_error_handler(raced, lambda _: _page(409))
    app.register_error_handler(Exception, _fault)


def status_of(error: ConsultError) -> int:
    """The status that says what kind of refusal this is; one of its own kind has that of the nearest kind above it."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 422)


def _kept() -> list[tuple[str, str]]:
    """What the person typed into the refused form."""
    if request.method != "POST":
        return []
    try:
        return [(name, text) for name, text in request.form.items(multi=True) if name not in SECRET_FIELDS and len(text.strip()) > 2]
    except HTTPException:
        return []


def _page(status: int, reason: str = "", missing: list[str] | None = None) -> tuple[str, int]:
    g.refusing = True
    title, advice = PAGES.get(status, PAGES[400])
    return render_template("errors/refusal.html", status=status, title=gettext(title), advice=gettext(advice), reason=reason, missing=missing or [], kept=_kept()), status


def _refusal(error: ConsultError) -> Any:
    if isinstance(error, NotAllowed):
        who = current_user.id if current_user.is_authenticated else "visitor"
        current_app.logger.warning("refused: %s %s to account %s, who lacks %s", request.method, request.endpoint, who, ", ".join(error.missing) or "leave")
    if isinstance(error, NotAllowed) and not current_user.is_authenticated and request.method == "GET":
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    missing = [gettext(SENTENCES[m]) for m in error.missing if m in SENTENCES] if isinstance(error, NotAllowed) else []
    return _page(status_of(error), gettext(error.reason, **error.facts), missing)


def _expired(error: CSRFError) -> Any:
    if request.endpoint in ENTRANCES:  # the second of two clicks comes with the visitor's session, which the first has ended
        return redirect(f"{request.path}?{urlencode([*request.args.items(multi=True), ('again', '1')])}", 303)
    if request.endpoint in RESCUES and _from_here():
        try:
            return RESCUES[request.endpoint]()
        except ConsultError as refused:  # raised within a handler it would find no other one
            return _refusal(refused)
        except HTTPException as refused:
            return _http(refused)
    return _page(400, gettext(N_("The form had expired or your session has ended. What you typed is kept below: open the page again and copy it in.")))


def _from_here() -> bool:
    """Whether a form stood on a page of this site: nobody else may put words into somebody's session."""
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    page, status = _page(error.code if error.code in PAGES else 400, _why(error))
    headers = [(k, v) for k, v in error.get_headers() if k.lower() in {"allow", "retry-after"}]
    return page, error.code or status, headers


def _why(error: HTTPException) -> str:
    """What can be said of a request that was refused before anybody looked at it."""
    if error.code == 413:
        most = (current_app.config["MAX_CONTENT_LENGTH"] or 0) // 2**20
        return gettext("At most %(most)s MB are taken at once. Nothing was stored: go back, and choose a smaller file or shorten what you wrote.", most=most)
    return gettext(error.reason) if isinstance(error, Unreadable) else ""


def _fault(error: Exception) -> Any:
    current_app.logger.exception("fault at %s %s", request.method, request.endpoint)
    return _page(500)

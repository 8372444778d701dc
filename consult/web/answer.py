"""Answering a form: show it, check it, do it once in one transaction, and lead on; what was typed is never lost."""
from collections.abc import Callable
from typing import Any

from flask import redirect, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from consult.db import transaction
from consult.errors import Conflict, ConsultError
from consult.i18n import N_
from consult.web.errors import status_of
from consult.web.forms import BaseForm
from consult.web.spent import led_to, mark, spend


def answer(form: BaseForm, show: Callable[[], str], do: Callable[[], Any], then: Callable[[Any], str],
           before: Callable[[], Any] | None = None, after: Callable[[Any], Any] | None = None) -> Any:
    """GET shows the form; a POST that is in order does the work once and redirects to `then(result)`.

    A form that is not in order, or that the procedure refuses, is shown again with what was typed and says what to do (status 422, or the
    refusal's own). The same form sent twice does nothing the second time and leads to the same page. `before` may refuse too, ahead of the
    transaction (a password is checked there, which takes its time); `after` gets the result once it is stored.
    """
    if request.method in {"GET", "HEAD"}:
        return show()
    if not form.validate_on_submit():
        return show(), 422
    try:
        if before:
            before()
        return redirect(once(form.form_key.data or "", do, then, after), 303)
    except ConsultError as error:
        form.refuse(error)
        return show(), status_of(error)
    except (StaleDataError, IntegrityError):
        if earlier := led_to(form.form_key.data or ""):
            return redirect(earlier, 303)
        form.refuse(Conflict(N_("Somebody else changed this at the same moment. Your words are kept below: please look at the page again and send once more.")))
        return show(), 409


def act(do: Callable[[], Any], then: Callable[[Any], str]) -> Response:
    """Do a step that has no form of its own (a button) in one transaction, and lead on; refusals get the refusal page."""
    with transaction():
        location = then(do())
    return redirect(location, 303)


def once(key: str, do: Callable[[], Any], then: Callable[[Any], str], after: Callable[[Any], Any] | None = None) -> str:
    """Do the work in one transaction if no form with this key has done it before; where it leads to."""
    marked = mark(key)  # before the work, which may sign somebody in
    with transaction():
        if earlier := led_to(key):
            return earlier
        result = do()
        location = then(result)
        if key:
            spend(marked, location)
    if after:
        after(result)
    return location

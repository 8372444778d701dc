"""Answering a form: show it, check it, do it once in one transaction, and lead on; what was typed is never lost."""
from collections.abc import Callable
from typing import Any

from flask import redirect, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from consult import clock
from consult.accounts.models import SpentForm
from consult.db import db, transaction
from consult.errors import Conflict, ConsultError
from consult.i18n import N_
from consult.web.errors import STATUS
from consult.web.forms import BaseForm


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
        return show(), STATUS.get(type(error), 422)
    except (StaleDataError, IntegrityError):
        if earlier := db.session.get(SpentForm, form.form_key.data):
            return redirect(earlier.location, 303)
        form.refuse(Conflict(N_("Somebody else changed this at the same moment. Your words are kept below: please look at the page again and send once more.")))
        return show(), 409


def act(do: Callable[[], Any], then: Callable[[Any], str]) -> Response:
    """Do a step that has no form of its own (a button) in one transaction, and lead on; refusals get the refusal page."""
    with transaction():
        location = then(do())
    return redirect(location, 303)


def led_to(key: str) -> str:
    """Where a form with this key has led already; empty if it was never sent."""
    earlier = db.session.get(SpentForm, key[:64])
    return str(earlier.location) if earlier else ""


def once(key: str, do: Callable[[], Any], then: Callable[[Any], str], after: Callable[[Any], Any] | None = None) -> str:
    """Do the work in one transaction if no form with this key has done it before; where it leads to."""
    with transaction() as session:
        if key and (earlier := session.get(SpentForm, key)):
            return str(earlier.location)
        result = do()
        location = then(result)
        if key:
            session.add(SpentForm(key=key[:64], location=location[:500], at=clock.now()))
    if after:
        after(result)
    return location

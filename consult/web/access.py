"""Every route says who it is for, and that is enforced before the view runs."""
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, abort, redirect, request
from flask_login import current_user
from werkzeug.exceptions import NotFound as HTTPNotFound

from consult.errors import ConsultError
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.web.spent import key_of, led_to

#: Endpoints that are Flask's own.
OWN = frozenset({"static"})


def actor() -> Any:
    """The person at the browser, or None for a visitor."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def access(action: Action, on: tuple[str | tuple[str, ...], Callable[..., Any]] | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Load the thing the address names or answer 404; ask the table or answer 403.

    `on` is (name or names in the address, function that loads the thing from them). The view gets the thing instead of the names.
    The second click on a button may be refused because of what the first one did: where the same person has sent this very form already, it leads
    to the page the first one led to, which asks the table for itself. Whoever has not sent the form is refused as always.
    """

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        def let_in(**address: Any) -> Any:
            things: tuple[Any, ...] = ()
            if on:
                names, load = on
                thing = load(*[address.pop(n) for n in ((names,) if isinstance(names, str) else names)])
                things = (thing if thing is not None else abort(404),)
            require(actor(), action, *things)
            return view(*things, **address)

        @wraps(view)
        def guarded(**address: Any) -> Any:
            try:
                return let_in(**address)
            except (ConsultError, HTTPNotFound):
                if request.method == "POST" and (earlier := led_to(key_of(request.form.get("form_key")))):
                    return redirect(earlier, 303)
                raise

        guarded.access, guarded.on = action, on  # type: ignore[attr-defined]
        return guarded

    return guard


def check_all_declared(app: Flask) -> None:
    """Refuse to start with a route that declares nothing."""
    silent = [e for e, v in app.view_functions.items() if e not in OWN and not hasattr(v, "access")]
    if silent:
        raise RuntimeError(f"routes without access(): {sorted(silent)}")

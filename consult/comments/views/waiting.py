"""Words that wait in the session, which lives on the server: a visitor's until the sign-in, and those of a form whose session had ended."""
from typing import Any

from flask import flash, redirect, request, session, url_for
from flask_babel import gettext as _

from consult.i18n import N_
from consult.text import normalise
from consult.web.access import actor

UNSENT = "unsent_comment"
FIELDS = ("kind", "quote", "body", "proposed", "reason", "language", "near", "revision")
#: So many forms wait at most, the oldest make room; and so many characters of each field.
FORMS_MAX, KEPT_MAX = 8, 40_000


def keep(key: str, address: str) -> None:
    """Keep the words that were just sent, and the page of the form they belong to."""
    words = {name: normalise.canonical(request.form[name])[:KEPT_MAX] for name in FIELDS if request.form.get(name)}
    others = {name: kept for name, kept in _all().items() if name != key}
    session[UNSENT] = dict([*others.items(), (key, {"at": address, "words": words})][-FORMS_MAX:])


def kept(key: str) -> dict[str, Any] | None:
    """The words that wait for this form."""
    found = _all().get(key)
    return _typed(dict(found["words"])) if found else None


def done(*keys: str) -> None:
    """These words are saved."""
    left = {name: words for name, words in _all().items() if name not in keys}
    if len(left) != len(_all()):
        session[UNSENT] = left
    if UNSENT in session and not left:
        session.pop(UNSENT)


def next_one() -> str:
    """The page of another form whose words wait; empty if there is none."""
    return next((str(found["at"]) for found in _all().values()), "")


def to_sign_in(address: str) -> Any:
    """Lead a visitor to the sign-in, and from there back to the words."""
    flash(_(N_("Your words are kept. Sign in or sign up, and you will find them again.")), "success")
    return redirect(url_for("accounts.sign_in", next=address), 303)


def after_expiry(key: str, address: str) -> Any:
    """Keep the words of a form whose session had ended, and lead back to them; whoever is not signed in any more signs in first."""
    keep(key, address)
    if actor() is None and "preview" not in request.form:
        return to_sign_in(address)
    flash(_(N_("The page had been open too long. Your words are here: look at them and press the button once more.")), "warning")
    return redirect(address, 303)


def _all() -> dict[str, dict[str, Any]]:
    held = session.get(UNSENT)
    return held if isinstance(held, dict) and all(isinstance(one, dict) for one in held.values()) else {}


def _typed(words: dict[str, Any]) -> dict[str, Any]:
    """Numbers as numbers again."""
    return {name: (int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None) if name in {"near", "revision"} else value
            for name, value in words.items()}

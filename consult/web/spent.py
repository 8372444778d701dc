"""Forms that have been sent: each is known by its key and by who sent it, so that nobody is led anywhere by somebody else's form."""
import hashlib
import re

from flask_login import current_user

from consult import clock
from consult.accounts.models import SpentForm
from consult.db import db

_NO_KEY = re.compile(r"[^A-Za-z0-9_-]")


def key_of(sent: str | None) -> str:
    """The key of a form as it came in, of letters, digits, - and _ only: keys with a space are the server's own, and no form can send one."""
    return _NO_KEY.sub("", sent or "")[:64]


def led_to(key: str) -> str:
    """Where a form with this key, sent by this person, has led already; empty if they never sent it."""
    earlier = db.session.get(SpentForm, mark(key)) if key else None
    return str(earlier.location) if earlier else ""


def spend(marked: str, location: str) -> None:
    """Note within the caller's transaction where a form has led."""
    db.session.add(SpentForm(key=marked, location=location[:500], at=clock.now()))


def mark(key: str) -> str:
    """What a form is kept under: its key and the person who sent it, or nobody for a visitor."""
    who = current_user.get_id() if current_user.is_authenticated else ""
    return hashlib.sha256(f"{who} {key}".encode()).hexdigest()

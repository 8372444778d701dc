"""Whether the person at the browser proved who they are a short while ago; what a form does about it stands in proving.py."""
from datetime import datetime, timedelta

from flask import session

from consult import clock
from consult.accounts.models import BrowserSession
from consult.db import db

PROVED = "proved_at"
#: Said of a session that goes on under a new key without a new sign-in.
UNPROVED = "not_signed_in_anew"


def proved() -> None:
    """Note that the person showed just now that it is them."""
    session[PROVED] = clock.now().isoformat()


def fresh(minutes: int) -> bool:
    """Whether the sign-in, or a later proof, is not older than this; each sign-in begins a new session row."""
    row = db.session.get(BrowserSession, getattr(session, "row_id", None) or 0)
    moments = [datetime.fromisoformat(session[PROVED])] if PROVED in session else []
    moments += [row.created_at] if row and UNPROVED not in session else []
    return any(timedelta(0) <= clock.now() - moment <= timedelta(minutes=minutes) for moment in moments)

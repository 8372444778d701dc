"""Sessions that live on the server: the cookie is a random key, the row can be listed and ended, and a copied cookie is dead after sign-out."""
import hashlib
import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, current_app, request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import delete, select, update
from werkzeug.datastructures import CallbackDict

from consult import clock
from consult.accounts.models import Account, BrowserSession
from consult.accounts.rules import Role
from consult.db import db, transaction

#: `seen_at` is written at most this often, in seconds, so that reading pages writes nothing.
SEEN_EVERY = 60
STAFF = frozenset({Role.ADMINISTRATOR.value, Role.EDITOR.value, Role.MODERATOR.value})


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """What a view sees as `session`."""

    def __init__(self, data: dict[str, Any] | None = None, row: BrowserSession | None = None):
        def note(mapping: CallbackDict[str, Any]) -> None:
            mapping.modified = True  # type: ignore[attr-defined]

        super().__init__(data or {}, note)
        self.row_id = row.id if row else None
        self.account: Account | None = None
        self.stale = bool(row and (clock.now() - row.seen_at).total_seconds() > SEEN_EVERY)
        self.modified = False
        self.renewed = False
        self.ended = False
        self.key: str | None = None

    def renew(self) -> None:
        """Give the session a new key: to be called at sign-out, after clearing."""
        self.renewed = self.modified = True

    def begin(self, account: Account) -> tuple[int, str]:
        """Make the row of a person's session within the transaction that lets them in, so that what ends sessions finds it; see `adopt`."""
        if self.row_id:
            db.session.execute(delete(BrowserSession).where(BrowserSession.id == self.row_id))
        key = secrets.token_urlsafe(32)
        row = BrowserSession(key_hash=key_hash(key), account_id=account.id, data={}, created_at=clock.now(), seen_at=clock.now(), agent=_agent())
        db.session.add(row)
        db.session.flush()
        return row.id, key

    def adopt(self, begun: tuple[int, str]) -> None:
        """Go on as the session that was begun, once its transaction is through: the answer carries the new key."""
        self.row_id, self.key = begun
        self.modified = True


class ServerSessions(SessionInterface):
    """Keeps each session in a row; nothing but a random key leaves the server."""

    def get_cookie_name(self, app: Flask) -> str:
        """`__Host-` binds the cookie to this host, but browsers take it over TLS only."""
        return "__Host-consult" if app.config["SESSION_COOKIE_SECURE"] else "consult"

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """The session of this browser, or an empty one."""
        key = request.cookies.get(self.get_cookie_name(app))
        if not key or request.path.startswith("/static/"):
            return ServerSession()
        row = db.session.scalar(select(BrowserSession).filter_by(key_hash=key_hash(key)))
        account = db.session.get(Account, row.account_id) if row is not None and row.account_id else None
        if row is None or _expired(row, account):
            ended = ServerSession()
            ended.ended = account is not None
            return ended
        session = ServerSession(dict(row.data), row)
        session.account = account  # held, so that whoever asks for the person next need not ask the database again
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed; a session that was ended meanwhile stays ended."""
        if not isinstance(session, ServerSession) or not (session.modified or session.stale):
            return
        account = session.get("_user_id")
        values = {"data": dict(session), "account_id": int(account) if account else None, "seen_at": clock.now()}
        with transaction() as database:
            key = self._store(database, session, values)
        if not session:
            response.delete_cookie(self.get_cookie_name(app), path="/")
        elif key:
            self._give(app, response, key)

    def _store(self, database: Any, session: ServerSession, values: dict[str, Any]) -> str | None:
        """Write the row; the key that the browser is to be given, if it is a new one."""
        if session.row_id and not session.renewed:
            database.execute(update(BrowserSession).where(BrowserSession.id == session.row_id).values(**values))
            return session.key
        if session.row_id:
            database.execute(delete(BrowserSession).where(BrowserSession.id == session.row_id))
        if not session:
            return None
        key = secrets.token_urlsafe(32)
        database.add(BrowserSession(key_hash=key_hash(key), created_at=clock.now(), agent=_agent(), **values))
        return key

    def _give(self, app: Flask, response: Response, key: str) -> None:
        response.set_cookie(self.get_cookie_name(app), key, httponly=True, samesite="Lax", secure=app.config["SESSION_COOKIE_SECURE"], path="/",
                            max_age=app.config["SESSION_HOURS"] * 3600)


def key_hash(key: str) -> str:
    """What is kept of a session's key."""
    return hashlib.sha256(key.encode()).hexdigest()


def _agent() -> str:
    """Enough of the browser's name to tell one's own sessions apart."""
    return (request.user_agent.string or "")[:200]


def _expired(row: BrowserSession, account: Account | None) -> bool:
    config = current_app.config
    idle = config["STAFF_IDLE_MINUTES"] if account and account.roles & STAFF else config["IDLE_MINUTES"]
    now = clock.now()
    return now - row.seen_at > timedelta(minutes=idle) or now - row.created_at > timedelta(hours=config["SESSION_HOURS"])

"""Applications for the tests: one of each kind per worker, lent to one test after another, each time on a database of its own.

To make an application takes longer than most tests: its routes, templates and statements are compiled. So it is made once; when it comes back
its settings are put right and its connections are closed. One to which a test added a page, or a listener, is not lent again.
"""
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event, make_url

import config
from consult.app import create_app
from consult.db import db
from consult.web.limits import limiter

SECRET = "0123456789abcdef-only-for-tests-0123456789"
#: Settings that are read whenever they are needed; every other one makes another kind of application.
READ_ANEW = frozenset({"MAIL_FOLDER", "MAIL_SERVER"})
ADDRESS = "SQLALCHEMY_DATABASE_URI"
_waiting: dict[Any, list[Flask]] = defaultdict(list)


def make_app(address: str = "sqlite://", **settings: Any) -> Flask:
    """A new application on the given database."""
    app = create_app(config.load({"CONSULT_SECRET": SECRET, "CONSULT_DATABASE": address}) | {"TESTING": True, "RATELIMIT_ENABLED": False, "SECOND_FACTOR": False} | settings)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()  # every worker, and the next run, finds the templates compiled
    return app


@contextmanager
def lent(address: str = "sqlite://", **settings: Any) -> Iterator[Flask]:
    """An application on the given database for as long as the block lasts; the same one may be lent again afterwards."""
    url = make_url(address)
    kind = url.get_backend_name(), url.database is None, frozenset((name, str(value)) for name, value in settings.items() if name not in READ_ANEW)
    app = _waiting[kind].pop() if _waiting[kind] else _lendable(address, **settings)
    kept, known, grown = dict(app.config), dict(app.extensions), _size(app)
    app.config.update({ADDRESS: address} | settings)
    app._got_first_request = False  # a test may add its page as to a new application
    limiter.enabled = app.config["RATELIMIT_ENABLED"]  # one limiter counts for all applications
    if limiter.enabled:
        limiter.reset()
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        for own, before in ((app.config, kept), (app.extensions, known)):
            own.clear()
            own.update(before)
        if _size(app) == grown:
            _waiting[kind].append(app)


def _size(app: Flask) -> tuple[int, int]:
    """How many pages it has, and how many listen to its statements."""
    with app.app_context():
        return len(app.url_map._rules), len(list(db.engine.dispatch.before_cursor_execute))


def _lendable(address: str, **settings: Any) -> Flask:
    """A new application that connects to whatever its settings name at the moment."""
    app = make_app(address, **settings)
    with app.app_context():
        @event.listens_for(db.engine, "do_connect")
        def connect(dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> None:
            arguments[:], named = dialect.create_connect_args(make_url(app.config[ADDRESS]))
            options.update(named)
    return app
